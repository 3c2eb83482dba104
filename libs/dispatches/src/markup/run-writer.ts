import {
  balancedIsolates,
  collapsedSpace,
  escaped,
  escapedAttribute,
  isSuspicious,
  isVisible,
  legibleText,
  POP_ISOLATE,
} from './characters.js';
import type { BlockTag, FormatTag } from './elements.js';
import type { PlainLayout } from './plain-layout.js';

interface Format {
  readonly name: FormatTag | 'a';
  /** How many blocks were open when it began; it ends with the innermost of them. */
  readonly depth: number;
  readonly href?: string;
}

interface OpenFormat extends Format {
  /** Inside another of its name, or a link past a limit: it stays unwritten. */
  isWritten: boolean;
  pieces: number;
}

/** Formatting in one another; five kinds exist. */
const MAX_FORMATS = 50;

/** A link around blocks is written once for each; more blocks than any teaser has, and a forgotten end tag costs no more. */
const MAX_LINK_PIECES = 20;

/** Characters of all addresses in one text: relative links to a long base make much of little. */
const MAX_LINK_CHARACTERS = 200_000;

/** Line breaks in a row: one blank line. */
const MAX_BREAKS = 2;

/**
 * The inline half of the writer: runs of text with formatting, links and line breaks, as HTML and as plain text at once.
 * A run reaches from one block's tag to the next. White space, breaks and formatting wait until a visible character
 * comes, so that none stands at the beginning or the end of a run and none is empty.
 */
export abstract class RunWriter {
  protected html = '';
  protected text = '';
  readonly #layout: PlainLayout;
  /** Text as read, until it is known to end. */
  #pending = '';
  readonly #formats: OpenFormat[] = [];
  /** How many of the formats have had their chance to be written. */
  #placedFormats = 0;
  #linkCharacters = 0;
  #isBegun = false;
  /** A block that left no tag behind stood between: what follows begins on a new line. */
  #isPaused = false;
  #hasSpace = false;
  #breaks = 0;
  /** Invisible text that waits for the run to begin. */
  #prefix = '';
  #isolates = 0;
  #isItem = false;

  constructor(layout: PlainLayout) {
    this.#layout = layout;
  }

  /** Adds text, entities decoded. */
  addText(text: string): void {
    this.#pending += text;
  }

  addBreak(): void {
    this.flush();
    if (this.#isBegun) this.#breaks = Math.min(this.#breaks + 1, MAX_BREAKS);
  }

  /** Before the first visible character of a run: write the tags of the blocks it stands in. */
  protected abstract place(): void;

  protected flush(): void {
    if (this.#pending === '') return;
    const text = collapsedSpace(this.#legible());
    this.#pending = '';
    const start = text.startsWith(' ') ? 1 : 0;
    const end = text.length > start && text.endsWith(' ') ? text.length - 1 : text.length;
    const words = text.slice(start, end);
    this.#hasSpace ||= start === 1;
    if (words !== '') this.#addWords(words);
    this.#hasSpace ||= end < text.length;
  }

  #legible(): string {
    if (!isSuspicious(this.#pending)) return this.#pending;
    const balanced = balancedIsolates(legibleText(this.#pending), this.#isolates);
    this.#isolates = balanced.depth;
    return balanced.text;
  }

  #addWords(words: string): void {
    if (isVisible(words)) {
      this.#begin();
      this.#placeFormats();
      this.#write(words);
    } else if (this.#isBegun) {
      this.#separate();
      this.#write(words);
    } else {
      this.#prefix += words;
    }
  }

  #begin(): void {
    if (this.#isBegun) {
      this.#separate();
      return;
    }
    const prefix = this.#prefix;
    this.place();
    if (this.#isPaused) {
      this.html += '<br />';
      this.text += this.#layout.lineBreak;
    } else {
      if (this.text !== '') this.text += this.#layout.betweenBlocks;
      if (this.#isItem) this.text += this.#layout.beforeItem;
    }
    this.#isBegun = true;
    this.#isItem = false;
    this.#resetWaiting();
    if (prefix !== '') this.#write(prefix);
  }

  #separate(): void {
    if (this.#breaks > 0) {
      this.html += '<br />'.repeat(this.#breaks);
      this.text += this.#breaks === 1 ? this.#layout.lineBreak : this.#layout.blankLine;
    } else if (this.#hasSpace) {
      this.html += ' ';
      this.text += ' ';
    }
    this.#breaks = 0;
    this.#hasSpace = false;
  }

  #write(words: string): void {
    this.html += escaped(words);
    this.text += words;
  }

  #resetWaiting(): void {
    this.#isPaused = false;
    this.#hasSpace = false;
    this.#breaks = 0;
    this.#prefix = '';
  }

  /** What follows is in another block, which may or may not be written. */
  protected pauseRun(): void {
    this.#endIsolates();
    const isPaused = this.#isPaused || this.#isBegun;
    this.#resetWaiting();
    this.#isBegun = false;
    this.#isPaused = isPaused;
  }

  #endIsolates(): void {
    if (this.#isBegun && this.#isolates > 0) {
      const ends = POP_ISOLATE.repeat(this.#isolates);
      this.html += ends;
      this.text += ends;
    }
    this.#isolates = 0;
  }

  /** Between `pauseRun` and a block's tag. */
  protected finishRun(): void {
    this.#closeFormats(0);
    this.#resetWaiting();
    this.#isBegun = false;
  }

  /** Ends the run with a block's tag. */
  protected writeTag(tag: `<${BlockTag}>` | `</${string}>`): void {
    this.finishRun();
    this.html += tag;
  }

  /** The next run is the first of a list's item. */
  protected markItem(): void {
    this.#isItem = true;
  }

  protected addFormat(format: Format): void {
    if (this.#formats.length < MAX_FORMATS) this.#formats.push({ ...format, isWritten: false, pieces: 0 });
  }

  /** Ends the newest of this name; what began after it goes on. */
  protected removeFormat(name: Format['name']): void {
    const at = this.#formats.findLastIndex((format) => format.name === name);
    if (at === -1) return;
    this.#closeFormats(at);
    this.#formats.splice(at, 1);
  }

  /** Ends what began in a block that is no longer open. */
  protected dropFormatsBelow(depth: number): void {
    for (let last = this.#formats.at(-1); last !== undefined && last.depth > depth; last = this.#formats.at(-1)) {
      this.#closeFormats(this.#formats.length - 1);
      this.#formats.pop();
    }
  }

  #placeFormats(): void {
    if (this.#placedFormats === this.#formats.length) return;
    for (const format of this.#formats.slice(this.#placedFormats)) {
      format.isWritten = this.#mayWrite(format);
      if (format.isWritten) this.html += this.#openingTag(format);
    }
    this.#placedFormats = this.#formats.length;
  }

  #mayWrite(format: OpenFormat): boolean {
    if (format.href === undefined)
      return !this.#formats.some(({ name, isWritten }) => isWritten && name === format.name);
    return format.pieces < MAX_LINK_PIECES && this.#linkCharacters + format.href.length <= MAX_LINK_CHARACTERS;
  }

  #openingTag(format: OpenFormat): string {
    if (format.href === undefined) return `<${format.name}>`;
    format.pieces += 1;
    this.#linkCharacters += format.href.length;
    return `<a href="${escapedAttribute(format.href)}">`;
  }

  #closeFormats(down: number): void {
    while (this.#placedFormats > down) {
      this.#placedFormats -= 1;
      const format = this.#formats[this.#placedFormats];
      if (format?.isWritten !== true) continue;
      this.html += `</${format.name}>`;
      format.isWritten = false;
    }
  }
}
