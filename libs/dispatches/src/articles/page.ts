import { dispatchErrors } from '../dispatches.errors.js';
import { decodeText } from '../feeds/feed-sniffing.js';
import { absoluteLink } from '../markup/sanitize.js';
import { parsePage } from './page-dom.js';
import { collapse, elementsOf, lineOf } from './page-tree.js';
import type { PageElement } from './page-tree.js';

/** A page as it came, before anybody asks what it says: bytes to elements, and what stands in its head. */
export interface Page {
  readonly root: PageElement;
  /** What its links are relative to: where it came from, unless it says otherwise. */
  readonly base: string;
  /** Lower-case name or property → contents, in the order of the page. */
  readonly metas: ReadonlyMap<string, readonly string[]>;
  readonly title: string;
  /** Contents of its `application/ld+json` scripts, unread. */
  readonly linkedData: readonly string[];
  readonly canonicalLink: string | null;
  /** Of its `html` element, as written. */
  readonly language: string;
}

/** News pages weigh 0.1 to 2 MB; ten are read in the time one may take. */
export const MAX_PAGE_BYTES = 5 * 1024 * 1024;

/** Relative links of a page that does not say where it is from lead nowhere, visibly (RFC 6761). */
const NOWHERE = 'https://unknown.invalid/';

const MAX_META_LENGTH = 5_000;
const MAX_METAS = 500;
const MAX_LINKED_DATA = { scripts: 30, length: 1_000_000 };

export interface PageOrigin {
  /** Left out for a file of unknown origin. */
  readonly url?: string | undefined;
  readonly contentType?: string | undefined;
}

/** @throws CatalogueError `article.not_html`, `article.too_large` */
export function readPage(html: Buffer | string, { url, contentType }: PageOrigin): Page {
  if (html.length > MAX_PAGE_BYTES) throw dispatchErrors.error('article.too_large', { limitBytes: MAX_PAGE_BYTES });
  const text = typeof html === 'string' ? html : pageText(html, contentType);
  if (!looksLikeHtml(text)) throw dispatchErrors.error('article.not_html');
  const root = parsePage(text);
  const elements = [...elementsOf(root)];
  const hrefOf = (accept: (element: PageElement) => boolean): string | undefined =>
    elements.find((element) => accept(element) && element.attribute('href') !== '')?.attribute('href');
  const canonical = hrefOf((element) => element.tag === 'link' && /\bcanonical\b/i.test(element.attribute('rel')));
  const metas = metasOf(elements);
  const [stated] = metas.get('og:url') ?? [];
  const origin = url ?? absoluteLink(canonical, '') ?? absoluteLink(stated, '') ?? NOWHERE;
  const baseElement = hrefOf(({ tag }) => tag === 'base');
  const base = absoluteLink(baseElement, origin) ?? origin;
  return {
    root,
    base,
    metas,
    // A drawing in the page has a title too.
    title: lineOf(elements.find(({ tag, parent }) => tag === 'title' && parent?.tag !== 'svg') ?? ''),
    linkedData: linkedDataOf(elements),
    canonicalLink: absoluteLink(canonical, base) ?? absoluteLink(stated, base) ?? null,
    language: root.attribute('lang') || root.attribute('xml:lang'),
  };
}

const START = 4_096;
const META_CHARSET = /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})/i;

function pageText(bytes: Buffer, contentType: string | undefined): string {
  const start = bytes.subarray(0, START).toString('latin1');
  const isUtf16 = /^(?:\xff\xfe|\xfe\xff|<\0|\0<)/.test(start);
  // A few zeros in a text are a mistake; a file of them is none.
  const zeros = start.split('\0').length - 1;
  if (zeros * 10 > start.length && !isUtf16) throw dispatchErrors.error('article.not_html');
  // What the page says of itself counts where the server says nothing (HTML §13.2.3.2).
  const declared = /;\s*charset\s*=/i.test(contentType ?? '') ? undefined : META_CHARSET.exec(start)?.[1];
  // A declaration that can be read as ASCII is not in UTF-16, whatever it says.
  const charset = /^utf-?16/i.test(declared ?? '') ? 'utf-8' : declared;
  return decodeText(bytes, charset === undefined ? contentType : `text/html; charset=${charset}`);
}

const HTML_TAG =
  /<(?:!doctype\s+html|html|head|body|title|meta|div|p|article|section|main|header|h[1-6]|span|table|a|br|ul|ol|li|b|i|em|strong)[\s>/]/i;
const OTHER_KIND =
  /^\s*(?:[{[]|%PDF-|(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*)?<(?:rss|feed|rdf:RDF|urlset|sitemapindex|opml|svg)[\s>])/i;

function looksLikeHtml(text: string): boolean {
  return !OTHER_KIND.test(text.slice(0, START)) && HTML_TAG.test(text);
}

function metasOf(elements: readonly PageElement[]): Map<string, string[]> {
  const metas = new Map<string, string[]>();
  let count = 0;
  for (const element of elements) {
    if (element.tag !== 'meta' || count >= MAX_METAS) continue;
    const content = collapse(element.attribute('content').slice(0, MAX_META_LENGTH));
    const names = ['property', 'name', 'itemprop', 'http-equiv'].map((name) => element.attribute(name)).join(' ');
    for (const name of names.toLowerCase().split(/\s+/)) {
      if (name === '' || content === '') continue;
      metas.set(name, [...(metas.get(name) ?? []), content]);
      count += 1;
    }
  }
  return metas;
}

function linkedDataOf(elements: readonly PageElement[]): string[] {
  return elements
    .filter(({ tag, attributes }) => tag === 'script' && /\bld\+json\b/i.test(attributes.get('type') ?? ''))
    .slice(0, MAX_LINKED_DATA.scripts)
    .map(({ children }) => children.filter((child) => typeof child === 'string').join(''))
    .filter((script) => script.length <= MAX_LINKED_DATA.length);
}

/** The first content of the first of these names that the page has. */
export function metaOf({ metas }: Page, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const content = metas.get(name)?.[0];
    if (content !== undefined) return content;
  }
  return undefined;
}
