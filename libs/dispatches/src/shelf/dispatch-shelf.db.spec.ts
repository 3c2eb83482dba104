import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { FrozenClock } from '../../../../test/support/frozen-clock.js';
import { openTools } from '../../../../test/support/tools.js';
import type { Article } from '../articles/article.js';
import { ChangeDispatch } from '../life/change-dispatch.service.js';
import type { IncomingDispatch } from '../dispatch.js';
import { DispatchShelf } from './dispatch-shelf.service.js';
import { DispatchesModule } from '../dispatches.module.js';
import { ReadDispatch } from '../life/read-dispatch.service.js';
import { SourceRepository } from '../sources/source.repository.js';
import type { SourceRecord } from '../sources/source.js';
import { StoreDispatch, type StoreOptions } from '../store/store-dispatch.service.js';

const NOW = new Date('2026-11-22T12:00:00Z');
const hours = (count: number): Date => new Date(NOW.getTime() + count * 3_600_000);

let test: TestDatabase;
let tools: INestApplicationContext;
let first: SourceRecord;
let second: SourceRecord;

beforeAll(async () => {
  test = await createTestDatabase();
  tools = await openTools(test.config, [DispatchesModule], { clock: new FrozenClock(NOW) });
  const make = (slug: string) =>
    tools.get(SourceRepository).ensure(test.database, { slug, kind: 'api', name: slug, rights: { mail: true } });
  [first, second] = [await make('une'), await make('deux')];
});
afterAll(async () => {
  await tools.close();
  await test.close();
});

async function store(change: Partial<IncomingDispatch>, options: StoreOptions = {}, from = first): Promise<string> {
  const externalId = change.externalId ?? change.headline ?? '';
  const given = { language: 'fr', headline: 'Un titre', publishedAt: hours(-1), ...change, externalId };
  const [stored] = await tools.get(StoreDispatch).storeMany(from, [given], options);
  if (stored === undefined || stored.outcome === 'refused') throw new Error(JSON.stringify(stored));
  return stored.id;
}

/** Headlines in the window of the last day; the edition before was due at its beginning. */
async function window(language: string, dueAt = NOW): Promise<string[]> {
  const query = { language, from: hours(-24), to: NOW, oldest: hours(-36), dueAt, lastDueAt: hours(-24) };
  return (await tools.get(DispatchShelf).window(test.database, query)).map(({ headline }) => headline);
}

describe('the window', () => {
  it('holds what was first seen in it, newest first, and of the earlier only what came free in it', async () => {
    const seen = (count: number) => ({ firstSeen: hours(count) });
    await store({ headline: 'hier', language: 'es', publishedAt: hours(-30) }, seen(-30));
    await store({ headline: 'libre', language: 'es', publishedAt: hours(-30), embargoedUntil: hours(-2) }, seen(-30));
    await store({ headline: 'sous embargo', language: 'es', embargoedUntil: hours(2) }, seen(-3));
    await store({ headline: 'à l’heure', language: 'es', embargoedUntil: NOW }, seen(-3));
    await store({ headline: 'libre avant', language: 'es', publishedAt: hours(-30), embargoedUntil: hours(-25) }, seen(-30)); // prettier-ignore
    await store({ headline: 'fraîche', language: 'es', publishedAt: hours(-2) }, seen(-2));
    await store({ headline: 'tard arrivée', language: 'es', publishedAt: hours(-20) }, seen(-1));
    expect((await window('es')).sort()).toEqual(['fraîche', 'libre', 'tard arrivée', 'à l’heure'].sort());
    expect(await window('es', hours(3))).toContain('sous embargo');
  });

  it('holds no back catalogue, nothing withheld, nothing killed', async () => {
    await store({ headline: 'sans date', language: 'it', publishedAt: undefined }, { isFirstPoll: true });
    await store({ headline: 'récente', language: 'it', publishedAt: hours(-3) }, { isFirstPoll: true });
    await store({ headline: 'RECTIFICATIF : marquée', language: 'it' });
    const killed = await store({ headline: 'tuée', language: 'it' });
    await tools.get(ChangeDispatch).kill(killed, { operatorId: null, reason: 'Fausse.' });
    expect(await window('it')).toEqual(['récente']);
  });

  it('names the other sources, and the picture of the newest version unless it was killed', async () => {
    const link = 'https://gazette.example/une-page';
    const picture = { url: 'https://gazette.example/p.jpg', width: 800, height: 600 };
    const id = await store({ headline: 'partagée', language: 'pt', link, picture });
    await store({ headline: 'reprise', language: 'pt', link }, {}, second);
    await store({ headline: 'reprise', language: 'pt', link, externalId: 'encore' }, {}, second);
    const shelf = () => tools.get(DispatchShelf).usable(test.database, [id]);
    expect(await shelf()).toMatchObject([{ id, sourceName: 'une', otherSources: ['deux'], clusterId: null, picture }]);
    const { pictures } = await tools.get(ReadDispatch).read(id);
    await tools.get(ChangeDispatch).killPicture(pictures[0]?.id ?? '', { operatorId: null, reason: 'Mauvaise photo.' });
    expect(await shelf()).toMatchObject([{ id, picture: null }]);
  });
});

describe('an article’s page', () => {
  const article: Article = {
    title: 'Le titre de la page', standfirst: 'Chapô de la page.', byline: 'Maëlle Kerbrat', dateline: 'Brest', published: hours(-2),
    updated: null, language: 'fr', text: 'Le quai rouvre. Les bateaux rentrent.', html: '<p>Le quai rouvre.</p><p>Les bateaux rentrent.</p>',
    image: { url: 'https://gazette.example/a.jpg', width: 1200, height: 800, alt: '', caption: 'Le quai', credit: null },
    related: [], access: 'paid', canonicalLink: null,
  }; // prettier-ignore
  const given = { headline: 'Le titre du fil', standfirst: 'Chapô du fil.', link: 'https://gazette.example/quai', publishedAt: undefined }; // prettier-ignore

  it('fills what the source left open, as a version that a poll does not take back', async () => {
    const id = await store({ ...given, externalId: 'quai' });
    const enrich = () => tools.get(StoreDispatch).enrich(first, id, article);
    expect(await enrich()).toEqual({ id, version: 2, outcome: 'updated' });
    expect(await enrich()).toEqual({ id, version: 2, outcome: 'unchanged' });
    await store({ ...given, externalId: 'quai' });
    const read = await tools.get(ReadDispatch).read(id);
    expect(read).toMatchObject({
      version: 2, headline: 'Le titre du fil', standfirst: 'Chapô du fil.', bodyHtml: article.html, byline: 'Maëlle Kerbrat',
      dateline: 'Brest', access: 'paid', publishedAt: hours(-2), publishedIsFirstSeen: false,
    }); // prettier-ignore
    expect(read.pictures).toMatchObject([{ url: 'https://gazette.example/a.jpg', isLead: true, caption: 'Le quai' }]);
    expect(read.versions[0]?.changes).toContain('body: {+Le quai rouvre.');
  });

  it('stays beside a later version of the source, which is read again', async () => {
    const id = await store({ ...given, externalId: 'phare', link: 'https://gazette.example/phare' });
    await tools.get(StoreDispatch).enrich(first, id, article);
    await store({ ...given, externalId: 'phare', link: 'https://gazette.example/phare', standfirst: 'Revu.' });
    expect(await tools.get(ReadDispatch).read(id)).toMatchObject({ version: 3, standfirst: 'Revu.', bodyHtml: article.html }); // prettier-ignore
  });

  it('adds nothing to what was killed', async () => {
    const id = await store({ ...given, externalId: 'morte', link: 'https://gazette.example/tuee' });
    await tools.get(ChangeDispatch).kill(id, { operatorId: null, reason: 'Fausse.' });
    expect(await tools.get(StoreDispatch).enrich(first, id, article)).toMatchObject({
      outcome: 'unchanged',
      version: 1,
    });
  });
});
