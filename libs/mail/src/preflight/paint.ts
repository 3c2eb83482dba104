import { COLOUR_TOKEN, readColour, writeColour, type Colour } from '../dark/css-colour.js';
import { contrast } from '../rendering/colours.js';
import type { Declared } from './cascade.js';
import { hidingOf, opacityOf, SHOWN, type Hiding } from './hiding.js';
import type { MailElement } from './mail-document.js';
import { readAnyColour } from './newer-colours.js';
import { letterSize, isBoldAt } from './type-size.js';

/** How an element is painted; what its words inherit. */
export interface Paint {
  /** undefined: not to be known. */
  readonly ink: Colour | undefined;
  /** What may lie beneath: one colour, or each that a gradient runs through. undefined: not to be known. */
  readonly grounds: readonly Colour[] | undefined;
  /** A picture lies beneath; `bare`: and no colour of the same place, for those who do not see it. */
  readonly picture: 'none' | 'coloured' | 'bare';
  /** Nobody gave the ground: it is whatever the mail program paints. */
  readonly isOnCanvas: boolean;
  /** What half seen through elements around make of a colour: `alpha` is how much of it is left, the rest comes to it. */
  readonly veil: Colour;
  readonly size: number;
  readonly isBold: boolean;
  readonly hiding: Hiding;
  readonly variables: Variables;
  /** The colours that cannot be computed, as they are written; '': none. */
  readonly inkUnknown: string;
  readonly groundUnknown: string;
  /** Its author wrote it for Outlook's forced dark. */
  readonly isInkKept: boolean;
  readonly isGroundKept: boolean;
}

/** Custom properties of an element, and behind them those it inherits: to copy them for each would take for ever. */
interface Variables {
  readonly own: ReadonlyMap<string, string>;
  readonly above: Variables | undefined;
}

const NO_VARIABLES: Variables = { own: new Map(), above: undefined };

const UNVEILED: Colour = { r: 0, g: 0, b: 0, alpha: 1 };
const WHITE: Colour = { r: 255, g: 255, b: 255, alpha: 1 };
const BLACK: Colour = { r: 0, g: 0, b: 0, alpha: 1 };
/** What browsers give links that nobody gave a colour. */
const LINK: Colour = { r: 0, g: 0, b: 238, alpha: 1 };
/** Apple Mail's page in the dark, where a mail says that it supports the scheme and paints nothing. */
const DARK_CANVAS: Colour = { r: 30, g: 30, b: 30, alpha: 1 };
/** Colours of a gradient that are looked at. */
const MOST_STOPS = 8;

/** What a mail begins on. */
export function canvas(isDark: boolean): Paint {
  const [ink, ground] = isDark ? [WHITE, DARK_CANVAS] : [BLACK, WHITE];
  return { ink, grounds: [ground], picture: 'none', isOnCanvas: true, veil: UNVEILED, size: 16, isBold: false, hiding: SHOWN, variables: NO_VARIABLES, inkUnknown: '', groundUnknown: '', isInkKept: false, isGroundKept: false }; // prettier-ignore
}

export function painted(element: MailElement, declared: Declared, above: Paint): Paint {
  const variables = declared.variables.length === 0 ? above.variables : { own: new Map(declared.variables), above: above.variables };
  const value = (property: string): string | undefined => filled(declared.get(property), variables);
  const ink = inkOf(element, { value, isKept: declared.isOfOutlook('color') }, above);
  return {
    ...ink,
    ...groundOf({ value, isKept: declared.isOfOutlook('background-color') }, { ...above, ink: ink.ink }),
    veil: veilOf(opacityOf(value('opacity')), above),
    size: letterSize(element.name, value('font-size'), above.size),
    isBold: isBoldAt(element.name, value('font-weight'), above.isBold),
    hiding: hidingOf(declared, above.hiding),
    variables,
  };
} // prettier-ignore

/** The pair as it reaches the eye, `#rrggbb`; of several grounds the one it is read worst on. undefined: not to be known. */
export function pairOf({ ink, grounds, veil }: Paint): { ink: string; ground: string } | undefined {
  if (ink === undefined || grounds === undefined) return undefined;
  const veiled = ({ r, g, b }: Colour): string =>
    hex({ r: r * veil.alpha + veil.r, g: g * veil.alpha + veil.g, b: b * veil.alpha + veil.b, alpha: 1 });
  const pairs = grounds.map((ground) => ({ ink: veiled(over(ink, ground)), ground: veiled(ground) }));
  const [first] = pairs;
  if (pairs.length <= 1) return first;
  return pairs.reduce((worst, pair) =>
    contrast(pair.ink, pair.ground) < contrast(worst.ink, worst.ground) ? pair : worst,
  );
}

interface Asked {
  readonly value: (property: string) => string | undefined;
  readonly isKept: boolean;
}

type Ground = Pick<Paint, 'grounds' | 'groundUnknown' | 'picture' | 'isOnCanvas' | 'isGroundKept'>;

function groundOf({ value, isKept }: Asked, above: Paint): Ground {
  const { grounds, groundUnknown, picture, isOnCanvas, isGroundKept } = above;
  const written = value('background-color');
  const own = /^currentcolor$/i.test(written ?? '') && above.ink !== undefined ? writeColour(above.ink) : written;
  const base = colouredGround(own, { grounds, groundUnknown, picture, isOnCanvas, isGroundKept }, isKept);
  const image = value('background-image') ?? 'none';
  if (/^(?:none|initial|unset|inherit)$/i.test(image)) return base;
  if (/gradient\(/i.test(image) && !/\burl\(/i.test(image)) return gradientGround(image, base);
  return { ...base, picture: base.isOnCanvas || base.grounds === grounds ? 'bare' : 'coloured' };
}

function colouredGround(value: string | undefined, above: Ground, isKept: boolean): Ground {
  if (value === undefined || /^(?:inherit|initial|unset|revert|transparent|none)$/i.test(value)) return above;
  const colour = readAnyColour(value);
  if (colour?.alpha === 0) return above;
  const own = { picture: 'none', isOnCanvas: false, isGroundKept: isKept } as const;
  if (colour === undefined) return { ...own, grounds: undefined, groundUnknown: value };
  if (colour.alpha === 1) return { ...own, grounds: [colour], groundUnknown: '' };
  const grounds = above.grounds?.map((ground) => over(colour, ground));
  return { ...above, grounds, isGroundKept: isKept };
}

function gradientGround(image: string, base: Ground): Ground {
  const stops = (image.match(COLOUR_TOKEN) ?? []).map(readColour).filter((stop) => stop !== undefined).slice(0, MOST_STOPS);
  const [beneath] = base.grounds ?? [];
  if (stops.length === 0 || beneath === undefined) return { ...base, grounds: undefined, isOnCanvas: false };
  const isSeenThrough = stops.some(({ alpha }) => alpha < 1);
  return { ...base, grounds: stops.map((stop) => over(stop, beneath)), isOnCanvas: base.isOnCanvas && isSeenThrough, picture: isSeenThrough ? base.picture : 'none' };
} // prettier-ignore

function inkOf(
  element: MailElement,
  { value, isKept }: Asked,
  above: Paint,
): Pick<Paint, 'ink' | 'inkUnknown' | 'isInkKept'> {
  const own = value('-webkit-text-fill-color') ?? value('color');
  const kept = { ink: above.ink, inkUnknown: above.inkUnknown, isInkKept: above.isInkKept };
  if (own === undefined) {
    const isPlainLink = element.name === 'a' && element.attributes['href'] !== undefined;
    if (!isPlainLink) return kept;
    // In the dark each program has a link colour of its own.
    return { ink: isPale(above.grounds?.[0]) ? LINK : undefined, inkUnknown: '', isInkKept: false };
  }
  if (/^(?:inherit|unset|revert|currentcolor)$/i.test(own)) return kept;
  const ink = /^initial$/i.test(own) ? BLACK : readAnyColour(own);
  return { ink, inkUnknown: ink === undefined ? own : '', isInkKept: isKept };
}

function veilOf(share: number, { veil, grounds }: Paint): Colour {
  const [behind] = grounds ?? [];
  if (share >= 1 || behind === undefined) return veil;
  const rest = veil.alpha * (1 - share);
  const alpha = veil.alpha * share;
  return { r: veil.r + behind.r * rest, g: veil.g + behind.g * rest, b: veil.b + behind.b * rest, alpha };
}

/** Substitutions in one value; a palette names one variable by another once or twice. */
const MOST_SUBSTITUTIONS = 8;
const LONGEST_VALUE = 1_000;

/** With `var(--name, other)` as it is (Custom Properties Level 1 §3); undefined: a variable that nothing stands for. */
function filled(value: string | undefined, variables: Variables): string | undefined {
  let whole = value;
  for (let turn = 0; whole?.includes('var(') === true; turn += 1) {
    const found = /\bvar\(\s{0,20}(--[\w-]{1,100})\s{0,20}(?:,([^()]{0,200}(?:\([^()]{0,200}\)[^()]{0,200})?))?\)/i.exec(whole);
    if (found === null || turn >= MOST_SUBSTITUTIONS || whole.length > LONGEST_VALUE) return undefined;
    const [use, name = '', other] = found;
    const meant = variableOf(name, variables) ?? other;
    if (meant === undefined) return undefined;
    whole = `${whole.slice(0, found.index)}${meant.trim()}${whole.slice(found.index + use.length)}`;
  }
  return whole;
} // prettier-ignore

function variableOf(name: string, variables: Variables): string | undefined {
  for (let at: Variables | undefined = variables; at !== undefined; at = at.above) {
    const value = at.own.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

function isPale(colour: Colour | undefined): boolean {
  return colour !== undefined && colour.r + colour.g + colour.b > 384;
}

function over(colour: Colour, ground: Colour): Colour {
  const { alpha } = colour;
  const mixed = (own: number, below: number): number => own * alpha + below * (1 - alpha);
  return { r: mixed(colour.r, ground.r), g: mixed(colour.g, ground.g), b: mixed(colour.b, ground.b), alpha: 1 };
}

function hex({ r, g, b }: Colour): string {
  return `#${[r, g, b].map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}
