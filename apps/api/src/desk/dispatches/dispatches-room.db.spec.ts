import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@app/platform';
import { startTestApi, type TestApi } from '../../../../../test/support/api.js';
import { feed, rss, startFeedServer, type FeedServer } from '../../../../../test/support/feed-server.js';
import { createNewsroom, type Newsroom } from '../../../../../test/support/newsroom.js';
import { signedIn } from '../../../../../test/support/operators.js';

let server: TestApi;
let feeds: FeedServer;
let newsroom: Newsroom;
let editor: Record<string, string>;
let viewer: Record<string, string>;

beforeAll(async () => {
  feeds = await startFeedServer();
  server = await startTestApi({ FETCH_ALLOWED_HOSTS: feeds.hosts[0] ?? '' });
  newsroom = await createNewsroom(server.database);
  editor = { ...(await signedIn(server, 'editor')), 'sec-fetch-site': 'same-origin' };
  viewer = { ...(await signedIn(server, 'viewer')), 'sec-fetch-site': 'same-origin' };
});
afterAll(async () => {
  await server.close();
  await feeds.close();
});

async function ask(method: string, path: string, body?: unknown, headers = editor) {
  const answer =
    body === undefined
      ? await server.ask(method, `/api/v1${path}`, { headers })
      : await server.json(method, `/api/v1${path}`, body, headers);
  return { status: answer.status, body: JSON.parse(answer.text) as Record<string, unknown> };
}

async function added(headline: string): Promise<string> {
  const { body } = await ask('POST', '/dispatches', { externalId: newId(), language: 'fr', headline });
  return String(body['id']);
}

/** An edition under way that holds it: one wave has left, one has not. */
async function sending(dispatchId: string): Promise<void> {
  const id = newId();
  const at = new Date('2026-03-10T07:00:00Z');
  const times = { due_at: at, last_due_at: at, useful_until: new Date('2026-03-10T20:00:00Z'), propose_at: at, freeze_at: at };
  const template = await server.database.selectFrom('template_version').select('id').executeTakeFirstOrThrow();
  await server.database.insertInto('edition').values({ id, newsletter_id: newsroom.newsletterId, kind: 'letter', edition_date: '2026-03-10', state: 'sending', audience_frozen_at: at, ...times }).execute();
  await server.database.insertInto('revision').values({ edition_id: id, number: 1, subject: 's', preheader: 'p', template_version_id: template.id, content_hash: Buffer.from('x') }).execute();
  await server.database.insertInto('revision_block').values({ edition_id: id, revision: 1, position: 0, kind: 'dispatch', section: '', dispatch_id: dispatchId, dispatch_version: 1, content: '{}' }).execute();
  await server.database.updateTable('edition').set({ current_revision: 1 }).where('id', '=', id).execute();
  const chunk = (number: number, submitted: number, open: number) => ({ edition_id: id, edition_date: '2026-03-10', chunk: number, due_at: at, size: submitted + open, submitted, open });
  await server.database.insertInto('delivery_chunk').values([chunk(0, 112_400, 0), chunk(1, 0, 41_220)]).execute();
} // prettier-ignore

async function clustered(...headlines: string[]): Promise<{ id: string; members: string[] }> {
  const id = newId();
  const members: string[] = [];
  for (const headline of headlines) members.push(await added(headline));
  await server.database.insertInto('cluster').values({ id, language: 'fr' }).execute();
  await server.database.updateTable('dispatch').set({ cluster_id: id }).where('id', 'in', members).execute();
  return { id, members };
}

describe('what taking a dispatch down would do', () => {
  it('is told in numbers before, and nothing is done by asking', async () => {
    const [id, alone] = [await added('Le port rouvre'), await added('Le bac attend')];
    await sending(id);
    const found = await ask('GET', `/dispatches/${id}/consequences`, undefined, viewer);
    expect(found).toMatchObject({
      status: 200,
      body: { waves: 1, readers: 41_220, received: 112_400, editions: [{ newsletterSlug: 'matin', isCurrent: true }] },
    });
    expect((await ask('GET', `/dispatches/${alone}/consequences`)).body).toEqual({ isExact: true, waves: 0, readers: 0, received: 0, upcoming: 0, archivePages: 0, editions: [] }); // prettier-ignore
    expect((await ask('GET', `/dispatches/${id}`)).body).toMatchObject({ status: 'usable' });
    expect(await ask('GET', `/dispatches/${newId()}/consequences`)).toMatchObject({ status: 404, body: { code: 'dispatch.unknown' } }); // prettier-ignore
    expect((await ask('GET', '/dispatches/7/consequences')).status).toBe(400);
  });
});

describe('a cluster', () => {
  it('is split and made one again, and shows who decided it', async () => {
    const { id, members } = await clustered('Le pont ferme', 'Fermeture du pont', 'Le vote commence');
    const [, , vote = ''] = members;
    const split = await ask('POST', `/clusters/${id}/split`, { dispatchIds: [vote] });
    expect(split).toMatchObject({ status: 200, body: { dispatchIds: [vote] } });
    const apart = String(split.body['clusterId']);
    expect((await ask('GET', `/clusters/${apart}`, undefined, viewer)).body).toMatchObject({
      members: [{ id: vote, headline: 'Le vote commence' }],
      changes: [{ kind: 'split', dispatchId: vote, operatorId: expect.any(String) }],
    });
    expect(await ask('POST', `/clusters/${id}/merge`, { with: [apart] })).toMatchObject({ status: 200, body: { clusterId: id } }); // prettier-ignore
    expect((await ask('GET', `/clusters/${id}`)).body['members']).toHaveLength(3);
  });

  it('gives away nothing of another, nor all it has, nor to whoever may only look', async () => {
    const [one, other] = [await clustered('Crue à Lyon', 'Lyon sous l’eau'), await clustered('Grève du rail')];
    const split = (dispatchIds: string[], headers = editor) => ask('POST', `/clusters/${one.id}/split`, { dispatchIds }, headers); // prettier-ignore
    expect(await split(other.members)).toMatchObject({ status: 422, body: { code: 'cluster.several' } });
    expect(await split(one.members)).toMatchObject({ body: { code: 'cluster.nothing_left' } });
    expect((await split(one.members.slice(1), viewer)).status).toBe(403);
    expect((await ask('POST', `/clusters/${one.id}/merge`, { with: [other.id] }, viewer)).status).toBe(403);
    expect(await ask('POST', `/clusters/${one.id}/merge`, { with: [one.id] })).toMatchObject({ body: { code: 'cluster.only_one' } }); // prettier-ignore
    expect((await ask('POST', `/clusters/${one.id}/merge`, { with: [newId()] })).body).toMatchObject({ code: 'cluster.unknown' }); // prettier-ignore
    expect((await ask('GET', `/clusters/${newId()}`)).status).toBe(404);
  });
});

describe('a dispatch of the desk’s', () => {
  it('gets right words as its next version, made safe', async () => {
    const id = await added('Le maire démission');
    const words = (body: object, headers = editor) => ask('POST', `/dispatches/${id}/reword`, body, headers);
    expect((await words({ headline: 'Le maire démissionne', bodyHtml: '<p>Hier.</p><script>alert(1)</script>', reason: 'faute' })).status).toBe(200); // prettier-ignore
    const { body } = await ask('GET', `/dispatches/${id}`);
    expect(body).toMatchObject({ version: 2, headline: 'Le maire démissionne' });
    expect(JSON.stringify(body)).not.toContain('<script');
    expect(body['events']).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'dispatch.reworded', reason: 'faute' })])); // prettier-ignore
    expect((await words({ headline: 'x' }, viewer)).status).toBe(403);
    expect((await words({ headline: '' })).status).toBe(422);
  });
});

describe('a source', () => {
  it('is previewed, and nothing of it stored', async () => {
    feeds.answer('/fil.xml', feed(rss([{ id: '1', title: 'La digue tient à Brest', summary: 'Deux <script>alert(1)</script>phrases.' }]))); // prettier-ignore
    const before = await server.countRows();
    const { status, body } = await ask('POST', '/sources/preview', { url: feeds.url('/fil.xml'), language: 'fr' });
    expect([status, body['entries'], body['watchedAs']]).toEqual([200, 1, null]);
    expect(body['dispatches']).toMatchObject([{ outcome: 'created', headline: 'La digue tient à Brest', issues: [] }]);
    expect(JSON.stringify(body)).not.toContain('<script');
    expect(await server.countRows()).toEqual(before);
    expect((await ask('POST', '/sources/preview', { url: feeds.url('/fil.xml') }, viewer)).status).toBe(403);
  });

  it.each([
    ['an address of the inside', 'http://169.254.169.254/latest/meta-data/', /^fetch\./],
    ['an address that is no web address', 'file:///etc/passwd', /^request\./],
    ['a page that is no feed', '/page.html', /^(feed|source)\./],
    ['a bomb of entities', '/bomb.xml', /^(feed|source)\./],
    ['nothing', '/nowhere.xml', /^source\.refused$/],
  ])('that is %s is refused with a reason', async (_, address, code) => {
    feeds.answer('/page.html', feed('<!doctype html><title>Non</title>', { 'content-type': 'text/html' }));
    feeds.answer('/bomb.xml', feed('<!DOCTYPE r [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><r>&b;&b;</r>'));
    const url = address.startsWith('/') ? feeds.url(address) : address;
    const { status, body } = await ask('POST', '/sources/preview', { url });
    expect([status >= 400 && status < 500, body['code']]).toEqual([true, expect.stringMatching(code)]);
  });

  it('shows what it brought on each of the last days', async () => {
    const { body } = await ask('GET', '/sources/activity', undefined, viewer);
    const api = (body['sources'] as { slug: string; days: number[]; total: number }[]).find(({ slug }) => slug === 'api'); // prettier-ignore
    expect(api?.days).toHaveLength(8);
    expect(api?.total).toBeGreaterThan(0);
    expect(api?.days.at(-1)).toBe(api?.total);
  });
});
