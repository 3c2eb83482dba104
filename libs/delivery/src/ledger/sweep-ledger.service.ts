import { Injectable } from '@nestjs/common';
import { Database, Log } from '@app/platform';
import { EditionRepository } from '@app/editions';
import { LedgerSweepRepository } from './ledger-sweep.repository.js';
import { TendAudience } from '../audience/tend-audience.service.js';
import { OnTime } from '../progress/on-time.service.js';
import { ResolveUncertain } from '../uncertain/resolve-uncertain.service.js';
import { RingChunks } from '../submitting/ring-chunks.service.js';

/**
 * Puts right whatever was left behind and rings again for what is owed. Knows nothing of the queue's state: a flushed
 * Redis, a failed job and a killed worker all look the same to it, rows that are owed and nobody working on them.
 */
@Injectable()
export class SweepLedger {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerSweepRepository,
    private readonly editions: EditionRepository,
    private readonly uncertain: ResolveUncertain,
    private readonly chunks: RingChunks,
    private readonly audience: TendAudience,
    private readonly onTime: OnTime,
    private readonly log: Log,
  ) {}

  async sweep(): Promise<void> {
    await this.ledger.releaseLeases();
    for (const row of await this.ledger.declareUncertain()) this.log.warn('delivery.uncertain', row);
    await this.uncertain.tend();
    // Chunks say what is overdue, so they are counted first; and again with what was skipped.
    await this.ledger.refreshOpenChunks();
    if ((await this.ledger.skipOverdue()) > 0) await this.ledger.refreshOpenChunks();
    for (const editionId of await this.ledger.reopened()) {
      const isReopened = await this.editions.setState(this.database, editionId, { from: ['sent'], to: 'sending' });
      if (isReopened) this.log.info('edition.reopened', { editionId });
    }
    await this.tendAudience();
    await this.chunks.ring();
    await this.onTime.look();
    for (const { editionId, reachedNobody } of await this.ledger.finished()) await this.end(editionId, reachedNobody);
    for (const editionId of await this.ledger.writeSummaries()) this.log.info('edition.closed', { editionId });
  }

  /** Nobody was offered it in its time: it does not count as sent, and its dispatches return to the next window. */
  private async end(editionId: string, reachedNobody: boolean): Promise<void> {
    if (reachedNobody) {
      if (await this.editions.expireUnoffered(editionId)) this.log.warn('edition.stale', { editionId });
      return;
    }
    const isOver = await this.editions.setState(this.database, editionId, { from: ['sending'], to: 'sent' });
    if (isOver) this.log.info('edition.sent', { editionId });
  }

  /** Late readers must not keep the others waiting: what fails here is tried again, and the sweep goes on. */
  private async tendAudience(): Promise<void> {
    try {
      await this.audience.tend();
    } catch (error) {
      this.log.failure('edition.audience_failed', error);
    }
  }
}
