import { faultOfWebAddress, isUnfilled } from './address.js';
import type { FindingName } from './finding-rules.js';
import type { RawFinding } from './finding.js';
import { foundAt, isWithin, tagOf, type Inspection } from './inspection.js';
import { wordsOf, type MailElement } from './mail-document.js';
import { readerSignIn } from './reader-picture.js';
import { styleSheets } from './cascade.js';
import { readDeclarations } from './style-sheet.js';

/** A picture of so many pixels or fewer shows nothing; it is fetched to see that it was fetched. */
const PIXEL = 2;

/** Pictures: what stands for them where they are off, where they come from, and whom they tell that the mail was opened. */
export function checkPictures(inspection: Inspection): RawFinding[] {
  const pictures = inspection.document.elements.filter(({ name }) => name === 'img');
  return [...pictures.flatMap((picture) => judged(inspection, picture)), ...backgrounds(inspection)];
}

function judged(inspection: Inspection, picture: MailElement): RawFinding[] {
  const src = (picture.attributes['src'] ?? '').trim();
  const found = (name: FindingName, values?: Readonly<Record<string, string>>): RawFinding =>
    foundAt(inspection, picture, { name, excerpt: tagOf(inspection.document, picture), ...(values !== undefined && { values }) });
  const sign = perReader(inspection, picture, src);
  // Nobody needs words for what nobody sees.
  if (sign !== undefined) return [found('picture_per_reader', { sign, host: hostOf(src) })];
  return [
    ...sourceFaults(inspection, src).map(({ name, values }) => found(name, values)),
    ...wordFaults(picture).map((name) => found(name)),
    ...(hasSize(picture) ? [] : [found('picture_size_missing')]),
  ];
} // prettier-ignore

/** undefined: everybody gets the same, or whoever gets it agreed. */
function perReader({ message: { context } }: Inspection, picture: MailElement, src: string): string | undefined {
  if (context.mayTrackOpens === true || !/^(?:https?:)?\/\//i.test(src)) return undefined;
  const sign = readerSignIn(src.startsWith('//') ? `https:${src}` : src, context.recipient);
  if (sign !== undefined) return sign;
  const { width, height } = sizeOf(picture);
  const isPixel = width !== undefined && height !== undefined && width <= PIXEL && height <= PIXEL;
  return isPixel ? 'pixel' : undefined;
}

function sourceFaults(
  { message: { context } }: Inspection,
  src: string,
): { name: FindingName; values?: Readonly<Record<string, string>> }[] {
  if (src === '' || src === '#') return [{ name: 'picture_source_missing' }];
  if (isUnfilled(src)) return [{ name: 'untranslated', values: { what: src } }];
  if (/^data:/i.test(src)) return [{ name: 'picture_data' }];
  const scheme = /^([a-z][a-z0-9+.-]{0,40}):/i.exec(src)?.[1]?.toLowerCase();
  if (scheme === 'cid') {
    // Left out: no parts are known, as of a template; then there are none.
    const isThere = context.contentIds?.includes(decoded(src.slice(4))) ?? false;
    return isThere ? [] : [{ name: 'picture_source_missing' }];
  }
  if (scheme === undefined) return [{ name: 'picture_source_missing' }];
  if (scheme !== 'https' && scheme !== 'http') return [{ name: 'address_unsafe', values: { scheme, href: src } }];
  const fault = faultOfWebAddress(src);
  if (fault?.name === 'address_insecure') return [{ name: 'picture_insecure', values: fault.values }];
  return fault === undefined ? [] : [fault];
}

function wordFaults(picture: MailElement): FindingName[] {
  const { alt } = picture.attributes;
  if (alt === undefined) return ['alt_missing'];
  const link = isWithin(picture, 'a');
  const label = link?.attributes['aria-label'] ?? link?.attributes['title'] ?? '';
  if (alt.trim() === '' && link?.attributes['href'] !== undefined && wordsOf(link) === '' && label.trim() === '')
    return ['alt_empty_linked'];
  return /^[\w%() -]{1,100}\.(?:jpe?g|png|gif|webp|svg|avif)$/i.test(alt.trim()) ? ['alt_filename'] : [];
}

function hasSize(picture: MailElement): boolean {
  const { width, height } = sizeOf(picture);
  const style = new Map(readDeclarations(picture.attributes['style'] ?? '').map((one) => [one.property, one.value]));
  const isWide = width !== undefined || style.has('width') || style.has('max-width');
  // A height that follows the width needs the attribute: Outlook knows no `height: auto`.
  const isHigh = height !== undefined || style.has('height') || picture.attributes['height'] === 'auto';
  return isWide && isHigh;
}

/** CSS pixels, where the attributes or the style say them. */
function sizeOf({ attributes }: MailElement): { width: number | undefined; height: number | undefined } {
  const style = new Map(readDeclarations(attributes['style'] ?? '').map((one) => [one.property, one.value]));
  const measure = (name: string): number | undefined => {
    const value = /^([0-9]{1,5}(?:\.[0-9]{1,4})?)(?:px)?%?$/.exec((attributes[name] ?? style.get(name) ?? '').trim())?.[1];
    return value === undefined ? undefined : Number(value);
  };
  return { width: measure('width'), height: measure('height') };
} // prettier-ignore

/** Pictures behind words and in style sheets have no `alt`, but come from somewhere too. */
function backgrounds(inspection: Inspection): RawFinding[] {
  const { document, message } = inspection;
  const places = [
    ...document.elements.map((element) => ({
      at: element,
      css: element.attributes['style'] ?? '',
      own: element.name === 'img' ? undefined : element.attributes['background'],
    })),
    ...styleSheets(document).map(({ css, offset }) => ({ at: { offset }, css, own: undefined })),
  ];
  return places.flatMap(({ at, css, own }) => {
    const sources = [...css.matchAll(/url\(\s*["']?([^"')\s]{1,2000})/gi)].map(([, src = '']) => src);
    return [...(own === undefined || own === '' ? [] : [own]), ...sources].flatMap((src): RawFinding[] => {
      const excerpt = src.slice(0, 200);
      if (/^data:/i.test(src)) return [foundAt(inspection, at, { name: 'picture_data', excerpt })];
      if (!/^https?:/i.test(src)) return [];
      const sign = message.context.mayTrackOpens === true ? undefined : readerSignIn(src, message.context.recipient);
      if (sign !== undefined) return [foundAt(inspection, at, { name: 'picture_per_reader', excerpt, values: { sign, host: hostOf(src) } })];
      const fault = faultOfWebAddress(src);
      if (fault === undefined) return [];
      const name = fault.name === 'address_insecure' ? 'picture_insecure' : fault.name;
      return [foundAt(inspection, at, { name, excerpt, values: fault.values })];
    });
  });
} // prettier-ignore

function hostOf(src: string): string {
  return URL.parse(src.startsWith('//') ? `https:${src}` : src)?.hostname ?? '';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: it is compared as it stands.
    return text;
  }
}
