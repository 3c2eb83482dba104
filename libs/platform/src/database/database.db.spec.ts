import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { frailLine, type FrailLine } from '../../../../test/support/frail-line.js';
import { openDatabase, type Database } from './database.js';

describe('the database', () => {
  let test: TestDatabase;
  let line: FrailLine;
  let database: Database;
  let lost: Error[];

  beforeAll(async () => {
    test = await createTestDatabase();
    line = await frailLine(test.url);
  });
  afterAll(async () => {
    await line.close();
    await test.close();
  });
  beforeEach(() => {
    line.mend();
    lost = [];
    database = openDatabase({ connectionString: line.url, max: 2, onConnectionLost: (error) => lost.push(error) });
  });
  afterEach(() => database.destroy());

  const answers = (): Promise<number> =>
    sql<{ n: number }>`select 1 as n`.execute(database).then(({ rows }) => rows[0]?.n ?? 0);

  /** Until so many of our connections have noticed. */
  async function heardOf(connections: number): Promise<void> {
    while (lost.length < connections) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Until the server is in the middle of it; asked over our second connection. */
  async function asleep(): Promise<void> {
    const napping = sql`
      select 1 from pg_stat_activity
       where datname = current_database() and state = 'active' and query like 'select pg_sleep%'`;
    while ((await napping.execute(database)).rows.length === 0) await new Promise((resolve) => setImmediate(resolve));
  }

  it('that goes away in the middle of a query fails that query and not the process, and is used again', async () => {
    const asked = sql`select pg_sleep(30)`.execute(database);
    const broke = expect(asked).rejects.toThrow(/terminated|ECONNRESET|closed/i);
    await asleep();
    line.cut();
    await broke;
    await heardOf(2);
    line.mend();
    expect(await answers()).toBe(1);
    expect(lost).toHaveLength(2);
  });

  it('that goes away in the middle of a transaction fails it and not the process', async () => {
    const work = database.transaction().execute(async (trx) => {
      await sql`select 1`.execute(trx);
      line.cut();
      await sql`select 1`.execute(trx);
    });
    await expect(work).rejects.toThrow();
    line.mend();
    expect(await answers()).toBe(1);
  });

  it('that goes away while nobody asks is said once', async () => {
    await answers();
    line.cut();
    await heardOf(1);
    line.mend();
    expect(await answers()).toBe(1);
    expect(lost).toHaveLength(1);
  });

  it('gives days as text, times of day as HH:MM and counts as numbers', async () => {
    const { rows } = await sql`
      select '2026-03-29'::date as day, '07:30'::time as time, count(*) as count, 9007199254740991::int8 as big
        from generate_series(1, 3)`.execute(database);
    expect(rows).toEqual([{ day: '2026-03-29', time: '07:30', count: 3, big: Number.MAX_SAFE_INTEGER }]);
  });
});
