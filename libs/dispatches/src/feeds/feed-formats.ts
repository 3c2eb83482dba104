import type { AtomFeed, JsonFeed, MediaNs, RdfFeed, RssFeed } from 'feedsmith';
import type { RawEntry, RawImage } from './feed-entry.js';
import { rdfHints, rssHints } from './polling-hints.js';
import type { PollingHints } from './polling-hints.js';
import { asHtml, asLikelyText, asText } from './feed-text.js';
import type { MarkedText } from './feed-text.js';

/** From each feed format, as feedsmith reads it, to the one shape this product knows. Nothing is judged here. */

type When = Date | undefined;

export interface RawFeed {
  readonly title?: MarkedText | undefined;
  readonly link?: string | undefined;
  readonly language?: string | undefined;
  readonly base: string;
  readonly entries: readonly RawEntry[];
  readonly hints?: PollingHints;
}

export function fromRss(feed: RssFeed.Feed<When>, url: string): RawFeed {
  const base = baseOf(feed.xml?.base, url, [feed.link, selfOf(feed.atom?.links)]);
  return {
    title: asHtml(feed.title ?? feed.dc?.titles?.[0]),
    link: feed.link ?? linkOf(feed.atom?.links),
    hints: rssHints(feed),
    language: feed.language ?? feed.dc?.languages?.[0] ?? feed.xml?.lang,
    base,
    entries: (feed.items ?? []).map((item) => fromRssItem(item, feed, base)),
  };
}

function fromRssItem(item: RssFeed.Item<When>, feed: RssFeed.Feed<When>, feedBase: string): RawEntry {
  const guid = item.guid?.value;
  const permalink = item.guid?.isPermaLink === false || !/^https?:\/\//i.test(guid ?? '') ? undefined : guid;
  return {
    id: guid ?? item.atom?.id ?? item.dc?.identifiers?.[0],
    title: asHtml(
      item.title ?? item.dc?.titles?.[0] ?? item.atom?.title?.value ?? item.media?.title?.value ?? item.itunes?.title,
    ),
    link: item.link ?? linkOf(item.atom?.links) ?? permalink,
    published:
      item.pubDate ??
      item.dc?.dates?.[0] ??
      item.dcterms?.issued?.[0] ??
      item.dcterms?.created?.[0] ??
      item.atom?.published,
    updated: item.atom?.updated ?? item.dcterms?.modified?.[0],
    authors: firstNonEmpty(
      item.dc?.creators,
      item.authors?.map(({ name }) => name),
      item.atom?.authors?.map(({ name }) => name),
      [item.itunes?.author],
    ),
    summary: asHtml(
      item.description ?? item.atom?.summary?.value ?? item.dc?.descriptions?.[0] ?? describedBy(item.media),
    ),
    content: asHtml(item.content?.encoded ?? item.atom?.content?.value),
    images: [...mediaImages(item.media), ...enclosureImages(item.enclosures), { url: item.itunes?.image }],
    categories: [...(item.categories ?? []).map(({ name }) => name), ...(item.dc?.subjects ?? [])],
    base: resolved(item.xml?.base, feedBase),
    textBase: stated(item.xml?.base ?? feed.xml?.base, feedBase),
  };
}

export function fromRdf(feed: RdfFeed.Feed<When>, url: string): RawFeed {
  const base = baseOf(feed.xml?.base, url, [feed.link, feed.rdf?.about]);
  return {
    title: asHtml(feed.title ?? feed.dc?.titles?.[0]),
    link: feed.link ?? feed.rdf?.about,
    hints: rdfHints(feed),
    language: feed.dc?.languages?.[0] ?? feed.xml?.lang,
    base,
    entries: (feed.items ?? []).map((item) => ({
      id: item.rdf?.about ?? item.dc?.identifiers?.[0],
      title: asHtml(item.title ?? item.dc?.titles?.[0]),
      link: item.link ?? linkOf(item.atom?.links) ?? item.rdf?.about,
      published: item.dc?.dates?.[0] ?? item.dcterms?.issued?.[0] ?? item.dcterms?.created?.[0],
      updated: item.dcterms?.modified?.[0],
      authors: item.dc?.creators ?? [],
      summary: asHtml(item.description ?? item.dc?.descriptions?.[0]),
      content: asHtml(item.content?.encoded),
      images: mediaImages(item.media),
      categories: item.dc?.subjects ?? [],
      base: resolved(item.xml?.base, base),
      textBase: stated(item.xml?.base ?? feed.xml?.base, base),
    })),
  };
}

export function fromAtom(feed: AtomFeed.Feed<When>, url: string): RawFeed {
  const base = baseOf(feed.xml?.base, url, [selfOf(feed.links), linkOf(feed.links)]);
  return {
    title: atomText(feed.title),
    link: linkOf(feed.links),
    language: feed.xml?.lang ?? feed.dc?.languages?.[0],
    base,
    entries: (feed.entries ?? []).map((entry) => fromAtomEntry(entry, feed, base)),
  };
}

function fromAtomEntry(entry: AtomFeed.Entry<When>, feed: AtomFeed.Feed<When>, feedBase: string): RawEntry {
  const pictures = entry.links?.filter(({ rel, type }) => rel === 'enclosure' && isImageType(type)) ?? [];
  return {
    id: entry.id,
    title: atomText(entry.title) ?? asHtml(entry.dc?.titles?.[0] ?? entry.media?.title?.value),
    link: linkOf(entry.links) ?? entry.content?.src ?? permalinkOf(entry.id),
    published: entry.published ?? entry.dc?.dates?.[0] ?? entry.dcterms?.issued?.[0],
    updated: entry.updated,
    authors: firstNonEmpty(
      entry.authors?.map(({ name }) => name),
      entry.dc?.creators,
      entry.source?.authors?.map(({ name }) => name),
      feed.authors?.map(({ name }) => name),
    ),
    summary: atomBody(entry.summary) ?? asHtml(entry.dc?.descriptions?.[0] ?? describedBy(entry.media)),
    content: atomBody(entry.content),
    images: [...mediaImages(entry.media), ...pictures.map(({ href }) => ({ url: href }))],
    categories: [...(entry.categories ?? []).map(({ label, term }) => label ?? term), ...(entry.dc?.subjects ?? [])],
    base: resolved(entry.xml?.base, feedBase),
    textBase: stated(
      entry.content?.xml?.base ?? entry.summary?.xml?.base ?? entry.xml?.base ?? feed.xml?.base,
      feedBase,
    ),
  };
}

export function fromJson(feed: JsonFeed.Feed<When>, url: string): RawFeed {
  const base = baseOf(undefined, url, [feed.feed_url, feed.home_page_url]);
  return {
    title: asText(feed.title),
    link: feed.home_page_url,
    language: feed.language,
    base,
    entries: (feed.items ?? []).map((item) => ({
      id: item.id,
      title: asText(item.title),
      link: item.url ?? item.external_url ?? permalinkOf(item.id),
      published: item.date_published,
      updated: item.date_modified,
      authors: firstNonEmpty(
        item.authors?.map(({ name }) => name),
        feed.authors?.map(({ name }) => name),
      ),
      summary: asText(item.summary),
      content: asHtml(item.content_html) ?? asText(item.content_text),
      images: [
        { url: item.image },
        { url: item.banner_image },
        ...(item.attachments ?? []).filter((file) => isImageType(file.mime_type)).map((file) => ({ url: file.url })),
      ],
      categories: item.tags ?? [],
      base,
    })),
  };
}

/** Text constructs (RFC 4287 §3.1): plain unless declared; content may also be of another medium, which is not read. */
function atomText(text: { value?: string; type?: string } | undefined, plain = asText): MarkedText | undefined {
  const type = text?.type?.trim().toLowerCase() ?? 'text';
  if (/^(?:x?html|text\/html|application\/xhtml\+xml)$/.test(type)) return asHtml(text?.value);
  return type === 'text' || type.startsWith('text/') ? plain(text?.value) : undefined;
}

/** A body that declares nothing is HTML often enough. */
function atomBody(text: { value?: string; type?: string } | undefined): MarkedText | undefined {
  return atomText(text, asLikelyText);
}

interface AnyLink {
  readonly href?: string;
  readonly rel?: string;
  readonly type?: string;
}

/** The page an entry is about: `alternate`, which is also what a link without `rel` means, HTML before other types. */
function linkOf(links: readonly AnyLink[] | undefined): string | undefined {
  const pages = links?.filter(({ rel = 'alternate' }) => rel === 'alternate') ?? [];
  return (pages.find(({ type = 'text/html' }) => /html/.test(type)) ?? pages[0])?.href;
}

function selfOf(links: readonly AnyLink[] | undefined): string | undefined {
  return links?.find(({ rel }) => rel === 'self')?.href;
}

function permalinkOf(id: string | undefined): string | undefined {
  return /^https?:\/\//i.test(id ?? '') ? id : undefined;
}

/** YouTube describes a film only in its media group. */
function describedBy(media: MediaNs.ItemOrFeed | undefined): string | undefined {
  return media?.description?.value ?? media?.groups?.find(({ description }) => description)?.description?.value;
}

function mediaImages(media: MediaNs.ItemOrFeed | undefined): RawImage[] {
  if (!media) return [];
  const groups = [media, ...(media.groups ?? [])];
  const contents = groups.flatMap((group) => (group.contents ?? []).map((content) => ({ content, group })));
  const pictures = contents
    .filter(({ content }) => content.medium === 'image' || isImageType(content.type) || isLikelyImage(content))
    .map(({ content, group }) => ({
      url: content.url,
      width: content.width,
      height: content.height,
      alt: content.title?.value,
      caption: (content.description ?? (group === media ? undefined : group.description))?.value,
      credit: (content.credits ?? group.credits ?? media.credits)?.map(({ value }) => value).join(', '),
    }))
    .sort((a, b) => (b.width ?? 0) - (a.width ?? 0));
  const thumbnails = [...groups, ...contents.map(({ content }) => content)].flatMap((part) => part.thumbnails ?? []);
  return [...pictures, ...thumbnails.map(({ url, width, height }) => ({ url, width, height }))];
}

/** Where nothing says what it is: by its name, or because it has a width and is not named as something else. */
function isLikelyImage({ url = '', type, medium, width, duration }: MediaNs.Content): boolean {
  if (type !== undefined || medium !== undefined) return false;
  return hasImageName(url) || (width !== undefined && duration === undefined && !OTHER_MEDIUM_NAME.test(url));
}

function hasImageName(url: string | undefined): boolean {
  return IMAGE_NAME.test(url ?? '');
}

const IMAGE_NAME = /\.(?:jpe?g|png|gif|webp|avif)(?:\?|$)/i;
const OTHER_MEDIUM_NAME = /\.(?:mp[34]|m4[av]|m3u8|mov|webm|og[agv]|swf|flv|aac|wav|pdf)(?:\?|$)/i;

function enclosureImages(enclosures: readonly RssFeed.Enclosure[] | undefined): RawImage[] {
  return (enclosures ?? [])
    .filter(({ url, type }) => isImageType(type) || (!MEDIA_TYPE.test(type ?? '') && hasImageName(url)))
    .map(({ url }) => ({ url }));
}

/** What RSS demands of an enclosure; some write `jpg`, or nothing. */
const MEDIA_TYPE = /^[a-z]+\/./i;

function isImageType(type: string | undefined): boolean {
  return /^image\//i.test(type ?? '');
}

function firstNonEmpty(...lists: (readonly (string | undefined)[] | undefined)[]): readonly (string | undefined)[] {
  return lists.find((list) => list?.some((item) => item !== undefined && item !== '')) ?? [];
}

function resolved(base: string | undefined, against: string): string {
  return (base === undefined ? undefined : URL.parse(base, against || undefined)?.href) ?? against;
}

/** Where a feed came from; for a file of unknown origin, where it says it comes from. */
function baseOf(stated: string | undefined, url: string, own: readonly (string | undefined)[]): string {
  const origin = url !== '' ? url : own.find((address) => address !== undefined && URL.canParse(address));
  return resolved(stated, origin ?? '');
}

/** A base only where the feed states one. */
function stated(base: string | undefined, against: string): string | undefined {
  return base === undefined ? undefined : URL.parse(base, against || undefined)?.href;
}
