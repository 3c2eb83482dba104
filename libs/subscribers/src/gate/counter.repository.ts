import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/platform';
import { idBytes, oldestSlice, sliceStart, type Counter, type Tally } from './counters.js';
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
    const { rows } = await sql<{ key: Buffer; current: number | null; before: number | null }>`
      select wanted.key, tally.current, tally.before
        from unnest(${counters.map(({ id }) => idBytes(id))}::bytea[],
                    ${counters.map(({ period }) => oldestSlice(period, now))}::timestamptz[],
                    ${counters.map(({ period }) => sliceStart(period, now))}::timestamptz[])
               as wanted (key, oldest, slice)
       cross join lateral (
         select sum(count) filter (where window_start >= slice)::int as current,
                sum(count) filter (where window_start < slice)::int as before
           from sign_up_counter
          where key = wanted.key and window_start >= oldest) as tally
       where tally.current is not null or tally.before is not null`.execute(this.database);
    return new Map(
      rows.map(({ key, current, before }) => [key.toString('hex'), { current: current ?? 0, before: before ?? 0 }]),
    );
  }

  /** Adds to the slices under way. Returns what they stand at now, by counter id, others' additions included. */
  async add(counters: readonly (Counter & { count: number })[], now: Date): Promise<Map<string, number>> {
    const { rows } = await sql<{ key: Buffer; count: number }>`
      insert into sign_up_counter (key, window_start, count)
      select key, slice, count
        from unnest(${counters.map(({ id }) => idBytes(id))}::bytea[],
                    ${counters.map(({ period }) => sliceStart(period, now))}::timestamptz[],
                    ${counters.map(({ count }) => count)}::int[]) as counted (key, slice, count)
       order by key, slice
      on conflict (key, window_start) do update set count = sign_up_counter.count + excluded.count
      returning key, count`.execute(this.database);
    return new Map(rows.map(({ key, count }) => [key.toString('hex'), count]));
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
