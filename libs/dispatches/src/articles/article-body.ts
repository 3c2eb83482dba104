import { blocksOf } from './article-blocks.js';
import type { Block } from './article-blocks.js';
import { readableElement } from './page-dom.js';
import { BODY_MARKS } from './page-marks.js';
import { measure } from './page-cleaning.js';
import type { Measures } from './page-cleaning.js';
import { elementsOf, isWithin } from './page-tree.js';
import type { PageElement } from './page-tree.js';

/**
 * Where the text of the article stands. A site that marks it is believed, because it knows; Readability looks where no
 * mark is, and where a mark holds only a small part of what it finds.
 */

export interface FoundBody {
  readonly blocks: readonly Block[];
  /** The page itself marks it as the text of an article. */
  readonly isMarked: boolean;
}

/** A mark that holds less than this part of what Readability finds marks something else: a teaser, a box. */
const MIN_MARKED_SHARE = 0.4;
/** Characters outside links below which a mark is not worth comparing. */
const MIN_MARKED_PROSE = 40;
/** Characters of prose that no teaser has. */
const SURE = 600;
/** Of nested marks the innermost one that still has nearly all of the text. */
const NEARLY_ALL = 0.8;

export function findBody(clean: PageElement, title: string, base: string): FoundBody {
  const measures = measure(clean);
  const marked = markedElements(clean, measures);
  const markedBlocks = marked.flatMap((element) => blocksOf(element, base));
  // Nothing that Readability could find would be more.
  if (prose(markedBlocks) >= measures.prose(clean) / 2 && prose(markedBlocks) > SURE)
    return { blocks: markedBlocks, isMarked: true };
  const read = readableElement(clean, title);
  const readBlocks = read === undefined ? [] : blocksOf(read, base);
  if (prose(markedBlocks) >= Math.max(MIN_MARKED_PROSE, prose(readBlocks) * MIN_MARKED_SHARE)) {
    return { blocks: markedBlocks, isMarked: true };
  }
  if (readBlocks.length > 0) return { blocks: readBlocks, isMarked: false };
  const main = largest(
    [...elementsOf(clean)].filter(({ tag }) => tag === 'article' || tag === 'main'),
    measures,
  );
  return { blocks: blocksOf(main ?? clean, base), isMarked: false };
}

/** Characters that are not links, of everything but headings. */
export function prose(blocks: readonly Block[]): number {
  return blocks.reduce(
    (sum, { kind, text, linkShare }) => (kind === 'heading' ? sum : sum + text.length * (1 - linkShare)),
    0,
  );
}

function markedElements(clean: PageElement, measures: Measures): PageElement[] {
  const marked = [...elementsOf(clean)].filter((element) => isBody(element));
  const stated = marked.filter((element) => element.attribute('itemprop').split(/\s+/).includes('articleBody'));
  const most = largest(stated, measures) ?? largest(marked, measures);
  if (most === undefined) return [];
  // What holds the headline holds more than the text, where another mark is within it.
  const below = largest(
    marked.filter((element) => isWithin(element, most) && !measures.hasHeadline(element)),
    measures,
  );
  const isInner = below !== undefined && measures.prose(below) >= measures.prose(most) * MIN_MARKED_SHARE;
  const best = measures.hasHeadline(most) && isInner ? below : most;
  const inner = marked
    .filter((element) => isWithin(element, best) && measures.prose(element) >= measures.prose(best) * NEARLY_ALL)
    .at(-1);
  const chosen = inner ?? best;
  // Some sites cut their text into several boxes of one name, with pictures and advertising between.
  return (chosen.parent?.children ?? []).filter(
    (child) =>
      typeof child !== 'string' &&
      (child === chosen ||
        (child.attribute('class') !== '' && child.attribute('class') === chosen.attribute('class') && isBody(child))),
  ) as PageElement[];
}

function isBody(element: PageElement): boolean {
  if (element.attribute('itemprop').split(/\s+/).includes('articleBody')) return true;
  if (['html', 'body', 'p', 'a', 'span', 'h1', 'h2', 'h3', 'li', 'figure'].includes(element.tag)) return false;
  return [...element.classes, element.attribute('id'), element.attribute('data-testid')].some((name) =>
    isBodyName(name),
  );
}

/** `article-body`, `t-content__body`, `entry-content`, `articleBody`; not `article-body-header`. */
function isBodyName(name: string): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  if (words.length === 0 || words.length > 6 || words.some((word) => BODY_MARKS.not.has(word))) return false;
  const compound = /^(?:article|story|post|entry)(?:body|content|text)$/;
  if (words.some((word) => compound.test(word))) return true;
  return (
    words.some((word) => BODY_MARKS.part.has(word)) &&
    words.some((word) => BODY_MARKS.what.has(word)) &&
    words.length > 1
  );
}

function largest(elements: readonly PageElement[], measures: Measures): PageElement | undefined {
  let best: PageElement | undefined;
  for (const element of elements) {
    if (best === undefined || measures.prose(element) > measures.prose(best)) best = element;
  }
  return best;
}
