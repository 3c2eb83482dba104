import { createHash } from 'node:crypto';
import { cutAtWord } from '../markup/headline.js';
import { absoluteLink, htmlToText, withoutControls } from '../markup/sanitize.js';
import { isDamaged } from './text-damage.js';
import { asHtml, plainLine, safeHtml } from './feed-text.js';
import type { MarkedText } from './feed-text.js';
import { pictureInText } from './picture-in-text.js';
import { DISPATCH_LIMITS } from '../dispatch-limits.js';

/** One entry of any feed format as this product reads it. All HTML in it is sanitised. */
export interface FeedEntry {
  /** The feed's own id, else the link, else a hash of title and date. */
  readonly id: string;
  /** Plain text, never empty. */
  readonly title: string;
  readonly link?: string;
  readonly published?: Date;
  readonly updated?: Date;
  readonly author?: string;
  /** Sanitised HTML. */
  readonly summary?: string;
  /** Sanitised HTML: the full text, where the feed gives one apart from the summary. */
  readonly contentHtml?: string;
  readonly image?: FeedImage;
  readonly categories: readonly string[];
  /** Its texts went through a wrong charset on their way here (see {@link isDamaged}). */
  readonly damaged: boolean;
}

export interface FeedImage {
  readonly url: string;
  /** Pixels. */
  readonly width?: number;
  readonly height?: number;
  /** What is to be seen, for who cannot. */
  readonly alt?: string;
  readonly caption?: string;
  readonly credit?: string;
}

export interface RawImage {
  readonly url?: string | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly alt?: string | undefined;
  readonly caption?: string | undefined;
  readonly credit?: string | undefined;
}

/** What the formats' readers gather; nothing in it has been judged yet. */
export interface RawEntry {
  readonly id?: string | undefined;
  readonly title?: MarkedText | undefined;
  readonly link?: string | undefined;
  readonly published?: Date | undefined;
  readonly updated?: Date | undefined;
  readonly authors: readonly (string | undefined)[];
  readonly summary?: MarkedText | undefined;
  readonly content?: MarkedText | undefined;
  /** Best first. */
  readonly images: readonly RawImage[];
  readonly categories: readonly (string | undefined)[];
  /** What the entry's own relative addresses are relative to. */
  readonly base: string;
  /** What relative links in its texts are relative to, where the feed says so; else that is the entry's link. */
  readonly textBase?: string | undefined;
}

/** A title made of a text, in characters: about two lines. */
const DERIVED_TITLE_LENGTH = 110;
/** More are a masthead, or somebody's idea of search engines. */
const MAX_AUTHORS = 10;
const MAX_CATEGORIES = 50;

/** The entry, or undefined when there is nothing in it to show. */
export function readEntry(raw: RawEntry): FeedEntry | undefined {
  const link = absoluteLink(raw.link, raw.base);
  const textBase = raw.textBase ?? link ?? raw.base;
  const summary = safeHtml(raw.summary, textBase);
  const contentHtml = safeHtml(raw.content, textBase);
  const title = titleOf(raw, summary ?? contentHtml) ?? link;
  if (title === undefined) return undefined;
  const id = oneLine(raw.id) ?? link ?? hashOf(title, raw.published);
  const author = [...new Set(raw.authors.flatMap((name) => line(name) ?? []))].slice(0, MAX_AUTHORS).join(', ');
  const image = raw.images.flatMap((candidate) => imageOf(candidate, raw.base) ?? [])[0] ?? imageInText(raw, textBase);
  const categories = raw.categories.flatMap((name) => line(name) ?? []);
  return {
    id,
    title,
    ...(link !== undefined && { link }),
    ...(raw.published && { published: raw.published }),
    ...(raw.updated && { updated: raw.updated }),
    ...(author !== '' && { author }),
    ...(summary !== undefined && { summary }),
    ...(contentHtml !== undefined && { contentHtml }),
    ...(image && { image }),
    categories: [...new Set(categories)].slice(0, MAX_CATEGORIES),
    damaged: [title, summary, contentHtml].some((text) => text !== undefined && isDamaged(text)),
  };
}

function titleOf(raw: RawEntry, fallbackHtml: string | undefined): string | undefined {
  const title = raw.title && plainLine(raw.title);
  if (title !== undefined) return cutAtWord(title, DISPATCH_LIMITS.line);
  // Feeds of short messages have no titles.
  const text = htmlToText(fallbackHtml ?? '').replace(/\s+/g, ' ');
  return text === '' ? undefined : cutAtWord(text, DERIVED_TITLE_LENGTH);
}

/** A name or a caption: text that may have been escaped as HTML. */
function line(text: string | undefined): string | undefined {
  const marked = asHtml(text);
  return marked && plainLine(marked);
}

function oneLine(text: string | undefined): string | undefined {
  const line = withoutControls(text ?? '')
    .toWellFormed()
    .replace(/\s+/g, ' ')
    .trim();
  return line === '' ? undefined : line;
}

function hashOf(title: string, published: Date | undefined): string {
  const text = `${title}\n${published?.toISOString() ?? ''}`;
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function imageOf(raw: RawImage, base: string): FeedImage | undefined {
  const url = absoluteLink(raw.url, base);
  if (url === undefined) return undefined;
  const width = side(raw.width);
  const height = side(raw.height);
  const alt = line(raw.alt);
  const caption = line(raw.caption);
  const credit = line(raw.credit);
  return {
    url,
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(alt !== undefined && { alt: cutAtWord(alt, DISPATCH_LIMITS.alt) }),
    ...(caption !== undefined && { caption: cutAtWord(caption, DISPATCH_LIMITS.caption) }),
    ...(credit !== undefined && { credit: cutAtWord(credit, DISPATCH_LIMITS.line) }),
  };
}

/** Where the feed names no picture of the entry. */
function imageInText({ content, summary }: RawEntry, base: string): FeedImage | undefined {
  for (const text of [content, summary]) {
    const found = text?.isHtml === true ? pictureInText(text.value) : undefined;
    const image = found && imageOf(found, base);
    if (image) return image;
  }
  return undefined;
}

function side(pixels: number | undefined): number | undefined {
  return pixels !== undefined && Number.isInteger(pixels) && pixels > 0 && pixels <= DISPATCH_LIMITS.pixels
    ? pixels
    : undefined;
}
