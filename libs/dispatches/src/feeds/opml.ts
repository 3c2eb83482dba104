import { dispatchErrors } from '../dispatches.errors.js';
import { attributeText } from './attribute-text.js';
import { decodeText } from './charset.js';
import { parseFeedDate } from './feed-dates.js';
import { plainLine, withReadableControls } from './feed-text.js';
import { escapeText } from './xml-references.js';
import { XmlScanner } from './xml-scanner.js';
import type { XmlToken } from './xml-scanner.js';

/** Lists of feeds, as newsrooms' readers export and import them: OPML 2.0 (http://opml.org/spec2.opml). */

export interface OpmlSource {
  /** As the list writes it; whether it may be fetched is for the importer to judge. */
  readonly url: string;
  readonly title: string;
  readonly siteUrl?: string;
  /** Of folders in folders: `A / B`. */
  readonly folder?: string;
  /** As the list writes it. */
  readonly language?: string;
}

export interface OpmlList {
  readonly title?: string;
  readonly created?: Date;
  /** In the list's order; a feed that stands in it twice is there once. */
  readonly sources: readonly OpmlSource[];
}

/** The longest lists in use have some thousands of feeds, of some hundred bytes each. */
const MAX_BYTES = 10 * 1024 * 1024;
const MAX_SOURCES = 20_000;
const MAX_FOLDERS = 20;
const FOLDER_SEPARATOR = ' / ';

/**
 * Reads a list, well-formed or not.
 *
 * @throws CatalogueError `opml.not_opml`, `opml.malformed` (cut off), `opml.too_large`
 */
export function readOpml(given: Buffer | string): OpmlList {
  const body = Buffer.from(given);
  if (body.length > MAX_BYTES) throw dispatchErrors.error('opml.too_large', { limit: MAX_BYTES });
  return new OpmlReader(withReadableControls(decodeText(body))).read();
}

type OpenTag = Extract<XmlToken, { kind: 'open' }>;

class OpmlReader {
  readonly #scanner: XmlScanner;
  readonly #sources = new Map<string, OpmlSource>();
  /** One for each open outline: a folder's name, or undefined for a feed. */
  readonly #outlines: (string | undefined)[] = [];
  readonly #head = new Map<string, string>();
  #reading: string | undefined;

  constructor(text: string) {
    this.#scanner = new XmlScanner(text);
  }

  read(): OpmlList {
    let isOpml = false;
    for (let token = this.#scanner.next(); token; token = this.#scanner.next()) {
      if (token.kind === 'open' && !isOpml) {
        if (token.name !== 'opml') break;
        isOpml = true;
      } else if (token.kind === 'close' && token.name === 'opml') return this.#list();
      else this.#take(token);
    }
    throw dispatchErrors.error(isOpml ? 'opml.malformed' : 'opml.not_opml');
  }

  #list(): OpmlList {
    const title = this.#head.get('title');
    const created = parseFeedDate(this.#head.get('datecreated') ?? '');
    return { ...(title !== undefined && { title }), ...(created && { created }), sources: [...this.#sources.values()] };
  }

  #take(token: XmlToken): void {
    switch (token.kind) {
      case 'open':
        if (token.name === 'outline') this.#outline(token);
        else this.#reading = token.isEmpty ? undefined : token.name;
        break;
      case 'close':
        this.#reading = undefined;
        if (token.name === 'outline') this.#outlines.pop();
        break;
      case 'text':
      case 'cdata': {
        const written = this.#scanner.text.slice(token.start, token.end);
        const text = plainLine({ value: written.replaceAll('<', '&lt;'), isHtml: true });
        if (this.#reading !== undefined && text !== undefined && !this.#head.has(this.#reading))
          this.#head.set(this.#reading, text);
        break;
      }
      case 'doctype':
        break;
    }
  }

  #outline({ attributes, isEmpty }: OpenTag): void {
    const text = (name: string): string | undefined => attributeText(attributes, name);
    const isRss = /^(?:rss|atom|feed)/i.test(text('type') ?? '');
    const url = text('xmlurl') ?? (isRss ? text('url') : undefined);
    const title = text('title') ?? text('text');
    if (url !== undefined) this.#add(url, { title, siteUrl: text('htmlurl'), language: text('language') });
    if (!isEmpty) this.#outlines.push(url === undefined ? (text('text') ?? title) : undefined);
  }

  #add(
    url: string,
    found: { title: string | undefined; siteUrl: string | undefined; language: string | undefined },
  ): void {
    if (this.#sources.has(url) || this.#sources.size >= MAX_SOURCES) return;
    const folders = this.#outlines.slice(0, MAX_FOLDERS).filter((name) => name !== undefined);
    this.#sources.set(url, {
      url,
      title: found.title ?? url,
      ...(found.siteUrl !== undefined && { siteUrl: found.siteUrl }),
      ...(folders.length > 0 && { folder: folders.join(FOLDER_SEPARATOR) }),
      ...(found.language !== undefined && { language: found.language }),
    });
  }
}

/** Well-formed OPML 2.0: what is in no folder, then folders as they were first met. A list may be empty. */
export function writeOpml(sources: readonly OpmlSource[], head: { title?: string; created?: Date } = {}): string {
  const byFolder = Map.groupBy(sources, ({ folder }) => folder ?? '');
  const lines = [...byFolder]
    .sort(([one], [other]) => Number(one !== '') - Number(other !== ''))
    .flatMap(([folder, inIt]) => {
      const outlines = inIt.map(outlineOf);
      return folder === '' ? outlines : [`<outline${attributes({ text: folder })}>`, ...outlines, '</outline>'];
    });
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<opml version="2.0">',
    '<head>',
    `<title>${characters(head.title ?? 'Sources')}</title>`,
    ...(head.created ? [`<dateCreated>${head.created.toUTCString()}</dateCreated>`] : []),
    '</head>',
    '<body>',
    ...lines,
    '</body>',
    '</opml>',
    '',
  ].join('\n');
}

function outlineOf({ url, title, siteUrl, language }: OpmlSource): string {
  return `<outline${attributes({ text: title, title, type: 'rss', xmlUrl: url, htmlUrl: siteUrl, language })}/>`;
}

function attributes(values: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(values)
    .flatMap(([name, value]) =>
      value === undefined ? [] : ` ${name}="${characters(value).replaceAll('"', '&quot;')}"`,
    )
    .join('');
}

/** XML has no place for control characters, not even escaped. */
function characters(text: string): string {
  return escapeText(withReadableControls(text).toWellFormed());
}
