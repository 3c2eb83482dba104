import { Injectable } from '@nestjs/common';
import { Audit, Database, Log } from '@app/platform';
import { EditionRepository, editionErrors, type Edition } from '@app/editions';
import { LedgerSweepRepository } from '../ledger/ledger-sweep.repository.js';
import { ReturnPath } from '../return-path.js';
import { RingChunks } from '../submitting/ring-chunks.service.js';
import { explainUncertain, uncertainCause, type UncertainCause } from './explain-uncertain.js';
import { uncertainErrors } from './uncertain.errors.js';
import { UncertainRepository, type UncertainRow } from './uncertain.repository.js';

/** A row with what an operator needs to find it in the relay's log. */
export interface ExplainedUncertain extends UncertainRow {
  /** As the relay's log knows it, without angle brackets. */
  readonly messageId: string;
  readonly cause: UncertainCause;
  readonly explanation: string;
}

export interface UncertainDecision {
  readonly wasSent: boolean;
  /** null: every uncertain delivery of the edition. */
  readonly subscriberIds: readonly string[] | null;
  /** null: whoever has the command line. */
  readonly operatorId: string | null;
}

/** Ends uncertainty: by what comes back later, by the newsletter's rule, or by a person who looked at the relay's log. */
@Injectable()
export class ResolveUncertain {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly rows: UncertainRepository,
    private readonly ledger: LedgerSweepRepository,
    private readonly returnPath: ReturnPath,
    private readonly chunks: RingChunks,
    private readonly audit: Audit,
    private readonly log: Log,
  ) {}

  /** Oldest first. @throws edition.unknown */
  async list(editionId: string, limit: number): Promise<ExplainedUncertain[]> {
    const edition = await this.editions.byId(this.database, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    return (await this.rows.list(edition, limit)).map((row) => this.explained(edition, row));
  }

  /**
   * Returns how many were decided: what a late answer or a sign from the reader decided first stays as that says.
   *
   * @throws edition.unknown, uncertain.closed, uncertain.too_late
   */
  async decide(editionId: string, { wasSent, subscriberIds, operatorId }: UncertainDecision): Promise<number> {
    const decided = await this.database.transaction().execute(async (trx) => {
      const edition = await this.editions.lock(trx, editionId);
      if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
      if (await this.rows.isSummedUp(trx, editionId)) throw uncertainErrors.error('uncertain.closed', { editionId });
      if (!wasSent && (edition.state === 'cancelled' || (await this.rows.isStale(trx, editionId))))
        throw uncertainErrors.error('uncertain.too_late', { editionId });
      const count = await this.rows.decide(trx, { edition, wasSent, subscriberIds });
      await this.audit.append(trx, {
        operatorId,
        action: 'edition.uncertain_decided',
        object: `edition:${editionId}`,
        detail: { wasSent, count, of: subscriberIds === null ? 'all' : subscriberIds.length },
      });
      return count;
    });
    this.log.info('delivery.uncertain_decided', { editionId, wasSent, count: decided });
    await this.ledger.refreshOpenChunks();
    // The sweeper would ring too, some seconds later.
    if (!wasSent && decided > 0) await this.chunks.ringAgain(editionId);
    return decided;
  }

  /** The sweeper's part: signs first, so that the policy resends nothing that arrived. */
  async tend(): Promise<void> {
    const byEvidence = await this.rows.believeEvidence();
    const byPolicy = await this.rows.followPolicy();
    if (byEvidence + byPolicy > 0) this.log.info('delivery.uncertain_settled', { byEvidence, byPolicy });
  }

  private explained(edition: Edition, row: UncertainRow): ExplainedUncertain {
    const cause = uncertainCause(row.reply);
    const messageId = this.returnPath.messageId(edition.number, row.subscriberId);
    return { ...row, messageId, cause, explanation: explainUncertain(cause) };
  }
}
