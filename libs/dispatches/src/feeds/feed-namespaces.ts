import type { FeedFormat } from './feed-sniffing.js';

/**
 * The vocabularies a feed's elements are read from, by the namespace names feeds give them. In the wild a name comes
 * with http or https, with and without its last slash or hash, and in any case; all of that is taken off before it is
 * looked up. A prefix that was never declared is taken for what everybody means by it.
 */

/** One of these, or `''`: the feed format's own vocabulary. */
export type Vocabulary =
  | ''
  | 'atom'
  | 'content'
  | 'dc'
  | 'dcterms'
  | 'feedburner'
  | 'itunes'
  | 'media'
  | 'rdf'
  | 'rss'
  | 'sy'
  | 'xhtml'
  | 'xml';

const BY_NAMESPACE: ReadonlyMap<string, Vocabulary> = new Map<string, Vocabulary>([
  // RFC 4287, and Atom 0.3 before it.
  ['www.w3.org/2005/atom', 'atom'],
  ['purl.org/atom/ns', 'atom'],
  // https://web.resource.org/rss/1.0/spec, and the modules around it.
  ['purl.org/rss/1.0', 'rss'],
  ['purl.org/rss/1.0/modules/content', 'content'],
  ['purl.org/rss/1.0/modules/syndication', 'sy'],
  // RSS 0.90 and its relatives.
  ['my.netscape.com/rdf/simple/0.9', 'rss'],
  ['channel.netscape.com/rdf/simple/0.9', 'rss'],
  // Names people have given RSS 2.0, which has none.
  ['backend.userland.com/rss', 'rss'],
  ['backend.userland.com/rss2', 'rss'],
  ['backend.userland.com/rss091', 'rss'],
  ['backend.userland.com/rss092', 'rss'],
  ['blogs.law.harvard.edu/tech/rss', 'rss'],
  ['my.netscape.com/publish/formats/rss-0.91.dtd', 'rss'],
  ['www.w3.org/1999/02/22-rdf-syntax-ns', 'rdf'],
  ['purl.org/dc/elements/1.1', 'dc'],
  ['purl.org/dc/elements/1.0', 'dc'],
  ['dublincore.org/documents/dcmi-namespace', 'dc'],
  ['purl.org/dc/terms', 'dcterms'],
  ['search.yahoo.com/mrss', 'media'],
  ['video.search.yahoo.com/mrss', 'media'],
  ['tools.search.yahoo.com/mrss', 'media'],
  ['search.yahoo.com/searchmonkey/media', 'media'],
  ['www.rssboard.org/media-rss', 'media'],
  ['www.itunes.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['rssnamespace.org/feedburner/ext/1.0', 'feedburner'],
  ['www.w3.org/1999/xhtml', 'xhtml'],
]);

const BY_PREFIX: ReadonlyMap<string, Vocabulary> = new Map<string, Vocabulary>([
  ['atom', 'atom'],
  ['atom10', 'atom'],
  ['a10', 'atom'],
  ['content', 'content'],
  ['dc', 'dc'],
  ['dcterms', 'dcterms'],
  ['feedburner', 'feedburner'],
  ['itunes', 'itunes'],
  ['media', 'media'],
  ['rdf', 'rdf'],
  ['rss', 'rss'],
  ['sy', 'sy'],
  ['xhtml', 'xhtml'],
  ['html', 'xhtml'],
  ['xml', 'xml'],
]);

/** The vocabularies whose elements stand without a prefix in what feedsmith is given. */
const OWN: Readonly<Record<Exclude<FeedFormat, 'json'>, ReadonlySet<Vocabulary>>> = {
  rss: new Set(['', 'rss']),
  rdf: new Set(['', 'rss', 'rdf']),
  atom: new Set(['', 'atom']),
};

/** What a namespace name stands for; undefined for one nobody here reads. */
export function vocabularyOf(namespace: string): Vocabulary | undefined {
  const key = namespace
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/#]$/, '');
  return BY_NAMESPACE.get(key);
}

/** What a prefix that was not declared, or was declared as something unheard of, most likely means. */
export function vocabularyOfPrefix(prefix: string): Vocabulary | undefined {
  return BY_PREFIX.get(prefix);
}

/** The name under which feedsmith knows an element. */
export function knownName(vocabulary: Vocabulary, local: string, format: Exclude<FeedFormat, 'json'>): string {
  return OWN[format].has(vocabulary) ? local : `${vocabulary}:${local}`;
}
