import { htmlToText, textToHtml, titleText } from '../markup/sanitize.js';
import type { NinjsAssociation, NinjsDocument, NinjsPart } from './ninjs-document.js';

/** A text with its place in the document, so that what is wrong with it can be named. */
export interface FoundText {
  readonly value: string;
  readonly at: readonly PropertyKey[];
}

type Texts = Pick<NinjsDocument, 'headline' | 'headlines' | 'descriptions' | 'bodies'> &
  Readonly<Record<string, unknown>>;

interface Candidate {
  readonly role: string;
  readonly contentType: string;
  readonly value: string;
  readonly at: readonly PropertyKey[];
}

/** ninjs leaves roles to the provider; these are what providers call the text that stands on the page, best first. */
const HEADLINE_ROLES = ['main', 'headline', 'title', 'simple'];
const STANDFIRST_ROLES = [
  'standfirst',
  'summary',
  'lead',
  'lede',
  'chapo',
  'abstract',
  'teaser',
  'main',
  'description',
];
const BODY_ROLES = ['main', 'body', 'richtext', 'html', 'xhtml', 'text', 'plain'];
const CAPTION_ROLES = ['caption', 'main', 'description', 'summary'];
const ALT_ROLES = ['alt', 'alttext', 'alt_text', 'alternative', 'accessibility', 'extdescrip'];

/** Element names that a text would not hold if it were no HTML. */
const LOOKS_LIKE_HTML =
  /<\/?(?:a|b|i|p|em|br|strong|div|span|ul|ol|li|h[1-6]|blockquote|section|script)\b[^<>]{0,500}>/i;
/** UTF-16 units of markup that may become a headline; a longer one is refused for its length as it is. */
const MAX_HEADLINE_SOURCE = 20_000;
/** UTF-16 units of each text that its language is looked for in. */
const LANGUAGE_SAMPLE = 50_000;
/** `body_html` of 1.x says its type in its name, as `headline_main` does its role. */
const HTML_ROLES: ReadonlySet<string> = new Set(['html', 'xhtml', 'richtext']);

/** One line of plain text. */
export function headlineOf(texts: Texts): FoundText | undefined {
  return found(best(candidates(texts, 'headline', 'headlines'), HEADLINE_ROLES), (candidate) =>
    candidate.value.length <= MAX_HEADLINE_SOURCE && isHtml(candidate) ? titleText(candidate.value) : candidate.value,
  );
}

/** Plain text. */
export function standfirstOf(texts: Texts): FoundText | undefined {
  const named = candidates(texts, 'description', 'descriptions').filter(
    ({ role }) => !ALT_ROLES.includes(role) && role !== 'caption',
  );
  return found(best(named, STANDFIRST_ROLES), asText);
}

/** HTML, not yet sanitised. Markup is better than plain text, and what is neither is no body. */
export function bodyOf(texts: Texts): FoundText | undefined {
  const bodies = candidates(texts, 'body', 'bodies').filter(
    (one) => isHtml(one) || one.contentType === '' || one.contentType === 'text/plain',
  );
  const marked = bodies.filter(isHtml);
  return found(best(marked.length > 0 ? marked : bodies, BODY_ROLES), (candidate) =>
    isHtml(candidate) ? candidate.value : textToHtml(candidate.value),
  );
}

/** Of a picture. */
export function captionOf(picture: NinjsAssociation): string | undefined {
  const named = candidates(picture, 'description', 'descriptions').filter(({ role }) => !ALT_ROLES.includes(role));
  return found(best(named, CAPTION_ROLES), asText)?.value;
}

/** Of a picture, for those who do not see it. */
export function alternativeOf(picture: NinjsAssociation): string | undefined {
  const named = candidates(picture, 'description', 'descriptions').filter(({ role }) => ALT_ROLES.includes(role));
  return found(best(named, ALT_ROLES), asText)?.value;
}

/** Those of the list, and those of 1.x: `body_html`, `description_text`, and `headline` alone. */
function candidates(texts: Texts, single: string, plural: 'headlines' | 'descriptions' | 'bodies'): Candidate[] {
  const listed = (texts[plural] ?? []).map((part: NinjsPart, index) => ({
    role: (part.role ?? '').toLowerCase(),
    contentType: (part.contenttype ?? '').toLowerCase().split(';')[0]?.trim() ?? '',
    value: part.value,
    at: [plural, index, 'value'],
  }));
  const named = Object.entries(texts).flatMap(([name, value]) => {
    if (typeof value !== 'string' || (name !== single && !name.startsWith(`${single}_`))) return [];
    const role = name.slice(single.length + 1);
    const contentType = HTML_ROLES.has(role) ? 'text/html' : role === 'text' ? 'text/plain' : '';
    return [{ role: role === 'text' ? 'main' : role, contentType, value, at: [name] }];
  });
  return [...listed, ...named].filter(({ value }) => value.trim() !== '');
}

/** By role, then without one, then whatever comes first. */
function best(given: readonly Candidate[], roles: readonly string[]): Candidate | undefined {
  const rank = ({ role }: Candidate): number => {
    if (role === '') return roles.length;
    const at = roles.indexOf(role);
    return at === -1 ? roles.length + 1 : at;
  };
  return given.toSorted((one, other) => rank(one) - rank(other))[0];
}

function found(candidate: Candidate | undefined, read: (candidate: Candidate) => string): FoundText | undefined {
  if (candidate === undefined) return undefined;
  return { value: read(candidate), at: candidate.at };
}

function isHtml({ contentType, value }: Candidate): boolean {
  if (contentType === '') return LOOKS_LIKE_HTML.test(value);
  return contentType === 'text/html' || contentType === 'application/xhtml+xml';
}

function asText(candidate: Candidate): string {
  return isHtml(candidate) ? htmlToText(candidate.value) : candidate.value;
}

/** What a reader sees, for finding the language. */
export function readableText(...texts: readonly (FoundText | undefined)[]): string {
  return texts.map((text) => htmlToText((text?.value ?? '').slice(0, LANGUAGE_SAMPLE))).join('\n');
}
