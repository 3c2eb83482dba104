import { namedColours } from './named-colours.js';

/** sRGB channels 0 to 255, alpha 0 to 1. */
export interface Colour {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly alpha: number;
}

/** One colour anywhere in a CSS value. Linear: every alternative begins differently and none repeats a repetition. */
export const COLOUR_TOKEN =
  /#[0-9a-f]{3,8}(?![\w-])|(?<![\w-])(?:rgb|hsl)a?\([^()]{1,60}\)|(?<![\w#.-])[a-z]{3,20}(?![\w(-])/gi;

/** `#rgb(a)`, `#rrggbb(aa)`, `rgb()`, `hsl()` and names. undefined: no colour, or one that is not fixed (`inherit`). */
export function readColour(text: string): Colour | undefined {
  const value = text.trim().toLowerCase();
  if (value === 'transparent') return { r: 0, g: 0, b: 0, alpha: 0 };
  const named = Object.hasOwn(namedColours, value) ? namedColours[value] : undefined;
  if (named !== undefined) return readHex(named.slice(1));
  if (value.startsWith('#')) return readHex(value.slice(1));
  const call = /^(rgb|hsl)a?\(([^()]{1,60})\)$/.exec(value);
  if (call === null) return undefined;
  const parts = (call[2] ?? '').split(/[\s,/]+/).filter((part) => part !== '');
  if (parts.length < 3 || parts.length > 4) return undefined;
  const alpha = parts[3] === undefined ? 1 : share(parts[3], 1);
  const colour = call[1] === 'rgb' ? ofRgb(parts, alpha) : ofHsl(parts, alpha);
  return Object.values(colour).some((channel) => Number.isNaN(channel)) ? undefined : colour;
}

/** The shortest exact way to write it: `#rrggbb`, or `rgba()` where one sees through it. */
export function writeColour({ r, g, b, alpha }: Colour): string {
  const [red, green, blue] = [r, g, b].map((channel) => Math.round(clamp(channel, 255))) as [number, number, number];
  if (alpha < 1) return `rgba(${red},${green},${blue},${Math.round(alpha * 1000) / 1000})`;
  return `#${[red, green, blue].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

function readHex(hex: string): Colour | undefined {
  if (!/^(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(hex)) return undefined;
  const size = hex.length < 6 ? 1 : 2;
  const channel = (at: number): number => {
    const digits = hex.slice(at * size, (at + 1) * size);
    return Number.parseInt(size === 1 ? digits + digits : digits, 16);
  };
  const hasAlpha = hex.length === 4 || hex.length === 8;
  return { r: channel(0), g: channel(1), b: channel(2), alpha: hasAlpha ? channel(3) / 255 : 1 };
}

function ofRgb(parts: readonly string[], alpha: number): Colour {
  const [r, g, b] = parts.map((part) => share(part, 255)) as [number, number, number];
  return { r, g, b, alpha };
}

/** CSS Color 4 §7.1. */
function ofHsl(parts: readonly string[], alpha: number): Colour {
  const hue = ((Number.parseFloat(parts[0] ?? '') % 360) + 360) % 360;
  const [saturation, lightness] = [share(parts[1] ?? '', 100) / 100, share(parts[2] ?? '', 100) / 100];
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number): number => {
    const k = (n + hue / 30) % 12;
    return 255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return { r: channel(0), g: channel(8), b: channel(4), alpha };
}

/** A number or a percentage of `whole`, within bounds; NaN for neither. */
function share(text: string, whole: number): number {
  const value = /^[+-]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})%?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
  return clamp(text.endsWith('%') ? (value / 100) * whole : value, whole);
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
