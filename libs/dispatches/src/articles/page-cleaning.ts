import { COMMENT_MARKS, FURNITURE_MARKS, FURNITURE_ROLES, FURNITURE_TAGS } from './page-marks.js';
import { PageElement, isSilent } from './page-tree.js';
import type { PageNode } from './page-tree.js';

/**
 * Takes the furniture off a page by what its elements are called. Names lie (`class="post ad-free tag-newsletter"`),
 * so that an element that holds much of the page's prose or its headline stays, whatever it is called.
 */

/** Share of the page's prose that no piece of furniture has. */
const MAX_FURNITURE_SHARE = 0.35;

const NEVER_REMOVED = new Set(['html', 'body', 'main']);

/** How many characters outside links stand in each element, and whether its headline is in it. */
export interface Measures {
  prose(element: PageElement): number;
  hasHeadline(element: PageElement): boolean;
}

export function measure(root: PageElement): Measures {
  const prose = new Map<PageElement, number>();
  const headlines = new Set<PageElement>();
  const visit = (element: PageElement): number => {
    let sum = 0;
    for (const child of element.children) {
      if (typeof child === 'string') sum += child.trim().length;
      else if (!isSilent(child)) sum += visit(child);
      if (typeof child !== 'string' && (child.tag === 'h1' || headlines.has(child))) headlines.add(element);
    }
    if (element.tag === 'a' || element.tag === 'button' || element.tag === 'head') sum = 0;
    prose.set(element, sum);
    return sum;
  };
  visit(root);
  return { prose: (element) => prose.get(element) ?? 0, hasHeadline: (element) => headlines.has(element) };
}

export interface CleanPage {
  /** The page without its furniture. */
  readonly body: PageElement;
  /** What was taken off, in the order of the page. */
  readonly removed: readonly PageElement[];
}

export function withoutPageFurniture(root: PageElement): CleanPage {
  const measures = measure(root);
  const most = measures.prose(root) * MAX_FURNITURE_SHARE;
  const removed: PageElement[] = [];
  const copy = (element: PageElement, parent: PageElement | null): PageElement => {
    const clean = new PageElement(element.tag, element.attributes, parent);
    for (const child of element.children) {
      const kept: PageNode | undefined =
        typeof child === 'string' ? child : isFurniture(child, measures, most) ? undefined : copy(child, clean);
      if (kept !== undefined) clean.children.push(kept);
      else if (typeof child !== 'string') {
        removed.push(child);
        // Words on both sides of it stay two words.
        clean.children.push(' ');
      }
    }
    return clean;
  };
  return { body: copy(root, null), removed };
}

function isFurniture(element: PageElement, measures: Measures, most: number): boolean {
  if (element.tag === 'head' || isSilent(element)) return true;
  if (NEVER_REMOVED.has(element.tag) || measures.hasHeadline(element)) return false;
  if (isHidden(element)) return true;
  if (element.hasMark(COMMENT_MARKS) && element.tag !== 'article') return true;
  if (measures.prose(element) > most) return false;
  if (FURNITURE_TAGS.has(element.tag) || FURNITURE_ROLES.has(element.attribute('role').toLowerCase())) return true;
  // German pages call their standfirst a teaser.
  if (element.tag === 'p' && isTeaserText(element)) return false;
  // A quoted post is called social, and it is a quotation; a paragraph is text, whatever it is called.
  if (element.tag === 'blockquote' || element.marks.has('embed') || element.marks.has('tweet')) return false;
  return element.tag !== 'article' && element.hasMark(FURNITURE_MARKS);
}

function isTeaserText({ marks, attributes }: PageElement): boolean {
  return marks.has('teaser') && /\btext|\btxt|\bintro/i.test(attributes.get('class') ?? '');
}

function isHidden(element: PageElement): boolean {
  return (
    element.attributes.has('hidden') ||
    element.attribute('aria-hidden') === 'true' ||
    /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(element.attribute('style').slice(0, 500))
  );
}
