import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { newId, type EditionState } from '@app/platform';
import { startTestApi, type TestApi } from '../../../../test/support/api.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { keyWith, signedIn } from '../../../../test/support/operators.js';

let server: TestApi;
let newsletterId: string;
let editor: { cookie: string };
let sequence = 0;
const due = new Date('2026-03-10T06:00:00Z');

beforeAll(async () => {
  server = await startTestApi();
  ({ newsletterId } = await createNewsroom(server.database));
  editor = await signedIn(server, 'editor');
});
afterAll(() => server.close());

/** An edition with one wave of three rows: one submitted, one planned, one uncertain. */
async function edition(state: EditionState): Promise<string> {
  const id = newId();
  sequence += 1;
  const { database } = server;
  await sql`select ensure_delivery_partition('2026-03-10')`.execute(database);
  const times = { due_at: due, last_due_at: due, propose_at: due, freeze_at: due, useful_until: new Date('2026-03-10T12:00:00Z') }; // prettier-ignore
  await database.insertInto('edition').values({ id, newsletter_id: newsletterId, kind: 'digest', edition_date: '2026-03-10', sequence, state, ...times }).execute(); // prettier-ignore
  const key = { edition_id: id, edition_date: '2026-03-10', chunk: 0, due_at: due };
  await database.insertInto('delivery_chunk').values({ ...key, size: 3, submitted: 1, uncertain: 1, open: 1 }).execute(); // prettier-ignore
  await database.insertInto('wave').values({ edition_id: id, due_at: due, size: 3, opened_at: due }).execute();
  const rows = (['submitted', 'planned', 'uncertain'] as const).map((one) => ({ ...key, subscriber_id: newId(), subscription_id: newId(), state: one })); // prettier-ignore
  await database.insertInto('delivery').values(rows).execute();
  return id;
}

async function ask(method: string, path: string, headers: Record<string, string>) {
  const ours = { ...headers, 'sec-fetch-site': 'same-origin' };
  const { status, text } = await server.json(method, `/api/v1/editions/${path}`, method === 'GET' ? undefined : {}, ours); // prettier-ignore
  return { status, body: JSON.parse(text) as Record<string, unknown> };
}

it('tells waves and counts to whoever may read editions', async () => {
  const id = await edition('sending');
  const { status, body } = await ask('GET', `${id}/progress`, await keyWith(server, 'editions:read'));
  expect(status).toBe(200);
  const counts = { recipients: 3, submitted: 1, planned: 1, uncertain: 1, skipped: 0 };
  expect(body).toMatchObject({
    id,
    state: 'sending',
    revision: null,
    counts,
    waves: [{ dueAt: due.toISOString(), size: 3, isSeed: false, counts }],
    messagesPerMinute: null,
    expectedEnd: null,
    uncertain: [{ reply: null }],
    correction: null,
  });
  expect((await ask('GET', `${newId()}/progress`, editor)).status).toBe(404);
});

it('holds an edition and lets it go on, for whoever may send, once and on record', async () => {
  const id = await edition('sending');
  const viewer = await signedIn(server, 'viewer');
  expect((await ask('POST', `${id}/pause`, viewer)).status).toBe(403);
  const isPaused = async (verb: string) => (await ask('POST', `${id}/${verb}`, editor)).body['pausedAt'] !== null;
  expect([await isPaused('pause'), await isPaused('pause'), await isPaused('resume')]).toEqual([true, true, false]);
  const entries = await server.database
    .selectFrom('audit_entry')
    .select('action')
    .where('object', '=', `edition:${id}`)
    .orderBy('id')
    .execute();
  expect(entries.map(({ action }) => action)).toEqual(['edition.paused', 'edition.resumed']);
  const over = await ask('POST', `${await edition('cancelled')}/pause`, editor);
  expect([over.status, over.body['code']]).toEqual([409, 'edition.wrong_state']);
});

it('tells what became of one reader’s copy, and how an edition fares by transport and provider', async () => {
  const id = await edition('sending');
  const { database } = server;
  const row = await database.selectFrom('delivery').select(['subscriber_id', 'edition_date']).where('edition_id', '=', id).where('state', '=', 'planned').executeTakeFirstOrThrow();
  const subscriber = row.subscriber_id;
  const said = { transport: 'main', provider: 'yahoo', smtp_code: 421, enhanced_code: '4.7.0', reply: '421 4.7.0 [TSS04] later' };
  await database.updateTable('delivery').set({ state: 'deferred', attempts: 1, not_before: new Date('2126-03-10T07:00:00Z'), ...said }).where('edition_id', '=', id).where('subscriber_id', '=', subscriber).execute();
  await database.insertInto('delivery_attempt').values({ ...row, edition_id: id, attempt: 1, state: 'deferred', ...said }).execute();
  await sql`insert into provider_pace (transport, provider, suspended_until, reason) values ('main', 'yahoo', now() + interval '1 hour', 'TSS04')`.execute(database);

  const told = await ask('GET', `${id}/deliveries/${subscriber}`, editor);
  expect(told).toMatchObject({
    status: 200,
    body: { row: { state: 'deferred', transport: 'main', provider: 'yahoo', reply: said.reply }, attempts: [{ attempt: 1, state: 'deferred' }] },
  });
  expect(told.body['explanation']).toContain('again after 2126-03-10 07:00:00Z');
  expect((await ask('GET', `${id}/deliveries/${newId()}`, editor)).body).toMatchObject({ row: null, standing: null });
  expect((await ask('GET', `${id}/deliveries/${subscriber}`, await signedIn(server, 'viewer'))).status).toBe(403);
  expect((await ask('POST', `${id}/deliveries/find`, editor)).status).toBe(422);

  const { ways } = (await ask('GET', `${id}/progress/ways`, editor)).body;
  expect(ways).toEqual(expect.arrayContaining([
    expect.objectContaining({ transport: 'main', provider: 'yahoo', deferred: 1, submitted: 0, reason: 'TSS04' }),
    expect.objectContaining({ transport: null, provider: null, submitted: 1, uncertain: 1 }),
  ]));
}); // prettier-ignore
