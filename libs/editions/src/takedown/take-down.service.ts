import { Injectable } from '@nestjs/common';
import { TakeDownDispatch } from '@app/dispatches';
import { Audit, Database, Log, assertNever, isId } from '@app/platform';
import { EditionRepository } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import { ReviseEdition } from '../revisions/revise-edition.service.js';
import { tellingWords } from '../revisions/revised-blocks.js';
import { SharedPreviewRepository } from '../sharing/shared-preview.repository.js';
import { ForgetProposalRepository } from './forget-proposal.repository.js';
import { RedactRevisions } from './redact-revisions.service.js';
import { TakedownRepository } from './takedown.repository.js';
import { MAX_PUBLIC_REASON, MAX_REFERENCE, type Takedown, type TakedownOrder } from './takedown.js';

/** Open takedowns taken up in one round. */
const ROUND = 20;

/**
 * Carries out what a court or the law orders: a dispatch, a picture or an edition goes from every copy there is, frozen
 * ones included, and a dated tombstone stays. In steps that may each be done again, the one that stops it from leaving
 * first and the one that takes the words away last, so that whatever ends the process in the middle, going on later
 * ends in the same.
 */
@Injectable()
export class TakeDown {
  constructor(
    private readonly database: Database,
    private readonly takedowns: TakedownRepository,
    private readonly editions: EditionRepository,
    private readonly dispatches: TakeDownDispatch,
    private readonly proposals: ForgetProposalRepository,
    private readonly redacting: RedactRevisions,
    private readonly revising: ReviseEdition,
    private readonly shared: SharedPreviewRepository,
    private readonly audit: Audit,
    private readonly log: Log,
  ) {}

  /**
   * The same order again goes on with the first one. Once it is written down it is given, whatever becomes of carrying
   * it out: one that fails comes back without `doneAt`, and is gone on with like one that was cut short.
   *
   * @throws `dispatch.unknown`, `picture.unknown`, `edition.unknown`, `takedown.invalid`
   */
  async order(order: TakedownOrder): Promise<Takedown> {
    const { reference, publicReason = '' } = order;
    if (reference.trim() === '' || reference.length > MAX_REFERENCE || publicReason.length > MAX_PUBLIC_REASON)
      throw editionErrors.error('takedown.invalid');
    await this.known(order);
    const id = await this.database.transaction().execute(async (trx) => {
      const same = await this.takedowns.same(trx, order);
      if (same !== undefined) return same;
      const inserted = await this.takedowns.insert(trx, order);
      const { object, objectId, mode, by } = order;
      await this.audit.append(trx, {
        operatorId: by,
        action: 'takedown.ordered',
        object: `takedown:${inserted}`,
        detail: { [object]: objectId, mode },
      });
      return inserted;
    });
    await this.tryToCarryOut(id);
    return this.read(id);
  }

  /** @throws `takedown.unknown` */
  async read(id: string): Promise<Takedown> {
    const takedown = isId(id) ? await this.takedowns.byId(id) : undefined;
    if (takedown === undefined) throw editionErrors.error('takedown.unknown', { takedownId: id });
    return takedown;
  }

  /** Newest first. `newsletterIds`: of these newsletters' editions alone; left out: all. */
  list(limit: number, newsletterIds?: readonly string[]): Promise<readonly Takedown[]> {
    return this.takedowns.list(limit, newsletterIds);
  }

  /** Goes on with what a process left in the middle; one that fails does not hold up the others. Returns how many ended. */
  async resume(): Promise<number> {
    let ended = 0;
    for (const id of await this.takedowns.open(ROUND)) if (await this.tryToCarryOut(id)) ended += 1;
    return ended;
  }

  private async tryToCarryOut(id: string): Promise<boolean> {
    try {
      return await this.carryOut(id);
    } catch (error) {
      // It stays open, so the next round tries again; what is wrong has to be seen until then.
      this.log.failure('takedown.failed', error, { takedownId: id });
      return false;
    }
  }

  /** False: another process is at it, or it was done. */
  private async carryOut(id: string): Promise<boolean> {
    const ended = await this.takedowns.alone(id, async () => {
      const takedown = await this.read(id);
      if (takedown.doneAt !== null) return false;
      await this.stop(takedown);
      await this.forget(takedown);
      await this.redacting.rerender(takedown);
      await this.takedowns.redact(id);
      if (takedown.object === 'dispatch') await this.dispatches.redact(takedown.objectId);
      if (takedown.object === 'picture') await this.dispatches.redactPicture(takedown.objectId);
      await this.end(takedown);
      return true;
    });
    return ended ?? false;
  }

  private async known({ object, objectId }: TakedownOrder): Promise<void> {
    switch (object) {
      case 'dispatch':
        return this.dispatches.known(objectId);
      case 'picture':
        await this.dispatches.knownPictures(objectId);
        return;
      case 'edition':
        if ((await this.editions.byId(this.database, objectId)) === undefined)
          throw editionErrors.error('edition.unknown', { editionId: objectId });
        return;
      default:
        assertNever(object);
    }
  }

  /** From now on it leaves with no message, whatever comes after. */
  private async stop(takedown: Takedown): Promise<void> {
    const { id, object, objectId, orderedBy } = takedown;
    const act = { operatorId: orderedBy, reason: `takedown:${id}` };
    if (object === 'edition') return this.proposals.forgetAll(objectId, 'edition.taken_down');
    if (object === 'dispatch') await this.dispatches.close(objectId, act);
    else await this.dispatches.closePicture(objectId, act);
    // A freezing that read before the kill holds its edition's row: its revision is there when the row is free again.
    for (const editionId of await this.takedowns.editions(takedown))
      await this.revising.revise(editionId, { isTakedown: true });
  }

  private async forget(takedown: Takedown): Promise<void> {
    const { object, objectId } = takedown;
    const pictures = object === 'picture' ? await this.dispatches.knownPictures(objectId) : [];
    await this.shared.forget(await this.takedowns.editions(takedown), [objectId, ...pictures]);
    if (takedown.object !== 'dispatch') return;
    const { headlines, standfirsts } = await this.dispatches.words(takedown.objectId);
    const telling = tellingWords(headlines.join(' '));
    const isTelling = (text: string): boolean => [...tellingWords(text)].some((word) => telling.has(word));
    const words = [...headlines, ...standfirsts];
    for (const editionId of await this.takedowns.editions(takedown))
      await this.proposals.forget(editionId, { dispatchId: takedown.objectId, words, isTelling });
  }

  private async end(takedown: Takedown): Promise<void> {
    const { id, object, objectId, mode } = takedown;
    await this.database.transaction().execute(async (trx) => {
      await this.takedowns.done(trx, id);
      await this.audit.append(trx, {
        operatorId: null,
        action: 'takedown.done',
        object: `takedown:${id}`,
        detail: { [object]: objectId, mode },
      });
    });
    this.log.warn('takedown.done', { takedownId: id, [object]: objectId, mode });
  }
}
