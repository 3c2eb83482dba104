import type { Access } from '@app/platform';
import { metaOf } from './page.js';
import type { Page } from './page.js';
import { PAYWALL_LINES, PAYWALL_TIERS } from './paywall-marks.js';
import { elementsOf, lineOf } from './page-tree.js';
import type { PageElement } from './page-tree.js';
import type { Stated } from './stated-facts.js';

/** Longer lines are the article, which may well speak of subscribers. */
const MAX_WALL_LINE = 250;
const MAX_CHILDREN = 12;

/**
 * What readers need to read on. The page's statement of a tier says most (it alone knows `metered`), then what it tells
 * search engines; a page that says neither is judged by the words it puts in the reader's way.
 */
export function accessOf(page: Page, stated: Stated): Access {
  const tier = PAYWALL_TIERS.get(
    metaOf(page, 'article:content_tier', 'og:article:content_tier', 'content_tier')?.toLowerCase() ?? '',
  );
  if (tier !== undefined) return tier;
  const claims = stated.layers.map(({ isFree }) => isFree).filter((claim) => claim !== undefined);
  if (claims.includes(false)) return 'paid';
  if (claims.includes(true)) return 'free';
  return hasWall(page.root) ? 'paid' : 'free';
}

function hasWall(root: PageElement): boolean {
  for (const element of elementsOf(root, ({ tag }) =>
    ['head', 'nav', 'aside', 'footer', 'script', 'style'].includes(tag),
  )) {
    if (
      !['p', 'div', 'span', 'h2', 'h3', 'h4', 'strong', 'section'].includes(element.tag) ||
      element.children.length > MAX_CHILDREN
    )
      continue;
    const line = lineOf(element);
    if (line.length > 0 && line.length <= MAX_WALL_LINE && PAYWALL_LINES.some((form) => form.test(line))) return true;
  }
  return false;
}
