import { createHash } from 'node:crypto';
import type { IncomingDispatch } from '../dispatch.js';
import type { FeedEntry, FeedImage } from '../feeds/feed-parsing.js';
import { htmlToText } from '../markup/sanitize.js';
import { languageOf, type SourceRecord } from './source.js';

/**
 * A feed's entry as a dispatch comes in. Pure. A field that the store would refuse is left out or cut here, because one
 * bad field must not cost the newsroom the whole dispatch.
 */

const MAX = {
  id: 500,
  headline: 500,
  standfirst: 5_000,
  byline: 500,
  link: 2_000,
  caption: 2_000,
  credit: 500,
  alt: 1_000,
  pixels: 20_000,
  category: 200,
  categories: 100,
};

/** Newsrooms had no feeds before, and have none yet after: a date outside is a slip of somebody's pen. */
const EARLIEST = Date.parse('1900-01-01T00:00:00Z');
const LATEST = Date.parse('2200-01-01T00:00:00Z');

/** Where neither the source nor the feed says one. */
const DEFAULT_LANGUAGE = 'en';

export function feedDispatch(
  entry: FeedEntry,
  source: SourceRecord,
  feedLanguage: string | undefined,
): IncomingDispatch {
  const published = plausible(entry.published);
  const updated = plausible(entry.updated);
  return {
    externalId: boundedId(entry.id),
    language: source.language ?? languageOf(feedLanguage) ?? DEFAULT_LANGUAGE,
    headline: entry.title.slice(0, MAX.headline),
    standfirst: htmlToText(entry.summary ?? '').slice(0, MAX.standfirst),
    bodyHtml: entry.contentHtml ?? '',
    categories: categories(entry.categories),
    encodingDamage: entry.damaged,
    ...(entry.author !== undefined && { byline: entry.author.slice(0, MAX.byline) }),
    ...(isStorable(entry.link) && { link: entry.link }),
    ...(published !== undefined && { publishedAt: published }),
    ...(updated !== undefined && { updatedAt: updated }),
    ...(isStorable(entry.image?.url) && { picture: picture(entry.image) }),
  };
}

function picture(image: FeedImage): NonNullable<IncomingDispatch['picture']> {
  return {
    url: image.url,
    alt: image.alt?.slice(0, MAX.alt) ?? '',
    ...(isPixels(image.width) && { width: image.width }),
    ...(isPixels(image.height) && { height: image.height }),
    ...(image.caption !== undefined && { caption: image.caption.slice(0, MAX.caption) }),
    ...(image.credit !== undefined && { credit: image.credit.slice(0, MAX.credit) }),
  };
}

/**
 * So many of a feed's entries, its newest where it says when they were published: not every feed lists them first.
 * An undated entry counts as new. In the feed's order.
 */
export function newestEntries(entries: readonly FeedEntry[], limit: number): readonly FeedEntry[] {
  if (entries.length <= limit) return entries;
  const dateOf = ({ published, updated }: FeedEntry): number => (published ?? updated)?.getTime() ?? Infinity;
  const newest = entries.toSorted((one, other) => Math.sign(dateOf(other) - dateOf(one)) || 0).slice(0, limit);
  const kept = new Set(newest);
  return entries.filter((entry) => kept.has(entry));
}

/** An id that is cut must not become another entry's: what is cut off lives on in a hash. */
function boundedId(id: string): string {
  if (id.length <= MAX.id) return id;
  const hash = createHash('sha256').update(id).digest('hex');
  return `${id.slice(0, MAX.id - hash.length - 1)}#${hash}`;
}

function categories(given: readonly string[]): string[] {
  const kept = given.map((category) => category.trim()).filter((text) => text !== '' && text.length <= MAX.category);
  return [...new Set(kept)].slice(0, MAX.categories);
}

function plausible(date: Date | undefined): Date | undefined {
  return date !== undefined && date.getTime() > EARLIEST && date.getTime() < LATEST ? date : undefined;
}

function isStorable(address: string | undefined): address is string {
  if (address === undefined || address.length > MAX.link) return false;
  const url = URL.parse(address);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

function isPixels(size: number | undefined): size is number {
  return size !== undefined && Number.isInteger(size) && size > 0 && size <= MAX.pixels;
}
