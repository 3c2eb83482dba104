import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Database } from '../database/database.js';
import { Log } from '../log.js';
import type { SystemAlarms } from '../system-alarms.js';
import { Arming } from './arming.service.js';
import { readBeat } from './beats.js';
import type { InstallationRecord, InstallationRepository } from './installation.repository.js';
import { JournalStore } from './journal-store.js';
import { judgeInstallation } from './judge-installation.js';

/** What the database's one row holds, with the conditions of the repository's statements; a spec holds the two together. */
class Row {
  id = '00000000-0000-4000-8000-000000000000';
  seal: string | null = null;
  beatNumber = 0;
  cause: 'copied' | 'restored' | 'unknown_history' | null = null;
  currentSeal = 'database/1';

  read(): InstallationRecord {
    const at = new Date(0);
    return { id: this.id, seal: this.seal, currentSeal: this.currentSeal, beat: this.beatNumber, aliveAt: at, disarmedAt: this.cause === null ? null : at, disarmedCause: this.cause, now: at }; // prettier-ignore
  }

  sealFresh(id: string): boolean {
    if (this.seal !== null) return false;
    Object.assign(this, { id, seal: this.currentSeal, beatNumber: 0 });
    return true;
  }

  beat(id: string, atLeast: number): { beat: number; aliveAt: Date } | undefined {
    const isThis = this.id === id && this.seal === this.currentSeal && this.cause === null;
    if (!isThis || this.beatNumber < atLeast) return undefined;
    this.beatNumber += 1;
    return { beat: this.beatNumber, aliveAt: new Date(0) };
  }

  disarm(id: string, cause: NonNullable<Row['cause']>): boolean {
    if (this.id !== id || this.cause !== null) return false;
    this.cause = cause;
    return true;
  }

  /** As the mark asks. */
  lets(guard: { id: string; beat: number } | undefined): boolean {
    return guard !== undefined && this.cause === null && this.id === guard.id && this.beatNumber >= guard.beat;
  }
}

class MemoryJournal extends JournalStore {
  readonly files = new Map<string, Buffer>();
  isAway = false;

  private here<T>(work: () => T): Promise<T> {
    return this.isAway ? Promise.reject(new Error('away')) : Promise.resolve(work());
  }
  write(name: string, bytes: Buffer): Promise<void> {
    return this.here(() => void this.files.set(name, bytes));
  }
  read(name: string): Promise<Buffer | undefined> {
    return this.here(() => this.files.get(name));
  }
  list(under: string): Promise<string[]> {
    return this.here(() => [...this.files.keys()].filter((name) => name.startsWith(under)));
  }
  remove(name: string): Promise<void> {
    return this.here(() => void this.files.delete(name));
  }
}

/** Workers of one database and one journal; `step` is passed through before and after everything they do. */
function workers(count: number, step: () => Promise<void> = () => Promise.resolve()) {
  const row = new Row();
  const journal = new MemoryJournal();
  const paced = async <T>(work: () => T | Promise<T>): Promise<T> => {
    await step();
    const result = await work();
    await step();
    return result;
  };
  const repository = {
    read: () => paced(() => row.read()),
    sealFresh: (id: string) => paced(() => row.sealFresh(id)),
    beat: (id: string, atLeast: number) => paced(() => row.beat(id, atLeast)),
    disarm: (_db: unknown, id: string, cause: 'copied' | 'restored' | 'unknown_history') =>
      paced(() => row.disarm(id, cause)),
  };
  const slow = {
    write: (name: string, bytes: Buffer) => paced(() => journal.write(name, bytes)),
    read: (name: string) => paced(() => journal.read(name)),
    place: () => journal.place(),
  };
  const database = { transaction: () => ({ execute: (work: (trx: unknown) => unknown) => work({}) }) };
  const alarms = { raise: () => Promise.resolve(true), settle: () => Promise.resolve(true) };
  const all = Array.from(
    { length: count },
    () =>
      new Arming(
        database as unknown as Database,
        repository as unknown as InstallationRepository,
        slow as unknown as JournalStore,
        alarms as unknown as SystemAlarms,
        new Log('silent'),
      ),
  );
  return { row, journal, all };
}

describe('signs of life', () => {
  it('never let workers take each other’s haste for a restored backup, in whatever order they come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 4 }), async (scheduler, count) => {
        const { row, journal, all } = workers(count, () => scheduler.schedule(Promise.resolve()));
        const rounds = all.map(async (worker) => {
          for (let beats = 0; beats < 3; beats += 1) await worker.beat();
        });
        await scheduler.waitFor(Promise.all(rounds));
        expect(row.cause).toBeNull();
        const outside = await readBeat(journal, row.id);
        expect(outside?.beat).toBeLessThanOrEqual(row.beatNumber);
        for (const worker of all) expect(row.lets(await worker.guard())).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('betray a backup that is put in the place of the database, and no worker marks in between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }), async (count, lost) => {
        const { row, all } = workers(count);
        for (let round = 0; round < 6; round += 1) for (const worker of all) await worker.beat();
        const newest = row.beatNumber;
        row.beatNumber -= lost;
        for (const worker of all) {
          const guard = await worker.guard();
          // Whoever saw a sign of life that is gone is stopped by its own memory, and by the journal at the next look.
          expect(row.lets(guard)).toBe((guard?.beat ?? 0) <= newest - lost);
        }
        for (const worker of all) await worker.beat();
        expect(row.cause).toBe('restored');
        for (const worker of all) expect(await worker.guard()).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });

  it('are not needed from outside by whoever has seen them, and by whoever has not they are', async () => {
    const { row, journal, all } = workers(2);
    const [seasoned, fresh] = all;
    await seasoned?.beat();
    journal.isAway = true;
    await seasoned?.beat();
    await fresh?.beat();
    expect(row.lets(await seasoned?.guard())).toBe(true);
    expect(await fresh?.guard()).toBeUndefined();
    journal.isAway = false;
    expect(row.lets(await fresh?.guard())).toBe(true);
    expect(row.cause).toBeNull();
  });

  it('give every database made from one template an id of its own', async () => {
    const [one, other] = [workers(1), workers(1)];
    await one.all[0]?.beat();
    await other.all[0]?.beat();
    expect(one.row.id).not.toBe(other.row.id);
  });

  it.each([
    ['a dump on another server', { currentSeal: 'elsewhere/1' }, 'copied'],
    ['a recovery to a point in time', { currentSeal: 'database/2' }, 'restored'],
  ] as const)('are not asked for to know %s', async (_what, change, cause) => {
    const { row, all } = workers(1);
    await all[0]?.beat();
    Object.assign(row, change);
    await all[0]?.beat();
    expect(row.cause).toBe(cause);
    expect(await all[0]?.guard()).toBeUndefined();
  });
});

describe('the judgement', () => {
  const sealed = { seal: 'a/1', currentSeal: 'a/1', beat: 7 };
  it.each([
    [sealed, 7, undefined],
    [sealed, 6, undefined],
    [sealed, 8, 'restored'],
    [sealed, null, 'unknown_history'],
    [{ ...sealed, currentSeal: 'b/1' }, 7, 'copied'],
    [{ ...sealed, currentSeal: 'b/1' }, null, 'copied'],
    [{ ...sealed, seal: null }, null, undefined],
  ] as const)('of %j with %p outside is %p', (record, outside, finding) => {
    expect(judgeInstallation(record, outside)).toBe(finding);
  });
});
