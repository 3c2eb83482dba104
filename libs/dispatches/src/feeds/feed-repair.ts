import { readOutline } from './feed-outline.js';
import type { FeedOutline, OutlineNode } from './feed-outline.js';
import type { FeedFormat } from './feed-sniffing.js';
import { wellFormedReferences } from './xml-references.js';
import type { DeclaredEntities } from './xml-references.js';

/**
 * Any feed in XML, however broken, as the one well-formed spelling of it: known names, no namespaces, no CDATA, every
 * text escaped once, relative addresses with their base. What feedsmith then reads needs no tolerance any more.
 */
export interface RepairedFeed {
  readonly xml: string;
  /** Nothing was cut off at the end. */
  readonly isComplete: boolean;
}

export function repairFeed(
  text: string,
  format: Exclude<FeedFormat, 'json'>,
  options: { at: number; url: string; maxItems: number },
): RepairedFeed {
  const outline = readOutline(text, format, options);
  const writer = new FeedWriter(outline);
  return { xml: writer.write(), isComplete: outline.isComplete };
}

/** Atom's text constructs: what is in them is said by `type` (RFC 4287 §3.1), and in Atom 0.3 by `mode` too. */
const ATOM_TEXTS = new Set(['title', 'subtitle', 'tagline', 'summary', 'content', 'rights']);

/** Fields that are nothing without text, however many attributes they have. */
const TEXT_FIELDS = new Set(['title', 'description', 'guid', 'pubdate', 'id', 'summary', 'language', 'content:encoded', 'dc:title', 'dc:date', 'dc:creator', 'media:title', 'media:description', 'published', 'updated']); // prettier-ignore

class FeedWriter {
  readonly #parts: string[] = [];
  readonly #entities: DeclaredEntities;
  readonly #isAtom: boolean;

  constructor(readonly outline: FeedOutline) {
    this.#entities = outline.entities;
    this.#isAtom = outline.format === 'atom';
  }

  write(): string {
    const { format, root, fields, items } = this.outline;
    const about = root.attributes.get('rdf:about') ?? root.attributes.get('about');
    const attributes = this.#frameAttributes(root, about === undefined ? {} : { about });
    if (format === 'rdf') this.#parts.push('<rdf', attributes, '><channel>');
    else
      this.#parts.push(
        ...(format === 'rss' ? ['<rss version="2.0"', attributes, '><channel>'] : ['<feed', attributes, '>']),
      );
    for (const field of fields) this.#field(this.#isAtom ? field : withAtomLinks(field));
    if (format === 'rdf') this.#parts.push('</channel>');
    for (const item of items) this.#item(item);
    this.#parts.push({ rdf: '</rdf>', rss: '</channel></rss>', atom: '</feed>' }[format]);
    return this.#parts.join('');
  }

  #item(item: OutlineNode): void {
    const name = this.#isAtom ? 'entry' : 'item';
    const about = item.attributes.get('rdf:about') ?? item.attributes.get('about');
    const base = this.#isAtom ? item.base : (item.children.find(hasOwnBase)?.base ?? item.base);
    this.#parts.push('<', name, this.#frameAttributes(item, about === undefined ? {} : { about }, base), '>');
    const real = item.children.find((field) => field.name === 'feedburner:origlink' && hasText(field));
    for (const field of item.children) {
      if (real && isPageLink(field)) continue;
      this.#field(this.#isAtom ? field : forRss(field));
    }
    if (real)
      this.#parts.push(this.#isAtom ? `<link rel="alternate">${real.text}</link>` : `<link>${real.text}</link>`);
    this.#parts.push('</', name, '>');
  }

  #frameAttributes(frame: OutlineNode, others: Readonly<Record<string, string>>, base = frame.base): string {
    const lang = frame.attributes.get('xml:lang');
    const isOwn = frame === this.outline.root ? hasOwnBase(frame) : base !== this.outline.root.base;
    const attributes = {
      ...others,
      ...(lang !== undefined && { 'xml:lang': lang }),
      ...(isOwn && base !== '' && { 'xml:base': base }),
    };
    return Object.entries(attributes)
      .map(([name, value]) => this.#attribute(name, value))
      .join('');
  }

  #field(field: OutlineNode): void {
    if (field.name.startsWith('feedburner:')) return;
    const isGroup = field.children.length > 0;
    if (!isGroup && !hasText(field) && (field.attributes.size === 0 || TEXT_FIELDS.has(field.name))) return;
    const isAtomText = this.#isAtom && ATOM_TEXTS.has(field.name);
    const text = isAtomText && isBase64(field) ? fromBase64(field.text) : field.text;
    this.#parts.push('<', field.name);
    for (const [name, value] of this.#attributesOf(field, isAtomText)) this.#parts.push(this.#attribute(name, value));
    this.#parts.push('>', text);
    for (const child of field.children) this.#field(child);
    // feedsmith reads lists of hours and days, but not a list of one; given twice, it is the same list.
    if (field.name.startsWith('skip') && field.children.length === 1)
      field.children.forEach((child) => {
        this.#field(child);
      });
    this.#parts.push('</', field.name, '>');
  }

  #attributesOf(field: OutlineNode, isAtomText: boolean): Map<string, string> {
    const attributes = new Map(field.attributes);
    if (hasOwnBase(field)) {
      attributes.set('xml:base', field.base);
      const href = attributes.get('href');
      const absolute = href === undefined ? undefined : URL.parse(href.trim(), field.base || undefined)?.href;
      if (absolute !== undefined) attributes.set('href', absolute);
    }
    // Markup that stands in the field as such is HTML from here on, whatever it called itself.
    if (isAtomText && field.isMarkup) attributes.set('type', 'html');
    else if (isAtomText && field.attributes.get('type') === 'xhtml') attributes.set('type', 'html');
    // Links and categories of RSS in a feed of Atom.
    if (this.#isAtom && field.name === 'link' && !attributes.has('href') && hasText(field))
      attributes.set('href', field.text.trim());
    if (this.#isAtom && field.name === 'category' && !attributes.has('term') && hasText(field))
      attributes.set('term', field.text);
    return attributes;
  }

  #attribute(name: string, value: string): string {
    const text = wellFormedReferences(value, this.#entities)
      .replaceAll('"', '&quot;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;');
    // What is no name in XML is none that anybody reads.
    return /^[\w:.-]+$/.test(name) ? ` ${name}="${text}"` : '';
  }
}

function forRss(field: OutlineNode): OutlineNode {
  if (field.name !== 'image') return withAtomLinks(field);
  // A picture of an item is no element of RSS, and many have one.
  const url = field.children.find(({ name }) => name === 'url')?.text ?? field.text;
  const address =
    url.trim() === ''
      ? (field.attributes.get('url') ?? field.attributes.get('href') ?? field.attributes.get('src'))
      : url;
  const attributes = new Map(address === undefined ? [] : [['url', address.trim()] as const]);
  return { ...field, name: 'media:thumbnail', attributes, children: [], text: '' };
}

/** `<link href="…"/>` in RSS is Atom's, with its namespace forgotten. */
function withAtomLinks(field: OutlineNode): OutlineNode {
  return field.name === 'link' && field.attributes.has('href') && !hasText(field)
    ? { ...field, name: 'atom:link' }
    : field;
}

function isPageLink({ name, attributes }: OutlineNode): boolean {
  return name === 'link' && (attributes.get('rel') ?? 'alternate') === 'alternate';
}

function hasText({ text }: OutlineNode): boolean {
  return text !== '' && /\S/.test(text);
}

function hasOwnBase({ attributes }: OutlineNode): boolean {
  return attributes.has('xml:base');
}

/** Atom 0.3 §3.1: `mode="base64"`. */
function isBase64({ attributes, isMarkup }: OutlineNode): boolean {
  return attributes.get('mode') === 'base64' && !isMarkup;
}

function fromBase64(text: string): string {
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  return decoded.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
