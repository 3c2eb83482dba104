import type { AtomFeed, JsonFeed, MediaNs, RdfFeed, RssFeed } from 'feedsmith';
import type { MarkedText, RawEntry, RawImage } from './feed-entry.js';

/** From each feed format, as feedsmith reads it, to the one shape this product knows. Nothing is judged here. */

type When = Date | undefined;

export interface RawFeed {
  readonly title?: MarkedText | undefined;
  readonly link?: string | undefined;
  readonly language?: string | undefined;
  readonly base: string;
  readonly entries: readonly RawEntry[];
}

/** RSS says nothing of what its texts are; in the wild they are HTML. */
function asHtml(value: string | undefined): MarkedText | undefined {
  return value === undefined ? undefined : { value, isHtml: true };
}

function asText(value: string | undefined): MarkedText | undefined {
  return value === undefined ? undefined : { value, isHtml: false };
}

export function fromRss(feed: RssFeed.Feed<When>, url: string): RawFeed {
  const base = resolved(feed.xml?.base, url);
  return {
    title: asHtml(feed.title),
    link: feed.link ?? linkOf(feed.atom?.links),
    language: feed.language ?? feed.dc?.languages?.[0] ?? feed.xml?.lang,
    base,
    entries: (feed.items ?? []).map((item) => fromRssItem(item, base)),
  };
}

function fromRssItem(item: RssFeed.Item<When>, feedBase: string): RawEntry {
  const guid = item.guid?.value;
  const permalink = item.guid?.isPermaLink === false || !/^https?:\/\//i.test(guid ?? '') ? undefined : guid;
  return {
    id: guid,
    title: asHtml(item.title ?? item.media?.title?.value ?? item.dc?.titles?.[0]),
    link: item.link ?? linkOf(item.atom?.links) ?? permalink,
    published: item.pubDate ?? item.dc?.dates?.[0] ?? item.dcterms?.issued?.[0] ?? item.atom?.published,
    updated: item.atom?.updated ?? item.dcterms?.modified?.[0],
    authors: firstNonEmpty(
      item.dc?.creators,
      item.authors?.map(({ name }) => name),
      [item.itunes?.author],
    ),
    summary: asHtml(item.description ?? item.media?.description?.value),
    content: asHtml(item.content?.encoded),
    images: [...mediaImages(item.media), ...enclosureImages(item.enclosures), { url: item.itunes?.image }],
    categories: [...(item.categories ?? []).map(({ name }) => name), ...(item.dc?.subjects ?? [])],
    base: resolved(item.xml?.base, feedBase),
  };
}

export function fromRdf(feed: RdfFeed.Feed<When>, url: string): RawFeed {
  const base = resolved(feed.xml?.base, url);
  return {
    title: asHtml(feed.title),
    link: feed.link,
    language: feed.dc?.languages?.[0] ?? feed.xml?.lang,
    base,
    entries: (feed.items ?? []).map((item) => ({
      id: item.rdf?.about,
      title: asHtml(item.title),
      link: item.link ?? item.rdf?.about,
      published: item.dc?.dates?.[0] ?? item.dcterms?.issued?.[0],
      updated: item.dcterms?.modified?.[0],
      authors: item.dc?.creators ?? [],
      summary: asHtml(item.description ?? item.dc?.descriptions?.[0]),
      content: asHtml(item.content?.encoded),
      images: mediaImages(item.media),
      categories: item.dc?.subjects ?? [],
      base: resolved(item.xml?.base, base),
    })),
  };
}

export function fromAtom(feed: AtomFeed.Feed<When>, url: string): RawFeed {
  const base = resolved(feed.xml?.base, url);
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
    title: atomText(entry.title) ?? asHtml(entry.media?.title?.value),
    link: linkOf(entry.links),
    published: entry.published,
    updated: entry.updated,
    authors: firstNonEmpty(
      entry.authors?.map(({ name }) => name),
      entry.dc?.creators,
      feed.authors?.map(({ name }) => name),
    ),
    summary: atomText(entry.summary) ?? asHtml(entry.media?.description?.value),
    content: atomText(entry.content),
    images: [...mediaImages(entry.media), ...pictures.map(({ href }) => ({ url: href }))],
    categories: (entry.categories ?? []).map(({ label, term }) => label ?? term),
    base: resolved(entry.xml?.base, feedBase),
  };
}

export function fromJson(feed: JsonFeed.Feed<When>, url: string): RawFeed {
  return {
    title: asText(feed.title),
    link: feed.home_page_url,
    language: feed.language,
    base: url,
    entries: (feed.items ?? []).map((item) => ({
      id: item.id,
      title: asText(item.title),
      link: item.url ?? item.external_url,
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
      base: url,
    })),
  };
}

/** Text constructs (RFC 4287 §3.1): plain unless declared; content may also be of another medium, which is not read. */
function atomText(text: { value?: string; type?: string } | undefined): MarkedText | undefined {
  if (text?.value === undefined) return undefined;
  const type = text.type?.toLowerCase() ?? 'text';
  if (/^(?:x?html|text\/html|application\/xhtml\+xml)$/.test(type)) return { value: text.value, isHtml: true };
  return type === 'text' || type === 'text/plain' ? { value: text.value, isHtml: false } : undefined;
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

function mediaImages(media: MediaNs.ItemOrFeed | undefined): RawImage[] {
  if (!media) return [];
  const groups = [media, ...(media.groups ?? [])];
  const contents = groups.flatMap((group) => (group.contents ?? []).map((content) => ({ content, group })));
  const pictures = contents
    .filter(({ content }) => content.medium === 'image' || isImageType(content.type) || hasImageName(content))
    .map(({ content, group }) => ({
      url: content.url,
      width: content.width,
      height: content.height,
      caption: (content.description ?? content.title ?? group.description)?.value,
      credit: (content.credits ?? group.credits ?? media.credits)?.map(({ value }) => value).join(', '),
    }))
    .sort((a, b) => (b.width ?? 0) - (a.width ?? 0));
  const thumbnails = [...groups, ...contents.map(({ content }) => content)].flatMap((part) => part.thumbnails ?? []);
  return [...pictures, ...thumbnails.map(({ url, width, height }) => ({ url, width, height }))];
}

function hasImageName({ url, type, medium }: MediaNs.Content): boolean {
  return type === undefined && medium === undefined && /\.(?:jpe?g|png|gif|webp|avif)(?:\?|$)/i.test(url ?? '');
}

function enclosureImages(enclosures: readonly RssFeed.Enclosure[] | undefined): RawImage[] {
  return (enclosures ?? []).filter(({ type }) => isImageType(type)).map(({ url }) => ({ url }));
}

function isImageType(type: string | undefined): boolean {
  return /^image\//i.test(type ?? '');
}

function firstNonEmpty(...lists: (readonly (string | undefined)[] | undefined)[]): readonly (string | undefined)[] {
  return lists.find((list) => list?.some((item) => item !== undefined && item !== '')) ?? [];
}

function resolved(base: string | undefined, against: string): string {
  return (base === undefined ? undefined : URL.parse(base, against)?.href) ?? against;
}
