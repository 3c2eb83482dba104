import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@app/platform';
import { RunUploads, SignUp } from '@app/subscribers';
import { startTestApi, type TestApi } from '../../../../../test/support/api.js';
import { createNewsroom } from '../../../../../test/support/newsroom.js';
import { keyOf, signedIn } from '../../../../../test/support/operators.js';

let server: TestApi;
let admin: { cookie: string };
let editor: { cookie: string };
let viewer: { cookie: string };
const READER = 'lectrice@readers.example';
const reason = 'asked by telephone';

beforeAll(async () => {
  server = await startTestApi();
  await createNewsroom(server.database);
  await createNewsroom(server.database, { slug: 'soir', name: 'Le Soir', language: 'es' });
  admin = await signedIn(server, 'admin');
  editor = await signedIn(server, 'editor');
  viewer = await signedIn(server, 'viewer');
  const newsletters = [{ slug: 'matin', wording: 'Je m’abonne', wordingVersion: '2026' }];
  await server.api.app
    .get(SignUp, { strict: false })
    .signUp({ newsletters, address: READER, page: 'https://gazette.example/', placement: 'foot' });
});
afterAll(() => server.close());

async function get(path: string, headers: Record<string, string>) {
  const { status, text } = await server.ask('GET', path, { headers });
  return { status, body: JSON.parse(text) as Record<string, unknown> };
}
async function post(path: string, body: unknown, headers: Record<string, string>) {
  const { status, text } = await server.json('POST', path, body, { ...headers, origin: server.api.url });
  return { status, text, body: JSON.parse(text) as Record<string, unknown> };
}

async function reader(): Promise<{ id: string; subscription: string }> {
  const { body } = await post('/api/v1/subscribers/find', { address: READER }, admin);
  const [found] = body['subscribers'] as { id: string; subscriptions: { id: string }[] }[];
  return { id: found?.id ?? '', subscription: found?.subscriptions[0]?.id ?? '' };
}

describe('readers for operators', () => {
  it('are listed and found, with addresses for those who may export them', async () => {
    const list = await get('/api/v1/subscribers?newsletter=matin&state=pending', admin);
    expect(list.body).toMatchObject({ subscriptions: [{ address: READER, newsletter: 'matin', state: 'pending' }], next: null });
    const masked = await get('/api/v1/subscribers', editor);
    expect(masked.body).toMatchObject({ subscriptions: [{ address: 'l•••@readers.example' }] });
    expect(await post('/api/v1/subscribers/find', { address: 'lectr' }, editor)).toMatchObject({ status: 403, body: { code: 'subscriber.find_exact_only' } });
    const keyed = { ...admin, 'idempotency-key': newId() };
    for (const times of [1, 2]) expect([times, (await post('/api/v1/subscribers/find', { address: READER }, keyed)).status]).toEqual([times, 200]);
    expect(await server.database.selectFrom('idempotent_request').selectAll().execute()).toEqual([]);
    const { id } = await reader();
    expect((await get(`/api/v1/subscribers/${id}`, viewer)).body).toMatchObject({ address: 'l•••@readers.example', subscriptions: [{ standing: 'unsubscribed' }] });
    const story = await get(`/api/v1/subscribers/${id}/story?limit=1`, viewer);
    expect((await get(`/api/v1/subscribers/${id}/story?limit=1&after=${String(story.body['next'])}`, viewer)).body).toMatchObject({ next: null });
    expect(JSON.stringify(story.body)).not.toContain(READER);
  }); // prettier-ignore

  it.each([
    'after=x', 'after=WyJhIiwiYiJd', 'limit=0', 'state=none', 'joinedFrom=yesterday', 'placement=%00', 'newsletter=../x', 'import=1', 'locale=%00',
  ])('?%s is a bad request', async (query) => {
    expect((await get(`/api/v1/subscribers?${query}`, admin)).status).toBe(400);
  }); // prettier-ignore

  it('end a subscription with a reason, and only those may who edit', async () => {
    const { id, subscription } = await reader();
    const path = `/api/v1/subscribers/${id}/subscriptions/${subscription}`;
    expect((await post(`${path}/end`, { reason }, viewer)).status).toBe(403);
    expect((await post(`${path}/end`, { reason: ' \u0000 ' }, editor)).status).toBe(422);
    expect((await post(`${path}/confirmation`, { reason }, editor)).body).toMatchObject({ code: 'confirmation.too_often' });
    expect((await post(`/api/v1/subscribers/${newId()}/erase`, { reason }, editor)).status).toBe(403);
    expect((await post(`/api/v1/subscribers/${newId()}/erase`, { reason }, admin)).status).toBe(404);
    expect((await post(`${path}/end`, { reason }, editor)).status).toBe(200);
    expect((await get(`/api/v1/subscribers?endedBy=operator`, editor)).body).toMatchObject({ subscriptions: [{ id: subscription }] });
  }); // prettier-ignore

  it('leave as a file, audited, for those who may export', async () => {
    const taken = await server.ask('GET', '/api/v1/subscribers/export?state=ended', { headers: admin });
    expect(taken.text).toContain(`${READER},matin,ended`);
    expect((await server.ask('GET', '/api/v1/subscribers/export', { headers: editor })).status).toBe(403);
    const { detail } = await server.database.selectFrom('audit_entry').select('detail').where('action', '=', 'readers.exported').executeTakeFirstOrThrow();
    expect(detail).toMatchObject({ count: 1, filter: { state: 'ended' } });
  }); // prettier-ignore

  it('answer how a readership grew', async () => {
    expect((await get('/api/v1/newsletters/matin/readership?step=week', viewer)).body).toMatchObject({ newsletter: 'matin', step: 'week' });
    expect((await get('/api/v1/readership', viewer)).status).toBe(200);
    expect((await get('/api/v1/readership?from=2026-02-02&to=2026-02-01', viewer)).status).toBe(422);
    expect((await get('/api/v1/newsletters/nobody/readership', admin)).status).toBe(404);
  }); // prettier-ignore
});

describe('a list brought in over HTTP', () => {
  it('goes by its steps, with a key too, and not for who may not', async () => {
    const key = await keyOf(server, 'admin', 'subscribers:import');
    expect((await post('/api/v1/imports', { newsletter: 'matin', fileName: 'l.csv' }, editor)).status).toBe(403);
    const begun = await post('/api/v1/imports', { newsletter: 'matin', fileName: 'l.csv' }, key);
    const path = `/api/v1/imports/${String(begun.body['id'])}`;
    expect((await post(`${path}/rehearse`, {}, key)).body).toMatchObject({ code: 'upload.incomplete' });
    const octets = { ...key, 'content-type': 'application/octet-stream' };
    const csv = 'email,name\nneu@readers.example,N\n=bad,"B"\n';
    expect((await server.ask('PUT', `${path}/parts/0`, { headers: octets, body: csv })).status).toBe(200);
    expect((await server.ask('PUT', `${path}/parts/0`, { headers: octets, body: Buffer.alloc(2 ** 21 + 1) })).status).toBe(413);
    expect((await post(`${path}/preview`, {}, key)).body).toMatchObject({ columns: ['email', 'name'], rows: [{ read: { address: 'neu@readers.example' } }, { problem: { code: 'address_invalid' } }] });
    for (const option of ['consentDate', 'lastContact'])
      expect((await post(`${path}/rehearse`, { [option]: '2924-05-31' }, key)).body).toMatchObject({ code: 'request.invalid' });
    expect((await post(`${path}/rehearse`, { consentDate: '2024-05-31' }, key)).body).toMatchObject({ state: 'waiting' });
    const worker = server.api.app.get(RunUploads, { strict: false });
    await worker.runWaiting();
    const refused = await server.ask('GET', `${path}/refusals`, { headers: key });
    expect(refused.text).toContain(`3,address_invalid,email`);
    expect(refused.text).toContain(`'=bad`);
    expect((await post(`${path}/apply`, {}, key)).status).toBe(422);
    await post(`${path}/apply`, { attested: true }, key);
    await worker.runWaiting();
    expect((await get(path, key)).body).toMatchObject({ state: 'done', result: { counts: { in: 1 } } });
    expect((await get('/api/v1/imports', admin)).body).toMatchObject({ imports: [{ state: 'done' }] });
  }); // prettier-ignore
});
