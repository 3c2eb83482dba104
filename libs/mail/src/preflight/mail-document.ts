import { Parser } from 'htmlparser2';
import { lineFinder } from './line-finder.js';

/**
 * A mail's HTML as a tree that knows its lines, and what is wrong with its tags. Its own, because the trees of parsers
 * repair in silence what preflight has to tell.
 */

export interface MailElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly parent: MailElement | null;
  readonly children: (MailElement | MailText)[];
  readonly offset: number;
}

export interface MailText {
  readonly text: string;
  readonly parent: MailElement;
  readonly offset: number;
}

export interface TagFault {
  /** `nested`: a link in a link, which ends the first one. `repeated`: an attribute; `name` is its. */
  readonly kind: 'unclosed' | 'stray' | 'nested' | 'repeated';
  readonly name: string;
  readonly offset: number;
}

export interface MailDocument {
  readonly html: string;
  readonly root: MailElement;
  /** In the order they begin. */
  readonly elements: readonly MailElement[];
  readonly texts: readonly MailText[];
  /** What stands in comments, conditional ones among it. */
  readonly comments: readonly { readonly text: string; readonly offset: number }[];
  readonly faults: readonly TagFault[];
  /** False: there is more than was read. */
  readonly isWhole: boolean;
  /** 1-based. */
  lineAt(offset: number): number;
}

/** Elements whose end tag may be left out (HTML Living Standard §13.1.2.4). */
const OPTIONAL_END = new Set(
  'html head body p li dt dd option optgroup rt rp colgroup caption thead tbody tfoot tr td th'.split(' '),
);
/** Of elements, of texts, of comments. More is no mail: a digest of 60 stories has about 2,000. */
const MOST_ELEMENTS = 20_000;
/** Deeper ones are put beside each other. MJML nests about 20 deep. */
const DEEPEST = 400;
/** Open elements; with more the parser itself takes its time for each. */
const MOST_OPEN = 2_000;
const LONGEST_NAME = 60;
/** What has more is no markup, and nobody reads a list of them. */
const MOST_FAULTS = 500;

export function readMail(html: string): MailDocument {
  const reading = new Reading(html);
  const parser = new WatchedParser(reading);
  parser.write(html);
  if (!reading.isFull) parser.end();
  return reading.document();
}

/** The parser drops an end tag that ends nothing without a word: it is told by nothing having been closed. */
class WatchedParser extends Parser {
  constructor(private readonly reading: Reading) {
    super(
      {
        onopentagname: () => {
          reading.begin();
        },
        onattribute: (name) => {
          reading.attribute(name, this.startIndex);
        },
        onopentag: (name, attributes, isImplied) => {
          reading.open(name, attributes, { offset: this.startIndex, isImplied });
          if (reading.isFull) this.pause();
        },
        ontext: (text) => {
          reading.text(text, this.startIndex);
          if (reading.isFull) this.pause();
        },
        oncomment: (text) => {
          reading.comment(text, this.startIndex);
          if (reading.isFull) this.pause();
        },
        onclosetag: (name, isImplied) => {
          reading.close(name, isImplied, this.startIndex);
        },
      },
      { decodeEntities: true },
    );
  }

  override onclosetag(start: number, endIndex: number): void {
    const before = this.reading.closed;
    super.onclosetag(start, endIndex);
    if (this.reading.closed === before) this.reading.stray(start, endIndex);
  }
}

export function isElement(node: MailElement | MailText): node is MailElement {
  return 'children' in node;
}

export function* ancestors(node: MailElement | MailText): Generator<MailElement> {
  for (let at = isElement(node) ? node : node.parent; at.parent !== null; at = at.parent) yield at;
}

/** The words within, also of pictures that stand for words; without what no reader sees. */
export function wordsOf(element: MailElement): string {
  const known = wordsWithin.get(element) ?? wordsIn(element);
  wordsWithin.set(element, known);
  return known;
}

/** Asked again for every picture and link within; a mail that was read does not change. */
const wordsWithin = new WeakMap<MailElement, string>();
/** Characters of words that are read of one element: what has more says no single thing. */
const MOST_WORDS = 20_000;

/** As {@link wordsOf}, of the runs and pictures that are kept. */
export function wordsIn(element: MailElement, keeps: (node: MailText | MailElement) => boolean = () => true): string {
  const words: string[] = [];
  let length = 0;
  const pending: (MailElement | MailText)[] = [element];
  for (let node = pending.pop(); node !== undefined && length < MOST_WORDS; node = pending.pop()) {
    if (!isElement(node) || node.name === 'img') {
      if (!keeps(node)) continue;
      const word = isElement(node) ? ` ${node.attributes['alt'] ?? ''} ` : node.text;
      length += word.length;
      words.push(word);
    } else if (!UNSEEN.has(node.name)) {
      if (!INLINE.has(node.name)) words.push(' ');
      pending.push(...node.children.toReversed());
    }
  }
  return words.join('').replaceAll(/\s+/g, ' ').trim();
}

/** Elements that split no word they stand in (HTML Living Standard §4.5). */
export const INLINE: ReadonlySet<string> = new Set(
  'a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup time tt u var wbr'.split(' '),
); // prettier-ignore

/** What stands in them is not text of the mail. */
export const UNSEEN: ReadonlySet<string> = new Set(['head', 'style', 'script', 'title', 'template', 'noscript']);

class Reading {
  /** End tags that ended something. */
  closed = 0;
  private readonly root: MailElement = { name: '#root', attributes: {}, parent: null, children: [], offset: 0 };
  private readonly elements: MailElement[] = [];
  private readonly texts: MailText[] = [];
  private readonly comments: { text: string; offset: number }[] = [];
  private readonly faults: TagFault[] = [];
  private readonly stack: MailElement[] = [this.root];
  /** Attributes of the tag that is being read. */
  private readonly names = new Set<string>();
  /** Links ended by links within them, whose own ends are still to come. */
  private nested = 0;

  constructor(private readonly html: string) {}

  open(name: string, attributes: Record<string, string>, { offset, isImplied }: { offset: number; isImplied: boolean }): void {
    if (isImplied) this.fault({ kind: 'stray', name, offset });
    const parent = this.stack.at(Math.min(this.stack.length, DEEPEST) - 1) ?? this.root;
    const element: MailElement = { name, attributes, parent, children: [], offset };
    this.stack.push(element);
    parent.children.push(element);
    this.elements.push(element);
  } // prettier-ignore

  text(text: string, offset: number): void {
    const parent = this.stack.at(-1) ?? this.root;
    const last = parent.children.at(-1);
    // Entities arrive as pieces of their own: one run of text stays one.
    if (last !== undefined && !isElement(last) && this.texts.at(-1) === last) {
      const longer = { ...last, text: last.text + text };
      parent.children[parent.children.length - 1] = longer;
      this.texts[this.texts.length - 1] = longer;
      return;
    }
    const node = { text, parent, offset };
    parent.children.push(node);
    this.texts.push(node);
  }

  close(name: string, isImplied: boolean, at: number): void {
    this.closed += 1;
    const element = this.stack.length > 1 ? this.stack.pop() : undefined;
    if (element === undefined || !isImplied || OPTIONAL_END.has(name) || VOID.has(name)) return;
    const isNested = name === 'a' && /^<a[\s>]/i.test(this.html.slice(at, at + 3));
    if (isNested) this.nested += 1;
    this.fault(isNested ? { kind: 'nested', name, offset: at } : { kind: 'unclosed', name, offset: element.offset });
  }

  comment(text: string, offset: number): void {
    this.comments.push({ text, offset });
  }

  begin(): void {
    this.names.clear();
  }

  attribute(name: string, offset: number): void {
    if (this.names.has(name)) this.fault({ kind: 'repeated', name: name.slice(0, LONGEST_NAME), offset });
    this.names.add(name);
  }

  stray(start: number, end: number): void {
    const name = this.html.slice(start, Math.min(end, start + LONGEST_NAME)).toLowerCase();
    // The end of the outer link, which the inner one ended.
    if (name.trim() === 'a' && this.nested > 0) this.nested -= 1;
    else this.fault({ kind: 'stray', name, offset: start });
  }

  /** Nothing more is to be read. */
  get isFull(): boolean {
    const most = Math.max(this.elements.length, this.texts.length, this.comments.length);
    return most >= MOST_ELEMENTS || this.stack.length > MOST_OPEN;
  }

  private fault(fault: TagFault): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push(fault);
  }

  document(): MailDocument {
    const { html, root, elements, texts, comments } = this;
    const faults = this.faults.toSorted((a, b) => a.offset - b.offset);
    return {
      html,
      root,
      elements,
      texts,
      comments,
      faults,
      isWhole: !this.isFull,
      lineAt: lineFinder(html),
    };
  }
}

const VOID = new Set('area base br col embed hr img input link meta source track wbr basefont frame param'.split(' '));
