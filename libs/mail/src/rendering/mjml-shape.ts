/**
 * An MJML document taken apart: what MJML has to look at (the shape) without the contents it only passes through. Two
 * editions of one template differ in their contents and in how many blocks of which kind they have, and so MJML, which
 * is what takes the time, is asked only for shapes it has not seen.
 */
export interface MjmlShape {
  /** Up to and with the opening tag of the body. */
  readonly head: Piece;
  /** The children of the body, in order. */
  readonly children: readonly Piece[];
}

export interface Piece {
  /** A placeholder with its number stands for each of the contents. */
  readonly shape: string;
  readonly contents: readonly string[];
}

/** Begins a placeholder. Letters and digits only, so that it passes through everything as it is; in no text by chance. */
const PLACEHOLDER = 'xMjmlContent7q4zK';

/** Finds placeholders; the group is the number of the content, from 0. */
export const PLACEHOLDERS = new RegExp(`${PLACEHOLDER}(\\d+)x`);

/** What is passed through as it is: MJML's "ending tags", those of the head that hold text, none that MJML interprets. */
const PASSED_THROUGH: ReadonlySet<string> = new Set([
  'mj-text', 'mj-button', 'mj-table', 'mj-raw', 'mj-title', 'mj-preview', 'mj-style',
]); // prettier-ignore

/**
 * Where one part has a say in another, or the result differs from run to run: comments, CDATA and instructions that the
 * parser moves, selectors that look at the whole, identifiers made by chance, text before the document.
 */
const INSEPARABLE = [
  '<!', '<?', '<mj-include', '<mj-html-attributes', '<mj-carousel', '<mj-accordion', '<mj-navbar', ' inline=', ' position=',
  PLACEHOLDER,
] as const; // prettier-ignore

const TAG = /<(\/?)(mj[a-z-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/y;
const TAG_BEGINS = /<\/?mj/g;

/** undefined: this document has to be looked at as a whole. Linear in its length. */
export function takeApart(mjml: string): MjmlShape | undefined {
  if (INSEPARABLE.some((mark) => mjml.includes(mark))) return undefined;
  return new Taker(mjml).take();
}

class Taker {
  readonly #mjml: string;
  readonly #open: string[] = [];
  readonly #children: Piece[] = [];
  #head: Piece | undefined;
  #shape = '';
  #contents: string[] = [];
  /** Everything before is in the shape or among the contents. */
  #taken = 0;

  constructor(mjml: string) {
    this.#mjml = mjml;
  }

  take(): MjmlShape | undefined {
    TAG_BEGINS.lastIndex = 0;
    for (let found = TAG_BEGINS.exec(this.#mjml); found !== null; found = TAG_BEGINS.exec(this.#mjml)) {
      TAG.lastIndex = found.index;
      const tag = TAG.exec(this.#mjml);
      // Where one has no end, nothing after it is what it seems; to look for another would take for ever.
      if (tag === null) return undefined;
      const [all, slash, name = '', attributes = ''] = tag;
      const end = tag.index + all.length;
      TAG_BEGINS.lastIndex = end;
      const isWellPlaced = slash === '/' ? this.#close(name, end) : this.#begin(name, attributes, end);
      if (!isWellPlaced) return undefined;
    }
    if (this.#head === undefined || this.#open.length > 0) return undefined;
    return { head: this.#head, children: this.#children };
  }

  #begin(name: string, attributes: string, end: number): boolean {
    if (this.#open.length === 0 && (name !== 'mjml' || this.#taken > 0)) return false;
    if (this.#open.length === 1 && name !== 'mj-head' && name !== 'mj-body') return false;
    this.#copyTo(end);
    if (attributes.endsWith('/')) return name !== 'mjml' && name !== 'mj-body' && this.#endChild();
    this.#open.push(name);
    if (name === 'mj-body') this.#head = this.#piece();
    return !PASSED_THROUGH.has(name) || this.#passThrough(name, end);
  }

  /** Takes the content out. An empty one stays in the shape: MJML writes some elements only when they hold something. */
  #passThrough(name: string, from: number): boolean {
    const to = this.#mjml.indexOf(`</${name}>`, from);
    if (to === -1) return false;
    const content = this.#mjml.slice(from, to).trim();
    if (content.includes('<mj') || content.includes('</mj')) return false;
    if (content !== '') {
      this.#shape += `${this.#mjml.slice(this.#taken, from)}${PLACEHOLDER}${this.#contents.length}x`;
      this.#contents.push(content);
    }
    this.#taken = to;
    TAG_BEGINS.lastIndex = to;
    return true;
  }

  #close(name: string, end: number): boolean {
    if (this.#open.pop() !== name) return false;
    if (name === 'mj-body') this.#taken = end;
    else this.#copyTo(end);
    return this.#endChild();
  }

  /** A child of the body is complete. */
  #endChild(): boolean {
    if (this.#open.length === 2 && this.#open[1] === 'mj-body') this.#children.push(this.#piece());
    return true;
  }

  #copyTo(end: number): void {
    this.#shape += this.#mjml.slice(this.#taken, end);
    this.#taken = end;
  }

  #piece(): Piece {
    const piece = { shape: this.#shape.trim(), contents: this.#contents };
    this.#shape = '';
    this.#contents = [];
    return piece;
  }
}
