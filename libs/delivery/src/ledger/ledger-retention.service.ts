import { Injectable } from '@nestjs/common';
import { LedgerSweepRepository } from './ledger-sweep.repository.js';

/** Summaries stay; who got what is kept this long (docs/retention.md). */
export const LEDGER_DAYS = 90;

@Injectable()
export class LedgerRetention {
  constructor(private readonly ledger: LedgerSweepRepository) {}

  /** Whole months go at once, by dropping their partition. Returns how many. */
  dropOldMonths(): Promise<number> {
    return this.ledger.dropMonthsBefore(LEDGER_DAYS);
  }
}
