import type { FeedFormat } from './feed-sniffing.js';
import { ElementNames } from './element-names.js';
import type { Vocabulary } from './feed-namespaces.js';
import { charactersOf, markupOf, wholeSection } from './field-text.js';
import { DeclaredEntities } from './xml-references.js';
import { NO_ATTRIBUTES, XmlScanner } from './xml-scanner.js';
import type { Attributes, XmlToken } from './xml-scanner.js';

/**
 * What a feed in XML consists of, read through whatever is wrong with its markup: the feed's own fields, and its
 * items with theirs. Only as much structure is seen as a feed has; the inside of a field is one text, whether it was
 * escaped, in CDATA or left as bare markup. Linear in the length of the text.
 */

/** A field, or a group of fields. Names are those feedsmith knows; a field of no use to us is not there. */
export interface OutlineNode {
  readonly name: string;
  /** By lower-case name, namespace declarations left out, values as written. */
  readonly attributes: Map<string, string>;
  readonly children: OutlineNode[];
  /** Well-formed character data: to be decoded once. A body may be one CDATA section. */
  text: string;
  /** The text is markup that stood in the field as such; decoded once it is HTML. */
  isMarkup: boolean;
  /** The document's and the ancestors' `xml:base`; absolute. */
  base: string;
}

export interface FeedOutline {
  readonly format: Exclude<FeedFormat, 'json'>;
  readonly root: OutlineNode;
  readonly fields: readonly OutlineNode[];
  readonly items: readonly OutlineNode[];
  readonly entities: DeclaredEntities;
  /** The root element was closed: nothing was cut off. */
  readonly isComplete: boolean;
}

/** Elements with elements of ours in them; every other one is a field. */
const GROUPS = new Set([
  'author', 'contributor', 'atom:author', 'atom:contributor', 'image', 'media:group', 'media:content', 'skiphours', 'skipdays', 'source',
]); // prettier-ignore

/** Passed over with all that is in them. */
const SKIPPED = new Set(['items', 'textinput', 'cloud', 'media:community', 'media:scenes']);

/** Fields whose inside feedsmith takes as it is, and which are long. */
const BODIES = new Set(['description', 'content:encoded', 'summary', 'content']);

const ITEMS = new Set(['item', 'entry']);
const FRAMES = new Set(['rss', 'rdf', 'feed', 'channel']);

/** Groups in groups in groups are nobody's feed. */
const MAX_DEPTH = 20;

interface Open {
  /** As in the document, lower case. */
  readonly written: string;
  readonly node: OutlineNode | undefined;
  readonly isItem: boolean;
  /** The vocabulary of names without a prefix. */
  readonly ownVocabulary: Vocabulary;
  readonly base: string;
}

/** A field that is being read. */
interface Field {
  readonly written: string;
  readonly node: OutlineNode | undefined;
  readonly pieces: XmlToken[];
  /** Elements of the field's own name that are open in it. */
  sameName: number;
}

export function readOutline(
  text: string,
  format: Exclude<FeedFormat, 'json'>,
  options: { at: number; url: string; maxItems: number },
): FeedOutline {
  return new OutlineReader(text, format, options).read();
}

class OutlineReader {
  readonly #scanner: XmlScanner;
  readonly #names: ElementNames;
  readonly #stack: Open[] = [];
  readonly #openNames = new Map<string, number>();
  readonly #fields: OutlineNode[] = [];
  readonly #items: OutlineNode[] = [];
  #entities = new DeclaredEntities();
  #root: OutlineNode | undefined;
  #field: Field | undefined;
  #isComplete = false;
  /** Characters that may be read a second time, for fields whose end is missing. */
  #patience: number;

  constructor(
    readonly text: string,
    readonly format: Exclude<FeedFormat, 'json'>,
    readonly options: { readonly at: number; readonly url: string; readonly maxItems: number },
  ) {
    this.#names = new ElementNames(format);
    this.#scanner = new XmlScanner(text, options.at);
    this.#patience = 2 * text.length;
  }

  read(): FeedOutline {
    for (let token = this.#scanner.next(); token && !this.#isComplete; token = this.#scanner.next()) {
      if (this.#field) this.#inField(token, this.#field);
      else this.#inFrame(token);
    }
    return {
      format: this.format,
      root: this.#root ?? node('', NO_ATTRIBUTES, this.options.url),
      fields: this.#fields,
      items: this.#items,
      entities: this.#entities,
      isComplete: this.#isComplete,
    };
  }

  #inFrame(token: XmlToken): void {
    switch (token.kind) {
      case 'doctype':
        this.#entities = new DeclaredEntities(this.text.slice(token.start, token.end));
        break;
      case 'open':
        this.#open(token);
        break;
      case 'close':
        this.#close(token.name);
        break;
      case 'text':
      case 'cdata': {
        // Authors of RSS are a text, authors of Atom a group; both are found in either.
        const group = this.#stack.at(-1)?.node;
        if (group && !ITEMS.has(group.name))
          group.text += charactersOf([token], { text: this.text, entities: this.#entities });
      }
    }
  }

  #open(token: Extract<XmlToken, { kind: 'open' }>): void {
    const parent = this.#stack.at(-1);
    const { name, ownVocabulary } = this.#names.nameOf(token, parent?.ownVocabulary);
    const local = name ?? '';
    if (ITEMS.has(local)) this.#closeItem();
    const base = baseOf(token.attributes, parent?.base ?? this.options.url);
    const isFrame = FRAMES.has(local);
    const found = name === undefined || SKIPPED.has(local) ? undefined : node(name, token.attributes, base);
    if (this.#root === undefined) this.#root = found;
    if (!isFrame && found) this.#place(found, parent);
    if (local === 'channel' || local === 'feed') this.#openChannel(found);
    const isGroup = isFrame || ITEMS.has(local) || GROUPS.has(local);
    if (token.isEmpty) {
      if (this.#root === found && this.#stack.length === 0) this.#isComplete = true;
    } else if (isGroup && this.#stack.length < MAX_DEPTH) {
      this.#stack.push({
        written: token.name,
        node: isFrame ? undefined : found,
        isItem: ITEMS.has(local),
        ownVocabulary,
        base,
      });
      this.#openNames.set(token.name, (this.#openNames.get(token.name) ?? 0) + 1);
    } else {
      this.#field = { written: token.name, node: found, pieces: [], sameName: 0 };
    }
  }

  #openChannel(channel: OutlineNode | undefined): void {
    // What holds for the channel holds for the feed.
    if (!channel || !this.#root) return;
    for (const [name, value] of channel.attributes) this.#root.attributes.set(name, value);
    this.#root.base = channel.base;
  }

  #place(found: OutlineNode, parent: Open | undefined): void {
    if (ITEMS.has(found.name)) {
      if (this.#items.length < this.options.maxItems) this.#items.push(found);
    } else (parent?.node?.children ?? this.#fields).push(found);
  }

  /** An item begins where the one before has not ended. */
  #closeItem(): void {
    const open = this.#stack.findLast(({ isItem }) => isItem);
    if (open) this.#close(open.written);
  }

  #close(written: string): void {
    if (!this.#isOpen(written)) return;
    for (let closed = this.#stack.pop(); closed; closed = this.#stack.pop()) {
      this.#openNames.set(closed.written, (this.#openNames.get(closed.written) ?? 1) - 1);
      if (closed.written === written) break;
    }
    if (this.#stack.length === 0) this.#isComplete = true;
  }

  #isOpen(written: string): boolean {
    return (this.#openNames.get(written) ?? 0) > 0;
  }

  #inField(token: XmlToken, field: Field): void {
    if (token.kind === 'close' && token.name === field.written) {
      if (field.sameName === 0) {
        this.#endField(field);
        return;
      }
      field.sameName -= 1;
    } else if (this.#endsItsParent(token)) {
      this.#endUnclosed(field, token);
      return;
    }
    if (token.kind === 'open') {
      if (token.name === field.written && !token.isEmpty) field.sameName += 1;
      this.#names.declare(token.attributes);
    }
    field.pieces.push(token.kind === 'cdata' ? this.#withinField(token, field) : token);
  }

  /** A CDATA section whose end is missing goes on to the end of the next one; it ends with its field. */
  #withinField(token: Extract<XmlToken, { kind: 'cdata' }>, field: Field): XmlToken {
    const next = this.text.slice(token.start, token.end).indexOf('<![CDATA[');
    const isEndless = token.end === this.text.length;
    if (next === -1 && !isEndless) return token;
    // Only what the section holds is looked through, so that it is looked through once.
    const before = this.text.slice(token.start, isEndless ? token.end : token.start + next);
    const at = before.indexOf(`</${field.written}>`);
    const end = token.start + at;
    if (at === -1) return token;
    if (token.after - end > this.#patience) return token;
    this.#patience -= token.after - end;
    this.#scanner.position = end;
    return { ...token, end };
  }

  /** The end of what the field stands in, or the beginning of the next item: the field's own end is missing. */
  #endsItsParent(token: XmlToken): boolean {
    if (token.kind === 'close') return this.#isOpen(token.name);
    return (
      token.kind === 'open' &&
      ITEMS.has(token.name) &&
      this.#stack.some(({ written }) => FRAMES.has(written) || written === token.name)
    );
  }

  /** The field is what stands before the first tag in it; from there on it is read again, as what comes after. */
  #endUnclosed(field: Field, token: XmlToken): void {
    const tag = field.pieces.findIndex(({ kind }) => kind === 'open' || kind === 'close');
    const from = field.pieces[tag] ?? token;
    const again = token.start - from.start;
    if (again <= this.#patience) {
      this.#patience -= again;
      field.pieces.length = tag === -1 ? field.pieces.length : tag;
      this.#scanner.position = from.start;
    } else this.#scanner.position = token.start;
    this.#endField(field);
  }

  #endField(field: Field): void {
    this.#field = undefined;
    if (!field.node) return;
    const { pieces, node: found } = field;
    found.isMarkup = pieces.some(({ kind }) => kind === 'open' || kind === 'close');
    const words = { text: this.text, entities: this.#entities };
    if (found.isMarkup) found.text = markupOf(pieces, words, this.#names);
    else
      found.text =
        (BODIES.has(found.name) && wholeSection(pieces, words, found.attributes)) || charactersOf(pieces, words);
  }
}

function node(name: string, written: Attributes, base: string): OutlineNode {
  const attributes = new Map<string, string>();
  for (const [key, value] of written) {
    if (!key.startsWith('xmlns')) attributes.set(key, value);
  }
  return { name, attributes, children: [], text: '', isMarkup: false, base };
}

function baseOf(attributes: Attributes, parent: string): string {
  const own = attributes.get('xml:base');
  return (own === undefined ? undefined : URL.parse(own.trim(), parent || undefined)?.href) ?? parent;
}
