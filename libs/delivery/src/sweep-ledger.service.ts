import { Injectable } from '@nestjs/common';
import { Database, Log } from '@app/platform';
import { EditionRepository } from '@app/editions';
import { LedgerSweepRepository } from './ledger-sweep.repository.js';
import { RingChunks } from './ring-chunks.service.js';

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
    private readonly chunks: RingChunks,
    private readonly log: Log,
  ) {}

  async sweep(): Promise<void> {
    await this.ledger.releaseLeases();
    for (const row of await this.ledger.declareUncertain()) this.log.warn('delivery.uncertain', row);
    await this.ledger.skipOverdue();
    await this.ledger.refreshOpenChunks();
    await this.chunks.ring();
    for (const editionId of await this.ledger.finished()) {
      const isSent = await this.editions.setState(this.database, editionId, { from: ['sending'], to: 'sent' });
      if (isSent) this.log.info('edition.sent', { editionId });
    }
    for (const editionId of await this.ledger.writeSummaries()) this.log.info('edition.closed', { editionId });
  }
}
