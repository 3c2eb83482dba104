/**
 * Cuts anything that means to be XML into its parts, in one pass and linear time. It never refuses: what is no markup
 * is text. What the parts mean, and whether they fit each other, is for the reader above it (feed-outline.ts).
 */

export type XmlToken =
  /** Character data as written, references still in it. A `<` in it began no markup. */
  | { readonly kind: 'text'; readonly start: number; readonly end: number }
  /** The inside of a CDATA section. */
  | { readonly kind: 'cdata'; readonly start: number; readonly end: number; readonly after: number }
  | {
      readonly kind: 'open';
      /** Lower case: names in the wild differ in case from one end of an element to the other. */
      readonly name: string;
      readonly attributes: Attributes;
      readonly isEmpty: boolean;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'close'; readonly name: string; readonly start: number; readonly end: number }
  /** A document type with its internal subset. */
  | { readonly kind: 'doctype'; readonly start: number; readonly end: number };

/** By lower-case name, values as written, references still in them. */
export type Attributes = ReadonlyMap<string, string>;

export const NO_ATTRIBUTES: Attributes = new Map();

/** An element with more is an attack; the others are read and forgotten. */
const MAX_ATTRIBUTES = 100;

const NAME = /[a-z_:\u0080-\uffff][\w:.\u0080-\uffff-]*/iy;
const ATTRIBUTE = /[\s/]*([^\s"'<>/=]+)(?:\s*=\s*(?:(["'])|([^\s"'<>]*)))?/y;
const TAG_END = /[\s/]*>/y;

export class XmlScanner {
  /** Closing marks that are not to be found from a place on, so that nothing is searched for twice to the end. */
  readonly #exhausted = new Map<string, number>();
  /** Characters that may still be read as a tag and then turn out to be none, and be read again. */
  #patience: number;

  constructor(
    readonly text: string,
    public position = 0,
  ) {
    this.#patience = 2 * text.length;
  }

  /** The next part, or undefined at the end. Comments and processing instructions are passed over. */
  next(): XmlToken | undefined {
    while (this.position < this.text.length) {
      const start = this.position;
      if (this.text.charCodeAt(start) !== LESS_THAN) return this.#textFrom(start, start);
      const markup = this.#markup(start);
      if (markup === 'skipped') continue;
      return markup ?? this.#textFrom(start, start + 1);
    }
    return undefined;
  }

  #textFrom(start: number, searchFrom: number): XmlToken {
    const next = this.text.indexOf('<', searchFrom);
    this.position = next === -1 ? this.text.length : next;
    return { kind: 'text', start, end: this.position };
  }

  /** Undefined when this `<` is only a character. */
  #markup(start: number): XmlToken | 'skipped' | undefined {
    const { text } = this;
    const second = text.charCodeAt(start + 1);
    if (second === SLASH) return this.#closeTag(start);
    if (second === QUESTION_MARK) return this.#skip(start, '?>');
    if (second !== EXCLAMATION_MARK) return this.#openTag(start);
    if (text.startsWith('<!--', start)) return this.#skip(start, '-->');
    if (text.slice(start, start + CDATA_START.length).toUpperCase() === CDATA_START) return this.#cdata(start);
    return /^<!doctype/i.test(text.slice(start, start + 9)) ? this.#doctype(start) : this.#skip(start, '>');
  }

  #skip(start: number, closing: string): 'skipped' | undefined {
    const end = this.find(closing, start + 2);
    if (end === -1) return undefined;
    this.position = end + closing.length;
    return 'skipped';
  }

  #cdata(start: number): XmlToken {
    const end = this.find(']]>', start + CDATA_START.length);
    // A section that never ends takes the rest with it: the document was cut off in the middle of it.
    this.position = end === -1 ? this.text.length : end + 3;
    const inner = start + CDATA_START.length;
    return { kind: 'cdata', start: inner, end: end === -1 ? this.text.length : end, after: this.position };
  }

  #doctype(start: number): XmlToken | undefined {
    const close = this.find('>', start);
    if (close === -1) return undefined;
    const subset = this.text.slice(start, close).indexOf('[');
    const subsetEnd = subset === -1 ? -1 : this.find(']', start + subset);
    const end = subset === -1 ? close : this.find('>', subsetEnd === -1 ? close : subsetEnd);
    if (end === -1) return undefined;
    this.position = end + 1;
    return { kind: 'doctype', start, end: end + 1 };
  }

  #closeTag(start: number): XmlToken | undefined {
    NAME.lastIndex = start + 2;
    const name = NAME.exec(this.text)?.[0];
    if (name === undefined) return undefined;
    const next = this.find('<', NAME.lastIndex);
    const rest = this.text.slice(NAME.lastIndex, next === -1 ? undefined : next);
    const end = rest.indexOf('>');
    if (end === -1 && next === -1) return undefined;
    // `</title<link>`: the bracket that is missing is taken as there.
    this.position = end === -1 ? next : NAME.lastIndex + end + 1;
    return { kind: 'close', name: name.toLowerCase(), start, end: this.position };
  }

  #openTag(start: number): XmlToken | undefined {
    NAME.lastIndex = start + 1;
    const name = NAME.exec(this.text)?.[0];
    if (name === undefined) return undefined;
    let at = NAME.lastIndex;
    let attributes: Map<string, string> | undefined;
    for (;;) {
      TAG_END.lastIndex = at;
      const end = TAG_END.exec(this.text);
      if (end) {
        this.position = TAG_END.lastIndex;
        const isEmpty = end[0].includes('/');
        const found = attributes ?? NO_ATTRIBUTES;
        return { kind: 'open', name: name.toLowerCase(), attributes: found, isEmpty, start, end: this.position };
      }
      // A name is followed by white space, a slash or the end: in `a<b)` and `a<b, c` nothing is opened.
      if (at === NAME.lastIndex && !/[\s/]/.test(this.text.charAt(at))) return undefined;
      const attribute = this.#attribute(at);
      if (attribute === undefined) {
        this.#patience -= at - start;
        return undefined;
      }
      attributes ??= new Map();
      if (attributes.size < MAX_ATTRIBUTES && !attributes.has(attribute.name))
        attributes.set(attribute.name, attribute.value);
      at = attribute.end;
    }
  }

  #attribute(at: number): { name: string; value: string; end: number } | undefined {
    ATTRIBUTE.lastIndex = at;
    const found = ATTRIBUTE.exec(this.text);
    if (!found) return undefined;
    const name = (found[1] ?? '').toLowerCase();
    const quote = found[2];
    if (quote === undefined) return { name, value: found[3] ?? '', end: ATTRIBUTE.lastIndex };
    const start = ATTRIBUTE.lastIndex;
    const end = this.find(quote, start);
    if (end === -1) return undefined;
    const value = this.text.slice(start, end);
    // A `<` in a value is tolerated, until what is tolerated costs time: then a tag ends before the next one.
    return this.#patience < 0 && value.includes('<') ? undefined : { name, value, end: end + 1 };
  }

  /** `indexOf` that never searches in vain twice. */
  find(mark: string, from: number): number {
    if (from >= (this.#exhausted.get(mark) ?? Infinity)) return -1;
    const at = this.text.indexOf(mark, from);
    if (at === -1) this.#exhausted.set(mark, from);
    return at;
  }
}

const CDATA_START = '<![CDATA[';
const LESS_THAN = 0x3c;
const SLASH = 0x2f;
const QUESTION_MARK = 0x3f;
const EXCLAMATION_MARK = 0x21;
