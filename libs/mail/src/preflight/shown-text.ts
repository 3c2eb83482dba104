import { readColour, type Colour } from '../dark/css-colour.js';
import { Cascade, declaresDark, type Declared, type Scheme } from './cascade.js';
import { UNSEEN, isElement, type MailDocument, type MailElement, type MailText } from './mail-document.js';

/** A run of words as it is painted in one scheme. Colours `#rrggbb`. */
export interface ShownText {
  readonly node: MailText;
  readonly ink: string;
  readonly ground: string;
  /** CSS pixels. */
  readonly size: number;
  readonly isBold: boolean;
  /** Nobody gave the ground: it is whatever the mail program paints. */
  readonly isOnCanvas: boolean;
}

/** How an element is painted; what its words inherit. undefined: not to be known, such as words upon a picture. */
interface Paint {
  readonly ink: Colour | undefined;
  readonly ground: Colour | undefined;
  readonly size: number;
  readonly isBold: boolean;
  readonly isHidden: boolean;
  readonly isOnCanvas: boolean;
}

const WHITE: Colour = { r: 255, g: 255, b: 255, alpha: 1 };
const BLACK: Colour = { r: 0, g: 0, b: 0, alpha: 1 };
/** What browsers give links that nobody gave a colour. */
const LINK: Colour = { r: 0, g: 0, b: 238, alpha: 1 };
/** Apple Mail's page in the dark, where a mail says that it supports the scheme and paints nothing. */
const DARK_CANVAS: Colour = { r: 30, g: 30, b: 30, alpha: 1 };

interface Painted {
  readonly texts: readonly ShownText[];
  readonly seen: ReadonlySet<MailText | MailElement>;
}

/** CSS pixels. */
const SMALLEST_SEEN = 2;

/** A mail as it is read: which words are seen, and which of them in colours that can be known. */
export class ShownMail {
  readonly cascade: Cascade;
  readonly #paintings = new Map<Scheme, Painted>();

  constructor(private readonly document: MailDocument) {
    this.cascade = new Cascade(document);
  }

  /** Runs with letters or digits, in order. Words upon pictures, half seen through, or of unknown colour are left out. */
  texts(scheme: Scheme): readonly ShownText[] {
    return this.#painted(scheme).texts;
  }

  /** Everything that is seen in the light, whatever its colours. */
  seen(): ReadonlySet<MailText | MailElement> {
    return this.#painted('light').seen;
  }

  #painted(scheme: Scheme): Painted {
    const known = this.#paintings.get(scheme);
    if (known !== undefined) return known;
    const texts: ShownText[] = [];
    const seen = new Set<MailText | MailElement>();
    this.#walk(scheme, (node, paint) => {
      const { ink, ground, size, isBold, isOnCanvas } = paint;
      // Layouts give their cells no size, and what stands in them one of its own; a preheader has none anywhere.
      if (!isElement(node) && size < SMALLEST_SEEN) return;
      seen.add(node);
      if (isElement(node) || ink === undefined || ground === undefined || !/[\p{L}\p{N}]/u.test(node.text)) return;
      texts.push({ node, ink: hex(over(ink, ground)), ground: hex(ground), size, isBold, isOnCanvas });
    });
    const painting = { texts: this.cascade.isWhole ? texts : [], seen };
    this.#paintings.set(scheme, painting);
    return painting;
  }

  #walk(scheme: Scheme, met: (node: MailText | MailElement, paint: Paint) => void): void {
    const pending: { node: MailElement | MailText; paint: Paint }[] = [
      { node: this.document.root, paint: this.#canvas(scheme) },
    ];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { node, paint } = next;
      if (!isElement(node)) {
        met(node, paint);
        continue;
      }
      if (UNSEEN.has(node.name)) continue;
      const own = node.parent === null ? paint : painted(node, this.cascade.of(node, scheme), paint);
      if (own.isHidden) continue;
      met(node, own);
      for (const child of node.children.toReversed()) pending.push({ node: child, paint: own });
    }
  }

  #canvas(scheme: Scheme): Paint {
    const isDark = scheme === 'dark' && declaresDark(this.document);
    const [ink, ground] = isDark ? [WHITE, DARK_CANVAS] : [BLACK, WHITE];
    return { ink, ground, size: 16, isBold: false, isHidden: false, isOnCanvas: true };
  }
}

function painted(element: MailElement, declared: Declared, above: Paint): Paint {
  const size = sizeOf(declared.get('font-size'), above.size, SIZES_OF[element.name]);
  const ground = groundOf(declared, above);
  return {
    ...ground,
    ink: inkOf(element, declared, above),
    size,
    isBold: weightOf(element, declared.get('font-weight'), above.isBold),
    isHidden: isHidden(declared),
  };
}

function groundOf(declared: Declared, above: Paint): Pick<Paint, 'ground' | 'isOnCanvas'> {
  const image = declared.get('background-image') ?? 'none';
  const isSeenThrough = declared.has('opacity') && Number(declared.get('opacity')) < 1;
  if (!/^(?:none|initial|unset)$/i.test(image) || isSeenThrough) return { ground: undefined, isOnCanvas: false };
  const value = declared.get('background-color');
  if (value === undefined || /^(?:inherit|initial|unset|transparent|none)$/i.test(value))
    return { ground: above.ground, isOnCanvas: above.isOnCanvas };
  const colour = readColour(value);
  if (colour === undefined) return { ground: undefined, isOnCanvas: false };
  if (colour.alpha === 0) return { ground: above.ground, isOnCanvas: above.isOnCanvas };
  if (colour.alpha < 1 && above.ground === undefined) return { ground: undefined, isOnCanvas: false };
  return { ground: over(colour, above.ground ?? WHITE), isOnCanvas: above.isOnCanvas && colour.alpha < 1 };
}

function inkOf(element: MailElement, declared: Declared, above: Paint): Colour | undefined {
  const value = declared.get('color');
  if (value === undefined) {
    const isPlainLink = element.name === 'a' && element.attributes['href'] !== undefined;
    if (!isPlainLink) return above.ink;
    // In the dark each program has a link colour of its own.
    return isPale(above.ground) ? LINK : undefined;
  }
  if (/^(?:inherit|unset|currentcolor)$/i.test(value)) return above.ink;
  return readColour(value);
}

function isPale(colour: Colour | undefined): boolean {
  return colour !== undefined && colour.r + colour.g + colour.b > 384;
}

/** Preheaders are hidden in one of these ways (and in several at once). */
function isHidden(declared: Declared): boolean {
  const is = (property: string, pattern: RegExp): boolean => pattern.test(declared.get(property) ?? '');
  const isClipped = is('overflow', /^hidden/i);
  return (
    is('display', /^none/i) ||
    is('visibility', /^(?:hidden|collapse)/i) ||
    is('mso-hide', /^all/i) ||
    is('opacity', /^0(?:\.0{1,8})?$/) ||
    (isClipped && (is('max-height', ZERO) || is('height', ZERO) || is('max-width', ZERO) || is('width', ZERO)))
  );
}

const ZERO = /^0(?:\.0{1,8})?(?:px|em|pt|%)?$/i;

/** Browsers' own (HTML Living Standard §15.3), in the size around. */
const SIZES_OF: Readonly<Record<string, number>> = { h1: 2, h2: 1.5, h3: 1.17, h5: 0.83, h6: 0.67, small: 0.83, sub: 0.83, sup: 0.83, big: 1.2 }; // prettier-ignore
const KEYWORDS: Readonly<Record<string, number>> = { 'xx-small': 9, 'x-small': 10, small: 13, medium: 16, large: 18, 'x-large': 24, 'xx-large': 32 }; // prettier-ignore
const BOLD = new Set(['b', 'strong', 'th', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);

function sizeOf(value: string | undefined, above: number, own = 1): number {
  if (value === undefined) return above * own;
  const keyword = KEYWORDS[value.toLowerCase()];
  if (keyword !== undefined) return keyword;
  if (value === '0') return 0;
  const measured = /^(-?[0-9.]{1,8})(px|pt|em|rem|%)$/i.exec(value);
  const number = Number(measured?.[1]);
  if (measured === null || Number.isNaN(number)) return above;
  const unit = (measured[2] ?? '').toLowerCase();
  if (unit === 'px') return number;
  if (unit === 'pt') return (number * 4) / 3;
  if (unit === 'rem') return number * 16;
  return unit === 'em' ? above * number : (above * number) / 100;
}

function weightOf(element: MailElement, value: string | undefined, above: boolean): boolean {
  if (value === undefined || value === 'inherit') return above || BOLD.has(element.name);
  if (/^(?:bold|bolder)$/i.test(value)) return true;
  return Number(value) >= 700;
}

function over(colour: Colour, ground: Colour): Colour {
  const { alpha } = colour;
  const mixed = (own: number, below: number): number => own * alpha + below * (1 - alpha);
  return { r: mixed(colour.r, ground.r), g: mixed(colour.g, ground.g), b: mixed(colour.b, ground.b), alpha: 1 };
}

function hex({ r, g, b }: Colour): string {
  return `#${[r, g, b].map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}
