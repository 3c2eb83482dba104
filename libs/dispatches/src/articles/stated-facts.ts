import { titleText } from '../markup/sanitize.js';
import { readLinkedData, textIn } from './linked-data.js';
import type { LinkedData, Thing } from './linked-data.js';
import { metaOf } from './page.js';
import type { Page } from './page.js';
import { closest, collapse, elementsOf, lineOf } from './page-tree.js';
import type { PageElement } from './page-tree.js';

/** What one of a page's machine-readable layers says of the article, as written. */
export interface StatedFacts {
  readonly headline?: string | undefined;
  readonly description?: string | undefined;
  readonly authors: readonly string[];
  readonly published?: string | undefined;
  readonly updated?: string | undefined;
  readonly language?: string | undefined;
  readonly images: readonly StatedImage[];
  readonly publisher?: string | undefined;
  readonly section?: string | undefined;
  readonly dateline?: string | undefined;
  readonly text?: string | undefined;
  readonly isFree?: boolean | undefined;
}

export interface StatedImage {
  readonly url: string;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly alt?: string | undefined;
  readonly caption?: string | undefined;
  readonly credit?: string | undefined;
}

/**
 * The layers, best first: JSON-LD is written for search engines, which punish what is wrong in it; microdata sits on the
 * visible words; meta elements are often social variants of them.
 */
export interface Stated {
  readonly linked: StatedFacts | undefined;
  readonly microdata: StatedFacts | undefined;
  readonly metas: StatedFacts;
  readonly layers: readonly StatedFacts[];
  /** The page says that it is an article. */
  readonly isArticle: boolean;
  /** The page says that it is something else: a home page, a list. */
  readonly isOther: boolean;
}

const ARTICLE_TYPE = /^(?:[A-Za-z]*Article|[A-Za-z]*BlogPosting|Report|LiveBlogPosting)$/;
const OTHER_TYPE = /^(?:CollectionPage|SearchResultsPage|ItemList|ProfilePage|AboutPage|ContactPage|Blog)$/;

export function readStated(page: Page): Stated {
  const data = readLinkedData(page.linkedData);
  const main = mainThing(data, page);
  const linked = main === undefined ? undefined : fromLinkedData(main, data);
  const microdata = fromMicrodata(page.root);
  const metas = fromMetas(page);
  const type = metaOf(page, 'og:type')?.toLowerCase();
  const isStated = linked !== undefined || microdata !== undefined;
  const isArticle = isStated || type === 'article' || metas.published !== undefined;
  const isListed = data.things.some(({ types, listed }) => !listed && types.some((one) => OTHER_TYPE.test(one)));
  return {
    linked,
    microdata,
    metas,
    layers: [linked, microdata, metas].filter((layer) => layer !== undefined),
    isArticle,
    isOther: linked === undefined && (isListed || (type === 'website' && !isStated)),
  };
}

/** Of several articles the page describes, the one it is about: the one that has its address or its title. */
function mainThing(data: LinkedData, page: Page): Thing | undefined {
  const articles = data.things.filter(({ types }) => types.some((type) => ARTICLE_TYPE.test(type)));
  const own = articles.filter(({ listed }) => !listed).map(({ thing }) => thing);
  if (own.length <= 1) return own[0];
  const address = page.canonicalLink?.replace(/[#?].*$/, '') ?? '-';
  const title = page.title.toLowerCase();
  const byAddress = own.find((thing) =>
    [thing['url'], thing['@id'], thing['mainEntityOfPage'], (thing['mainEntityOfPage'] as Thing | undefined)?.['@id']]
      .some((link) => typeof link === 'string' && link.replace(/[#?].*$/, '') === address),
  ); // prettier-ignore
  const byTitle = own.find((thing) => title.includes((textIn(thing['headline']) ?? '\0').toLowerCase()));
  return byAddress ?? byTitle ?? own[0];
}

function fromLinkedData(thing: Thing, { resolve }: LinkedData): StatedFacts {
  const text = (value: unknown): string | undefined => plain(textIn(resolve(first(value))));
  return {
    headline: text(thing['headline']) ?? text(thing['name']),
    description: text(thing['description']) ?? text(thing['alternativeHeadline']),
    authors: list(thing['author'] ?? thing['creator']).flatMap((one) => text(one) ?? []),
    published: text(thing['datePublished'] ?? thing['dateCreated']),
    updated: text(thing['dateModified']),
    language: text(thing['inLanguage']),
    images: [...list(thing['image']), ...list(thing['primaryImageOfPage']), ...list(thing['thumbnailUrl'])].flatMap(
      (one) => imageFrom(resolve(one), text) ?? [],
    ),
    publisher: text(thing['publisher']),
    section: text(thing['articleSection']),
    dateline: text(thing['dateline']),
    text: textIn(thing['articleBody']),
    isFree: freeFrom(thing),
  };
}

/** `false` on the whole or on a part of it says that readers pay (developers.google.com, "paywalled content"). */
function freeFrom(thing: Thing): boolean | undefined {
  const claims = [thing, ...list(thing['hasPart'])].flatMap((part) => {
    const claim = typeof part === 'object' && part !== null ? (part as Thing)['isAccessibleForFree'] : undefined;
    const word = String(textIn(claim) ?? claim).toLowerCase();
    return /^(?:true|false|yes|no|1|0)$/.test(word.replace(/^.*\//, '')) ? [/^(?:true|yes|1)$/.test(word.replace(/^.*\//, ''))] : [];
  }); // prettier-ignore
  return claims.length === 0 ? undefined : claims.every(Boolean);
}

function imageFrom(value: unknown, text: (value: unknown) => string | undefined): StatedImage | undefined {
  if (typeof value === 'string') return { url: value };
  if (typeof value !== 'object' || value === null) return undefined;
  const image = value as Thing;
  const url = [image['url'], image['contentUrl'], image['@id']].map(textIn).find((one) => one !== undefined);
  if (url === undefined) return undefined;
  return {
    url,
    width: pixels(text(image['width'])),
    height: pixels(text(image['height'])),
    caption: text(image['caption']) ?? text(image['description']),
    credit:
      text(image['creditText']) ?? text(image['copyrightHolder']) ?? text(image['creator']) ?? text(image['author']),
  };
}

function fromMicrodata(root: PageElement): StatedFacts | undefined {
  const scope = [...elementsOf(root)].find((element) => isArticleScope(element));
  if (scope === undefined) return undefined;
  const own = [...elementsOf(scope)].filter((element) => {
    const property = element.attribute('itemprop');
    // A property of a thing within the article is not the article's.
    return property !== '' && closest(element.parent ?? scope, (at) => at.attributes.has('itemscope')) === scope;
  });
  const all = (name: string): PageElement[] =>
    own.filter((element) => element.attribute('itemprop').split(/\s+/).includes(name));
  const value = (name: string): string | undefined =>
    all(name)
      .map(valueOf)
      .find((one) => one !== '');
  return {
    headline: value('headline'),
    description: value('description') ?? value('alternativeHeadline'),
    authors: all('author').flatMap((element) => nameOf(element) || []),
    published: value('datePublished'),
    updated: value('dateModified'),
    language: value('inLanguage'),
    images: [],
    section: value('articleSection'),
    isFree: /^(?:false|no)$/i.test(value('isAccessibleForFree') ?? '') ? false : undefined,
  };
}

function isArticleScope(element: PageElement): boolean {
  return element.attributes.has('itemscope') && ARTICLE_TYPE.test(element.attribute('itemtype').replace(/^.*\//, ''));
}

function valueOf(element: PageElement): string {
  return collapse(element.attribute('content') || element.attribute('datetime')) || lineOf(element);
}

function nameOf(element: PageElement): string {
  const name = [...elementsOf(element)].find((inner) => inner.attribute('itemprop') === 'name');
  return valueOf(name ?? element);
}

function fromMetas(page: Page): StatedFacts {
  const url = metaOf(page, 'og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src', 'parsely-image-url', 'sailthru.image.full', 'thumbnail'); // prettier-ignore
  return {
    headline: plain(metaOf(page, 'og:title', 'twitter:title', 'parsely-title', 'sailthru.title', 'dc.title', 'dcterms.title')),
    description: plain(metaOf(page, 'og:description', 'description', 'twitter:description', 'dc.description', 'sailthru.description')),
    authors: (AUTHOR_METAS.map((name) => page.metas.get(name)).find((names) => names !== undefined && !/^https?:/i.test(names[0] ?? '')) ?? []).flatMap((name) => plain(name) ?? []),
    published: metaOf(page, 'article:published_time', 'og:article:published_time', 'article:published', 'datepublished', 'parsely-pub-date', 'sailthru.date', 'dcterms.created', 'dcterms.issued', 'dc.date.issued', 'dc.date.created', 'dc.date', 'cxenseparse:recs:publishtime', 'publish-date', 'publication_date', 'pubdate', 'date'),
    updated: metaOf(page, 'article:modified_time', 'datemodified', 'og:article:modified_time', 'og:updated_time', 'dcterms.modified', 'dc.date.modified', 'last-modified', 'lastmod'),
    language: metaOf(page, 'og:locale', 'content-language', 'dc.language', 'dcterms.language', 'language'),
    images: url === undefined ? [] : [{ url, width: pixels(metaOf(page, 'og:image:width')), height: pixels(metaOf(page, 'og:image:height')), alt: plain(metaOf(page, 'og:image:alt', 'twitter:image:alt')) }],
    publisher: plain(metaOf(page, 'og:site_name', 'application-name', 'publisher', 'dc.publisher')),
    section: plain(metaOf(page, 'article:section', 'parsely-section')),
  }; // prettier-ignore
}

const AUTHOR_METAS = [
  'author',
  'article:author',
  'parsely-author',
  'sailthru.author',
  'dc.creator',
  'dcterms.creator',
  'byl',
  'cxenseparse:author',
];

/** Machine-readable layers are often encoded once more than their syntax asks for. */
export function plain(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const line = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,30});|<[a-z/]/i.test(text) ? titleText(text) : text;
  return collapse(line) || undefined;
}

const MAX_LIST = 30;

function list(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).slice(0, MAX_LIST) as unknown[];
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

/** schema.org also writes "1200px" and quantities; none of it is worth more than the number. */
function pixels(text: string | undefined): number | undefined {
  const number = Number(/^\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$/.exec(text ?? '')?.[1]);
  return number > 0 && number <= 20_000 ? number : undefined;
}
