import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NoteClicks, StoryLinks } from '@app/delivery';
import { SourceRepository, StoreDispatch } from '@app/dispatches';
import {
  ClaimEditions,
  NewsletterRepository,
  PrepareEdition,
  readerLinks,
  StoryLinkRepository,
  ViewLinks,
} from '@app/editions';
import { newId } from '@app/platform';
import { startTestApi, type Answer, type TestApi } from '../../../../test/support/api.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { READER_PAGE_POLICY } from '../pages/pages.js';
import { signUpPolicy } from '../pages/sign-up-pages.js';

const FRENCH = { 'accept-language': 'fr-FR,fr;q=0.9,en;q=0.8' };
const HOSTILE = '<script>alert(1)</script> "Un titre" & un autre';

let server: TestApi;

beforeAll(async () => {
  server = await startTestApi();
  await createNewsroom(server.database);
  await createNewsroom(server.database, { slug: 'morning', language: 'en', name: 'The Morning', promise: '' });
  await createNewsroom(server.database, { slug: 'essai', language: 'es', name: 'Ensayo', is_public: false });
  await addDispatch('1', 'Le tunnel est ouvert', 'europe', 3);
  await addDispatch('2', HOSTILE, 'afrique', 2);
});
afterAll(() => server.close());

async function addDispatch(externalId: string, headline: string, region: string, urgency: number): Promise<void> {
  const source = await server.api.app.get(SourceRepository, { strict: false }).bySlug('desk');
  if (source === undefined) throw new Error('the newsroom has no source');
  const store = server.api.app.get(StoreDispatch, { strict: false });
  const standfirst = 'Une phrase. Une autre.';
  await store.store(source, { externalId, language: 'fr', headline, standfirst, regions: [region], urgency });
}

function expectReaderPage({ status, headers, text }: Answer, policy = READER_PAGE_POLICY): void {
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
  });
  expect(headers['set-cookie']).toBeUndefined();
  expect(text).toContain('La Gazette du Large');
  expect(text.split('<script').length - 1).toBe(policy === READER_PAGE_POLICY ? 0 : 1);
}

/** The page with the form runs our own script, and nobody may show it in a frame. */
const FORM_POLICY = signUpPolicy("'none'");

describe('the list of newsletters', () => {
  it('speaks the reader’s language and shows what is public', async () => {
    const page = await server.ask('GET', '/', { headers: FRENCH });
    expectReaderPage(page);
    expect(page.headers.vary).toContain('Accept-Language');
    expect(page.text).toContain('<html lang="fr" dir="ltr">');
    expect(page.text).toContain('href="/n/matin"');
    expect(page.text).toContain('Tous les jours, à 7\u00a0h\u00a000');
    expect(page.text).toContain('The Morning');
    expect(page.text).not.toContain('Ensayo');
    expect((await server.ask('GET', '/', { headers: { 'accept-language': 'ar' } })).text).toContain('dir="rtl"');
    expect((await server.ask('GET', '/', { headers: { 'accept-language': 'xx' } })).text).toContain('lang="en"');
  });

  it('is there for programs too', async () => {
    const { status, text } = await server.ask('GET', '/api/public/v1/newsletters');
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      newsletters: [
        {
          slug: 'matin',
          name: 'Le Matin',
          promise: 'Toute l’actualité du monde, chaque matin.',
          language: 'fr',
          frequency: 'Tous les jours, à 7\u00a0h\u00a000',
          url: 'http://127.0.0.1:3000/n/matin',
        },
        {
          slug: 'morning',
          name: 'The Morning',
          promise: expect.stringMatching(/^\S.+\S$/),
          language: 'en',
          frequency: expect.stringContaining('07:00'),
          url: 'http://127.0.0.1:3000/n/morning',
        },
      ],
    });
  });
});

describe('the page of a newsletter', () => {
  it('has the form, an example made of stored headlines, and its sisters', async () => {
    const page = await server.ask('GET', '/n/matin?placement=pied%20d%E2%80%99article', {
      headers: { 'accept-language': 'en' },
    });
    expectReaderPage(page, FORM_POLICY);
    expect(page.text).toContain('<html lang="fr" dir="ltr">');
    expect(page.text).toContain('<form class="signup" method="post" action="/n/matin/subscribe"');
    expect(page.text).toContain('name="page" value="http://127.0.0.1:3000/n/matin"');
    expect(page.text).toContain('name="placement" value="pied d’article"');
    expect(page.text).toContain('Le tunnel est ouvert');
    expect(page.text).toContain('data-region="afrique"');
    expect(page.text).toContain('Afrique');
    expect(page.text).toContain('href="/n/morning"');
    expect(page.text).toMatch(/type="checkbox" name="newsletters" value="morning">/);
    expect(page.text).toMatch(/name="ticket" value="[\w-]{20,}"/);
    expect(page.text).not.toContain('Ensayo');
  });

  it('keeps an example for a minute', async () => {
    await server.ask('GET', '/n/matin');
    await addDispatch('3', 'Une nouvelle plus urgente', 'europe', 1);
    expect((await server.ask('GET', '/n/matin')).text).not.toContain('Une nouvelle plus urgente');
    server.clock.set(new Date(server.clock.now().getTime() + 61_000));
    expect((await server.ask('GET', '/n/matin')).text).toContain('Une nouvelle plus urgente');
  });

  it('does without an example where there is none, and is there though not on the list', async () => {
    const page = await server.ask('GET', '/n/essai');
    expectReaderPage(page, FORM_POLICY);
    expect(page.text).toContain('<html lang="es" dir="ltr">');
    expect(page.text).not.toContain('<figure');
  });

  it.each(['/n/soir', '/n/%00', '/n/..%2f..%2fetc', '/n/%F0%9F%92%A9', `/n/${'x'.repeat(300)}`])(
    'is not there at %s',
    async (path) => {
      const page = await server.ask('GET', path, { headers: FRENCH });
      expect(page.status).toBe(404);
      expect(page.text).toContain('404 newsletter.unknown');
      expect(page.text).toContain('Cette newsletter n’existe pas');
      expect(page.text).toContain('La Gazette du Large');
    },
  );
});

describe('the privacy page', () => {
  it('names who sends, and how long things are kept', async () => {
    const page = await server.ask('GET', '/privacy', { headers: FRENCH });
    expectReaderPage(page);
    for (const words of [
      'Gazette du Large SAS',
      '1 quai des Brumes',
      'contact@gazette.example',
      '14 jours',
      '121 jours',
    ])
      expect(page.text).toContain(words);
  });
});

describe('the web view of an edition', () => {
  async function frozen(): Promise<{ id: string; path: string }> {
    const { app } = server.api;
    // Each edition begins where the last one was cut off, and needs something to say that was not told yet.
    server.clock.set(new Date(server.clock.now().getTime() + 1_000));
    const at = server.clock.now().getTime();
    await addDispatch(`frozen-${at}`, `Le pont ${at} est ouvert`, 'europe', 3);
    const newsletter = await app.get(NewsletterRepository, { strict: false }).bySlug('matin');
    if (newsletter === undefined) throw new Error('the newsroom has no newsletter');
    const id = await app.get(ClaimEditions, { strict: false }).claimNow(newsletter);
    await app.get(PrepareEdition, { strict: false }).prepare(id);
    return { id, path: new URL(app.get(ViewLinks, { strict: false }).viewUrl(id)).pathname };
  }

  it('is the frozen content, without anybody’s links, under a policy of its own', async () => {
    const { path } = await frozen();
    const before = await server.countRows();
    const page = await server.ask('GET', path);
    expect(page.status).toBe(200);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'");
    expect(policy).not.toContain('script-src');
    expect(page.text).toContain('Le tunnel est ouvert');
    expect(page.text).not.toContain('<script>alert');
    for (const token of Object.values(readerLinks)) expect(page.text).not.toContain(token);
    expect(page.text).not.toContain('/unsubscribe/');
    expect(page.text).toContain('href="http://127.0.0.1:3000/n/matin"');
    expect(page.text).toContain(`href="http://127.0.0.1:3000${path}"`);
    expect(await server.countRows()).toEqual(before);
  });

  it('is there as long as the edition stands', async () => {
    const { id, path } = await frozen();
    for (const state of ['sending', 'sent'] as const) {
      await server.database.updateTable('edition').set({ state }).where('id', '=', id).execute();
      expect((await server.ask('GET', path)).status).toBe(200);
    }
    for (const state of ['proposed', 'held', 'cancelled'] as const) {
      await server.database.updateTable('edition').set({ state }).where('id', '=', id).execute();
      const page = await server.ask('GET', path, { headers: FRENCH });
      expect([state, page.status]).toEqual([state, 404]);
      expect(page.text).toContain('404 edition.unknown');
      expect(page.text).toContain('Cette page n’existe pas');
    }
  });
});

describe('a newsroom without newsletters', () => {
  it('still has a list, and nobody to name', async () => {
    const empty = await startTestApi();
    try {
      const list = await empty.ask('GET', '/', { headers: FRENCH });
      expect([list.status, list.text.includes('Aucune newsletter n’est ouverte')]).toEqual([200, true]);
      expect((await empty.ask('GET', '/privacy')).status).toBe(404);
    } finally {
      await empty.close();
    }
  });
});

describe('a counted link', () => {
  const TARGET = 'https://gazette.example/été?a=1&b=2';
  let editionId: string;
  let pathOf: (n: number, editionNumber?: number) => string;

  beforeAll(async () => {
    const { app } = server.api;
    const edition = await server.database.selectFrom('edition').select(['id', 'number']).orderBy('number').limit(1).executeTakeFirstOrThrow();
    editionId = edition.id;
    await app.get(StoryLinkRepository, { strict: false }).keep(server.database, editionId, [TARGET]);
    const links = app.get(StoryLinks, { strict: false });
    pathOf = (n, editionNumber = edition.number) => new URL(links.storyUrl({ editionNumber, n, subscriptionId: newId() })).pathname;
  }); // prettier-ignore

  it('leads on to the story, tells it nothing, and is counted beside the request', async () => {
    const noted: unknown[] = [];
    const clicks = server.api.app.get(NoteClicks, { strict: false });
    clicks.note = (click) => void noted.push(click);
    const { n } = (await server.api.app.get(StoryLinkRepository, { strict: false }).ofEdition(editionId)).find(({ url }) => url === TARGET) ?? { n: 0 };
    const before = await server.countRows();
    for (const method of ['HEAD', 'GET']) {
      const answer = await server.ask(method, pathOf(n));
      expect(answer.status).toBe(302);
      expect(answer.headers).toMatchObject({ location: 'https://gazette.example/%C3%A9t%C3%A9?a=1&b=2', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' });
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect(noted).toHaveLength(1);
    expect(await server.countRows()).toEqual(before);
  }); // prettier-ignore

  it('that is forged, or names nothing of ours, leads nowhere', async () => {
    const path = pathOf(1);
    const view = new URL(server.api.app.get(ViewLinks, { strict: false }).viewUrl(editionId)).pathname.replace('/view/', '/r/');
    for (const wrong of [`${path}x`, path.slice(0, -1), '/r/https:%2f%2fevil.example', view, pathOf(999), pathOf(1, 999)]) {
      const page = await server.ask('GET', wrong, { headers: FRENCH });
      expect([wrong, page.status, page.headers.location]).toEqual([wrong, 404, undefined]);
      expect(page.text).toContain('404 token.invalid');
      expect(page.text).toContain('lang="fr"');
    }
  }); // prettier-ignore
});
