import { readColour, writeColour, type Colour } from './css-colour.js';

/**
 * Clients that darken a mail whether its author wants it or not, by what is published about them:
 *
 * - `gmail`: Gmail on Android darkens light grounds and lightens dark ink and leaves the rest as it is ("partial
 *   inversion", Litmus, "The ultimate guide to dark mode for email marketers"; R. Parmentier, "Fixing Gmail's dark mode
 *   issues with CSS blend modes"). The rule is that of the web view it shows mails in: Chromium,
 *   `third_party/blink/renderer/platform/graphics/dark_mode_color_filter.cc` and `dark_mode_settings.h`: CIELAB lightness
 *   L becomes min(110 − L, 100), only where ink is darker than 150 of 255 or a ground is lighter than 205.
 * - `outlook`: Outlook.com and the Outlook apps turn every colour over ("full inversion"; R. Parmentier, "Outlook.com's
 *   dark mode": the colours before are kept in `data-ogsc` and `data-ogsb`). The rule is that of Microsoft's published
 *   editor, `roosterjs-color-utils`: L becomes (100 − L) · (100 − L₀) / 100 + L₀ over a ground of L₀ = 21.25 (#333333).
 *
 * Both keep hue and chroma as far as the screen can show them, and neither touches pictures.
 */
export const darkeners = ['gmail', 'outlook'] as const;
export type Darkener = (typeof darkeners)[number];

/** What a colour is for: what is written, or what it is written on (borders count as ground). */
export type ColourRole = 'ink' | 'ground';

/** 0 to 255, by {@link brightness}. */
const DARK_INK = 150;
const LIGHT_GROUND = 205;
/** CIELAB lightness of the dark ground, #333333. */
const OUTLOOK_GROUND = 21.25;

/**
 * A CSS colour as the client would show it: `#rrggbb`, or `rgba()` where one sees through it. What is no fixed colour
 * (`inherit`, `currentcolor`, a word) and what the client leaves alone comes back unchanged.
 */
export function forcedColour(colour: string, role: ColourRole, how: Darkener): string {
  const read = readColour(colour);
  if (read === undefined || read.alpha === 0) return colour;
  if (how === 'gmail' && !(role === 'ink' ? brightness(read) < DARK_INK : brightness(read) > LIGHT_GROUND))
    return colour;
  const { l, a, b } = toLab(read);
  const turned = how === 'gmail' ? Math.min(110 - l, 100) : ((100 - l) * (100 - OUTLOOK_GROUND)) / 100 + OUTLOOK_GROUND;
  return writeColour(fromLab({ l: turned, a, b }, read.alpha));
}

/** Chromium's measure: the weights of ITU-R BT.601. */
function brightness({ r, g, b }: Colour): number {
  return 0.299 * r + 0.587 * g + 0.114 * b;
}

interface Lab {
  readonly l: number;
  readonly a: number;
  readonly b: number;
}

/** White point D65 (CSS Color 4 §10, sample code). */
const WHITE = { x: 0.95047, y: 1, z: 1.08883 } as const;
const EPSILON = 216 / 24389;
const KAPPA = 24389 / 27;

function toLab(colour: Colour): Lab {
  const [r, g, b] = [colour.r, colour.g, colour.b].map((channel) => linear(channel / 255)) as [number, number, number];
  const x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / WHITE.x;
  const y = (0.2126729 * r + 0.7151522 * g + 0.072175 * b) / WHITE.y;
  const z = (0.0193339 * r + 0.119192 * g + 0.9503041 * b) / WHITE.z;
  const root = (t: number): number => (t > EPSILON ? Math.cbrt(t) : (KAPPA * t + 16) / 116);
  return { l: 116 * root(y) - 16, a: 500 * (root(x) - root(y)), b: 200 * (root(y) - root(z)) };
}

function fromLab({ l, a, b }: Lab, alpha: number): Colour {
  const fy = (l + 16) / 116;
  const cube = (t: number): number => (t ** 3 > EPSILON ? t ** 3 : (116 * t - 16) / KAPPA);
  const x = cube(fy + a / 500) * WHITE.x;
  const y = (l > KAPPA * EPSILON ? fy ** 3 : l / KAPPA) * WHITE.y;
  const z = cube(fy - b / 200) * WHITE.z;
  return {
    r: 255 * gamma(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
    g: 255 * gamma(-0.969266 * x + 1.8760108 * y + 0.041556 * z),
    b: 255 * gamma(0.0556434 * x - 0.2040259 * y + 1.0572252 * z),
    alpha,
  };
}

function linear(s: number): number {
  return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
}

function gamma(s: number): number {
  const bound = Math.min(1, Math.max(0, s));
  return bound <= 0.0031308 ? bound * 12.92 : 1.055 * bound ** (1 / 2.4) - 0.055;
}
