import { absoluteLink } from '../markup/sanitize.js';
import { DISPATCH_LIMITS } from '../dispatch-limits.js';
import type { ArticleImage } from './article.js';
import { NO_LEAD_PICTURE } from './page-marks.js';
import { IMAGE_TAGS, splitCaption, wordsOf } from './picture-words.js';
import { closest, elementsOf, findElement, isMain, lineOf } from './page-tree.js';
import type { PageElement } from './page-tree.js';
import type { Stated, StatedImage } from './stated-facts.js';

/**
 * The lead picture. The page's own lead figure has the words (caption, credit, alternative text); JSON-LD and
 * `og:image` have the large file. They are joined only where they are the same picture; where they are not, the figure
 * wins, because its words belong to it.
 */

interface Figure {
  readonly urls: readonly string[];
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly alt: string;
  readonly caption: string | undefined;
  readonly credit: string | undefined;
}

export interface Pictures {
  readonly lead: ArticleImage | null;
  /** Captions and credits of all figures, so that the text can go without them. */
  readonly lines: readonly string[];
}

/** Narrower ones are portraits of authors and icons, in pixels. */
const MIN_WIDTH = 200;
const MAX_FIGURES = 100;

export function picturesOf(root: PageElement, stated: Stated, base: string): Pictures {
  const figures = figuresIn(root, base);
  const lines = figures.flatMap(({ caption, credit }) =>
    [caption, credit, `${caption ?? ''} ${credit ?? ''}`].filter((line) => line !== undefined && line.trim() !== ''),
  ) as string[];
  const claims = stated.layers
    .flatMap(({ images }) => images)
    .flatMap((image) => {
      const url = absoluteLink(image.url, base);
      return url === undefined || isGeneric(url) ? [] : [{ ...image, url }];
    });
  const [figure] = figures;
  const claimed =
    claims.find((claim) => figures.some(({ urls }) => urls.some((url) => isSame(url, claim.url)))) ?? claims[0];
  const own = figures.find(({ urls }) => claimed !== undefined && urls.some((url) => isSame(url, claimed.url)));
  if (own !== undefined && claimed !== undefined)
    return {
      lead: joined(
        own,
        claims.filter(({ url }) => isSame(url, claimed.url)),
      ),
      lines,
    };
  if (figure !== undefined && (claimed === undefined || figure.caption !== undefined || figure.credit !== undefined)) {
    return { lead: joined(figure, []), lines };
  }
  return { lead: claimed === undefined ? null : joined(undefined, [claimed]), lines };
}

function joined(figure: Figure | undefined, claims: readonly StatedImage[]): ArticleImage | null {
  const large = claims.toSorted((a, b) => (b.width ?? 0) - (a.width ?? 0))[0];
  const url = large?.url ?? figure?.urls[0];
  if (url === undefined) return null;
  const words = (of: (image: StatedImage) => string | undefined): string | undefined =>
    claims.map(of).find((text) => text !== undefined && text !== '');
  const size = large === undefined ? figure : large;
  const split = splitCaption(figure?.caption ?? words(({ caption }) => caption) ?? '');
  const credit = figure?.credit ?? words((image) => image.credit) ?? split.credit;
  const caption =
    figure?.credit === undefined && words((image) => image.credit) === undefined
      ? split.caption
      : (figure?.caption ?? split.caption);
  return {
    url,
    width: size?.width ?? null,
    height: size?.height ?? null,
    alt: (figure?.alt || words(({ alt }) => alt) || '').slice(0, 1_000),
    caption: caption === undefined || caption === '' ? null : caption.slice(0, DISPATCH_LIMITS.caption),
    credit: credit === undefined || credit === '' ? null : credit.slice(0, DISPATCH_LIMITS.line),
  };
}

function figuresIn(root: PageElement, base: string): Figure[] {
  const headline = findElement(root, ({ tag }) => tag === 'h1');
  const scope = (headline && closest(headline, isMain)) ?? root;
  const found: Figure[] = [];
  const isOutside = (element: PageElement): boolean =>
    ['head', 'nav', 'aside', 'footer', 'header-menu'].includes(element.tag) ||
    (element.hasMark(NO_LEAD_PICTURE) && element.tag !== 'article' && element.tag !== 'body');
  for (const element of elementsOf(scope, isOutside)) {
    if (!IMAGE_TAGS.has(element.tag) || found.length >= MAX_FIGURES) continue;
    const figure = figureOf(element, base);
    if (figure !== undefined) found.push(figure);
  }
  return found;
}

function figureOf(image: PageElement, base: string): Figure | undefined {
  const width = Number.parseInt(image.attribute('width'), 10) || undefined;
  const height = Number.parseInt(image.attribute('height'), 10) || undefined;
  if (width !== undefined && width < MIN_WIDTH) return undefined;
  const frame =
    closest(image, (at) => at.tag === 'figure' || at.marks.has('caption') || at.marks.has('figure')) ??
    closest(image, ({ tag }) => tag === 'picture')?.parent ??
    image.parent;
  const urls = addressesOf(image, base);
  if (urls.length === 0) return undefined;
  const words = frame === null ? {} : wordsOf(frame);
  const alt = lineOf(image.attribute('alt'));
  return { urls, width, height, alt, caption: words.caption, credit: words.credit };
}

/** Largest first. A placeholder (`data:`) is none. */
function addressesOf(image: PageElement, base: string): string[] {
  const picture = closest(image, ({ tag }) => tag === 'picture');
  const sources = picture === undefined ? [] : [...elementsOf(picture)].filter(({ tag }) => tag === 'source');
  const sets = [image, ...sources].flatMap((element) =>
    ['srcset', 'data-srcset', 'data-lazy-srcset'].map((name) => largestOf(element.attribute(name))),
  );
  const plain = ['data-src', 'data-lazy-src', 'data-original', 'src'].map((name) => image.attribute(name));
  return [...sets, ...plain]
    .flatMap((url) => absoluteLink(url, base) ?? [])
    .filter((url) => !/\.svg(?:$|\?)/i.test(url));
}

const MAX_SRCSET = 20_000;

/** Candidates are parted by a comma and white space; addresses may hold commas (HTML §4.8.4.2). */
function largestOf(srcset: string): string {
  let best = { url: '', size: -1 };
  for (const candidate of srcset.slice(0, MAX_SRCSET).split(/,\s+|,(?=https?:)/)) {
    const [url = '', descriptor = '1x'] = candidate.trim().split(/\s+/);
    const size = Number.parseFloat(descriptor) || 1;
    if (url !== '' && size > best.size) best = { url, size };
  }
  return best.url;
}

function isGeneric(url: string): boolean {
  return /(?:^|[/_.-])(?:logo|default|placeholder|favicon|share-?image|social-?default|og-?default|no-?image|blank|fallback)(?:[_.-]|\d|$)/i.test(
    new URL(url).pathname.split('/').slice(-1)[0] ?? '',
  );
}

/** The same file in another size: the same name without its measures, or a long id that both addresses hold. */
function isSame(a: string, b: string): boolean {
  if (a === b) return true;
  const [left, right] = [fileKey(a), fileKey(b)];
  if (left !== '' && left === right) return true;
  const ids = new Set(a.match(/[\da-f]{8}-[\da-f-]{27}|[\da-z]{20,}/gi) ?? []);
  return (b.match(/[\da-f]{8}-[\da-f-]{27}|[\da-z]{20,}/gi) ?? []).some((id) => ids.has(id));
}

function fileKey(url: string): string {
  const path = decodePath(new URL(url).pathname);
  const name = path.split('/').at(-1) ?? '';
  return name
    .replace(/\.(?:jpe?g|png|webp|gif|avif)$/i, '')
    .replace(/[-_](?:scaled|\d{2,4}x\d{2,4}|\d{2,4}w|w\d{2,4})$/i, '')
    .toLowerCase();
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // Escapes that are no UTF-8 compare as they are.
    return path;
  }
}
