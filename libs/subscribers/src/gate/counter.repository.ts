import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/platform';
import { oldestSlice, sliceStart, type Counter, type Tally } from './counters.js';
import { PERIODS } from './limits.js';
import type { Proof } from './proof-of-work.service.js';

/**
 * Every statement on counters and spent proofs. Both tables are unlogged, and PostgreSQL does not wait for its disk when
 * a transaction wrote nothing to the log: so none of these costs a sync. Rows are written in the order of their keys, so
 * that two processes that count the same things wait for each other and never in a circle.
 */
@Injectable()
export class CounterRepository {
  constructor(private readonly database: Database) {}

  /** Tallies by counter id; one that was never counted is missing. */
  async look(counters: readonly Counter[], now: Date): Promise<Map<string, Tally>> {
    const { rows } = await sql<{ id: string; current: number | null; before: number | null }>`
      select encode(wanted.key, 'hex') as id, tally.current, tally.before
        from unnest(${keys(counters)}::bytea[], ${periods(counters)}::int[]) as wanted (key, period)
       cross join lateral (
         select sum(count) filter (where window_start >= (${slices(now)}::timestamptz[])[wanted.period])::int as current,
                sum(count) filter (where window_start < (${slices(now)}::timestamptz[])[wanted.period])::int as before
           from sign_up_counter
          where key = wanted.key
            and window_start >= (${oldestSlices(now)}::timestamptz[])[wanted.period]) as tally
       where tally.current is not null or tally.before is not null`.execute(this.database);
    return new Map(rows.map(({ id, current, before }) => [id, { current: current ?? 0, before: before ?? 0 }]));
  }

  /** Adds to the slices under way. Returns what they stand at now, by counter id, others' additions included. */
  async add(counters: readonly (Counter & { count: number })[], now: Date): Promise<Map<string, number>> {
    const { rows } = await sql<{ id: string; count: number }>`
      insert into sign_up_counter (key, window_start, count)
      select key, (${slices(now)}::timestamptz[])[period], count
        from unnest(${keys(counters)}::bytea[], ${periods(counters)}::int[],
                    ${list(counters.map(({ count }) => count))}::int[]) as counted (key, period, count)
       order by key
      on conflict (key, window_start) do update set count = sign_up_counter.count + excluded.count
      returning encode(key, 'hex') as id, count`.execute(this.database);
    return new Map(rows.map(({ id, count }) => [id, count]));
  }

  /** Of these proofs, the hashes (hexadecimal) of those that nobody handed in before. */
  async spend(proofs: readonly Proof[]): Promise<Set<string>> {
    const { rows } = await sql<{ hash: Buffer }>`
      insert into spent_proof (hash, expires_at)
      select hash, expires_at
        from unnest(${proofs.map(({ hash }) => hash)}::bytea[],
                    ${proofs.map(({ until }) => until)}::timestamptz[]) as handed_in (hash, expires_at)
       order by hash
      on conflict (hash) do nothing
      returning hash`.execute(this.database);
    return new Set(rows.map(({ hash }) => hash.toString('hex')));
  }

  async forgetCounters(before: Date): Promise<number> {
    const { numDeletedRows } = await this.database
      .deleteFrom('sign_up_counter')
      .where('window_start', '<', before)
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  }

  async forgetProofs(before: Date): Promise<number> {
    const { numDeletedRows } = await this.database
      .deleteFrom('spent_proof')
      .where('expires_at', '<', before)
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  }
}

/**
 * Lists as the text PostgreSQL reads them from. The driver would turn every element into text by itself, and for the
 * thousands of keys and dates of a batch that took longer than all of the rest.
 */
function list(values: readonly (string | number)[]): string {
  return `{${values.join(',')}}`;
}

function keys(counters: readonly Counter[]): string {
  return list(counters.map(({ id }) => `"\\\\x${id}"`));
}

/** Places in {@link PERIODS}, counted from 1 as PostgreSQL counts. */
function periods(counters: readonly Counter[]): string {
  return list(counters.map(({ period }) => PERIODS.indexOf(period) + 1));
}

function slices(now: Date): string {
  return list(PERIODS.map((period) => sliceStart(period, now).toISOString()));
}

function oldestSlices(now: Date): string {
  return list(PERIODS.map((period) => oldestSlice(period, now).toISOString()));
}
