import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { isOrnament, LAZY_SOURCES } from './picture-marks.js';

/**
 * The picture that a feed reader shows beside an entry which names none: the first one in its text that is a picture of
 * something. WordPress, Drupal, Medium and many others put theirs nowhere else.
 */

export interface TextPicture {
  /** As written. */
  readonly url: string;
  /** Pixels. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly alt: string | undefined;
}

/** Characters of a text that are looked through; a lead picture stands at the beginning. */
const MAX_LOOKED_THROUGH = 200_000;
/** The tokenizer is fed in pieces of this many characters, so that it need not read what follows the picture. */
const PIECE = 4_096;
/** Characters of one attribute; longer ones hold the picture itself. */
const MAX_VALUE = 4_000;

/** @param html unsafe, as the feed gives it; linear in its length */
export function pictureInText(html: string): TextPicture | undefined {
  const first = html.search(/<img[\s/]/i);
  if (first === -1 || first > MAX_LOOKED_THROUGH) return undefined;
  return new PictureFinder(html.slice(0, MAX_LOOKED_THROUGH)).find();
}

class PictureFinder implements TokenizerCallbacks {
  readonly #html: string;
  readonly #tokenizer = new Tokenizer({}, this);
  #found: TextPicture | undefined;
  #isPicture = false;
  #attributes = new Map<string, string>();
  #name = '';
  #value = '';

  constructor(html: string) {
    this.#html = html;
  }

  find(): TextPicture | undefined {
    for (let at = 0; at < this.#html.length && !this.#found; at += PIECE)
      this.#tokenizer.write(this.#html.slice(at, at + PIECE));
    return this.#found;
  }

  onopentagname(start: number, end: number): void {
    this.#isPicture = this.#html.slice(start, end).toLowerCase() === 'img';
    this.#attributes = new Map();
  }

  onattribname(start: number, end: number): void {
    this.#name = this.#isPicture ? this.#html.slice(start, end).toLowerCase() : '';
    this.#value = '';
  }

  onattribdata(start: number, end: number): void {
    if (this.#name !== '' && this.#value.length < MAX_VALUE) this.#value += this.#html.slice(start, end);
  }

  onattribentity(codePoint: number): void {
    if (this.#name !== '') this.#value += String.fromCodePoint(codePoint);
  }

  onattribend(): void {
    // The first of a name counts (HTML Standard §13.2.5.33).
    if (this.#name !== '' && !this.#attributes.has(this.#name)) this.#attributes.set(this.#name, this.#value.trim());
  }

  onopentagend(): void {
    if (this.#isPicture) this.#found ??= pictureOf(this.#attributes);
    this.#isPicture = false;
  }

  onselfclosingtag(): void {
    this.onopentagend();
  }

  isInForeignContext(): boolean {
    return false;
  }

  ontext(): void {
    // Only tags are looked at.
  }

  ontextentity(): void {
    // Only tags are looked at.
  }

  onclosetag(): void {
    // A picture has no end tag.
  }

  oncdata(): void {
    // What stands in a section is no tag.
  }

  oncomment(): void {
    // What stands in a comment is not shown.
  }

  ondeclaration(): void {
    // A document type.
  }

  onprocessinginstruction(): void {
    // The tokenizer finds them in XML only.
  }

  onend(): void {
    // Nothing is held back.
  }
}

function pictureOf(attributes: ReadonlyMap<string, string>): TextPicture | undefined {
  const url = ['src', ...LAZY_SOURCES].map((name) => attributes.get(name)).find(isAddress);
  const [width, height] = [pixels(attributes.get('width')), pixels(attributes.get('height'))];
  if (url === undefined || isOrnament({ url, width, height, classes: attributes.get('class') ?? '' })) return undefined;
  return { url, width, height, alt: attributes.get('alt') };
}

/** Not the placeholder that stands there until a script has put the picture in its place. */
function isAddress(value: string | undefined): value is string {
  return value !== undefined && value !== '' && value.length < MAX_VALUE && !/^(?:data|about|blob|cid):/i.test(value);
}

/** `600` and `600px`, but not `100%`. */
function pixels(value: string | undefined): number | undefined {
  const digits = /^(\d{1,5})(?:\.\d+)?(?:px)?$/.exec(value ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}
