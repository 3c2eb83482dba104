import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database, JobBell, Log, type Db } from '@app/platform';
import { DeskAlarmRepository } from '../desk/desk-alarm.repository.js';
import { EditionRepository } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import { reviseEdition } from '../editions.jobs.js';
import { RevisionRepository, type CurrentRevision } from './revision.repository.js';
import { hasContent, keepsDeskHead, withoutLost, type Remainder } from './revised-blocks.js';
import { TaintRepository } from './taint.repository.js';
import { WriteRevision } from './write-revision.service.js';

/** Editions rung for in one round. */
const ROUND = 100;

/**
 * What was killed after freezing disappears: the next revision is frozen without it, for rows not yet submitted, the web
 * view, the archive and the feeds. Until it is there, nothing of the tainted one leaves: the statement that marks rows
 * judges `is_tainted` itself, so neither a lost job nor a kill in the very moment of freezing lets anything slip.
 */
@Injectable()
export class ReviseEdition {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly revisions: RevisionRepository,
    private readonly taint: TaintRepository,
    private readonly writing: WriteRevision,
    private readonly alarms: DeskAlarmRepository,
    private readonly audit: Audit,
    private readonly bell: JobBell,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * Freezes the next revision without what may not be shown any more. Returns its number; undefined: there was nothing to
   * do, or nothing was left and the edition is cancelled. An edition that is sent keeps a revision without stories: its
   * archive page says that something stood there.
   *
   * @throws `edition.unknown`
   */
  async revise(editionId: string, options: { readonly isTakedown?: boolean } = {}): Promise<number | undefined> {
    try {
      return await this.reviseOnce(editionId, options.isTakedown ?? false);
    } catch (error) {
      // Nothing of the edition leaves until a revision is there: a person should know, while the sweeper tries again.
      await this.alarms.raiseFor(editionId, 'edition.revise_failed', error);
      throw error;
    }
  }

  private async reviseOnce(editionId: string, isTakedown: boolean): Promise<number | undefined> {
    return this.database.transaction().execute(async (trx) => {
      const edition = await this.editions.lock(trx, editionId);
      if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
      if (edition.state !== 'frozen' && edition.state !== 'sending' && edition.state !== 'sent') return undefined;
      const current = await this.revisions.current(trx, editionId);
      const loss = await this.taint.loss(trx, editionId);
      if (current === undefined || loss.dispatchIds.size + loss.pictureIds.size === 0) return undefined;
      const left = withoutLost(current.blocks, loss, { at: this.clock.now(), isTakedown });
      if (edition.state !== 'sent' && !hasContent(edition.kind, left.blocks)) {
        await this.cancel(trx, current, left);
        return undefined;
      }
      return this.write(trx, current, left, isTakedown ? 'taken_down' : 'killed');
    });
  }

  /**
   * Rings for every edition that holds what may not leave: the sweeper's round, and whoever kills a dispatch at once.
   * `sent` ones too, whose web view and archive must forget it, are many more rows to look at and less urgent.
   */
  async ringTainted(scope: 'open' | 'all'): Promise<number> {
    const states = scope === 'open' ? (['frozen', 'sending'] as const) : (['frozen', 'sending', 'sent'] as const);
    const ids = await this.taint.tainted(states, ROUND);
    await this.bell.ring(reviseEdition, ...ids.map((editionId) => ({ editionId })));
    return ids.length;
  }

  private async write(trx: Db, current: CurrentRevision, left: Remainder, reason: string): Promise<number> {
    const { edition, revision, subject } = current;
    const keepsHead = keepsDeskHead({ subject, preheader: revision.preheader }, current.blocks, left.gone);
    const number = await this.writing.write(trx, {
      edition,
      blocks: left.blocks,
      head: keepsHead ? deskHead(current) : { subject: null, preheader: null },
      templateVersionId: revision.templateVersionId,
      marks: [...current.marks, ...left.marks],
      approvedBy: revision.approvedBy,
      reason,
    });
    const removed = { dispatches: left.gone.length, pictures: left.marks.length - left.gone.length };
    await this.audit.append(trx, {
      operatorId: null,
      action: 'edition.revised',
      object: `edition:${edition.id}`,
      detail: { revision: number, reason, ...removed },
    });
    this.log.info('edition.revised', { editionId: edition.id, revision: number, reason, ...removed });
    return number;
  }

  private async cancel(trx: Db, { edition }: CurrentRevision, left: Remainder): Promise<void> {
    const reason = 'edition.killed';
    await this.editions.setState(trx, edition.id, { from: [edition.state], to: 'cancelled', reason });
    const { id: editionId, newsletterId } = edition;
    await this.alarms.raise(trx, { newsletterId, editionId, code: reason, detail: { dispatches: left.gone.length } });
    await this.audit.append(trx, {
      operatorId: null,
      action: 'edition.cancelled',
      object: `edition:${editionId}`,
      detail: { reason, dispatches: left.gone.length },
    });
    this.log.warn('edition.killed', { editionId, newsletterId });
  }
}

/** What of the current subject and preheader is the desk's own; null: the machine's, made anew from what is left. */
function deskHead({ edition, revision, subject }: CurrentRevision): {
  subject: string | null;
  preheader: string | null;
} {
  const isPreheaderByDesk = edition.preheader !== null && edition.preheader === revision.preheader;
  return {
    subject: revision.isSubjectByDesk ? subject : null,
    preheader: isPreheaderByDesk ? revision.preheader : null,
  };
}
