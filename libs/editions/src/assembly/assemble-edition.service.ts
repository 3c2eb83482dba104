import { Injectable } from '@nestjs/common';
import { Clock, Database, Log, type Db } from '@app/platform';
import { localDate } from '../calendar/calendar.js';
import { DeskAlarmRepository } from '../desk/desk-alarm.repository.js';
import { DeskProposalRepository } from '../desk/desk-proposal.repository.js';
import { ProposalRepository } from '../desk/proposal.repository.js';
import { EditionRepository, type Edition } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { proposeDigest } from './assembly.js';
import { deskChoices, storedBlocks } from './kept-blocks.js';
import { outcomeOf, type Outcome } from './outcome.js';
import type { AssemblyRules, Proposal } from './proposal.js';
import { ReadAssembly, type Occasion } from './read-assembly.service.js';

/** A proposal with what it was chosen from. */
export interface Assembled {
  readonly proposal: Proposal;
  readonly from: Date;
  readonly cutOff: Date;
}

/** What of a digest's newsletter decides; stored with the proposal, because it may have changed when somebody asks why. */
type StoredRules = AssemblyRules & Pick<Newsletter, 'windowHours'>;

/** From claimed to proposed: reads the window, has the pure assembly choose, and writes what it chose. */
@Injectable()
export class AssembleEdition {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly proposals: ProposalRepository,
    private readonly deskProposals: DeskProposalRepository,
    private readonly alarms: DeskAlarmRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly reading: ReadAssembly,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * Assembles a digest that is claimed. Returns its newsletter where it is proposed now, also where it was before;
   * undefined where nothing is to be frozen: it is over, or held or empty on a slow day.
   *
   * @throws `edition.unknown`
   */
  async assemble(editionId: string): Promise<Newsletter | undefined> {
    return this.database.transaction().execute(async (trx) => {
      const { edition, newsletter } = await this.locked(trx, editionId);
      if (edition.kind !== 'digest' || edition.state !== 'claimed')
        return edition.state === 'proposed' ? newsletter : undefined;
      const { state } = await this.propose(trx, { edition, newsletter, cutOff: this.clock.now() });
      return state === 'proposed' ? newsletter : undefined;
    });
  }

  /**
   * Assembles a digest that is claimed, or once more one that is proposed or held: with what came since, and with all that
   * the desk did. Undefined where it is past that.
   *
   * @param cutOff what came later is for the next edition
   * @throws `edition.unknown`
   */
  async assembleAgain(editionId: string, cutOff: Date): Promise<Assembled | undefined> {
    return this.database.transaction().execute(async (trx) => {
      const { edition, newsletter } = await this.locked(trx, editionId);
      if (edition.kind !== 'digest' || !['claimed', 'proposed', 'held'].includes(edition.state)) return undefined;
      return (await this.propose(trx, { edition, newsletter, cutOff })).assembled;
    });
  }

  /** The proposal a newsletter would get, without writing anything. */
  async choose(
    db: Db,
    newsletter: Newsletter,
    occasion: Partial<Occasion> & Pick<Occasion, 'cutOff' | 'dueAt'>,
  ): Promise<Assembled> {
    const { dueAt, cutOff } = occasion;
    const { input, from } = await this.reading.read(db, newsletter, {
      lastDueAt: dueAt,
      editionDate: localDate(newsletter.timeZone, dueAt),
      slot: null,
      ...occasion,
    });
    return { proposal: proposeDigest(input), from, cutOff };
  }

  private async locked(trx: Db, editionId: string): Promise<{ edition: Edition; newsletter: Newsletter }> {
    const edition = await this.editions.lock(trx, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    return { edition, newsletter: await this.newsletters.known(trx, edition.newsletterId) };
  }

  private async propose(
    trx: Db,
    { edition, newsletter, cutOff }: { edition: Edition; newsletter: Newsletter; cutOff: Date },
  ): Promise<{ state: Outcome['state']; assembled: Assembled }> {
    const { id: editionId, editionDate, dueAt, lastDueAt, slot } = edition;
    const now = this.clock.now();
    const before = await this.deskProposals.read(trx, edition);
    const desk = deskChoices(before);
    const occasion = { editionId, editionDate, dueAt, lastDueAt, slot, cutOff, desk };
    const assembled = await this.choose(trx, newsletter, occasion);
    const { proposal, from } = assembled;
    const outcome = outcomeOf(edition, proposal, desk);
    await this.proposals.propose(trx, editionId, {
      // What is still to come before a planned cut-off was not looked at: the next window begins where this look ended.
      window: { from, cutOff: cutOff < now ? cutOff : now },
      ...outcome,
      blocks: outcome.state === 'empty' ? [] : storedBlocks(proposal, before.blocks),
      assembled: assembledOf(newsletter, proposal, { from, cutOff }),
    });
    const { newsletterId } = edition;
    const [blocks, omitted] = [proposal.blocks.length, proposal.omitted.length];
    if (outcome.reason === 'edition.slow_day') {
      if (outcome.state === 'held')
        await this.alarms.raise(trx, {
          newsletterId,
          editionId,
          code: outcome.reason,
          detail: { ...proposal.slowDay },
        });
      this.log.warn('edition.slow_day', { editionId, newsletterId, state: outcome.state, blocks, omitted });
    } else this.log.info('edition.proposed', { editionId, blocks, omitted });
    return { state: outcome.state, assembled };
  }
}

/** What the machine chose, as nobody changes it: for the difference to what the desk made of it, and to explain. */
function assembledOf(
  newsletter: Newsletter,
  { blocks, omitted, slowDay }: Proposal,
  window: { from: Date; cutOff: Date },
): Record<string, unknown> {
  const { sectionRules, maxDispatches, toldDays, slowDay: rule, slowDayMin, windowHours } = newsletter;
  const rules: StoredRules = { sectionRules, maxDispatches, toldDays, slowDay: rule, slowDayMin, windowHours };
  return {
    window: { from: window.from.toISOString(), to: window.cutOff.toISOString() },
    rules,
    slowDay,
    blocks,
    // Thousands, whose headlines stand with the dispatches.
    omitted: omitted.map(({ dispatchId, insertionId, score, reasons }) => ({
      dispatchId,
      insertionId,
      score,
      reasons,
    })),
  };
}
