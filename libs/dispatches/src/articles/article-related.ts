import { asRelated } from '../agency/agency-marks.js';
import { blocksOf } from './article-blocks.js';
import { closest, isMain } from './page-tree.js';
import type { PageElement } from './page-tree.js';

/** Boxes that were taken off a page because they point elsewhere, as the links they held. */

const MARKS = new Set([
  'related',
  'relateds',
  'interstitial',
  'interstitiel',
  'readmore',
  'alsoread',
  'readalso',
  'relacionadas',
  'relacionados',
  'seealso',
  'lire',
]);
/** A title, not a button: characters. */
const TITLE = { min: 12, max: 300 };
const MAX_BOX_LINKS = 12;

/** Boxes in the article that are called related, and any that begin with a "read also" line. */
export function relatedBoxes(removed: readonly PageElement[], base: string): { title: string; link: string }[] {
  return removed.flatMap((element) => {
    if (['script', 'style', 'head', 'nav', 'noscript', 'svg'].includes(element.tag)) return [];
    const blocks = blocksOf(element, base);
    const isLabelled = blocks.slice(0, 2).some(({ text }) => asRelated(text) !== undefined);
    const isInside = closest(element, isMain) !== undefined;
    if (!isLabelled && !(isInside && element.hasMark(MARKS))) return [];
    const links = blocks
      .flatMap((block) => block.links)
      .map(({ title, link }) => ({ title: asRelated(title)?.title ?? title, link }));
    return links.filter(({ title }) => title.length >= TITLE.min && title.length <= TITLE.max).slice(0, MAX_BOX_LINKS);
  });
}
