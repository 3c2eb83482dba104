import { SITE_NAME_MARKS } from './page-marks.js';
import type { Page } from './page.js';
import { closest, elementsOf, findElement, lineOf } from './page-tree.js';
import type { PageElement } from './page-tree.js';
import type { Stated } from './stated-facts.js';

/**
 * Which of a page's headlines is the headline. What readers see (`h1`) wins where a machine-readable layer agrees with
 * it; the layers are cut for search results and rewritten for social networks. A layer alone wins over an `h1` that
 * shares no word with any: that one is the site's name or a section's.
 */

/** Longer is a paragraph. */
const MAX_HEADLINE_LENGTH = 400;
/** Part of the words two spellings of one headline share at least. */
const AGREEMENT = 0.4;

export interface Headline {
  readonly text: string;
  /** Where it stands in the page; undefined when only the head has it. */
  readonly element: PageElement | undefined;
}

export function headlineOf(page: Page, stated: Stated): Headline | undefined {
  const sites = siteNames(page, stated);
  const said = [
    stated.linked?.headline,
    stated.microdata?.headline,
    withoutSiteName(stated.metas.headline, sites),
    withoutSiteName(page.title === '' ? undefined : page.title, sites),
  ].filter((text) => text !== undefined && text !== '' && !sites.has(key(text)) && text.length <= MAX_HEADLINE_LENGTH);
  const shown = visibleHeadlines(page.root).filter(({ text }) => !sites.has(key(text)));
  const agreed = shown
    .map((headline) => ({
      ...headline,
      agreement: Math.max(0, ...said.map((text) => agreement(headline.text, text ?? ''))),
    }))
    .sort((a, b) => b.agreement - a.agreement)[0];
  if (agreed !== undefined && (agreed.agreement >= AGREEMENT || said.length === 0)) {
    return { text: withoutKicker(agreed, said), element: agreed.element };
  }
  // Nothing says it as the page shows it: a headline within the article is still one, a social variant is not.
  const inArticle = shown.find(({ element }) => closest(element, ({ tag }) => tag === 'article') !== undefined);
  if (inArticle !== undefined && stated.linked?.headline === undefined) return inArticle;
  // A title element that shares no word with the page's one headline names the site or the section.
  const [only] = shown;
  const isTitleAlone = [stated.linked, stated.microdata, stated.metas].every((layer) => layer?.headline === undefined);
  if (only !== undefined && shown.length === 1 && isTitleAlone && isSentence(only)) return only;
  const [first] = said;
  if (first !== undefined) return { text: whole(first, said), element: agreed?.element };
  return agreed;
}

/** Words enough for a headline, and no way home. */
function isSentence({ text, element }: { readonly text: string; readonly element: PageElement }): boolean {
  return wordsOf(text).size >= 4 && findElement(element, ({ tag }) => tag === 'a') === undefined;
}

function visibleHeadlines(root: PageElement): { text: string; element: PageElement }[] {
  const found: { text: string; element: PageElement }[] = [];
  for (const element of elementsOf(root)) {
    const isNamed = element.attribute('itemprop').split(/\s+/).includes('headline') && element.tag !== 'meta';
    if (element.tag !== 'h1' && !isNamed) continue;
    const text = lineOf(element);
    if (text === '' || text.length > MAX_HEADLINE_LENGTH) continue;
    if (closest(element, (at) => at.hasMark(SITE_NAME_MARKS) && at.tag !== 'body' && at.tag !== 'html') && !isNamed)
      continue;
    found.push({ text, element });
  }
  return found;
}

/** A label in an element of its own before the headline ("Exclusif", "Abonnés") is not part of it. */
function withoutKicker({ text, element }: Headline, said: readonly (string | undefined)[]): string {
  if (element === undefined) return text;
  const labels = element.children.flatMap((child) => (typeof child === 'string' ? [] : [lineOf(child)]));
  for (const one of said) {
    if (one === undefined || one.length >= text.length) continue;
    const at = text.indexOf(one);
    if (at === -1) continue;
    const rest = [text.slice(0, at).trim(), text.slice(at + one.length).trim()].filter((part) => part !== '');
    if (rest.every((part) => labels.includes(part))) return one;
  }
  return text;
}

/** A headline that a layer cut ("…"), as another layer has it whole. */
function whole(text: string, said: readonly (string | undefined)[]): string {
  if (!/(?:…|\.\.\.)$/.test(text)) return text;
  const start = text.replace(/\s*(?:…|\.\.\.)$/, '');
  return (
    said.find(
      (other) => other !== undefined && other.length > start.length && other !== text && other.startsWith(start),
    ) ?? text
  );
}

/** What the site may call itself, as keys: its stated names, and its host without and with its ending. */
function siteNames(page: Page, stated: Stated): ReadonlySet<string> {
  const host = (URL.parse(page.canonicalLink ?? page.base)?.hostname ?? '').replace(/^(?:www|m|amp|mobile)\./, '');
  const labels = host.split('.');
  const names = [
    stated.metas.publisher,
    stated.linked?.publisher,
    ...(page.metas.get('apple-mobile-web-app-title') ?? []),
    ...(page.metas.get('application-name') ?? []),
    (page.metas.get('twitter:site')?.[0] ?? '').replace('@', ''),
    host,
    labels.at(-2) ?? '',
    ...labels.slice(0, -1),
  ];
  return new Set(names.map((name) => key(name ?? '')).filter((name) => name.length > 1));
}

const SEPARATOR = / [-–—|·•:»/] | [|»] ?|: (?=[^:]*$)/g;

/** Sections that stand between headline and site name; only ever cut together with the name. */
function withoutSiteName(title: string | undefined, sites: ReadonlySet<string>): string | undefined {
  if (title === undefined) return undefined;
  const cuts = [...title.matchAll(SEPARATOR)];
  const last = cuts.at(-1);
  const [first] = cuts;
  if (last !== undefined && sites.has(key(title.slice(last.index + last[0].length)))) {
    return withoutSiteName(title.slice(0, last.index).trim(), sites);
  }
  if (first !== undefined && sites.has(key(title.slice(0, first.index)))) {
    return withoutSiteName(title.slice(first.index + first[0].length).trim(), sites);
  }
  return title;
}

/** For comparing names: letters and digits only. */
export function key(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []);
}

/** Part of the shorter one's words that the other has. */
export function agreement(a: string, b: string): number {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  const [small, large] = left.size < right.size ? [left, right] : [right, left];
  if (small.size === 0) return 0;
  let shared = 0;
  for (const word of small) if (large.has(word)) shared += 1;
  return shared / small.size;
}
