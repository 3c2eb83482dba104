import { contrast } from '../rendering/colours.js';
import { Cascade, declaresDark } from './cascade.js';
import { hidesWords, isTakenAway } from './hiding.js';
import { UNSEEN, isElement, type MailDocument, type MailElement, type MailText } from './mail-document.js';
import { canvas, painted, pairOf, type Paint } from './paint.js';
import type { Viewing } from './style-sheet.js';

/** A run of words as it is painted in one viewing. Colours `#rrggbb`. */
export interface ShownText {
  readonly node: MailText;
  readonly ink: string;
  readonly ground: string;
  /** CSS pixels. */
  readonly size: number;
  readonly isBold: boolean;
  /** Nobody gave the ground: it is whatever the mail program paints. */
  readonly isOnCanvas: boolean;
  /** The ground is what is seen where pictures are off; `bare`: nobody gave that place a colour. */
  readonly picture: Paint['picture'];
  /** Their author chose them for Outlook's forced dark. */
  readonly isInkKept: boolean;
  readonly isGroundKept: boolean;
}

/** Words whose colours cannot be computed, and how these are written. */
export interface UnknownPaint {
  readonly node: MailText;
  readonly what: string;
}

interface Painted {
  readonly texts: readonly ShownText[];
  readonly unknown: UnknownPaint | undefined;
  readonly seen: ReadonlySet<MailText | MailElement>;
  readonly legible: ReadonlySet<MailText>;
}

/** CSS pixels: smaller letters are dots. */
const SMALLEST_SEEN = 4;
/** Contrast below which words are not found by who does not know of them: #d0d0d0 on white has 1.5. */
const LEAST_LEGIBLE = 1.5;
/** Who shows these elements shows nothing of what stands within for who does not. */
const INSTEAD: ReadonlySet<string> = new Set(['video', 'audio', 'iframe', 'object', 'canvas', 'datalist']);

/** A mail as it is read: which words are seen, and which of them in colours that can be known. */
export class ShownMail {
  readonly cascade: Cascade;
  readonly #pairs = new Map<string, boolean>();
  readonly #paintings = new Map<Viewing, Painted>();

  constructor(private readonly document: MailDocument) {
    this.cascade = new Cascade(document);
  }

  /** Runs with letters or digits, in order. Those of unknown colour are left out. */
  texts(viewing: Viewing): readonly ShownText[] {
    return this.#painted(viewing).texts;
  }

  /** The first words whose colours cannot be known. */
  unknown(viewing: Viewing): UnknownPaint | undefined {
    return this.#painted(viewing).unknown;
  }

  /** Everything that is seen, whatever its colours. */
  seen(viewing: Viewing = 'light'): ReadonlySet<MailText | MailElement> {
    return this.#painted(viewing).seen;
  }

  /** What is seen and stands out from its ground, or may. */
  legible(viewing: Viewing = 'light'): ReadonlySet<MailText> {
    return this.#painted(viewing).legible;
  }

  #painted(asked: Viewing): Painted {
    const isDark = asked === 'dark' && declaresDark(this.document);
    const viewing = isDark || this.cascade.differs(asked) ? asked : 'light';
    const known = this.#paintings.get(viewing);
    if (known !== undefined) return known;
    const texts: ShownText[] = [];
    let unknown: UnknownPaint | undefined;
    const seen = new Set<MailText | MailElement>();
    const legible = new Set<MailText>();
    this.#walk(viewing, (node, paint) => {
      if (isElement(node)) {
        if (!paint.hiding.isInvisible) seen.add(node);
        return;
      }
      // Layouts give their cells no size, and what stands in them one of its own; a preheader has none anywhere.
      if (paint.size < SMALLEST_SEEN || hidesWords(paint.hiding)) return;
      seen.add(node);
      const pair = pairOf(paint);
      if (pair === undefined || this.#isLegible(pair.ink, pair.ground)) legible.add(node);
      if (!/[\p{L}\p{N}]/u.test(node.text)) return;
      if (pair === undefined) {
        const what = [paint.inkUnknown, paint.groundUnknown].filter((value) => value !== '').join(', ');
        if (what !== '') unknown ??= { node, what };
        return;
      }
      const { size, isBold, isOnCanvas, picture, isInkKept, isGroundKept } = paint;
      texts.push({ node, ...pair, size, isBold, isOnCanvas, picture, isInkKept, isGroundKept });
    });
    const painting = { texts: this.cascade.isWhole ? texts : [], unknown, seen, legible };
    this.#paintings.set(viewing, painting);
    return painting;
  }

  #isLegible(ink: string, ground: string): boolean {
    const pair = `${ink}${ground}`;
    const known = this.#pairs.get(pair) ?? contrast(ink, ground) >= LEAST_LEGIBLE;
    this.#pairs.set(pair, known);
    return known;
  }

  #walk(viewing: Viewing, met: (node: MailText | MailElement, paint: Paint) => void): void {
    const isDark = viewing === 'dark' && declaresDark(this.document);
    const pending: { node: MailElement | MailText; paint: Paint }[] = [
      { node: this.document.root, paint: canvas(isDark) },
    ];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { node, paint } = next;
      if (!isElement(node)) {
        met(node, paint);
        continue;
      }
      if (UNSEEN.has(node.name)) continue;
      const own = node.parent === null ? paint : this.#paintOf(node, paint, viewing);
      if (own === undefined) continue;
      met(node, own);
      if (INSTEAD.has(node.name)) continue;
      for (const child of shownChildren(node).toReversed()) pending.push({ node: child, paint: own });
    }
  }

  /** undefined: nothing within is seen. */
  #paintOf(node: MailElement, above: Paint, viewing: Viewing): Paint | undefined {
    const declared = this.cascade.of(node, viewing);
    const own = painted(node, declared, above);
    return isTakenAway(declared, own.hiding.opacity) ? undefined : own;
  }
}

/** Of what is folded up its heading alone (HTML Living Standard §4.11.1). */
function shownChildren({ name, attributes, children }: MailElement): readonly (MailElement | MailText)[] {
  if (name !== 'details' || 'open' in attributes) return children;
  const heading = children.find((child) => isElement(child) && child.name === 'summary');
  return heading === undefined ? [] : [heading];
}
