import type { Declared } from './cascade.js';

/**
 * The ways in which mails keep words from being seen: preheaders are hidden in several at once, and so are ways out that
 * nobody is meant to find. What stands behind something else is not known.
 */

/** What of an element's hiding its children take over, beside being within it. */
export interface Hiding {
  /** `visibility`, which a child may turn back. */
  readonly isInvisible: boolean;
  /** CSS pixels; far to the left it takes the words away and nothing else. */
  readonly indent: number;
  /** Of all that is around. */
  readonly opacity: number;
}

export const SHOWN: Hiding = { isInvisible: false, indent: 0, opacity: 1 };

/** CSS pixels to a side: as wide as the mail is none of its words shows any more. */
const OFF_SCREEN = 500;
/** A box of so few pixels that cuts off shows no letter. */
const NO_ROOM = 3;
/** Fainter than that nothing is seen, whatever its colours. */
const LEAST_OPACITY = 0.1;

/** A letter of 16 px is 3 then. */
const LEAST_ZOOM = 0.2;

/** Whether nothing within the element is seen, whatever that says itself. */
export function isTakenAway(declared: Declared, opacity: number): boolean {
  const is = (property: string, pattern: RegExp): boolean => pattern.test(declared.get(property) ?? '');
  return (
    is('display', /^none\b/i) ||
    is('content-visibility', /^hidden\b/i) ||
    is('mso-hide', /^all\b/i) ||
    opacity < LEAST_OPACITY ||
    is('filter', /\bopacity\(\s*0(?:\.0\d*)?%?\s*\)/i) ||
    opacityOf(declared.get('zoom')) < LEAST_ZOOM ||
    isCutOff(declared) ||
    isOffScreen(declared)
  );
}

export function hidingOf(declared: Declared, above: Hiding): Hiding {
  const visibility = declared.get('visibility')?.toLowerCase();
  const indent = declared.get('text-indent');
  const own = declared.get('opacity');
  if (visibility === undefined && indent === undefined && own === undefined) return above;
  return {
    isInvisible: visibility === undefined || visibility === 'inherit' ? above.isInvisible : /^(?:hidden|collapse)/.test(visibility),
    indent: indent === undefined ? above.indent : pixelsOf(indent) ?? above.indent,
    opacity: above.opacity * opacityOf(own),
  };
} // prettier-ignore

/** 0 to 1; what is no number does not count. */
export function opacityOf(value: string | undefined): number {
  const read = /^(\d{0,3}(?:\.\d{0,9})?)(%?)$/.exec((value ?? '').trim());
  if (read === null || read[1] === '' || read[1] === '.') return 1;
  return Math.min(1, Number(read[1]) / (read[2] === '%' ? 100 : 1));
}

export function hidesWords({ isInvisible, indent }: Hiding): boolean {
  return isInvisible || Math.abs(indent) >= OFF_SCREEN;
}

function isCutOff(declared: Declared): boolean {
  if (/\binset\(\s*(?:[5-9]\d|100)(?:\.\d*)?%|\b(?:circle|ellipse)\(\s*0/i.test(declared.get('clip-path') ?? ''))
    return true;
  const isPlaced = /^(?:absolute|fixed)/i.test(declared.get('position') ?? '');
  const clip = /^rect\(([^()]{1,80})\)/i.exec(declared.get('clip') ?? '')?.[1];
  if (isPlaced && clip !== undefined && clip.split(/[\s,]+/).every((side) => Math.abs(pixelsOf(side) ?? Infinity) <= 1)) return true;
  if (!/^(?:hidden|clip)/i.test(declared.get('overflow') ?? '')) return false;
  return ['max-height', 'height', 'max-width', 'width'].some((property) => {
    const measure = pixelsOf(declared.get(property) ?? '');
    return measure !== undefined && measure <= NO_ROOM;
  });
} // prettier-ignore

function isOffScreen(declared: Declared): boolean {
  const far = (property: string): boolean => Math.abs(pixelsOf(declared.get(property) ?? '') ?? 0) >= OFF_SCREEN;
  const back = (property: string): boolean => (pixelsOf(declared.get(property) ?? '') ?? 0) <= -OFF_SCREEN;
  if (back('margin-left') || back('margin-right') || back('margin-top')) return true;
  if (/^(?:absolute|fixed|relative)/i.test(declared.get('position') ?? ''))
    if (back('left') || back('top') || back('right') || back('bottom') || far('left') || far('right')) return true;
  const transform = declared.get('transform') ?? '';
  if (/\bscale[xy]?\(\s*0?(?:\.0\d*)?\s*[,)]/i.test(transform)) return true;
  const moved = /\btranslate(?:x|y|3d)?\(([^()]{1,80})\)/i.exec(transform)?.[1] ?? '';
  return moved.split(',').some((part) => Math.abs(pixelsOf(part) ?? 0) >= OFF_SCREEN);
}

/** Of what a screen of mail has: a letter is 16, the column 600, the window 1,024 wide. */
const UNITS: Readonly<Record<string, number>> = { '': 1, px: 1, pt: 4 / 3, em: 16, rem: 16, ch: 8, ex: 8, '%': 6, vw: 10, vh: 8, cm: 38, mm: 3.8, in: 96 }; // prettier-ignore

/** CSS pixels, near enough to tell what is far away; undefined: no length, such as `auto`. */
export function pixelsOf(value: string): number | undefined {
  const read = /^(-?(?:\d{1,7}(?:\.\d{0,6})?|\.\d{1,6}))([a-z%]{0,4})$/i.exec(value.trim());
  const unit = UNITS[(read?.[2] ?? '').toLowerCase()];
  return read === null || unit === undefined ? undefined : Number(read[1]) * unit;
}
