import { absoluteLink } from '../markup/sanitize.js';
import { attributeText } from './attribute-text.js';
import { decodeText } from './charset.js';
import type { FeedFormat } from './feed-sniffing.js';
import { plainLine, withReadableControls } from './feed-text.js';
import { XmlScanner } from './xml-scanner.js';
import type { Attributes } from './xml-scanner.js';

/** The feeds that a web page names: by the autodiscovery links of its head, and by links that look like one. */
export interface DiscoveredFeed {
  readonly url: string;
  readonly title?: string;
  /** As the link declares it; RDF declares itself as RSS. */
  readonly format?: FeedFormat;
}

/** A page that names more is a directory of feeds; these are enough to choose from. */
const MAX_FEEDS = 50;
/** How much of a page is read, in characters. */
const MAX_PAGE_LENGTH = 2_000_000;
/** How much text of a link is taken for its title, in characters. */
const MAX_LINK_TEXT = 500;

/** https://www.rssboard.org/rss-autodiscovery, RFC 5005's and JSON Feed's own; `text/xml` and JSON by their names only. */
const TYPES: ReadonlyMap<string, FeedFormat> = new Map([
  ['application/rss+xml', 'rss'],
  ['application/x-rss+xml', 'rss'],
  ['application/rdf+xml', 'rdf'],
  ['application/atom+xml', 'atom'],
  ['application/feed+json', 'json'],
]);
const VAGUE_TYPES = new Set([
  'text/xml',
  'application/xml',
  'application/json',
  'text/rss',
  'text/rss+xml',
  'text/atom+xml',
]);

/** What addresses of feeds look like, whole words of their paths and queries. */
const FEED_ADDRESS =
  /(?:^|[/._=?&-])(?:rss2?|atom|feeds?|rdf|jsonfeed|syndication)(?:$|[/._=?&-])|\.(?:rss|rdf|atom)$|\/index\.xml$/i;
/** Not what a newsroom watches: comments, podcasts' and buttons' addresses, and the links of readers' own apps. */
const COMMENTS = /comment|kommentar|respuestas|replies/i;
const NO_FEED = /\.(?:html?|php|jpe?g|png|gif|svg|css|js|pdf)$/i;

/** Comments come after everything else. */
const COMMENTS_RANK = 10;

interface Candidate {
  readonly feed: DiscoveredFeed;
  /** Lower is better. */
  readonly rank: number;
}

/** Best first: declared feeds in the page's order, then links; comments last. Never throws. */
export function discoverFeeds(html: Buffer, page: { url: string; contentType?: string }): readonly DiscoveredFeed[] {
  const text = withReadableControls(decodeText(html, page.contentType)).slice(0, MAX_PAGE_LENGTH);
  const reader = new PageReader(text, page.url);
  const best = new Map<string, Candidate>();
  for (const candidate of reader.read()) {
    const known = best.get(candidate.feed.url);
    if (!known || candidate.rank < known.rank) best.set(candidate.feed.url, candidate);
  }
  return [...best.values()]
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MAX_FEEDS)
    .map(({ feed }) => feed);
}

class PageReader {
  readonly #scanner: XmlScanner;
  #base: string;
  #hasBase = false;

  constructor(
    readonly text: string,
    url: string,
  ) {
    this.#scanner = new XmlScanner(text);
    this.#base = url;
  }

  *read(): Generator<Candidate> {
    for (let token = this.#scanner.next(); token; token = this.#scanner.next()) {
      if (token.kind !== 'open') continue;
      if (token.name === 'script' || token.name === 'style') this.#skipTo(`</${token.name}`);
      if (token.name === 'base') this.#rebase(token.attributes);
      const candidate =
        token.name === 'link'
          ? this.#declared(token.attributes)
          : token.name === 'a'
            ? this.#linked(token.attributes)
            : undefined;
      if (candidate) yield candidate;
    }
  }

  #skipTo(mark: string): void {
    const at = this.#scanner.find(mark, this.#scanner.position);
    if (at !== -1) this.#scanner.position = at;
  }

  /** Only the first counts (HTML Standard §4.2.3). */
  #rebase(attributes: Attributes): void {
    const base = URL.parse(attributeText(attributes, 'href') ?? '', this.#base || undefined)?.href;
    if (!this.#hasBase && base !== undefined) this.#base = base;
    this.#hasBase = true;
  }

  #declared(attributes: Attributes): Candidate | undefined {
    const rel = (attributeText(attributes, 'rel') ?? '').toLowerCase().split(/\s+/);
    if (!rel.includes('alternate') && !rel.includes('feed')) return undefined;
    const type = (attributeText(attributes, 'type') ?? '').toLowerCase().replace(/;.*$/, '').trim();
    const address = attributeText(attributes, 'href') ?? '';
    const format = TYPES.get(type);
    const isLikely =
      format !== undefined || rel.includes('feed') || (VAGUE_TYPES.has(type) && FEED_ADDRESS.test(address));
    return isLikely
      ? this.#candidate({ address, title: attributeText(attributes, 'title'), format, rank: 0 })
      : undefined;
  }

  #linked(attributes: Attributes): Candidate | undefined {
    const address = attributeText(attributes, 'href') ?? '';
    const type = TYPES.get((attributeText(attributes, 'type') ?? '').toLowerCase());
    if (type === undefined && (!FEED_ADDRESS.test(address.replace(/^https?:\/\/[^/]*/i, '')) || NO_FEED.test(address)))
      return undefined;
    const start = this.#scanner.position;
    const end = this.#scanner.find('</', start);
    const inner = end === -1 ? '' : this.text.slice(start, Math.min(end, start + MAX_LINK_TEXT));
    const title = plainLine({ value: attributeText(attributes, 'title') ?? inner, isHtml: true });
    return this.#candidate({ address, title, format: type, rank: 2 });
  }

  #candidate(found: {
    address: string;
    title: string | undefined;
    format: FeedFormat | undefined;
    rank: number;
  }): Candidate | undefined {
    const url = absoluteLink(
      found.address.replace(/^feed:(?:\/\/)?(?=https?:)/i, '').replace(/^feed:/i, 'https:'),
      this.#base,
    );
    if (url === undefined) return undefined;
    const title = found.title === undefined ? undefined : plainLine({ value: found.title, isHtml: false });
    const isComments = COMMENTS.test(found.title ?? '') || COMMENTS.test(url);
    const feed = {
      url,
      ...(title !== undefined && { title }),
      ...(found.format !== undefined && { format: found.format }),
    };
    return { feed, rank: found.rank + (isComments ? COMMENTS_RANK : 0) };
  }
}
