import { createHash } from 'node:crypto';
import type { IncomingDispatch } from '../dispatch.js';
import type { FeedEntry, FeedImage } from '../feeds/feed-parsing.js';
import { htmlToText } from '../markup/sanitize.js';
import { languageOf, type SourceRecord } from './source.js';
import { DISPATCH_LIMITS } from '../dispatch-limits.js';

/**
 * A feed's entry as a dispatch comes in. Pure. A field that the store would refuse is left out or cut here, because one
 * bad field must not cost the newsroom the whole dispatch.
 */

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
    headline: entry.title.slice(0, DISPATCH_LIMITS.line),
    standfirst: htmlToText(entry.summary ?? '').slice(0, DISPATCH_LIMITS.standfirst),
    bodyHtml: entry.contentHtml ?? '',
    categories: categories(entry.categories),
    encodingDamage: entry.damaged,
    ...(entry.author !== undefined && { byline: entry.author.slice(0, DISPATCH_LIMITS.line) }),
    ...(isStorable(entry.link) && { link: entry.link }),
    ...(published !== undefined && { publishedAt: published }),
    ...(updated !== undefined && { updatedAt: updated }),
    ...(isStorable(entry.image?.url) && { picture: picture(entry.image) }),
  };
}

function picture(image: FeedImage): NonNullable<IncomingDispatch['picture']> {
  return {
    url: image.url,
    alt: image.alt?.slice(0, DISPATCH_LIMITS.alt) ?? '',
    ...(isPixels(image.width) && { width: image.width }),
    ...(isPixels(image.height) && { height: image.height }),
    ...(image.caption !== undefined && { caption: image.caption.slice(0, DISPATCH_LIMITS.caption) }),
    ...(image.credit !== undefined && { credit: image.credit.slice(0, DISPATCH_LIMITS.line) }),
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
  if (id.length <= DISPATCH_LIMITS.id) return id;
  const hash = createHash('sha256').update(id).digest('hex');
  return `${id.slice(0, DISPATCH_LIMITS.id - hash.length - 1)}#${hash}`;
}

function categories(given: readonly string[]): string[] {
  const kept = given
    .map((category) => category.trim())
    .filter((text) => text !== '' && text.length <= DISPATCH_LIMITS.category);
  return [...new Set(kept)].slice(0, DISPATCH_LIMITS.categories);
}

function plausible(date: Date | undefined): Date | undefined {
  return date !== undefined && date > DISPATCH_LIMITS.earliest && date < DISPATCH_LIMITS.latest ? date : undefined;
}

function isStorable(address: string | undefined): address is string {
  if (address === undefined || address.length > DISPATCH_LIMITS.link) return false;
  const url = URL.parse(address);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

function isPixels(size: number | undefined): size is number {
  return size !== undefined && Number.isInteger(size) && size > 0 && size <= DISPATCH_LIMITS.pixels;
}
