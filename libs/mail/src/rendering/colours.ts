/**
 * Colours of a brand or a region are installation data: one colour, chosen on white paper. A mail needs each of them on
 * paper and in the dark, as text and as ground, always readable (contrast ≥ 4.5:1, WCAG 2.2 §1.4.3).
 */

const ink = '#16191f';
const white = '#ffffff';
/** The grounds text stands on; of the two of each scheme the one that gives less contrast. */
const paper = '#fbf8f3';
const darkCard = '#1f242c';

/** The drawn pairs (light → dark) of the house's own palette; other colours are lightened by rule. */
const drawnForDark: Readonly<Record<string, string>> = {
  '#a8321f': '#ff8f77',
  '#1d4f91': '#8fb8f0',
  '#8a5a00': '#e0b050',
  '#0b6b57': '#5fc9ae',
  '#9b2c5e': '#ee8fb8',
  '#4a3fa0': '#b5acf5',
  '#7a4a1e': '#d9a878',
};

type Rgb = readonly [number, number, number];

/** `#rgb` or `#rrggbb` as lower-case `#rrggbb`; nothing else may reach a style attribute. */
export function normaliseColour(colour: string): string | undefined {
  const match = /^#(?:([0-9a-f])([0-9a-f])([0-9a-f])|[0-9a-f]{6})$/.exec(colour.trim().toLowerCase());
  if (match === null) return undefined;
  const [whole, r, g, b] = match;
  return r === undefined || g === undefined || b === undefined ? whole : `#${r}${r}${g}${g}${b}${b}`;
}

/** WCAG 2.2 contrast ratio of two `#rrggbb` colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The colour itself where it is readable on paper, else darkened until it is. Undefined for what is no colour. */
export function inkOnPaper(colour: string): string | undefined {
  const normal = normaliseColour(colour);
  return normal === undefined ? undefined : mixUntilReadable(normal, '#000000', paper);
}

/** Its counterpart in the dark scheme. */
export function inkInDark(colour: string): string | undefined {
  const normal = normaliseColour(colour);
  return normal === undefined ? undefined : (drawnForDark[normal] ?? mixUntilReadable(normal, white, darkCard));
}

/** White or ink, whichever is easier to read on a ground of this colour. */
export function textOn(colour: string): string | undefined {
  const normal = normaliseColour(colour);
  if (normal === undefined) return undefined;
  return contrast(white, normal) >= contrast(ink, normal) ? white : ink;
}

/** Mixed colours; an installation has some dozens, and each edition asks for them in every cut. */
const MOST_MIXED = 1_000;
const mixed = new Map<string, string>();

function mixUntilReadable(colour: string, towards: string, ground: string): string {
  const key = `${colour}${towards}${ground}`;
  const known = mixed.get(key) ?? readableMix(colour, towards, ground);
  if (mixed.size >= MOST_MIXED) mixed.clear();
  mixed.set(key, known);
  return known;
}

function readableMix(colour: string, towards: string, ground: string): string {
  const steps = 20;
  for (let step = 0; step < steps; step += 1) {
    const mixture = mix(colour, towards, step / steps);
    if (contrast(mixture, ground) >= 4.5) return mixture;
  }
  return towards;
}

function mix(colour: string, towards: string, share: number): string {
  const [from, to] = [channels(colour), channels(towards)];
  const hex = (a: number, b: number): string =>
    Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, '0');
  return `#${hex(from[0], to[0])}${hex(from[1], to[1])}${hex(from[2], to[2])}`;
}

function channels(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
}

/** Relative luminance, WCAG 2.2 definitions. */
function luminance(colour: string): number {
  const [r, g, b] = channels(colour).map((channel) => {
    const s = channel / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
