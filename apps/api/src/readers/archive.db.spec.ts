import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseAtomFeed, parseJsonFeed } from 'feedsmith';
import { JSDOM } from 'jsdom';
import { ChangeDispatch, SourceRepository, StoreDispatch, type IncomingDispatch } from '@app/dispatches';
import {
  AssembleEdition,
  ClaimEditions,
  FreezeEdition,
  NewsletterRepository,
  ReviseEdition,
  RevisionRepository,
  TakeDown,
  ViewLinks,
} from '@app/editions';
import { NOW, startTestApi, type Answer, type TestApi } from '../../../../test/support/api.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { liveIn, PROBE_MARKUP, PROBES } from '../../../../test/support/probes.js';

const HOUR_MS = 3_600_000;
const DAY = '2026-03-10';

let server: TestApi;
let newsletterId: string;
let editionId: string;
let dispatchIds: string[];

const get = <T>(token: abstract new (...given: never[]) => T): T => server.api.app.get<T>(token, { strict: false });
const page = (path = '', headers: Record<string, string> = {}): Promise<Answer> =>
  server.ask('GET', `/n/matin/archive${path}`, { headers });

const stories: readonly Pick<IncomingDispatch, 'headline' | 'standfirst' | 'link' | 'regions'>[] = [
  { headline: 'Le bac de l’île reprend ses rotations', standfirst: 'Six traversées par jour dès lundi.', link: 'https://gazette.example/bac?a=1&b=2', regions: ['france'] },
  { headline: 'Un musée s’ouvre dans la gare </script><b>', standfirst: 'L’entrée est libre le dimanche.', link: 'https://gazette.example/musee', regions: ['europe'] },
  { headline: 'La récolte de cacao s’annonce bonne', standfirst: 'Les pluies sont venues à temps.', link: 'https://gazette.example/cacao', regions: ['afrique'] },
]; // prettier-ignore

beforeAll(async () => {
  server = await startTestApi();
  ({ newsletterId } = await createNewsroom(server.database));
  await createNewsroom(server.database, { slug: 'prive', language: 'es', is_public: false });
  await createNewsroom(server.database, { slug: 'sans', language: 'en', archive: 'none' });
  const source = await get(SourceRepository).bySlug('desk');
  if (source === undefined) throw new Error('the newsroom has no source');
  const stored = await get(StoreDispatch).storeMany(
    source,
    stories.map((story, n) => ({ ...story, externalId: `s-${n}`, language: 'fr', urgency: n + 1 })),
    { firstSeen: new Date(NOW.getTime() - 2 * HOUR_MS) },
  );
  dispatchIds = stored.map((one) => ('id' in one ? one.id : ''));
  editionId = await frozen(newsletterId);
});
afterAll(() => server.close());

/** An edition of today with what is on the shelf, frozen and due now. */
async function frozen(of: string): Promise<string> {
  const newsletter = await get(NewsletterRepository).byId(server.database, of);
  if (newsletter === undefined) throw new Error('the newsletter is missing');
  const id = await get(ClaimEditions).claimNow(newsletter);
  await server.database.updateTable('edition').set({ sequence: 1 }).where('id', '=', id).execute();
  await get(AssembleEdition).assemble(id);
  expect((await get(FreezeEdition).freeze(id, null)).state).toBe('frozen');
  return id;
}

/** Where each of `texts` stands in a document, as it is written in HTML. */
function places(document: string, texts: readonly string[]): number[] {
  const plain = document.replaceAll('&#39;', '’').replaceAll('&#x27;', '’');
  return texts.map((text) => plain.indexOf(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')));
} // prettier-ignore

describe('one revision', () => {
  it('has the same content in mail, web view, archive page and both feeds', async () => {
    const view = await server.ask('GET', new URL(get(ViewLinks).viewUrl(editionId)).pathname);
    const mail = await get(RevisionRepository).currentRendering(editionId);
    const archived = await page(`/${DAY}`);
    const atom = parseAtomFeed((await server.ask('GET', '/n/matin/feed.xml')).text);
    const json = parseJsonFeed(JSON.parse((await server.ask('GET', '/n/matin/feed.json')).text) as object);
    const current = await get(RevisionRepository).current(server.database, editionId);
    const blocks = (current?.blocks ?? []).flatMap((block) => (block.kind === 'dispatch' ? [block.content] : []));
    expect(blocks).toHaveLength(3);
    const texts = blocks.flatMap(({ headline, standfirst }) => [headline, standfirst]);
    const documents = {
      mail: mail?.html ?? '',
      view: view.text,
      archive: archived.text.slice(archived.text.indexOf('edition-section')),
      atom: atom.entries?.[0]?.content?.value ?? '',
      json: json.items?.[0]?.content_html ?? '',
    };
    for (const [name, document] of Object.entries(documents)) {
      const body = name === 'mail' || name === 'view' ? document.slice(document.indexOf('<h3')) : document;
      const found = places(body, texts);
      expect([name, found.includes(-1)]).toEqual([name, false]);
      expect([name, found]).toEqual([name, found.toSorted((a, b) => a - b)]);
      const links = [...body.matchAll(/<h3\b[^>]*>\s*<a\b[^>]*?href="([^"]+)"/g)].map(([, href]) => href);
      expect([name, links]).toEqual([name, blocks.map(({ link }) => link?.replaceAll('&', '&amp;'))]);
    }
    for (const title of [atom.entries?.[0]?.title?.value.trim(), json.items?.[0]?.title]) expect(title).toBe(current?.subject);
    expect([atom.entries?.[0]?.id, json.items?.[0]?.id]).toEqual([`urn:uuid:${editionId}`, `urn:uuid:${editionId}`]);
  }); // prettier-ignore

  it('is a page machines and people can read', async () => {
    const { text, headers, status } = await page(`/${DAY}`);
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain('<html lang="fr" dir="ltr">');
    expect(text.match(/<h1/g)).toHaveLength(1);
    expect(text).toContain(`<link rel="canonical" href="${server.test.config.publicUrl}/n/matin/archive/${DAY}">`);
    expect(text).toContain('href="http://127.0.0.1:3000/n/matin/feed.xml"');
    expect(text).not.toContain('noindex');
    expect(text).not.toMatch(/@@|\/(?:unsubscribe|preferences|view)\//);
    const scripts = [...text.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)];
    expect(text.match(/<script/g)).toHaveLength(1);
    const data: unknown = JSON.parse(scripts[0]?.[1] ?? '');
    expect(data).toMatchObject({ '@type': 'CollectionPage', mainEntity: { numberOfItems: 3 } });
    expect(Buffer.byteLength(text)).toBeLessThan(15_000);
  });

  it('is kept by whoever has it, and asked for again by its tag', async () => {
    for (const path of [`/n/matin/archive/${DAY}`, '/n/matin/archive', '/n/matin/feed.xml', '/n/matin/feed.json']) {
      const first = await server.ask('GET', path);
      const { etag = '' } = first.headers;
      expect([path, etag]).toEqual([path, expect.stringMatching(/^"[\w-]{27}"$/)]);
      expect(first.headers['last-modified']).toMatch(/GMT$/);
      expect(first.headers['cache-control']).toBe('public, max-age=30, stale-while-revalidate=30');
      const again = await server.ask('GET', path, { headers: { 'if-none-match': `"x", ${etag}` } });
      expect([again.status, again.text, again.headers.etag]).toEqual([304, '', etag]);
      const head = await server.ask('HEAD', path);
      expect([head.status, head.text, head.headers.etag]).toEqual([200, '', etag]);
    }
  });
});

describe('the archive', () => {
  it('has nothing for strangers but what is public and out', async () => {
    const nothing = [
      '/2026-03-11',
      '/2026-02-30',
      '/0000-00-00',
      `/${DAY}/digest-2`,
      `/${DAY}/digest-0`,
      `/${DAY}/x-1`,
    ];
    for (const path of nothing) expect([path, (await page(path)).status]).toEqual([path, 404]);
    expect((await page('?before=tomorrow')).status).toBe(400);
    for (const slug of ['prive', 'sans', 'niemand'])
      for (const path of ['archive', `archive/${DAY}`, 'feed.xml', 'feed.json']) {
        const answer = await server.ask('GET', `/n/${slug}/${path}`, { headers: { 'accept-language': 'fr' } });
        expect([slug, path, answer.status]).toEqual([slug, path, 404]);
        expect(answer.text).toContain('<html lang="fr"');
      }
    server.clock.set(new Date(NOW.getTime() - 1));
    expect((await page(`/${DAY}`)).status).toBe(404);
    expect((await page()).text).not.toContain(`/archive/${DAY}`);
    const feed = await server.ask('GET', '/n/matin/feed.json');
    expect(JSON.parse(feed.text)).toMatchObject({ version: 'https://jsonfeed.org/version/1.1', items: [] });
    server.clock.set(NOW);
    // Held before its hour: nobody has it in a mailbox.
    const held = (since: Date | null) =>
      server.database.updateTable('edition').set({ paused_at: since }).where('id', '=', editionId).execute();
    await held(new Date(NOW.getTime() - HOUR_MS));
    expect((await page(`/${DAY}`)).status).toBe(404);
    expect((await page()).text).not.toContain(`/archive/${DAY}`);
    await held(new Date(NOW.getTime() + 1));
    expect((await page(`/${DAY}/digest-1`)).status).toBe(200);
    await held(null);
  });

  it('forgets a killed story at once, and says so when the next revision is there', async () => {
    const before = await page(`/${DAY}`);
    await get(ChangeDispatch).kill(dispatchIds[1] ?? '', { operatorId: null, reason: 'wrong' });
    const between = await page(`/${DAY}`);
    expect([before.text.includes('Un musée'), between.text.includes('Un musée')]).toEqual([true, false]);
    expect((await server.ask('GET', '/n/matin/feed.xml')).text).not.toContain('Un musée');
    await get(ReviseEdition).revise(editionId);
    const after = await page(`/${DAY}`, { 'if-none-match': before.headers.etag ?? '' });
    expect([after.status, after.text.includes('Un musée')]).toEqual([200, false]);
    expect(after.text).toContain('Une information a été retirée le 10 mars 2026');
    const view = await server.ask('GET', new URL(get(ViewLinks).viewUrl(editionId)).pathname);
    expect(view.text).toContain('Une information a été retirée');
    const atom = parseAtomFeed((await server.ask('GET', '/n/matin/feed.xml')).text);
    expect(atom.entries?.map(({ id }) => id)).toEqual([`urn:uuid:${editionId}`]);
  });

  it('answers 410 in the place of an edition that was removed, and 200 with a note for a redacted one', async () => {
    const order = { object: 'edition', objectId: editionId, reference: 'TGI 26/001', publicReason: 'Décision du tribunal.', by: null } as const;
    await get(TakeDown).order({ ...order, mode: 'redact' });
    const redacted = await page(`/${DAY}`);
    expect([redacted.status, redacted.text.includes('cacao')]).toEqual([200, false]);
    expect(redacted.text).toContain('Cette édition a été retirée');
    await get(TakeDown).order({ ...order, mode: 'remove' });
    const removed = await page(`/${DAY}`);
    expect([removed.status, removed.text.includes('Décision du tribunal.')]).toEqual([410, true]);
    expect(removed.text).not.toContain('TGI');
    expect((await server.ask('GET', new URL(get(ViewLinks).viewUrl(editionId)).pathname)).status).toBe(410);
    for (const path of ['/n/matin/archive', '/n/matin/feed.xml'])
      expect((await server.ask('GET', path)).text).not.toContain(editionId);
  }); // prettier-ignore
});

describe('an edition of untrusted texts', () => {
  it('holds them as texts, in the mail and wherever it is shown', async () => {
    const [script = '', image = '', svg = '', ends = '', link = '', template = ''] = PROBES;
    const probed = { slug: 'sonde', language: 'ar', name: template, promise: ends, sender_name: svg };
    const sonde = await createNewsroom(server.database, probed);
    const source = await get(SourceRepository).bySlug('desk');
    if (source === undefined) throw new Error('the newsroom has no source');
    const stored = await get(StoreDispatch).storeMany(
      source,
      PROBES.map((probe, n) => ({ externalId: `p-${n}`, language: 'ar', headline: `${n} ${probe}`, standfirst: probe, byline: n % 2 === 0 ? link : image, bodyHtml: PROBE_MARKUP, regions: ['europe'], urgency: 1 + (n % 8), link: `https://gazette.example/${n}?"><script data-probe>` })),
      { firstSeen: new Date(NOW.getTime() - 2 * HOUR_MS) },
    );
    expect(new Set(stored.map(({ outcome }) => outcome))).toEqual(new Set(['created']));
    const id = await frozen(sonde.newsletterId);
    const sent = await server.database.selectFrom('rendering').selectAll().where('html', 'like', '%gazette.example/0%').executeTakeFirstOrThrow();
    const json = parseJsonFeed(JSON.parse((await server.ask('GET', '/n/sonde/feed.json')).text) as object);
    const atom = await server.ask('GET', '/n/sonde/feed.xml');
    const shown = {
      mail: sent.html,
      view: (await server.ask('GET', new URL(get(ViewLinks).viewUrl(id)).pathname)).text,
      archive: (await server.ask('GET', '/n/sonde/archive')).text,
      edition: (await server.ask('GET', `/n/sonde/archive/${DAY}`)).text,
      signUp: (await server.ask('GET', '/n/sonde')).text,
      atom: parseAtomFeed(atom.text).entries?.[0]?.content?.value ?? '',
      json: json.items?.[0]?.content_html ?? '',
    };
    for (const [name, document] of Object.entries(shown)) {
      // Told as a text at all, or this would prove nothing.
      expect([name, document.includes('&lt;')]).toEqual([name, true]);
      const { window } = new JSDOM(document, { runScripts: 'outside-only' });
      expect([name, window.eval(liveIn('document'))]).toEqual([name, []]);
      window.close();
    }
    // Titles and summaries of a feed are texts, so that what looks like markup in them stays one (RFC 4287 §3.1.1).
    const feed = new JSDOM(atom.text, { contentType: 'application/xml', runScripts: 'outside-only' }).window;
    expect(feed.eval(liveIn('document'))).toEqual([]);
    const types = [...feed.document.querySelectorAll('title, summary')].map((one) => one.getAttribute('type') ?? 'text');
    expect(new Set(types)).toEqual(new Set(['text']));
    feed.close();
    expect(sent.html).toContain('{{7*7}}');
    expect(sent.plain_text).toContain(script);
    const current = await get(RevisionRepository).current(server.database, id);
    expect(current?.subject).not.toMatch(/[\r\n]/);
  }); // prettier-ignore
});
