import { parseAtomFeed, parseJsonFeed, parseRdfFeed, parseRssFeed } from 'feedsmith';
import { plainLine, readEntry } from './feed-entry.js';
import type { FeedEntry } from './feed-entry.js';
import { fromAtom, fromJson, fromRdf, fromRss } from './feed-formats.js';
import type { RawFeed } from './feed-formats.js';
import { parseFeedDate } from './feed-dates.js';
import { FeedParseError } from './feed-parse-error.js';
import { sniffFeed } from './feed-sniffing.js';
import type { FeedFormat } from './feed-sniffing.js';
import { absoluteLink } from '../markup/sanitize.js';

export { FeedParseError };
export type { FeedEntry, FeedImage } from './feed-entry.js';
export type { FeedFormat } from './feed-sniffing.js';

export interface ParsedFeed {
  readonly format: FeedFormat;
  /** Plain text; the feed's host when it has no title. */
  readonly title: string;
  readonly link?: string;
  /** As the feed writes it, for instance `fr-FR`. */
  readonly language?: string;
  /** In the feed's order, at most 500. */
  readonly entries: readonly FeedEntry[];
}

/** Near enough to BCP 47; feeds also write `fr_FR` and prose. */
const LANGUAGE_TAG = /^[a-z]{2,3}(?:[-_][a-z0-9]{1,8}){0,4}$/i;

/** A feed lists its latest entries; one with more is an archive, and its first ones are its latest. */
const MAX_ENTRIES = 500;

/**
 * Reads RSS, Atom, RDF and JSON feeds.
 *
 * @param options.contentType only its charset is believed
 * @param options.url where the body came from: the base of its relative links
 * @throws FeedParseError and nothing else
 */
export function parseFeed(body: Buffer, options: { contentType?: string; url: string }): ParsedFeed {
  const sniffed = sniffFeed(body, options.contentType);
  if ('code' in sniffed) throw new FeedParseError(sniffed.code, sniffed.found);
  let raw: RawFeed;
  try {
    raw = read(sniffed.format, sniffed.text, options.url);
  } catch (error) {
    const kind = sniffed.format === 'json' ? 'JSON' : 'XML';
    throw new FeedParseError('feed.malformed', `broken ${kind}, or none of what a feed consists of`, { cause: error });
  }
  const link = absoluteLink(raw.link, raw.base);
  const language = LANGUAGE_TAG.exec(raw.language?.trim() ?? '')?.[0];
  return {
    format: sniffed.format,
    title: (raw.title && plainLine(raw.title)) ?? URL.parse(options.url)?.hostname ?? options.url,
    ...(link !== undefined && { link }),
    ...(language !== undefined && { language }),
    entries: raw.entries.flatMap((entry) => readEntry(entry) ?? []),
  };
}

function read(format: FeedFormat, text: string, url: string): RawFeed {
  const options = { maxItems: MAX_ENTRIES, parseDateFn: parseFeedDate };
  switch (format) {
    case 'rss':
      return fromRss(parseRssFeed(text, options), url);
    case 'atom':
      return fromAtom(parseAtomFeed(text, options), url);
    case 'rdf':
      return fromRdf(parseRdfFeed(text, options), url);
    case 'json':
      return fromJson(parseJsonFeed(text, options), url);
  }
}
