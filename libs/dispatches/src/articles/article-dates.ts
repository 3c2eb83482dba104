import { parseFeedDate } from '../feeds/feed-dates.js';
import { DATE_MARKS, UPDATED_MARKS } from './page-marks.js';
import { closest, elementsOf, isMain, lineOf } from './page-tree.js';
import type { PageElement } from './page-tree.js';
import type { Stated } from './stated-facts.js';

/** When an article was published and changed: the layers in their order, then `time`, then what the page says in words. */
export interface ArticleDates {
  readonly published: Date | null;
  readonly updated: Date | null;
}

export function datesOf(root: PageElement, stated: Stated, headline: PageElement | undefined): ArticleDates {
  const shown = shownDates(root, headline);
  const published = instant([...stated.layers.map((layer) => layer.published), ...shown.published]);
  const updated = instant([...stated.layers.map((layer) => layer.updated), ...shown.updated]);
  if (published === null) return { published: updated, updated: null };
  return { published, updated: updated !== null && updated > published ? updated : null };
}

const ZONED = /(?:Z|[+-]\d{2}:?\d{2}|\b(?:UTC|GMT))\s*$/i;
const WALL_CLOCK = 16;
const DAY = 10;

/**
 * The first one that is a date. Where it leaves out its zone or its hour and another one says the same day or wall
 * clock in full, the fuller one is meant.
 */
function instant(texts: readonly (string | undefined)[]): Date | null {
  const dates = texts.flatMap((text) => {
    const date = text === undefined ? undefined : parseFeedDate(text);
    return date === undefined || text === undefined ? [] : [{ text: text.trim().replace(' ', 'T'), date }];
  });
  const [first] = dates;
  if (first === undefined) return null;
  if (ZONED.test(first.text)) return first.date;
  const start = first.text.slice(0, first.text.length > DAY ? WALL_CLOCK : DAY);
  const fuller = dates.find(
    ({ text }) => text.startsWith(start) && text.length > first.text.length && ZONED.test(text),
  );
  return fuller?.date ?? first.date;
}

const MAX_DATE_LINE = 160;
const PUBLISHED = /(?:publié|publiée|posté|mise? en ligne|published|posted|publicado|publicada|نشرت?|تاريخ النشر)/iu;
const UPDATED =
  /(?:modifié|modifiée|mise? à jour|màj|updated|last modified|actualizado|actualizada|modificado|آخر تحديث|تحديث)/iu;

function shownDates(root: PageElement, headline: PageElement | undefined): { published: string[]; updated: string[] } {
  const shown = { published: [] as string[], updated: [] as string[] };
  const scope = headline === undefined ? root : (closest(headline, isMain) ?? root);
  for (const element of elementsOf(scope, isElsewhere)) {
    if (element.tag === 'time') {
      const text = element.attribute('datetime') || readable(lineOf(element));
      const before = lineOf(element.parent ?? element).slice(0, MAX_DATE_LINE);
      const isUpdate =
        element.hasMark(UPDATED_MARKS) ||
        (UPDATED.test(before) && !PUBLISHED.test(before)) ||
        shown.published.length > 0;
      shown[isUpdate ? 'updated' : 'published'].push(text);
    } else if (element.hasMark(DATE_MARKS) || (element.tag === 'p' && isDateLine(lineOf(element)))) {
      const line = lineOf(element);
      if (line.length > MAX_DATE_LINE || [...elementsOf(element)].some(({ tag }) => tag === 'time')) continue;
      const [before, after] = split(line);
      if (/\d/.test(before)) shown.published.push(readable(before));
      if (after !== undefined) shown.updated.push(readable(after));
    }
  }
  return shown;
}

/** Nothing but a date, or "Published" and a date. */
export function isDateLine(line: string): boolean {
  if (line.length > MAX_DATE_LINE || !/[\d٠-٩]/.test(line)) return false;
  return PUBLISHED.test(line.slice(0, 20))
    ? parseFeedDate(readable(line)) !== undefined
    : parseFeedDate(line) !== undefined;
}

function split(line: string): [string, string?] {
  const update = UPDATED.exec(line);
  return update === null ? [line] : [line.slice(0, update.index), line.slice(update.index)];
}

function isElsewhere(element: PageElement): boolean {
  return (
    ['head', 'aside', 'footer', 'nav', 'figure'].includes(element.tag) ||
    element.marks.has('related') ||
    element.marks.has('comments')
  );
}

/** From "Publié le : 12/03/2024 - 14h05" to what the reader of feeds' dates reads. */
function readable(line: string): string {
  const at = /(?:\p{L}{3,9}\.?,? )?(?:\d|[٠-٩]|\p{Lu}\p{L}{2,9}\.? \d{1,2},)/u.exec(line);
  return line
    .slice(at?.index ?? 0)
    .replace(/(\d{1,2}) ?[hH] ?(\d{2})/g, '$1:$2')
    .replace(/\s+(?:-|–|—|à|at|a las|في|\||·|,)\s+(?=\d{1,2}:)/giu, ' ')
    .replace(/[\s|·•–—,-]+$/u, '')
    .replace(/^(?:le|on|el)\s+/iu, '')
    .slice(0, 80);
}
