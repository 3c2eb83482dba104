import { readColour } from '../dark/css-colour.js';
import type { MailElement } from './mail-document.js';
import { split, type Declaration } from './style-sheet.js';

/** What decides how words are painted and whether they are; nothing else is kept. */
const KEPT = new Set([
  'color', '-webkit-text-fill-color', 'background-color', 'background-image', 'font-size', 'font-weight',
  'display', 'visibility', 'opacity', 'filter', 'overflow', 'height', 'max-height', 'width', 'max-width', 'mso-hide',
  'position', 'left', 'right', 'top', 'bottom', 'text-indent', 'margin-left', 'margin-right', 'margin-top', 'clip', 'clip-path', 'transform', 'zoom',
  'content-visibility', 'pointer-events',
]); // prettier-ignore

/** Words that are colours, though which is the program's own affair (CSS Color 4 §6.2), and such as are another's. */
const COLOUR_WORDS = /^(?:inherit|initial|unset|revert|revert-layer|currentcolor|canvas|canvastext|linktext|visitedtext|activetext|button(?:face|text)|field|fieldtext|highlight|highlighttext|mark|marktext|graytext|window|windowtext)$/i; // prettier-ignore

/** Shorthands taken apart; a colour that is none is dropped as a browser drops it, so that the one before it holds. */
export function longhandsOf(declarations: readonly Declaration[]): Declaration[] {
  return declarations.flatMap(({ property, value, isImportant }) =>
    longhands(property, value).flatMap(([name, part]) => {
      if (!KEPT.has(name) && !name.startsWith('--')) return [];
      return isColoured(name) && !isColour(part) ? [] : [{ property: name, value: part, isImportant }];
    }),
  );
}

/** Attributes that paint (HTML Living Standard §15.3). */
export function attributesOf({ name, attributes }: MailElement): [string, string][] {
  const found: [string, string][] = [];
  const { bgcolor, background, color, text, size } = attributes;
  if (bgcolor !== undefined) found.push(['background-color', hexOf(bgcolor)]);
  if (background !== undefined && background !== '') found.push(['background-image', 'url()']);
  if (name === 'font' && color !== undefined) found.push(['color', hexOf(color)]);
  const pixels = name === 'font' ? FONT_SIZES[(size ?? '').trim()] : undefined;
  if (pixels !== undefined) found.push(['font-size', `${pixels}px`]);
  if (name === 'body' && text !== undefined) found.push(['color', hexOf(text)]);
  if ('hidden' in attributes) found.push(['display', 'none']);
  return found;
}

/** CSS pixels (HTML Living Standard §15.3.4). */
const FONT_SIZES: Readonly<Record<string, number>> = { '1': 10, '2': 13, '3': 16, '4': 18, '5': 24, '6': 32, '7': 48 };

/** `bgcolor="ffffff"` is white to every mail program (HTML Living Standard §2.4.6). */
function hexOf(colour: string): string {
  const plain = colour.trim();
  return /^(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(plain) ? `#${plain}` : plain;
}

function longhands(property: string, value: string): [string, string][] {
  if (property === 'background') return backgroundOf(value);
  if (property === 'margin') return marginsOf(value);
  if (property === 'inset') return ['left', 'top'].map((side) => [side, value.split(/\s+/).at(side === 'top' ? 0 : -1) ?? '']);
  if (property === 'overflow-x' || property === 'overflow-y') return [['overflow', value]];
  if (property !== 'font') return [[property, value]];
  const size = /(?:^|\s)(-?[0-9.]{1,8}(?:px|pt|em|rem|%)|(?:xx?-)?(?:small|large)|medium|smaller|larger|0)(?:\s*\/|\s|$)/i.exec(value)?.[1];
  const weight = /(?:^|\s)(bold|bolder|lighter|[1-9]00)(?=\s)/i.exec(value)?.[1] ?? 'normal';
  return size === undefined ? [] : [['font-size', size], ['font-weight', weight]];
} // prettier-ignore

/** Of the layers the last one holds the colour; a picture in any of them counts as one, and so does a gradient. */
function backgroundOf(value: string): [string, string][] {
  // Until its variables are filled in nobody knows what stands where: it is taken for a colour alone.
  if (/^\s*var\(/i.test(value)) return [['background-image', 'none'], ['background-color', value]]; // prettier-ignore
  const words = split(split(value.replaceAll(/\s+/g, ' '), ',').join(' '), ' ').flatMap((word) => (word.includes('(') ? [word] : word.split('/')));
  const image = words.some((word) => /^(?:url|image-set|-webkit-image-set|cross-fade)\(/i.test(word))
    ? 'url()'
    : words.filter((word) => /gradient\(/i.test(word)).join(', ');
  const colour = words.find((word) => isColour(word) && !/gradient\(|^url\(/i.test(word));
  return [
    ['background-image', image === '' ? 'none' : image],
    ['background-color', colour ?? 'transparent'],
  ];
} // prettier-ignore

function marginsOf(value: string): [string, string][] {
  const [top = '', right = top, , left = right] = value.split(/\s+/);
  return [['margin-top', top], ['margin-right', right], ['margin-left', left]]; // prettier-ignore
}

function isColoured(property: string): boolean {
  return property === 'color' || property === 'background-color' || property === '-webkit-text-fill-color';
}

/** Also one that nobody can know yet: a variable, or a function of newer drafts. */
function isColour(value: string): boolean {
  return readColour(value) !== undefined || COLOUR_WORDS.test(value) || /^(?:var|color|color-mix|light-dark|lab|lch|oklab|oklch|hwb)\(|^(?:rgb|hsl)a?\(.{0,60}(?:var|calc|from)\b/i.test(value); // prettier-ignore
}
