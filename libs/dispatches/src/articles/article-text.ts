import { withoutFurniture } from '../agency/agency-furniture.js';
import { asByline, asRelated, hasBullet, isCaption, openingDateline, withoutBullet } from '../agency/agency-marks.js';
import type { Block } from './article-blocks.js';
import { isDateLine } from './article-dates.js';
import { key } from './article-headline.js';
import { findElement } from './page-tree.js';
import { isPictureLine } from './picture-words.js';

/** From the blocks of a page to what an agency desk would have sent: the same rules as for pasted text, and the page's own. */

export interface ArticleText {
  readonly blocks: readonly Block[];
  readonly related: readonly { readonly title: string; readonly link: string }[];
  /** A line of the text that says who wrote it. */
  readonly byline: string | undefined;
  readonly dateline: string | undefined;
}

/** What else the page says, that the text need not say again. */
export interface Known {
  readonly headline: string;
  readonly standfirst: string | undefined;
  /** Captions and credits of its pictures, byline lines. */
  readonly lines: readonly string[];
}

/** Bylines that could also be prose are looked for here only. */
const BYLINE_ZONE = { first: 3, last: 2 };
/** How far down the page headline, standfirst and byline may be said again. */
const OPENING = 4;
const MAX_CAPTION_LENGTH = 220;
/** A title, not a topic; in characters. */
const MIN_RELATED_TITLE = 12;
const MAX_RELATED_TITLE = 160;
/** A headline and no name of a site: after a label of any kind. */
const MIN_LABELLED_TITLE = 20;
/** Letters and digits of a paragraph that is one of a standfirst's and not a word of it. */
const MIN_STANDFIRST_PART = 25;
/** A place and a time, in characters. */
const MAX_TIME_LINE = 80;
/** What a link at the foot of a text has, that is a topic: characters. */
const MAX_TOPIC = 40;

export function textOf(all: readonly Block[], known: Known): ArticleText {
  const { related, rest } = takeRelated(all);
  const kept = withoutLeadingLinks(withoutPageLines(rest)).filter((block, at) => !isSaid(block, at, known));
  const { byline, blocks } = takeByline(kept);
  const openings = blocks.slice(0, 2).map(({ text }) => openingDateline(text));
  return {
    blocks: withoutStrayHeadings(blocks),
    related,
    byline: byline?.author,
    dateline: byline?.dateline ?? openings.find((place) => place !== undefined),
  };
}

/** A "read also" line with its links, the titles listed under a bare one, and paragraphs that are one link and no sentence. */
function takeRelated(all: readonly Block[]): { related: { title: string; link: string }[]; rest: Block[] } {
  const related: { title: string; link: string }[] = [];
  const rest: Block[] = [];
  let isExpecting = false;
  for (const block of all) {
    const label = labelOf(block);
    if (label !== undefined && isRelatedLine(block, label.title)) {
      related.push(...block.links.map(withoutLabel));
      isExpecting = label.title === '' || block.kind === 'heading';
    } else if (block.links.length > 0 && ((isExpecting && block.linkShare > 0.9) || isPointer(block))) {
      related.push(...block.links.map(withoutLabel));
    } else {
      rest.push(block);
      isExpecting = false;
    }
  }
  return { related: related.filter(({ title }) => title.length >= MIN_RELATED_TITLE), rest };
}

/** Its own words are looked at apart from its link, which follows a label in bold without a space. */
function labelOf({ text, links }: Block): ReturnType<typeof asRelated> {
  const [only] = links;
  const isLast = only !== undefined && links.length === 1 && text.endsWith(only.title);
  const before = isLast ? asRelated(text.slice(0, -only.title.length).trim()) : undefined;
  return before?.title === '' ? { title: only?.title ?? '' } : asRelated(text);
}

/** A label with its link, a bare label, or a label with a title that is no sentence. */
function isRelatedLine({ kind, text, links }: Block, title: string): boolean {
  if (kind === 'heading' || title === '' || hasBullet(text)) return true;
  const linked = links.reduce((sum, link) => sum + link.title.length, 0);
  return linked >= title.length * 0.6 || (title.length <= MAX_RELATED_TITLE && !/[.!…][»”"]?$/u.test(title));
}

/** A whole paragraph that is a link without a full stop points elsewhere; a list of links may be the matter itself. */
function isPointer({ kind, text, linkShare, links }: Block): boolean {
  if (kind !== 'paragraph') return false;
  const [only] = links;
  const label =
    only !== undefined && links.length === 1 && text.endsWith(only.title) ? text.slice(0, -only.title.length) : '';
  // "MORE ON THIS: " and a title, whatever the label is.
  if ((only?.title.length ?? 0) >= MIN_LABELLED_TITLE && /^[^.!?…:|]{2,40}[:|]\s*$/u.test(label)) return true;
  if (hasBullet(text) && links.length === 1 && linkShare > 0.6 && text.endsWith(only?.title ?? '\0')) return true;
  if (linkShare < 0.97) return false;
  return hasBullet(text) || (text.length >= 25 && !/[.!…:;,»”"]$/u.test(text));
}

function withoutLabel({ title, link }: { title: string; link: string }): { title: string; link: string } {
  return { title: withoutBullet(asRelated(title)?.title ?? title), link };
}

function withoutPageLines(blocks: readonly Block[]): Block[] {
  // A sub-heading may be any word; only what cannot be one is taken there.
  const lines = withoutFurniture(
    blocks.map(({ kind, text }) => (kind === 'heading' && !isCalled(text) ? HEADING : text)),
  );
  return blocks.filter((_, at) => lines[at] !== '');
}

/** Furniture by itself, not only in a row with others: "Publicité", "Sign up for our newsletter". */
function isCalled(text: string): boolean {
  return text.length >= 60 || withoutFurniture([text])[0] === '';
}

/** What leads away before the text begins: its section, its topics. */
function withoutLeadingLinks(blocks: readonly Block[]): Block[] {
  const begin = blocks.findIndex(({ linkShare }) => linkShare < 0.9);
  return blocks.slice(Math.max(0, begin));
}

/** Stands for a sub-heading while furniture is looked for: no piece of furniture, and it ends a share bar. */
const HEADING = 'sub-heading of the text.';

/** The standfirst itself, or one of the paragraphs it has. */
function isOfStandfirst(words: string, { standfirst }: Known): boolean {
  if (standfirst === undefined) return false;
  const whole = key(standfirst);
  return words === whole || (words.length >= MIN_STANDFIRST_PART && whole.includes(words));
}

/** "© AFP", "(c) 2026 Le Canal" standing alone. */
const RIGHTS_LINE = /^(?:©|\(c\)|copyright ©?)\s*[^.!?]{2,60}$/iu;

/** "Molina - 06 MAY 2024 - 05:30" around a `time` element. */
function hasTime(element: Block['element'], text: string): boolean {
  return text.length <= MAX_TIME_LINE && findElement(element, ({ tag }) => tag === 'time') !== undefined;
}

function isSaid({ kind, text, element }: Block, at: number, known: Known): boolean {
  const words = key(text);
  if (words === '') return !/[\p{L}\p{N}]/u.test(text);
  if (at < OPENING && (words === key(known.headline) || isOfStandfirst(words, known))) return true;
  if (kind !== 'heading' && text.length <= 400 && known.lines.some((line) => key(line) === words)) return true;
  if (kind !== 'paragraph') return false;
  if (text.length <= MAX_CAPTION_LENGTH && isPictureLine(element)) return true;
  if (RIGHTS_LINE.test(text)) return true;
  // Instructions to a content system that it did not understand.
  if (/^\[\/?[a-z_-]{2,30}(?: [^\]]{0,200})?\]$/i.test(text)) return true;
  return (
    at < OPENING &&
    (isDateLine(text) || hasTime(element, text) || (text.length <= MAX_CAPTION_LENGTH && isCaption(text)))
  );
}

function takeByline(blocks: readonly Block[]): { byline: ReturnType<typeof asByline>; blocks: readonly Block[] } {
  if (blocks.length < 2) return { byline: undefined, blocks };
  for (const [at, { kind, text }] of blocks.entries()) {
    const inZone = at < BYLINE_ZONE.first || at >= blocks.length - BYLINE_ZONE.last;
    const byline = inZone && kind !== 'heading' ? asByline(text, false) : undefined;
    if (byline) return { byline, blocks: blocks.filter((_, other) => other !== at) };
  }
  return { byline: undefined, blocks };
}

/** Sub-headings at the end head what was taken off; short links there are topics. */
function withoutStrayHeadings(blocks: readonly Block[]): Block[] {
  const last = blocks.findLastIndex(
    ({ kind, text, linkShare }) => kind !== 'heading' && (linkShare < 0.9 || text.length > MAX_TOPIC),
  );
  return blocks.slice(0, last + 1);
}
