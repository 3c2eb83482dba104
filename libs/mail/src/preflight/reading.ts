import { INLINE, isElement, readMail, UNSEEN, type MailElement, type MailText } from './mail-document.js';
import { plainWords } from './plain-words.js';
import { ShownMail } from './shown-text.js';
import type { Viewing } from './style-sheet.js';

/** A part of a mail as somebody reads it from the top: what they see, in order, and nothing else. As `plainWords` writes it. */
export interface Reading {
  readonly words: string;
  /** As long as `words`, with blanks where they do not stand out from their ground or only stand for a picture. */
  readonly legible: string;
  /** Where lines, cells and paragraphs begin. Ascending, the first one 0. */
  readonly starts: readonly number[];
  /** Words that stand for pictures. */
  readonly pictures: readonly { readonly at: number; readonly end: number }[];
  /** Links, each at the end of its words. */
  readonly links: readonly { readonly at: number; readonly href: string }[];
}

const LOOKS: readonly Viewing[] = ['light', 'dark', 'phone'];

/** An HTML as it is read in the light, in the dark, and on a phone, where that is not the same. */
export function readingsOf(html: string): Reading[] {
  const document = readMail(html);
  const shown = new ShownMail(document);
  const looks = new Map(LOOKS.map((viewing) => [shown.seen(viewing), viewing]));
  return [...looks.values()].map((viewing) => {
    const writing = new Writing(shown.seen(viewing), shown.legible(viewing));
    writing.element(document.root);
    return writing.reading();
  });
}

/** A plain text, line by line. */
export function readingOfText(text: string): Reading {
  const writing = new Writing(new Set(), new Set());
  for (const line of text.split('\n')) {
    let from = 0;
    for (const { 0: href, index } of line.matchAll(/https?:\/\/[^\s<>]{1,2000}/gi)) {
      writing.say(line.slice(from, index), true);
      writing.link(href);
      from = index;
    }
    writing.say(line.slice(from), true);
    writing.rest();
  }
  return writing.reading();
}

class Writing {
  private readonly pieces: string[] = [];
  private readonly legiblePieces: string[] = [];
  private readonly starts: number[] = [0];
  private readonly pictures: { at: number; end: number }[] = [];
  private readonly links: { at: number; href: string }[] = [];
  private length = 0;
  private isAtBlank = true;

  constructor(
    private readonly seen: ReadonlySet<MailText | MailElement>,
    private readonly legible: ReadonlySet<MailText>,
  ) {}

  element(root: MailElement): void {
    const pending: (MailElement | MailText | 'rest' | { readonly href: string })[] = [root];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (node === 'rest') this.rest();
      else if ('href' in node) this.link(node.href);
      else if (!isElement(node)) {
        if (this.seen.has(node)) this.say(node.text, this.legible.has(node));
      } else if (!UNSEEN.has(node.name)) {
        this.begin(node);
        if (!INLINE.has(node.name)) pending.push('rest');
        const { href } = node.attributes;
        if (node.name === 'a' && href !== undefined && this.seen.has(node)) pending.push({ href: href.trim() });
        pending.push(...node.children.toReversed());
      }
    }
  }

  say(text: string, isLegible: boolean): void {
    const plain = plainWords(text);
    const words = this.isAtBlank ? plain.replace(/^ /, '') : plain;
    if (words === '') return;
    this.pieces.push(words);
    this.legiblePieces.push(isLegible ? words : ' '.repeat(words.length));
    this.length += words.length;
    this.isAtBlank = words.endsWith(' ');
  }

  link(href: string): void {
    this.links.push({ at: this.length, href });
  }

  /** The end of a line. */
  rest(): void {
    if (!this.isAtBlank) this.say(' ', true);
    if (this.starts.at(-1) !== this.length) this.starts.push(this.length);
  }

  reading(): Reading {
    const { starts, pictures, links } = this;
    return { words: this.pieces.join(''), legible: this.legiblePieces.join(''), starts, pictures, links };
  }

  private begin(element: MailElement): void {
    const { name, attributes } = element;
    if (!INLINE.has(name)) this.rest();
    if (!this.seen.has(element)) return;
    if (name !== 'img' || attributes['alt'] === undefined) return;
    const at = this.length;
    this.say(attributes['alt'], false);
    this.pictures.push({ at, end: this.length });
  }
}
