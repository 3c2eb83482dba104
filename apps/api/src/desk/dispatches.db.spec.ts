import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApi, type TestApi } from '../../../../test/support/api.js';
import { createNewsroom, type Newsroom } from '../../../../test/support/newsroom.js';
import { keyWith, signedIn } from '../../../../test/support/operators.js';

const PATH = '/api/v1/dispatches';
const DISPATCH = {
  externalId: 'fr-001',
  language: 'fr',
  headline: 'Le tunnel est ouvert',
  standfirst: 'Une phrase. Une autre.',
  bodyHtml: '<p>Un paragraphe.</p><script>alert(1)</script>',
  countries: ['CH'],
  regions: ['europe'],
  publishedAt: '2026-03-10T07:00:00Z',
};

/** Written for this spec, in the shape newsrooms paste. */
const PASTED = `La rade de Brest, le 3 mai (photo d’illustration).

La Lituanie et la Pologne rouvrent une ligne de chemin de fer. Le premier train est attendu samedi.

De notre correspondante à Vilnius, Aurélie Sablon

Les rails ont été posés en dix-huit mois, dit la ministre des transports.

►À lire aussi : La Lettonie attend son tour`;

let server: TestApi;
let newsroom: Newsroom;
let key: Record<string, string>;

beforeAll(async () => {
  server = await startTestApi();
  newsroom = await createNewsroom(server.database);
  key = await keyWith(server, 'dispatches:write', 'dispatches:read', 'preview:read');
});
afterAll(() => server.close());

async function post(body: unknown, headers: Record<string, string> = key) {
  const { status, text } = await server.json('POST', PATH, body, headers);
  expect(text).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/);
  return { status, body: JSON.parse(text) as Record<string, unknown> };
}

async function refuses(body: unknown, headers: Record<string, string> = key) {
  const before = await server.countRows();
  const answer = await post(body, headers);
  expect(await server.countRows()).toEqual(before);
  return answer;
}

async function stored(id: unknown) {
  return server.database
    .selectFrom('dispatch')
    .innerJoin('source', 'source.id', 'dispatch.source_id')
    .selectAll('dispatch')
    .select(['source.slug as source_slug', 'source.may_mail as source_may_mail'])
    .where('dispatch.id', '=', String(id))
    .executeTakeFirstOrThrow();
}

describe('POST /api/v1/dispatches', () => {
  it('stores what is new, knows it again, and counts its versions', async () => {
    const created = await post(DISPATCH);
    expect(created).toEqual({ status: 201, body: { id: expect.any(String), version: 1, outcome: 'created' } });
    const { id } = created.body;
    expect(await post(DISPATCH)).toEqual({ status: 200, body: { id, version: 1, outcome: 'unchanged' } });
    const corrected = { ...DISPATCH, headline: 'Le tunnel est rouvert' };
    expect(await post(corrected)).toEqual({ status: 200, body: { id, version: 2, outcome: 'updated' } });
    expect(await stored(id)).toMatchObject({
      headline: 'Le tunnel est rouvert',
      body_html: '<p>Un paragraphe.</p>',
      regions: ['europe'],
      // Made for what names no source; it may be quoted, not printed in full.
      source_slug: 'api',
      source_may_mail: false,
    });
  });

  it('files it under the source that is named', async () => {
    const { status, body } = await post({ ...DISPATCH, source: 'desk' });
    expect(status).toBe(201);
    expect(await stored(body['id'])).toMatchObject({ source_id: newsroom.sourceId, may_mail: true });
  });

  it('reads a pasted agency text, once', async () => {
    const { status, body } = await post({ source: 'desk', text: PASTED });
    expect(status).toBe(201);
    expect(await stored(body['id'])).toMatchObject({
      external_id: createHash('sha256').update(PASTED).digest('hex'),
      language: 'fr',
      byline: 'De notre correspondante à Vilnius, Aurélie Sablon',
      dateline: 'Vilnius',
      related: [{ title: 'La Lettonie attend son tour' }],
      body_html: '<p>Les rails ont été posés en dix-huit mois, dit la ministre des transports.</p>',
    });
    const again = await post({ source: 'desk', text: PASTED });
    expect(again).toEqual({ status: 200, body: { ...body, outcome: 'unchanged' } });
    const named = await post({ source: 'desk', text: PASTED, externalId: 'ltu-1' });
    expect(await stored(named.body['id'])).toMatchObject({ external_id: 'ltu-1' });
  });

  it('lets no headline begin a header of the mail it will stand in', async () => {
    const headline = 'Un titre\r\nBcc: all@mail.example\u0000';
    const { status, body } = await post({ ...DISPATCH, externalId: 'injected', source: 'desk', headline, urgency: 1 });
    expect(status).toBe(201);
    expect((await stored(body['id'])).headline).toBe('Un titre Bcc: all@mail.example');
    const path = `/api/v1/newsletters/${newsroom.newsletterId}/preview`;
    const preview = JSON.parse((await server.ask('GET', path, { headers: key })).text) as Record<string, unknown>;
    expect(preview['subject']).toContain('Un titre Bcc: all@mail.example');
    expect(String(preview['source']).split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/m);
  });

  it.each([
    ['no headline', { externalId: 'x', language: 'fr' }, 'headline'],
    ['an empty one', { ...DISPATCH, headline: ' \r\n ' }, 'headline'],
    ['a number', 7, ''],
    ['a list', [DISPATCH], ''],
    ['a link to a script', { ...DISPATCH, link: 'javascript:alert(1)' }, 'link'],
    ['a link with a NUL', { ...DISPATCH, link: 'https://a.example/\u0000' }, 'link'],
    ['a text that is none', { text: 7 }, 'text'],
    ['an urgency of ten', { ...DISPATCH, urgency: 10 }, 'urgency'],
  ])('refuses %s and names the field', async (_, body, field) => {
    const answer = await refuses(body);
    expect(answer).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
    expect(answer.body['issues']).toEqual(expect.arrayContaining([expect.objectContaining({ path: field })]));
  });

  it('refuses a text without an article, and a source nobody knows', async () => {
    expect(await refuses({ text: 'Publicité\n\nLire la suite' })).toMatchObject({
      status: 422,
      body: { code: 'dispatch.text_empty' },
    });
    expect(await refuses({ ...DISPATCH, source: 'nobody' })).toMatchObject({
      status: 404,
      body: { code: 'source.unknown' },
    });
  });

  it('takes a long text, and refuses more than 1 MB', async () => {
    const long = { ...DISPATCH, externalId: 'long', bodyHtml: '<p>x</p>'.repeat(50_000) };
    expect((await post(long)).status).toBe(201);
    const tooLong = { text: 'Une phrase. '.repeat(100_000) };
    expect(await refuses(tooLong)).toMatchObject({ status: 413, body: { code: 'request.too_large' } });
  });

  it('is for keys with the scope, and for editors', async () => {
    const reader = await keyWith(server, 'dispatches:read');
    expect(await refuses(DISPATCH, reader)).toMatchObject({ status: 403, body: { code: 'operator.forbidden' } });
    expect(await refuses(DISPATCH, {})).toMatchObject({ status: 401 });
    const ours = { 'sec-fetch-site': 'same-origin' };
    const viewer = await signedIn(server, 'viewer');
    expect(await refuses(DISPATCH, { ...viewer, ...ours })).toMatchObject({ status: 403 });
    const editor = await signedIn(server, 'editor');
    expect(await refuses(DISPATCH, { ...editor, 'sec-fetch-site': 'cross-site' })).toMatchObject({
      status: 403,
      body: { code: 'request.cross_site' },
    });
    expect((await post({ ...DISPATCH, externalId: 'by-hand' }, { ...editor, ...ours })).status).toBe(201);
  });
});

describe('GET /api/v1/dispatches', () => {
  it('lists the newest, and as many as asked for', async () => {
    const all = await server.ask('GET', PATH, { headers: key });
    const { dispatches } = JSON.parse(all.text) as { dispatches: Record<string, unknown>[] };
    expect(dispatches.length).toBeGreaterThan(3);
    expect(dispatches[0]).not.toHaveProperty('micros');
    const two = JSON.parse((await server.ask('GET', `${PATH}?limit=2`, { headers: key })).text) as { dispatches: [] };
    expect(two.dispatches).toEqual(dispatches.slice(0, 2));
  });

  it.each(['0', '201', 'many', '1.5'])('refuses the limit %s', async (limit) => {
    const answer = await server.ask('GET', `${PATH}?limit=${limit}`, { headers: key });
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
      400,
      { code: 'request.invalid', issues: [{ path: 'limit' }] },
    ]);
  });
});
