import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Log, newId } from '@app/platform';
import { NewsletterRepository, ReaderMornings } from '@app/editions';
import { openToolbox } from '../../../../apps/cli/src/toolbox.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { OnTime } from './on-time.service.js';

let test: TestDatabase;
let tools: INestApplicationContext;
let newsletterId: string;

beforeAll(async () => {
  test = await createTestDatabase();
  tools = await openToolbox(test.config, new Log('silent'));
  ({ newsletterId } = await createNewsroom(test.database));
  await sql`update newsletter set target_minutes = 15, target_percent = 95`.execute(test.database);
});
afterAll(async () => {
  await tools.close();
  await test.close();
});

/** An edition of 40,000 readers in one wave, due `minutes` ago, of which `done` have it. */
async function edition(minutes: number, done: number): Promise<string> {
  const [id, db] = [newId(), test.database];
  await sql`
    insert into edition (id, newsletter_id, kind, edition_date, sequence, state, slot, due_at, last_due_at, propose_at, freeze_at, useful_until, audience_frozen_at, start_lead_minutes)
    select ${id}::uuid, ${newsletterId}::uuid, 'digest', (now() - make_interval(days => n))::date, 1, 'sending', 'all', at, at, at, at, at + interval '6 hours', at, 10
      from (select count(*)::int as n, now() - make_interval(mins => ${minutes}) as at from edition) as given`.execute(db);
  await sql`
    insert into delivery_chunk (edition_id, edition_date, chunk, due_at, size, submitted, open)
    select id, edition_date, 0, due_at, 40000, ${done}, 40000 - ${done} from edition where id = ${id}::uuid`.execute(db);
  await sql`insert into wave (edition_id, due_at, size) select id, due_at, 40000 from edition where id = ${id}::uuid`.execute(db);
  return id;
} // prettier-ignore

const alarms = async () =>
  (await test.database.selectFrom('desk_alarm').select(['code', 'detail', 'settled_at']).execute()).map((row) => ({ code: row.code, expected: row.detail['expected'], isOpen: row.settled_at === null })); // prettier-ignore

it('calls the desk once while a wave slips, and no longer when it is made good', async () => {
  const id = await edition(5, 0);
  // 500 a minute for the last three: 11,500 of 40,000 by the target, in twenty minutes.
  await sql`insert into edition_pace (edition_id, noted_at, settled)
    select ${id}::uuid, now() - make_interval(mins => 4 - n), n * 500 from generate_series(1, 3) n`.execute(
    test.database,
  );
  const onTime = tools.get(OnTime, { strict: false });
  await onTime.look();
  await onTime.look();
  expect(await alarms()).toEqual([{ code: 'edition.behind_target', expected: expect.any(Number), isOpen: true }]);
  const [{ expected } = { expected: undefined }] = await alarms();
  expect(expected).toBeLessThan(95);
  await sql`update delivery_chunk set submitted = 39000, open = 1000 where edition_id = ${id}::uuid`.execute(test.database); // prettier-ignore
  await onTime.look();
  expect(await alarms()).toMatchObject([{ isOpen: false }]);
});

it('begins the next edition as early as the last one’s rate and largest wave ask', async () => {
  const newsletter = await tools.get(NewsletterRepository, { strict: false }).byId(test.database, newsletterId);
  if (newsletter === undefined) throw new Error('no newsletter');
  const mornings = tools.get(ReaderMornings, { strict: false });
  // 38,000 readers are 95 %; at 500 a minute they take 76 minutes, 15 of which may follow the hour.
  expect(await mornings.startLeadMinutes(test.database, newsletter, new Date())).toBe(61);
  expect(await mornings.startLeadMinutes(test.database, { ...newsletter, targetMinutes: null }, new Date())).toBe(0);
});
