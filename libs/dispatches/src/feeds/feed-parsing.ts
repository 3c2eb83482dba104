import { parseAtomFeed, parseJsonFeed, parseRdfFeed, parseRssFeed } from 'feedsmith';
import { readEntry } from './feed-entry.js';
import type { FeedEntry } from './feed-entry.js';
import { fromAtom, fromJson, fromRdf, fromRss } from './feed-formats.js';
import type { RawFeed } from './feed-formats.js';
import { parseFeedDate } from './feed-dates.js';
import { FeedParseError } from './feed-parse-error.js';
import { withDistinctIds } from './feed-identity.js';
import { repairFeed } from './feed-repair.js';
import { sniffFeed } from './feed-sniffing.js';
import type { FeedFormat, Sniffed } from './feed-sniffing.js';
import { plainLine } from './feed-text.js';
import type { PollingHints } from './polling-hints.js';
import { absoluteLink } from '../markup/sanitize.js';

export { FeedParseError };
export type { FeedEntry, FeedImage } from './feed-entry.js';
export type { FeedFormat } from './feed-sniffing.js';
export type { PollingHints } from './polling-hints.js';

export interface ParsedFeed extends PollingHints {
  readonly format: FeedFormat;
  /** Plain text; the feed's host when it has no title. */
  readonly title: string;
  readonly link?: string;
  /** As the feed writes it, for instance `fr-FR`. */
  readonly language?: string;
  /** In the feed's order, at most 10,000. */
  readonly entries: readonly FeedEntry[];
  /** As the WHATWG Encoding Standard names it. */
  readonly charset: string;
  /** Characters of the body that could not be read. */
  readonly unreadable: number;
}

/** Near enough to BCP 47; feeds also write `fr_FR` and prose. */
const LANGUAGE_TAG = /^[a-z]{2,3}(?:[-_][a-z0-9]{1,8}){0,4}$/i;

/** Archives list thousands, some the oldest first; more than this within the size of a feed are no entries to read. */
const MAX_ENTRIES = 10_000;

/**
 * Reads RSS, Atom, RDF and JSON feeds, as they are found: see feed-outline.ts for what may be wrong with them.
 *
 * @param options.contentType only its charset counts
 * @param options.url where the body came from: the base of its relative links; '' when nobody knows
 * @throws FeedParseError and nothing else
 */
export function parseFeed(body: Buffer, options: { contentType?: string; url: string }): ParsedFeed {
  const sniffed = sniffFeed(body, options.contentType);
  if ('code' in sniffed) throw new FeedParseError(sniffed.code, sniffed.found);
  const raw = read(sniffed, options.url);
  if (!raw.title && raw.link === undefined && raw.entries.length === 0)
    throw new FeedParseError('feed.malformed', NOTHING_OF_A_FEED);
  const link = absoluteLink(raw.link, raw.base);
  const language = LANGUAGE_TAG.exec(raw.language?.trim() ?? '')?.[0];
  return {
    format: sniffed.format,
    title: (raw.title && plainLine(raw.title)) ?? URL.parse(options.url || (link ?? ''))?.hostname ?? options.url,
    ...(link !== undefined && { link }),
    ...(language !== undefined && { language }),
    entries: withDistinctIds(raw.entries.flatMap((entry) => readEntry(entry) ?? [])),
    ...raw.hints,
    charset: sniffed.body.charset,
    unreadable: sniffed.body.replaced,
  };
}

type SniffedFeed = Exclude<Sniffed, { readonly code: unknown }>;

function read(sniffed: SniffedFeed, url: string): RawFeed {
  if (sniffed.format === 'json') {
    return orMalformed('JSON', () => fromJson(parseJsonFeed(sniffed.value, OPTIONS), url));
  }
  const { format, text, at } = sniffed;
  const { xml, isComplete } = repairFeed(text, format, { at, url, maxItems: MAX_ENTRIES });
  if (!isComplete) throw new FeedParseError('feed.malformed', 'truncated XML');
  return orMalformed('XML', () => {
    switch (format) {
      case 'rss':
        return fromRss(parseRssFeed(xml, OPTIONS), url);
      case 'atom':
        return fromAtom(parseAtomFeed(xml, OPTIONS), url);
      case 'rdf':
        return fromRdf(parseRdfFeed(xml, OPTIONS), url);
    }
  });
}

const OPTIONS = { maxItems: MAX_ENTRIES, parseDateFn: parseFeedDate };
const NOTHING_OF_A_FEED = 'none of what a feed consists of';

function orMalformed(kind: string, work: () => RawFeed): RawFeed {
  try {
    return work();
  } catch (error) {
    throw new FeedParseError('feed.malformed', `broken ${kind}, or ${NOTHING_OF_A_FEED}`, { cause: error });
  }
}
