import { request, type IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { DeskAlarms } from '@app/editions';
import { newId, SystemAlarms } from '@app/platform';
import { NOW, startTestApi, type TestApi } from '../../../../../test/support/api.js';
import { createNewsroom, type Newsroom } from '../../../../../test/support/newsroom.js';
import { keyWith, signedIn } from '../../../../../test/support/operators.js';
import { addReaders } from '../../../../../test/support/sending.js';
import { EventHub } from './event-hub.service.js';
import type { TodayAnswer } from './today-answers.js';

let server: TestApi;
let newsroom: Newsroom;
let editor: { cookie: string };
let editionId: string;

beforeAll(async () => {
  server = await startTestApi();
  newsroom = await createNewsroom(server.database, {
    approval: 'desk', approvals_needed: 2, uncertain_policy: 'hold',
    section_rules: JSON.stringify([{ label: 'region', slug: 'france', min: 1, max: null, weekdays: null }]),
  }); // prettier-ignore
  editor = await signedIn(server, 'editor');
  await addReaders(server.database, newsroom.newsletterId, 3);
});
afterAll(async () => {
  await server.close();
});

async function today(headers: Record<string, string> = editor): Promise<TodayAnswer> {
  const { status, text } = await server.ask('GET', '/api/v1/today', { headers });
  expect(status).toBe(200);
  return JSON.parse(text) as TodayAnswer;
}

async function only(): Promise<TodayAnswer['newsletters'][number]> {
  const [newsletter] = (await today()).newsletters;
  if (newsletter === undefined) throw new Error('there is no newsletter');
  return newsletter;
}

const minutes = (count: number): Date => new Date(NOW.getTime() + count * 60_000);

async function addEdition(): Promise<string> {
  const id = newId();
  await server.database
    .insertInto('edition')
    .values({
      id, newsletter_id: newsroom.newsletterId, kind: 'digest', edition_date: '2026-03-10', slot: 'all', state: 'proposed',
      due_at: minutes(60), last_due_at: minutes(60), useful_until: minutes(600), propose_at: minutes(-30), freeze_at: minutes(45),
      proposal_version: 2,
    })
    .execute(); // prettier-ignore
  await server.database.insertInto('block').values({ id: newId(), edition_id: id, position: 0, kind: 'text', section: 'europe' }).execute(); // prettier-ignore
  return id;
}

it('shows what the calendar has next, how many would get it, and the way to a first edition', async () => {
  const { now, newsletters, firstSteps, needs, installation } = await today();
  expect({ now, needs, installation }).toEqual({
    now: NOW.toISOString(),
    needs: [],
    installation: { disarmedSince: null, cause: null },
  });
  expect(newsletters).toMatchObject([
    {
      slug: 'matin', readers: 3, direction: 'ltr', editions: [],
      next: { dueAt: '2026-03-11T06:00:00.000Z', editionDate: '2026-03-11', dispatches: 0 },
    },
  ]); // prettier-ignore
  expect(firstSteps?.map(({ code, isDone }) => [code, isDone])).toEqual([
    ['newsletter', true], ['source', false], ['relay', false], ['reader', true], ['colleague', false],
  ]); // prettier-ignore
});

it('counts down to the deadline, names who approved and what is odd', async () => {
  editionId = await addEdition();
  const approver = await server.database.selectFrom('operator').select(['id', 'name']).executeTakeFirstOrThrow();
  const approval = { edition_id: editionId, operator_id: approver.id, proposal_version: 1, approved_at: NOW };
  await server.database.insertInto('edition_approval').values(approval).execute();
  const [edition] = (await only()).editions;
  expect(edition).toMatchObject({
    state: 'proposed', secondsToFreeze: 45 * 60, approvals: { needed: 2, missing: 2, by: [], isMine: false },
    oddities: ['section_empty', 'changed_after_approval'], emptySections: ['france'], sending: null, result: null,
  }); // prettier-ignore
  await server.database.updateTable('edition_approval').set({ proposal_version: 2 }).execute();
  const [approved] = (await only()).editions;
  expect(approved?.approvals).toEqual({ needed: 2, missing: 1, by: [{ operatorId: approver.id, name: approver.name }], isMine: true }); // prettier-ignore
  // An edition that is ahead is the next one: no other is announced beside it.
  expect((await only()).next).toBeNull();
});

it('lists what needs a person, the most pressing first, without an address', async () => {
  const alarms = server.api.app.get(DeskAlarms, { strict: false });
  await alarms.raise(server.database, { newsletterId: newsroom.newsletterId, editionId, code: 'edition.unattended_sent' });
  await alarms.raise(server.database, { newsletterId: newsroom.newsletterId, editionId, code: 'edition.unapproved' });
  await server.database.insertInto('dispatch_alarm').values({ id: newId(), code: 'source.paused', source_id: newsroom.sourceId, detail: JSON.stringify({ reason: 'source.refused' }) }).execute(); // prettier-ignore
  await server.api.app.get(SystemAlarms, { strict: false }).raise(server.database, { code: 'transport.failing', object: 'transport:main', detail: { reason: '421 busy' } }); // prettier-ignore
  const { needs } = await today(await keyWith(server, 'editions:read'));
  expect(needs.map(({ code, weight }) => [code, weight])).toEqual([
    ['edition.approval_due', 'now'], ['edition.unapproved', 'now'], ['transport.failing', 'now'],
    ['source.paused', 'soon'], ['edition.unattended_sent', 'look'],
  ]); // prettier-ignore
  expect(needs[1]).toMatchObject({ path: `/editions/${editionId}/desk`, settle: 'desk_alarm' });
  expect(needs[3]).toMatchObject({ object: { kind: 'source', name: 'La Gazette' }, facts: { reason: 'source.refused' } });
  await server.database.updateTable('installation').set({ disarmed_at: NOW, disarmed_cause: 'operator' }).execute();
  expect((await today()).installation).toEqual({ disarmedSince: NOW.toISOString(), cause: 'operator' });
  await server.database.updateTable('installation').set({ disarmed_at: null, disarmed_cause: null }).execute();
}); // prettier-ignore

it('shows how far a sending is, wave by wave, and what waits for a decision', async () => {
  await server.database.updateTable('edition').set({ state: 'sending', audience_frozen_at: NOW }).execute();
  const chunk = { edition_id: editionId, edition_date: '2026-03-10', due_at: NOW };
  await server.database
    .insertInto('delivery_chunk')
    .values([
      { ...chunk, chunk: 0, size: 10, open: 0, submitted: 8, rejected: 1, uncertain: 1, begun: true },
      { ...chunk, chunk: 1, size: 5, open: 5 },
    ])
    .execute();
  await server.database.insertInto('wave').values({ edition_id: editionId, due_at: NOW, size: 15 }).execute();
  await server.database.insertInto('edition_pace').values({ edition_id: editionId, noted_at: sql<Date>`now() - interval '1 minute'`, settled: 4 }).execute(); // prettier-ignore
  const { newsletters, needs, firstSteps } = await today();
  expect(firstSteps).toBeNull();
  const [edition] = newsletters[0]?.editions ?? [];
  expect(edition?.sending).toMatchObject({
    counts: { recipients: 15, planned: 5, submitted: 8, rejected: 1, uncertain: 1 },
    waves: [{ size: 15, isSeed: false, counts: { submitted: 8 } }],
    target: null,
  });
  expect(edition?.sending?.messagesPerMinute).toBeGreaterThan(5);
  expect(needs).toContainEqual(expect.objectContaining({ code: 'delivery.uncertain', facts: { rows: 1 }, path: `/editions/${editionId}` })); // prettier-ignore
});

describe('events', () => {
  /** A stream as it comes, and a way to wait for what it says. */
  async function listen(headers: Record<string, string> = editor) {
    const { hostname, port } = new URL(server.api.url);
    const asked = request({ hostname, port, path: '/api/v1/events', headers, agent: false });
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      asked.once('response', resolve).once('error', reject).end();
    });
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    // A stream that is cut off says so as an error; what was heard is what counts.
    response.on('error', () => undefined);
    const ended = new Promise<void>((resolve) => response.once('close', () => { resolve(); })); // prettier-ignore
    const hears = async (part: string): Promise<string> => {
      while (!text.includes(part)) await new Promise((resolve) => response.once('data', resolve));
      return text;
    };
    return { response, hears, ended, leave: () => asked.destroy() };
  }

  it('tells of progress and of what is to be read again, and what was missed since', async () => {
    const stream = await listen();
    expect(stream.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no', 'cache-control': 'no-store, no-transform',
      'x-content-type-options': 'nosniff',
    }); // prettier-ignore
    await stream.hears('retry: ');
    // What it finds at first is no news; the second time it knows what changed.
    const second = await listen();
    await second.hears(`"editionId":"${editionId}"`);
    await server.database.updateTable('delivery_chunk').set({ open: 3, submitted: 2 }).where('chunk', '=', 1).execute();
    const heard = await stream.hears('"submitted":10');
    const [, lastId = ''] = /id: (\S+)\nevent: progress\ndata: [^\n]*"submitted":10/.exec(heard) ?? [];
    await server.database.updateTable('edition').set({ paused_at: NOW }).execute();
    await stream.hears('data: {"about":["editions"]}');
    second.leave();
    const back = await listen({ ...editor, 'last-event-id': lastId });
    expect(await back.hears('"about"')).not.toContain('"submitted":10');
    const stranger = await listen({ ...editor, 'last-event-id': 'another-process-7' });
    await stranger.hears('{"about":["editions","needs"]}');
    for (const one of [stream, back, stranger]) one.leave();
  });

  it('is bounded for each, refused to whoever may not read, and ends with the session', async () => {
    const viewer = await signedIn(server, 'viewer');
    const streams = [];
    for (let n = 0; n < 8; n += 1) streams.push(await listen(viewer));
    const refused = await server.ask('GET', '/api/v1/events', { headers: viewer });
    expect(refused.status).toBe(429);
    expect(refused.text).toContain('events.too_many');
    const mute = await server.ask('GET', '/api/v1/events', { headers: await keyWith(server, 'dispatches:read') });
    expect(mute.status).toBe(403);
    for (const stream of streams.slice(1)) stream.leave();
    const origin = { ...viewer, origin: server.test.config.publicUrl };
    expect((await server.ask('DELETE', '/api/v1/session', { headers: origin })).status).toBe(204);
    // The next sign of life asks who is still there.
    server.api.app.get(EventHub, { strict: false }).beat();
    await streams[0]?.ended;
  });

  it('counts nobody who left before they were let in', () => {
    const hub = server.api.app.get(EventHub, { strict: false });
    const before = hub.size;
    const operator = { kind: 'operator', operatorId: newId(), sessionId: newId() } as Parameters<EventHub['listen']>[0];
    hub.listen(operator, new PassThrough().destroy(), undefined);
    expect(hub.size).toBe(before);
  });

  it('ends what is open when the server stops', async () => {
    const stream = await listen();
    await stream.hears('retry: ');
    const began = performance.now();
    await Promise.all([stream.ended, server.api.app.close()]);
    expect(performance.now() - began).toBeLessThan(4_000);
  });
});
