import type { MailDocument, MailElement } from './mail-document.js';
import { styleSheets } from './cascade.js';

/** An address that a mail program asks for by itself when the mail is opened. */
export interface RemoteSource {
  readonly at: { readonly offset: number };
  readonly src: string;
  /** The element it stands on; none for style sheets and comments. */
  readonly element?: MailElement;
  /** The one `src` of a picture, which is judged with the picture. */
  readonly isPicture: boolean;
}

/** Attributes that are fetched, on whichever element they stand; `src` of a script is forbidden as such. */
const FETCHED = [
  'src',
  'poster',
  'background',
  'lowsrc',
  'dynsrc',
  'data',
  'xlink:href',
  'imagesrcset',
  'srcset',
] as const;
const LISTS: ReadonlySet<string> = new Set(['srcset', 'imagesrcset']);
/** Addresses of one mail; a digest has some twenty. */
const MOST_SOURCES = 5_000;
/** Characters of a style sheet, an attribute or a comment that are read. */
const LONGEST = 500_000;

/** Everything that is fetched: pictures, style sheets and what stands in conditional comments for Outlook. */
export function remoteSources(document: MailDocument): RemoteSource[] {
  const found: RemoteSource[] = [];
  for (const element of document.elements) {
    found.push(...ofElement(element));
    if (found.length > MOST_SOURCES) break;
  }
  for (const { css, offset } of styleSheets(document)) found.push(...ofCss(css, { offset }));
  for (const { text, offset } of document.comments) found.push(...ofComment(text, { offset }));
  return found.slice(0, MOST_SOURCES);
}

function ofElement(element: MailElement): RemoteSource[] {
  const { name, attributes } = element;
  const found: RemoteSource[] = [];
  for (const attribute of FETCHED) {
    const value = attributes[attribute];
    if (value === undefined) continue;
    const isPicture = name === 'img' && attribute === 'src';
    const sources = LISTS.has(attribute) ? candidates(value) : [value.trim()];
    found.push(...sources.filter((src) => src !== '' || isPicture).map((src) => ({ at: element, src, element, isPicture })));
  }
  const isFetchedLink = name === 'link' || name === 'image' || name === 'use';
  if (isFetchedLink && attributes['href'] !== undefined)
    found.push({ at: element, src: attributes['href'].trim(), element, isPicture: false });
  const { style } = attributes;
  return style === undefined ? found : [...found, ...ofCss(style, element)];
} // prettier-ignore

/** `a.jpg 1x, b.jpg 2x`; an address holds no blank, and a comma only where none follows it. */
function candidates(srcset: string): string[] {
  return srcset.slice(0, LONGEST).split(/,\s+|,(?=https?:)/i).map((one) => one.trim().split(/\s+/)[0] ?? ''); // prettier-ignore
}

/** `url(…)` and the strings of `image-set()` and `@import`; escapes are read as CSS reads them. */
function ofCss(css: string, at: { readonly offset: number }): RemoteSource[] {
  if (!/url|["']|\\/i.test(css)) return [];
  const plain = css.slice(0, LONGEST).replaceAll(/\\([0-9a-f]{1,6})\s?/gi, (_, code: string) => {
    const point = Number.parseInt(code, 16);
    return point > 0x10ffff ? '' : String.fromCodePoint(point);
  });
  const addresses = [
    ...[...plain.matchAll(/url\(\s{0,20}["']?([^"')\s]{1,2000})/gi)].map(([, src = '']) => src),
    ...[...plain.matchAll(/["']((?:https?:)?\/\/[^"'\s]{1,2000})["']/gi)].map(([, src = '']) => src),
  ];
  return [...new Set(addresses)].map((src) => ({ at, src, isPicture: false }));
}

/** Outlook reads them: `<!--[if mso]><v:fill src="…">`. */
function ofComment(text: string, at: { readonly offset: number }): RemoteSource[] {
  if (!/^\s{0,20}\[if\b/i.test(text)) return [];
  const plain = text.slice(0, LONGEST);
  const addresses = [
    ...[...plain.matchAll(/\b(?:src|background)\s{0,20}=\s{0,20}["']?([^"'\s>]{1,2000})/gi)].map(([, src = '']) => src),
    ...ofCss(plain.match(/url\([^()]{0,2000}\)/gi)?.join(' ') ?? '', at).map(({ src }) => src),
  ];
  return [...new Set(addresses)].map((src) => ({ at, src: src.replaceAll('&amp;', '&'), isPicture: false }));
}
