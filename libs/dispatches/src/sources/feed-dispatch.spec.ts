import { describe, expect, it } from '@jest/globals';
import { incomingDispatch } from '../dispatch.js';
import type { FeedEntry } from '../feeds/feed-parsing.js';
import { feedDispatch, newestEntries } from './feed-dispatch.js';
import type { SourceRecord } from './source.js';

const source: SourceRecord = {
  id: '00000000-0000-7000-8000-000000000000',
  slug: 'agence',
  kind: 'feed',
  name: 'Agence',
  url: 'https://agence.example/rss',
  siteUrl: null,
  folder: null,
  language: null,
  access: 'free',
  weight: 5,
  rights: { mail: false, archive: false, feed: false, until: null, credit: null, territories: null },
  usageTerms: null,
  excerptLength: null,
  fullText: false,
  isTrusted: false,
  state: 'active',
  stateReason: null,
  host: 'agence.example',
  etag: null,
  lastModified: null,
  pollSeconds: 900,
  pollMinSeconds: null,
  pollMaxSeconds: null,
  version: 1,
};
const entry: FeedEntry = { id: '1', title: 'Le pont rouvre', categories: [], damaged: false };

/** What the store would make of it; it must never refuse. */
function stored(given: Partial<FeedEntry>, feedLanguage?: string) {
  const parsed = incomingDispatch.safeParse(feedDispatch({ ...entry, ...given }, source, feedLanguage));
  if (!parsed.success) throw new Error(parsed.error.message);
  return parsed.data;
}

describe('feedDispatch', () => {
  it('takes what the feed says', () => {
    const published = new Date('2026-11-22T06:00:00Z');
    expect(
      stored(
        {
          link: 'https://agence.example/1',
          published,
          updated: published,
          author: 'Nora Ilves',
          summary: '<p>Deux <b>phrases</b>.</p>',
          categories: ['Ponts', ' Ponts ', ''],
          damaged: true,
          image: { url: 'https://agence.example/1.jpg', width: 800, alt: 'Un pont', credit: 'N. Ilves' },
        },
        'fr-FR',
      ),
    ).toMatchObject({
      externalId: '1',
      language: 'fr',
      headline: 'Le pont rouvre',
      standfirst: 'Deux phrases.',
      byline: 'Nora Ilves',
      publishedAt: published,
      updatedAt: published,
      categories: ['Ponts'],
      encodingDamage: true,
      picture: { url: 'https://agence.example/1.jpg', width: 800, alt: 'Un pont', credit: 'N. Ilves' },
    });
  });

  it('keeps the dispatch when one of its fields cannot be stored', () => {
    const long = 'x'.repeat(3_000);
    const found = stored({
      title: 'T'.repeat(900),
      link: `https://agence.example/${long}`,
      author: long,
      summary: long.repeat(4),
      published: new Date('0100-01-01T00:00:00Z'),
      updated: new Date(Number.NaN),
      categories: [long, ...Array.from({ length: 300 }, (_, index) => `c${index}`)],
      image: {
        url: 'https://agence.example/1.jpg',
        width: 0.5,
        height: 90_000,
        caption: long,
        credit: long,
        alt: long,
      },
    });
    expect(found).not.toHaveProperty('link');
    expect(found).not.toHaveProperty('publishedAt');
    expect(found).not.toHaveProperty('updatedAt');
    expect(found.categories).toHaveLength(100);
    expect(found.picture).not.toHaveProperty('width');
    expect(stored({ image: { url: `https://agence.example/${long}` } })).not.toHaveProperty('picture');
    expect(stored({ link: 'urn:news:1' })).not.toHaveProperty('link');
  });

  it('keeps long ids apart that begin alike', () => {
    const [one, other] = [stored({ id: `${'i'.repeat(600)}1` }), stored({ id: `${'i'.repeat(600)}2` })];
    expect(one.externalId).toHaveLength(500);
    expect(one.externalId).not.toBe(other.externalId);
    expect(stored({ id: `${'i'.repeat(600)}1` }).externalId).toBe(one.externalId);
  });

  it.each([
    [undefined, 'en'],
    ['pt_BR', 'pt'],
    ['français', 'en'],
    ['arabic', 'en'],
  ])('reads the feed’s language %s as %s', (given, language) => {
    expect(stored({}, given).language).toBe(language);
  });
});

describe('newestEntries', () => {
  const dated = (id: string, day?: number): FeedEntry => ({
    ...entry,
    id,
    ...(day !== undefined && { published: new Date(Date.UTC(2026, 10, day)) }),
  });
  const ids = (entries: readonly FeedEntry[]): string[] => entries.map(({ id }) => id);

  it('are the newest of a feed that lists its oldest first, in its order', () => {
    const entries = [dated('1', 1), dated('2', 2), dated('3', 3), dated('4', 4)];
    expect(ids(newestEntries(entries, 2))).toEqual(['3', '4']);
    expect(ids(newestEntries(entries.toReversed(), 2))).toEqual(['4', '3']);
  });

  it('are the first of a feed without dates', () => {
    expect(ids(newestEntries([dated('1'), dated('2'), dated('3')], 2))).toEqual(['1', '2']);
    expect(ids(newestEntries([dated('1', 1), dated('2'), dated('3', 3)], 2))).toEqual(['2', '3']);
  });
});
