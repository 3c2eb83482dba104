import { Injectable } from '@nestjs/common';
import { Arming, Clock, Database, JournalStore, Log } from '@app/platform';
import { dayNamed, dayOf, entriesName, writeEntries } from './journal-entry.js';
import { WithdrawalRepository } from './withdrawal.repository.js';

/** Entries of one file: half a megabyte, written while the rows are held. */
const ENTRIES_A_FILE = 2_000;

/** Longer than any backup is restored from: after that the journal has nothing to say. */
const JOURNAL_DAYS = 400;

/** Brings withdrawals out of the database, where a restored backup cannot forget them; in every sweep. */
@Injectable()
export class ShipWithdrawals {
  constructor(
    private readonly database: Database,
    private readonly withdrawals: WithdrawalRepository,
    private readonly journal: JournalStore,
    private readonly arming: Arming,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Returns how many. What cannot be written now stays in the table, and is written in the next round. */
  async ship(): Promise<number> {
    try {
      return await this.shipAll();
    } catch (error) {
      this.log.failure('journal.unwritable', error);
      await this.arming.noteJournal(false);
      return 0;
    }
  }

  /** Keeps docs/retention.md. Returns how many files went. */
  async forgetOld(): Promise<number> {
    const oldest = dayOf(new Date(this.clock.now().getTime() - JOURNAL_DAYS * 86_400_000));
    const old = (await this.journal.list('')).filter((name) => (dayNamed(name) ?? oldest) < oldest);
    for (const name of old) await this.journal.remove(name);
    return old.length;
  }

  private async shipAll(): Promise<number> {
    let shipped = 0;
    for (let count = ENTRIES_A_FILE; count === ENTRIES_A_FILE; shipped += count) {
      // A disarmed database may be a copy, whose withdrawals are nobody's.
      const installation = await this.arming.guard();
      if (installation === undefined) return shipped;
      count = await this.shipSet(installation.id);
    }
    return shipped;
  }

  /** Durable outside before it is deleted here; whatever fails in between is written twice, and read once. */
  private shipSet(installationId: string): Promise<number> {
    return this.database.transaction().execute(async (trx) => {
      const entries = await this.withdrawals.take(trx, ENTRIES_A_FILE);
      if (entries.length === 0) return 0;
      await this.journal.write(entriesName(installationId, entries), writeEntries(entries));
      await this.withdrawals.remove(trx, entries);
      return entries.length;
    });
  }
}
