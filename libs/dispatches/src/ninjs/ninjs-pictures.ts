import type { IncomingDispatch } from '../dispatch.js';
import type { NinjsAssociation, NinjsDocument, NinjsRendition } from './ninjs-document.js';
import { alternativeOf, captionOf, headlineOf } from './ninjs-texts.js';
import { DISPATCH_LIMITS } from '../dispatch-limits.js';

/** What hangs on a document: its picture, and other texts to read. */

/** Names that providers give the picture at the head of an article. */
const LEAD_NAMES = new Set(['main', 'mainmedia', 'featured', 'featuremedia', 'featureimage', 'lead', 'hero', 'teaser']);

/** The lead picture in its largest rendition; undefined where none can be fetched. */
export function pictureOf({ associations = [] }: NinjsDocument): IncomingDispatch['picture'] {
  const pictures = associations.filter(({ type = '', pubstatus }) => type.toLowerCase() === 'picture' && (pubstatus ?? 'usable') === 'usable');
  const byRank = pictures.toSorted((one, other) => Number(isLead(other)) - Number(isLead(one)));
  for (const picture of byRank) {
    const largest = (picture.renditions ?? [])
      .filter((one) => isPicture(one) && webAddress(one.href) !== undefined)
      .toSorted((one, other) => (other.width ?? 0) - (one.width ?? 0))[0];
    const url = webAddress(largest?.href);
    if (largest !== undefined && url !== undefined) return described(picture, largest, url);
  }
  return undefined;
} // prettier-ignore

/** Other texts it points to. */
export function relatedOf({ associations = [] }: NinjsDocument): { title: string; link?: string }[] {
  return associations
    .filter(({ type = '' }) => ['text', 'composite'].includes(type.toLowerCase()))
    .flatMap((item) => {
      const title = headlineOf(item)?.value.trim().slice(0, DISPATCH_LIMITS.line) ?? '';
      const link = webAddress(item.link) ?? pageOf(item.renditions);
      return title === '' ? [] : [{ title, ...(link !== undefined && { link }) }];
    })
    .slice(0, DISPATCH_LIMITS.related);
}

/** The page among the renditions of a text. */
export function pageOf(renditions: readonly NinjsRendition[] = []): string | undefined {
  return renditions
    .filter((one) => typeOf(one).startsWith('text/html'))
    .map(({ href }) => webAddress(href))
    .find((href) => href !== undefined);
}

/** An http or https address that can be stored; undefined for anything else. */
export function webAddress(given: string | undefined): string | undefined {
  if (given === undefined || given.length > DISPATCH_LIMITS.link) return undefined;
  const url = URL.parse(given.trim());
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

function described(picture: NinjsAssociation, { width, height }: NinjsRendition, url: string) {
  const caption = captionOf(picture)?.trim().slice(0, DISPATCH_LIMITS.caption) ?? '';
  const credit = [picture.by ?? picture.byline, picture.copyrightholder].filter((name) => (name ?? '') !== '').join(' / ');
  return {
    url,
    ...(isSide(width) && { width }),
    ...(isSide(height) && { height }),
    alt: alternativeOf(picture)?.slice(0, DISPATCH_LIMITS.alt) ?? '',
    ...(caption !== '' && { caption }),
    ...(credit !== '' && { credit: credit.slice(0, DISPATCH_LIMITS.line) }),
  };
} // prettier-ignore

function isLead({ name = '' }: NinjsAssociation): boolean {
  return LEAD_NAMES.has(name.toLowerCase());
}

function isPicture(rendition: NinjsRendition): boolean {
  const type = typeOf(rendition);
  return type === '' || type.startsWith('image/');
}

/** `mimetype` until 1.x, `contenttype` since. */
function typeOf({ contenttype, mimetype }: NinjsRendition): string {
  return (contenttype ?? mimetype ?? '').toLowerCase();
}

function isSide(pixels: number | undefined): pixels is number {
  return pixels !== undefined && Number.isInteger(pixels) && pixels > 0 && pixels <= DISPATCH_LIMITS.pixels;
}
