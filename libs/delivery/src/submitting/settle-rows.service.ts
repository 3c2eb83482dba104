import { Injectable } from '@nestjs/common';
import { Database, Log } from '@app/platform';
import { SuppressReader } from '@app/subscribers';
import type { Settlement } from '../ledger/delivery-state.js';
import { DeliveryRepository, type ChunkKey } from '../ledger/delivery.repository.js';

/** Pause between two tries to write results while the database is away. */
const SETTLE_PAUSE_MS = 1_000;

/** Writes what became of dialogues, and what follows from it. */
@Injectable()
export class SettleRows {
  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveryRepository,
    private readonly suppressions: SuppressReader,
    private readonly log: Log,
  ) {}

  /**
   * While the database is away the results are kept and tried again; the gate stays taken meanwhile, so no new dialogue
   * begins. @throws what the database refuses: it would again, and the rows become `uncertain` when their lease is over
   */
  async settle(key: ChunkKey, claimToken: string, settlements: readonly Settlement[]): Promise<void> {
    for (;;) {
      try {
        await this.write(key, claimToken, settlements);
        return;
      } catch (error) {
        this.log.failure('delivery.settle_failed', error, { editionId: key.editionId, rows: settlements.length });
        if (!isDatabaseAway(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, SETTLE_PAUSE_MS));
      }
    }
  }

  /** One statement; one transaction where an address is suppressed too. */
  private async write(key: ChunkKey, claimToken: string, settlements: readonly Settlement[]): Promise<void> {
    const gone = settlements.filter((settlement) => settlement.isHardBounce);
    if (gone.length === 0) {
      await this.deliveries.settle(this.database, key, claimToken, settlements);
      return;
    }
    await this.database.transaction().execute(async (trx) => {
      const settled = new Set(await this.deliveries.settle(trx, key, claimToken, settlements));
      for (const { subscriberId, smtpCode, enhancedCode } of gone) {
        if (!settled.has(subscriberId)) continue;
        const evidence = { editionId: key.editionId, smtpCode, enhancedCode };
        await this.suppressions.suppress(trx, [subscriberId], 'hard_bounce', evidence);
      }
    });
  }
}

/**
 * Connection lost, shutting down, starting up, or out of resources (SQLSTATE classes 08, 53, 57; none: the network), a
 * conflict of transactions (40), or a standby that is not the primary yet (25006).
 */
function isDatabaseAway(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return !/^[0-9A-Z]{5}$/.test(code) || /^(?:08|40|53|57|25006)/.test(code);
}
