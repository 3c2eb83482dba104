import { blocksOf } from './article-blocks.js';
import type { Block } from './article-blocks.js';
import { agreement, key } from './article-headline.js';
import { NOT_STANDFIRST_MARKS, STANDFIRST_MARKS } from './page-marks.js';
import { closest, elementsOf, findElement, isWithin, lineOf } from './page-tree.js';
import type { PageElement } from './page-tree.js';

/**
 * The standfirst. One that the page shows as such is it. Otherwise the page's description is it, unless it is only the
 * cut beginning of the text; a first paragraph that is the description word for word is the standfirst, and then the
 * text begins after it.
 */

const LENGTH = { min: 20, max: 1_500 };
/** Part of the text that no standfirst has: Drupal's body is called `field-type-text-with-summary`. */
const MAX_SHARE = 0.6;
/** Elements between headline and standfirst: share bars, byline, picture. */
const MAX_DISTANCE = 80;

export function standfirstOf(page: {
  readonly clean: PageElement;
  readonly title: string;
  readonly descriptions: readonly (string | undefined)[];
  readonly blocks: readonly Block[];
}): string | undefined {
  const descriptions = page.descriptions.filter(
    (text) => text !== undefined && isLong(text) && key(text) !== key(page.title),
  );
  const whole = page.blocks.reduce((sum, block) => sum + block.text.length, 0);
  const shown = shownStandfirsts(page.clean, page.title).filter(
    (text) => text.length <= whole * MAX_SHARE || page.blocks.length < 2,
  );
  const beside = besideHeadline(page.clean, page.title);
  if (beside !== undefined && !shown.includes(beside)) shown.push(beside);
  const confirmed = shown.find((text) => descriptions.some((other) => agreement(text, other ?? '') > 0.7));
  if (confirmed ?? shown[0]) return confirmed ?? shown[0];
  const text = key(
    page.blocks
      .slice(0, 6)
      .map((block) => block.text)
      .join(' '),
  );
  for (const description of descriptions) {
    if (description === undefined) continue;
    const words = key(description.replace(/\s*(?:\[?(?:…|\.\.\.)\]?|Lire la suite|Read more)\s*$/iu, ''));
    const isFirst = page.blocks.slice(0, 2).some((block) => key(block.text) === words);
    if (isFirst && page.blocks.length > 2) return description;
    const [first] = page.blocks;
    // Newspapers set their standfirst in bold before the text, and cut it for search engines.
    if (first !== undefined && isBold(first) && page.blocks.length > 2 && isCutStart(words, key(first.text)))
      return first.text;
    if (words === '' || text.includes(words) || isCutStart(words, text)) continue;
    if (!/(?:…|\.\.\.\]?)$/u.test(description)) return description;
  }
  return undefined;
}

function isBold({ html, text }: Block): boolean {
  return isLong(text) && /^<strong>.*<\/strong>$/u.test(html) && !html.slice(8).includes('<strong>');
}

/** A description that is cut inside its last word or paraphrases the end still begins as the text does. */
function isCutStart(words: string, text: string): boolean {
  const start = words.slice(0, 60);
  return start.length >= 40 && text.slice(0, 400).includes(start);
}

function isLong(text: string): boolean {
  return text.length >= LENGTH.min && text.length <= LENGTH.max;
}

/** Descriptions of pictures, videos and authors. */
function isElsewhere(element: PageElement): boolean {
  return (
    ['figure', 'aside', 'li'].includes(element.tag) ||
    (element.tag !== 'article' && element.hasMark(NOT_STANDFIRST_MARKS))
  );
}

/** A second headline that follows the first one in the same header, where the text does not begin yet. */
function besideHeadline(clean: PageElement, title: string): string | undefined {
  const headline = findElement(clean, ({ tag, parent }) => tag === 'h1' && isHeader(parent));
  if (headline === undefined || key(lineOf(headline)) !== key(title)) return undefined;
  const siblings = (headline.parent?.children ?? []).filter((child) => typeof child !== 'string');
  const next = siblings[siblings.indexOf(headline) + 1];
  const text = next !== undefined && /^h[23]$/.test(next.tag) ? lineOf(next) : '';
  return isLong(text) ? text : undefined;
}

function isHeader(element: PageElement | null): boolean {
  return element !== null && (element.tag === 'header' || element.tag === 'hgroup' || element.marks.has('header'));
}

/** By its class, its microdata, or what its site's own scripts and tests call it. */
function isCalledStandfirst(element: PageElement): boolean {
  if (/\b(?:description|alternativeHeadline)\b/.test(element.attribute('itemprop'))) return true;
  if (element.hasMark(STANDFIRST_MARKS)) return true;
  if (element.tag === 'p' && element.marks.has('teaser')) return true;
  return OTHER_NAMES.some((name) => /^(?:article-?)?(?:standfirst|subheadline|dek)\b/i.test(element.attribute(name)));
}

const OTHER_NAMES = ['data-gu-name', 'data-testid', 'data-component', 'data-qa'];

/** Without the links listed under it. */
function proseOf(element: PageElement): string {
  const blocks = blocksOf(element, '');
  const prose = blocks.filter(({ kind }) => kind !== 'item');
  return prose.length === blocks.length ? lineOf(element) : prose.map(({ text }) => text).join(' ');
}

function shownStandfirsts(clean: PageElement, title: string): string[] {
  const found: string[] = [];
  const taken: PageElement[] = [];
  const elements = [...elementsOf(clean)];
  const headline = elements.findIndex((element) => /^h[12]$/.test(element.tag) && key(lineOf(element)) === key(title));
  // Under the headline; a chapô above it exists, a hundred elements above it is a menu's.
  for (const element of elements.slice(Math.max(0, headline - 5), Math.max(0, headline) + MAX_DISTANCE)) {
    if (
      !isCalledStandfirst(element) ||
      ['figure', 'figcaption', 'a', 'li', 'html', 'body', 'meta'].includes(element.tag)
    )
      continue;
    if (taken.some((outer) => isWithin(element, outer)) || closest(element, isElsewhere) !== undefined) continue;
    const text = proseOf(element);
    const hasOwnHeadline = [...elementsOf(element)].some(({ tag }) => tag === 'h1');
    if (!isLong(text) || text.endsWith(':') || hasOwnHeadline || key(text) === key(title)) continue;
    taken.push(element);
    found.push(text);
  }
  return found;
}
