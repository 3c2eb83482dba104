import { faultOfWebAddress, isUnfilled } from './address.js';
import type { FindingName } from './finding-rules.js';
import type { RawFinding } from './finding.js';
import { foundAt, isWithin, legibleWords, tagOf, type Inspection } from './inspection.js';
import type { MailElement } from './mail-document.js';
import { readerSignIn } from './reader-picture.js';
import { isListed, pictureHosts } from './link-hosts.js';
import { remoteSources } from './remote-sources.js';
import { readDeclarations } from './style-sheet.js';

/** A picture of so many pixels or fewer shows nothing; it is fetched to see that it was fetched. */
const PIXEL = 2;
/** Smaller ones, without words, say nothing to a reader. */
const ICON = 16;

/** Pictures: what stands for them where they are off, where they come from, and whom they tell that the mail was opened. */
export function checkPictures(inspection: Inspection): RawFinding[] {
  const pictures = inspection.document.elements.filter(({ name }) => name === 'img');
  return [
    ...pictures.flatMap((picture) => judged(inspection, picture)),
    ...others(inspection),
    ...thirdParties(inspection),
  ];
}

function judged(inspection: Inspection, picture: MailElement): RawFinding[] {
  const src = (picture.attributes['src'] ?? '').trim();
  const found = (name: FindingName, values?: Readonly<Record<string, string>>): RawFinding =>
    foundAt(inspection, picture, { name, excerpt: tagOf(inspection.document, picture), ...(values !== undefined && { values }) });
  const reader = judgedForReader(inspection, picture);
  // Nobody needs words for what nobody sees.
  if (reader !== undefined) return [found(reader.name, reader.values)];
  return [
    ...sourceFaults(inspection, src).map(({ name, values }) => found(name, values)),
    ...wordFaults(inspection, picture).map((name) => found(name)),
    ...(hasSize(picture) ? [] : [found('picture_size_missing')]),
  ];
} // prettier-ignore

/**
 * Whether a picture tells who opened the mail, or looks as if it did; undefined: everybody gets the same, or whoever gets
 * it agreed.
 */
export function judgedForReader(
  inspection: Inspection,
  picture: MailElement,
): { name: 'picture_per_reader' | 'picture_pixel'; values: Readonly<Record<string, string>> } | undefined {
  const src = (picture.attributes['src'] ?? '').trim();
  if (inspection.message.context.mayTrackOpens === true || !/^(?:https?:)?\/\//i.test(src)) return undefined;
  const { width, height } = sizeOf(picture);
  const isPixel = (width !== undefined && width <= PIXEL) || (height !== undefined && height <= PIXEL);
  const address = src.startsWith('//') ? `https:${src}` : src;
  const sign = readerSignIn(address, { ...readerOf(inspection), isSilent: isSilent(picture) });
  const values = { host: hostOf(src) };
  if (sign !== undefined) return { name: 'picture_per_reader', values: { ...values, sign } };
  // A line of two pixels that everybody gets is a rule; only what nothing can be seen of is there to be fetched.
  const isAll = width !== undefined && height !== undefined && width <= PIXEL && height <= PIXEL;
  if (!isAll && !(isPixel && !inspection.seen.has(picture))) return undefined;
  // A file that lies there is a spacer; what is asked of a program is asked to be counted.
  const { pathname, search } = URL.parse(address) ?? { pathname: '', search: '' };
  const isFile = search === '' && /\/[\w.-]{1,40}\.(?:gif|png|jpe?g|webp)$/i.test(pathname);
  return isFile
    ? { name: 'picture_pixel', values }
    : { name: 'picture_per_reader', values: { ...values, sign: 'pixel' } };
}

/** It shows nothing and says nothing. */
function isSilent(picture: MailElement): boolean {
  const { width, height } = sizeOf(picture);
  const alt = (picture.attributes['alt'] ?? '').trim();
  return alt === '' && (width ?? 0) <= ICON && (height ?? 0) <= ICON;
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

function wordFaults(inspection: Inspection, picture: MailElement): FindingName[] {
  const { alt, role = '', 'aria-hidden': hidden } = picture.attributes;
  const link = isWithin(picture, 'a');
  const isLinked = link?.attributes['href'] !== undefined;
  // A spacer says that it is one; with pictures off nobody misses it.
  const isDecoration = !isLinked && (/^(?:presentation|none)$/i.test(role.trim()) || hidden === 'true');
  if (alt === undefined) return isDecoration ? [] : ['alt_missing'];
  const label = link?.attributes['aria-label'] ?? link?.attributes['title'] ?? '';
  if (isLinked && isWordless(alt) && isWordless(label) && isWordless(legibleWords(inspection, link))) return ['alt_empty_linked'];
  return /^[\w%() -]{1,100}\.(?:jpe?g|png|gif|webp|svg|avif)$/i.test(alt.trim()) ? ['alt_filename'] : [];
} // prettier-ignore

function isWordless(text: string): boolean {
  return !/[\p{L}\p{N}\p{S}]/u.test(text);
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

/** What else is fetched: pictures behind words, of other widths, in style sheets and for Outlook alone. They need no words. */
function others(inspection: Inspection): RawFinding[] {
  const { document, message } = inspection;
  return remoteSources(document).flatMap(({ at, src, isPicture, element }): RawFinding[] => {
    if (isPicture) return [];
    const excerpt = src.slice(0, 200);
    if (/^data:/i.test(src)) return element?.name === 'object' ? [] : [foundAt(inspection, at, { name: 'picture_data', excerpt })];
    if (!/^(?:https?:)?\/\//i.test(src)) return [];
    const address = src.startsWith('//') ? `https:${src}` : src;
    const sign = message.context.mayTrackOpens === true ? undefined : readerSignIn(address, { ...readerOf(inspection), isSilent: element?.name === 'img' && isSilent(element) });
    if (sign !== undefined) return [foundAt(inspection, at, { name: 'picture_per_reader', excerpt, values: { sign, host: hostOf(src) } })];
    const fault = faultOfWebAddress(address);
    if (fault === undefined) return [];
    const name = fault.name === 'address_insecure' ? 'picture_insecure' : fault.name;
    return [foundAt(inspection, at, { name, excerpt, values: fault.values })];
  });
} // prettier-ignore

/** Each public host once: a carousel takes all its icons from one. */
function thirdParties(inspection: Inspection): RawFinding[] {
  const told = new Set<string>();
  return remoteSources(inspection.document).flatMap(({ at, src }): RawFinding[] => {
    const host = hostOf(src);
    if (!isListed(host, pictureHosts) || told.has(host)) return [];
    told.add(host);
    return [foundAt(inspection, at, { name: 'picture_third_party', excerpt: src.slice(0, 200), values: { host } })];
  });
}

/** What is known of the reader: who it is, and how their own links look. */
function readerOf({ message: { context } }: Inspection): { recipient?: string; links: readonly string[] } {
  const links = Object.values(context.marks ?? {});
  return context.recipient === undefined ? { links } : { recipient: context.recipient, links };
}

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
