import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PollSource } from '@app/dispatches';
import { startTestApi, type TestApi } from '../../../../test/support/api.js';
import { feed, rss, startFeedServer, type FeedServer } from '../../../../test/support/feed-server.js';
import { keyWith, signedIn } from '../../../../test/support/operators.js';

let server: TestApi;
let feeds: FeedServer;
let editor: Record<string, string>;
let reader: Record<string, string>;

beforeAll(async () => {
  feeds = await startFeedServer();
  server = await startTestApi({ FETCH_ALLOWED_HOSTS: feeds.hosts[0] ?? '' });
  editor = { ...(await signedIn(server, 'editor')), 'sec-fetch-site': 'same-origin' };
  reader = await keyWith(server, 'dispatches:read', 'dispatches:write');
});
afterAll(async () => {
  await server.close();
  await feeds.close();
});

/** Changes what is there now. */
async function patch(slug: string, change: unknown) {
  const { headers } = await server.ask('GET', `/api/v1/sources/${slug}`, { headers: editor });
  return ask('PATCH', `/sources/${slug}`, change, { ...editor, 'if-match': headers.etag ?? '' });
}

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = editor) {
  const answer =
    body === undefined
      ? await server.ask(method, `/api/v1${path}`, { headers })
      : await server.json(method, `/api/v1${path}`, body, headers);
  return { status: answer.status, body: JSON.parse(answer.text) as Record<string, unknown> };
}

describe('sources over HTTP', () => {
  it('are found, added, polled, shown, changed, paused and resumed', async () => {
    feeds.answer('/', feed('<!doctype html><title>Accueil</title><link rel="alternate" type="application/rss+xml" title="Tout" href="/tout.xml"><p>Bonjour</p>', { 'content-type': 'text/html' }));
    feeds.answer('/tout.xml', feed(rss([{ id: '1', title: 'Le pont rouvre', summary: 'Deux phrases.' }])));
    const url = feeds.url('/tout.xml');
    expect(await ask('POST', '/sources/discover', { url: feeds.url('/') })).toMatchObject({ status: 200, body: { url, choices: [{ url }] } });
    const given = { slug: 'tout', name: 'Tout', url, rights: { mail: true, territories: ['FR'] }, pollMinSeconds: 600 };
    const added = await ask('POST', '/sources', given);
    expect(added).toMatchObject({ status: 201, body: { slug: 'tout', kind: 'feed', url, isNew: true, pollMinSeconds: 600, rights: { mail: true, archive: false, territories: ['FR'] } } });
    expect(added.body).not.toHaveProperty('etag');
    expect(await ask('POST', '/sources', given)).toMatchObject({ status: 200, body: { isNew: false } });
    expect(await ask('POST', '/sources', { ...given, slug: 'autre' })).toMatchObject({ status: 409, body: { code: 'source.known' } });
    expect(await ask('POST', '/sources/tout/poll')).toEqual({ status: 202, body: { changed: true } });
    const { id } = await server.database.selectFrom('source').select('id').where('slug', '=', 'tout').executeTakeFirstOrThrow();
    await server.api.app.get(PollSource, { strict: false }).poll(id);
    expect((await ask('GET', '/sources/tout/polls', undefined, reader)).body['polls']).toMatchObject([{ outcome: 'read', created: 1 }]);
    expect(await patch('tout', { rights: { archive: true }, access: 'paid' })).toMatchObject({ status: 200, body: { dispatches: 1, access: 'paid', rights: { mail: true, archive: true } } });
    // Somebody who looked before that is told, and a poll since then is no change of theirs.
    expect(await ask('PATCH', '/sources/tout', { weight: 3 }, { ...editor, 'if-match': '"1"' })).toMatchObject({ status: 412, body: { code: 'source.changed_meanwhile' } });
    expect((await ask('PATCH', '/sources/tout', { weight: 3 })).status).toBe(428);
    expect((await ask('GET', '/sources/tout')).body).toMatchObject({ version: 2, weight: 5 });
    expect(await ask('POST', '/sources/tout/pause', { reason: 'grève' })).toEqual({ status: 200, body: { changed: true } });
    expect(await ask('POST', '/sources/tout/poll')).toMatchObject({ status: 409, body: { code: 'source.inactive' } });
    expect(await ask('GET', '/sources/tout', undefined, reader)).toMatchObject({ status: 200, body: { state: 'paused', stateReason: 'source.by_operator', health: { nextPollAt: null } } });
    expect(await ask('POST', '/sources/tout/resume')).toEqual({ status: 200, body: { changed: true } });
    expect(await ask('POST', '/sources/tout/resume')).toEqual({ status: 200, body: { changed: false } });
    expect((await ask('GET', '/sources', undefined, reader)).body['sources']).toMatchObject([{ slug: 'tout', health: { lastNewAt: expect.any(String) } }]);
    const audit = await server.database.selectFrom('audit_entry').selectAll().where('action', 'like', 'source.%').orderBy('id').execute();
    expect(audit.map(({ action }) => action)).toEqual(['source.added', 'source.rights_changed', 'source.paused', 'source.resumed']);
    expect(audit.every((entry) => entry.operator_id !== null)).toBe(true);
  });

  it('that push are added without an address', async () => {
    expect(await ask('POST', '/sources', { slug: 'cms', name: 'CMS' })).toMatchObject({ status: 201, body: { kind: 'api', url: null } });
    expect(await ask('POST', '/sources/cms/poll')).toMatchObject({ status: 422, body: { code: 'source.not_a_feed' } });
  });

  it('come and go as lists', async () => {
    const opml = '<?xml version="1.0"?><opml version="2.0"><body><outline type="rss" text="Brest" xmlUrl="https://brest.example/rss"/><outline type="rss" text="Non" xmlUrl="ftp://non.example/"/></body></opml>';
    const send = (body: string, type: string) => server.ask('POST', '/api/v1/sources/import', { headers: { ...editor, 'content-type': type }, body });
    for (const [type, outcome] of [['text/x-opml', 'added'], ['application/xml', 'known']] as const)
      expect(JSON.parse((await send(opml, type)).text)).toMatchObject({ sources: [{ outcome, slug: 'brest' }, { outcome: 'refused' }] });
    expect((await send('<rss/>', 'text/xml')).status).toBe(422);
    expect((await send('{}', 'application/json')).status).toBe(415);
    const list = await server.ask('GET', '/api/v1/sources/export.opml', { headers: reader });
    expect([list.status, list.headers['content-type']]).toEqual([200, 'text/x-opml; charset=utf-8']);
    expect(list.text).toContain('xmlUrl="https://brest.example/rss"');
  });

  it.each([
    ['/sources', { slug: '../x', name: 'x' }, 'slug'],
    ['/sources', { slug: 'x', name: 'x', url: 'ftp://x.example/' }, 'url'],
    ['/sources', { slug: 'x', name: 'x', url: 'https://user:secret@x.example/' }, 'url'],
    ['/sources', { slug: 'x', name: 'x', pollMinSeconds: 1 }, 'pollMinSeconds'],
    ['/sources', { slug: 'x', name: 'x', rights: { territories: ['France'] } }, 'rights.territories.0'],
    ['/sources/discover', { url: 'file:///etc/passwd' }, 'url'],
  ])('refuses %s of %j by its field', async (path, body, field) => {
    const answer = await ask('POST', path, body);
    expect(answer).toMatchObject({ status: 422, body: { code: 'request.invalid', issues: [{ path: field }] } });
  });

  it('hold no character that a table cannot, whatever is sent', async () => {
    const odd = 'a\u0000b\ud800';
    const given = { slug: 'odd', name: odd, folder: odd, usageTerms: odd, rights: { credit: odd } };
    expect(await ask('POST', '/sources', given)).toMatchObject({ status: 201, body: { name: 'a b\ufffd', rights: { credit: 'a b\ufffd' } } });
    expect(await ask('POST', '/sources/odd/pause', { reason: odd })).toMatchObject({ status: 200 });
    expect(await patch('odd', { usageTerms: odd, reason: odd })).toMatchObject({ status: 200 });
    expect(await ask('POST', '/sources', { ...given, slug: 'odd2', siteUrl: 'https://a.example/\u0000' })).toMatchObject({ status: 422 });
    for (const path of ['/sources/%00', '/dispatches?source=%00', '/sources/%00/polls']) expect((await ask('GET', path)).status).toBe(400);
    expect((await ask('POST', '/dispatches?source=%00', { externalId: 'x', language: 'fr', headline: 'x' })).status).toBe(400);
    for (const source of ['\u0000', '']) expect((await ask('POST', '/dispatches', { source, externalId: 'x', language: 'fr', headline: 'x' })).status).toBe(422);
  });

  it('looks at no address of the inside', async () => {
    const answer = await ask('POST', '/sources/discover', { url: 'http://169.254.169.254/latest/meta-data/' });
    expect(answer).toMatchObject({ status: 200, body: { problem: { code: expect.stringMatching(/^fetch\./) }, choices: [] } });
  });

  it('are steered by people only', async () => {
    for (const [method, path, body] of [['POST', '/sources', { slug: 'y', name: 'y' }], ['PATCH', '/sources/cms', {}], ['POST', '/sources/cms/pause', {}], ['POST', '/sources/discover', { url: 'https://x.example/' }]] as const)
      expect((await ask(method, path, body, reader)).status).toBe(403);
    const viewer = { ...(await signedIn(server, 'viewer')), 'sec-fetch-site': 'same-origin' };
    expect((await ask('POST', '/sources', { slug: 'y', name: 'y' }, viewer)).status).toBe(403);
    expect((await ask('GET', '/sources', undefined, viewer)).status).toBe(200);
    expect(await ask('GET', '/sources/nobody')).toMatchObject({ status: 404, body: { code: 'source.unknown' } });
  });
}); // prettier-ignore
