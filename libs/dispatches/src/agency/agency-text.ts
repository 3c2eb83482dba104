import { withoutFurniture } from './agency-furniture.js';
import { linesOf, paragraphs } from './agency-lines.js';
import { asByline, asRelated, hasBullet, isCaption, openingDateline, withoutBullet } from './agency-marks.js';
import type { Byline } from './agency-marks.js';
import { DispatchInputError } from './dispatch-input-error.js';
import { DERIVED_HEADLINE_LENGTH, cutAtWord, firstSentence } from '../markup/headline.js';
import { detectLanguage } from '../language.js';
import { detectPlaces } from '../labels/places.js';

/**
 * Reads an article as newsrooms paste it: plain text, copied from an agency's page, with its caption, byline and page
 * furniture. It recognises conventions and never changes a word: typography stays as written.
 */

export interface AgencyText {
  /** BCP 47, `und` when the words do not tell. */
  readonly language: string;
  readonly headline: string;
  /** True when the text had no headline and this one was cut from its first sentence: an editor should look. */
  readonly headlineIsDerived: boolean;
  readonly photoCaption?: string;
  readonly standfirst?: string;
  readonly blocks: readonly { readonly kind: 'paragraph' | 'heading'; readonly text: string }[];
  /** The whole line. */
  readonly byline?: string;
  readonly author?: string;
  readonly dateline?: string;
  readonly related: readonly { readonly title: string }[];
  /** ISO 3166-1 alpha-2, weightiest first. */
  readonly countries: readonly string[];
  /** Region slugs, best first. */
  readonly regions: readonly string[];
  readonly labelReasons: readonly {
    readonly label: string;
    readonly kind: 'country' | 'region';
    readonly because: string;
  }[];
}

const MAX_HEADLINE_LENGTH = 200;
const MAX_HEADING_LENGTH = 100;
const MAX_HEADING_WORDS = 14;
/** What is longer is no standfirst but a text without paragraphs. */
const MAX_STANDFIRST_LENGTH = 1_500;
/** A byline that could also be prose ("By …") is looked for in the first and last paragraphs only. */
const BYLINE_ZONE = { first: 6, last: 2 };
/** A caption and its credit may be paragraphs of their own. */
const MAX_CAPTION_PARAGRAPHS = 3;
const MAX_RELATED = 20;
const MAX_RELATED_TITLE_LENGTH = 160;

/**
 * Linear in the length of the text; any string is accepted that holds more than white space and page furniture.
 *
 * @throws DispatchInputError `dispatch.text_empty`
 */
export function parseAgencyText(text: string): AgencyText {
  const { related, rest } = takeRelated(paragraphs(withoutFurniture(linesOf(text))));
  if (rest.length === 0) throw new DispatchInputError('dispatch.text_empty');
  const { byline, before, after } = splitAtByline(rest);
  const opening = readOpening(before, after.length > 0);
  const body = [...opening.rest, ...after];
  const headline = opening.headline ?? deriveHeadline(opening, body);
  const dateline = byline?.dateline ?? openingDateline(opening.standfirst ?? '') ?? openingDateline(body[0] ?? '');
  // A derived headline repeats the text and must not count twice.
  const wholeText = [opening.headline, opening.caption, opening.standfirst, ...body].join('\n');
  const language = detectLanguage(wholeText);
  const { caption, standfirst } = opening;
  return {
    language,
    headline,
    headlineIsDerived: opening.headline === undefined,
    ...(caption !== undefined && { photoCaption: caption }),
    ...(standfirst !== undefined && { standfirst }),
    blocks: body.map((paragraph, at) => ({ kind: isHeading(body, at) ? 'heading' : 'paragraph', text: paragraph })),
    ...byline,
    ...(dateline !== undefined && { dateline }),
    related,
    ...labels(`${dateline ?? ''}\n${wholeText}`, language),
  };
}

function takeRelated(all: readonly string[]): { related: { title: string }[]; rest: string[] } {
  const titles = new Set<string>();
  const rest: string[] = [];
  let expecting: 'title' | 'bullet' | 'nothing' = 'nothing';
  for (const paragraph of all) {
    const related = asRelated(paragraph);
    if (related) {
      if (related.title !== '') titles.add(related.title);
      expecting = related.title === '' ? 'title' : 'bullet';
    } else if (isRelatedTitle(paragraph, expecting)) {
      titles.add(withoutBullet(paragraph));
      expecting = 'bullet';
    } else {
      rest.push(paragraph);
      expecting = 'nothing';
    }
  }
  titles.delete('');
  return { related: [...titles].slice(0, MAX_RELATED).map((title) => ({ title })), rest };
}

/** After a bare "read also" comes a title, and after a title further ones when they stand in a list. */
function isRelatedTitle(paragraph: string, expecting: 'title' | 'bullet' | 'nothing'): boolean {
  if (paragraph.length > MAX_RELATED_TITLE_LENGTH || /[.…]$/u.test(paragraph)) return false;
  return expecting === 'title' || (expecting === 'bullet' && hasBullet(paragraph));
}

interface SplitText {
  readonly byline?: Byline;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function splitAtByline(all: readonly string[]): SplitText {
  for (const [at, paragraph] of all.entries()) {
    const inZone = at < BYLINE_ZONE.first || at >= all.length - BYLINE_ZONE.last;
    const byline = all.length > 1 ? asByline(paragraph, !inZone) : undefined;
    if (byline) return { byline, before: all.slice(0, at), after: all.slice(at + 1) };
  }
  return { before: all, after: [] };
}

interface Opening {
  readonly headline?: string;
  readonly caption?: string;
  readonly standfirst?: string;
  readonly rest: readonly string[];
}

/** Headline, caption and standfirst, in the order they come; `more` says that a body follows what is before the byline. */
function readOpening(before: readonly string[], more: boolean): Opening {
  let at = 0;
  const captions: string[] = [];
  const takeCaptions = (): void => {
    for (let next = before[at]; next !== undefined && captions.length < MAX_CAPTION_PARAGRAPHS; next = before[at]) {
      if (!isCaption(next)) return;
      captions.push(next);
      at += 1;
    }
  };
  takeCaptions();
  const first = before[at];
  const headline = first !== undefined && looksLikeHeadline(first) ? first : undefined;
  if (headline !== undefined) at += 1;
  takeCaptions();
  const lead = before[at];
  const hasBody = more || at + 1 < before.length;
  const standfirst = lead !== undefined && hasBody && isStandfirst(lead) ? lead : undefined;
  if (standfirst !== undefined) at += 1;
  return {
    ...(headline !== undefined && { headline }),
    ...(captions.length > 0 && { caption: captions.join(' ') }),
    ...(standfirst !== undefined && { standfirst }),
    rest: before.slice(at),
  };
}

function looksLikeHeadline(paragraph: string): boolean {
  return paragraph.length <= MAX_HEADLINE_LENGTH && !/(?:[.…,;:。]|[.…]\s?[»”"])$/u.test(paragraph);
}

function isStandfirst(paragraph: string): boolean {
  return paragraph.length <= MAX_STANDFIRST_LENGTH && !looksLikeHeading(paragraph);
}

/** A short line without final punctuation that stands between paragraphs; a question counts. */
function isHeading(body: readonly string[], at: number): boolean {
  const paragraph = body[at];
  const next = body[at + 1];
  if (paragraph === undefined || next === undefined) return false;
  return looksLikeHeading(paragraph) && !looksLikeHeading(next);
}

function looksLikeHeading(paragraph: string): boolean {
  if (paragraph.length > MAX_HEADING_LENGTH || hasBullet(paragraph)) return false;
  if (/(?:[.!…,;:。،؛]|[.!…]\s?[»”"])$/u.test(paragraph)) return false;
  return /[\p{L}\p{N}]/u.test(paragraph) && paragraph.split(/\s+/).length <= MAX_HEADING_WORDS;
}

function deriveHeadline({ standfirst, caption }: Opening, body: readonly string[]): string {
  const source = standfirst ?? body[0] ?? caption ?? '';
  // A paragraph of full stops has no sentence; it is still the only thing there is.
  return cutAtWord(firstSentence(source) || source, DERIVED_HEADLINE_LENGTH);
}

function labels(text: string, language: string): Pick<AgencyText, 'countries' | 'regions' | 'labelReasons'> {
  const places = detectPlaces(text, language);
  return {
    countries: places.countries.map(({ code }) => code),
    regions: places.regions,
    labelReasons: [
      ...places.countries.map(({ code, because }) => ({ label: code, kind: 'country' as const, because })),
      ...places.regionReasons.map(({ region, because }) => ({ label: region, kind: 'region' as const, because })),
    ],
  };
}
