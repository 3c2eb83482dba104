import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { BLOCKS, FOREIGN, FORMATS, NESTABLE, NOT_PROSE, RAW_TEXT, type BlockRole } from './elements.js';
import { linkBase, resolvedLink } from './links.js';
import { MarkupWriter } from './markup-writer.js';
import { PARAGRAPHS, type PlainLayout } from './plain-layout.js';
import { lastEnds, withoutEmptyRawText } from './raw-text.js';

/** A text as it is stored. */
export interface Markup {
  /** From the allow-list, with absolute links. */
  readonly html: string;
  /** What a reader sees of it: blank lines between blocks, "- " before items. */
  readonly text: string;
}

/**
 * Reads HTML once, whatever it is, and writes it anew as HTML of the allow-list and as text. `baseUrl` undefined: the
 * links go and leave their text. Reading what came out gives the same again. Linear in the length of `html`. Never throws.
 */
export function readMarkup(html: string, baseUrl?: string, layout: PlainLayout = PARAGRAPHS): Markup {
  if (html === '') return { html: '', text: '' };
  const reader = new MarkupReader(prepared(html), baseUrl, layout);
  return reader.read();
}

/**
 * Half a surrogate pair is no character, and JSON in the database refuses it. NUL is a character to some parsers and
 * nothing to others.
 */
function prepared(html: string): string {
  return withoutEmptyRawText(withoutCdataMarks(html.toWellFormed().replaceAll('\0', '')));
}

/**
 * CDATA is XML's. In HTML a browser hides what stands in it, but where feeds pack content twice, it is the content; and
 * what it is worth is judged after parsing, like everything else.
 */
export function withoutCdataMarks(html: string): string {
  return html.includes('<![CDATA[') ? html.replaceAll('<![CDATA[', '').replaceAll(']]>', '') : html;
}

/** Hears the tokenizer, drops what is no prose, and tells the writer of the rest. */
class MarkupReader implements TokenizerCallbacks {
  readonly #html: string;
  readonly #base: string | undefined;
  readonly #isLinked: boolean;
  readonly #writer: MarkupWriter;
  /** The element whose content is being left out, and how many of its name are in one another. */
  #dropping = '';
  #dropDepth = 0;
  #tag = '';
  #attribute = '';
  #value = '';
  /** The first of the tag; a browser ignores the others (HTML Standard §13.2.5.33). */
  #href: string | undefined;
  #lastEnds: ReadonlyMap<string, number> | undefined;

  constructor(html: string, baseUrl: string | undefined, layout: PlainLayout) {
    this.#html = html;
    this.#isLinked = baseUrl !== undefined;
    this.#base = baseUrl === undefined ? undefined : linkBase(baseUrl);
    this.#writer = new MarkupWriter(layout);
  }

  read(): Markup {
    const tokenizer = new Tokenizer({}, this);
    tokenizer.write(this.#html);
    tokenizer.end();
    return this.#writer.end();
  }

  ontext(start: number, end: number): void {
    if (this.#dropping === '') this.#writer.addText(this.#html.slice(start, end));
  }

  ontextentity(codePoint: number): void {
    if (this.#dropping === '') this.#writer.addText(String.fromCodePoint(codePoint));
  }

  onopentagname(start: number, end: number): void {
    this.#tag = this.#html.slice(start, end).toLowerCase();
    this.#href = undefined;
  }

  onattribname(start: number, end: number): void {
    this.#attribute = this.#tag === 'a' ? this.#html.slice(start, end).toLowerCase() : '';
    this.#value = '';
  }

  onattribdata(start: number, end: number): void {
    if (this.#attribute === 'href') this.#value += this.#html.slice(start, end);
  }

  onattribentity(codePoint: number): void {
    if (this.#attribute === 'href') this.#value += String.fromCodePoint(codePoint);
  }

  onattribend(): void {
    if (this.#attribute === 'href') this.#href ??= this.#value;
  }

  onopentagend(end: number): void {
    this.#open(this.#tag, end, false);
  }

  onselfclosingtag(end: number): void {
    this.#open(this.#tag, end, true);
  }

  onclosetag(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase();
    if (this.#dropping !== '') {
      if (name !== this.#dropping) return;
      this.#dropDepth -= 1;
      if (this.#dropDepth === 0) this.#dropping = '';
      return;
    }
    const block = BLOCKS.get(name);
    const format = name === 'a' ? 'a' : FORMATS.get(name);
    if (block) this.#writer.closeBlock(blockName(name, block));
    else if (format) this.#writer.closeFormat(format);
    else if (name === 'br') this.#writer.addBreak();
  }

  isInForeignContext(): boolean {
    return FOREIGN.has(this.#dropping);
  }

  oncdata(): void {
    // Its marks have been taken out.
  }

  oncomment(): void {
    // Comments say nothing to readers, conditional ones included.
  }

  ondeclaration(): void {
    // A document type.
  }

  onprocessinginstruction(): void {
    // The tokenizer finds them in XML only.
  }

  onend(): void {
    // The writer is asked for its end in `read`.
  }

  #open(name: string, end: number, isSelfClosed: boolean): void {
    if (this.#dropping !== '') {
      if (name === this.#dropping && !isSelfClosed && NESTABLE.has(name)) this.#dropDepth += 1;
      return;
    }
    if (NOT_PROSE.has(name)) this.#drop(name, end, isSelfClosed);
    else this.#openProse(name, isSelfClosed);
  }

  #openProse(name: string, isSelfClosed: boolean): void {
    const block = BLOCKS.get(name);
    const format = FORMATS.get(name);
    if (block && !isSelfClosed) this.#writer.openBlock(blockName(name, block), block);
    else if (block || name === 'hr') this.#writer.breakBlock();
    else if (name === 'br') this.#writer.addBreak();
    else if (name === 'a') this.#writer.openLink(isSelfClosed ? undefined : this.#link());
    else if (format && !isSelfClosed) this.#writer.openFormat(format);
  }

  #link(): string | undefined {
    return this.#isLinked ? resolvedLink(this.#href, this.#base) : undefined;
  }

  /** An element that never ends holds the rest of the text, but only where the tokenizer has to see it so. */
  #drop(name: string, end: number, isSelfClosed: boolean): void {
    const isRaw = RAW_TEXT_NAMES.has(name);
    if (!isRaw && (isSelfClosed || this.#lastEnd(name) < end)) return;
    this.#dropping = name;
    this.#dropDepth = 1;
  }

  /** Where the last end tag of this name stands; the text is searched once, and only where somebody asks. */
  #lastEnd(name: string): number {
    this.#lastEnds ??= lastEnds(this.#html);
    return this.#lastEnds.get(name) ?? -1;
  }
}

const RAW_TEXT_NAMES: ReadonlySet<string> = new Set(RAW_TEXT);

/** Any heading's end tag ends any heading (HTML Standard §13.2.6.4.7). */
function blockName(name: string, { tag }: BlockRole): string {
  return tag === 'h2' || tag === 'h3' ? 'heading' : name;
}
