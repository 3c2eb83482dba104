import { cutAtWord } from '../markup/headline.js';
import { isSuspicious } from '../markup/characters.js';
import { sanitizeDispatchHtml, textToHtml, titleText } from '../markup/sanitize.js';

/**
 * The texts of a feed, which say too little or the wrong thing about what they are: HTML that calls itself text, text
 * that is read as HTML, CDATA marks that were escaped along with their content.
 */

/** Text as a format declares it: HTML to be sanitised, or plain text to be escaped. */
export interface MarkedText {
  readonly value: string;
  readonly isHtml: boolean;
}

/** RSS says nothing of what its texts are; in the wild they are HTML. */
export function asHtml(value: string | undefined): MarkedText | undefined {
  return value === undefined ? undefined : { value, isHtml: true };
}

export function asText(value: string | undefined): MarkedText | undefined {
  return value === undefined ? undefined : { value, isHtml: false };
}

/** For a body that is plain text by default: unless it has an end tag or a line break of HTML in it. */
export function asLikelyText(value: string | undefined): MarkedText | undefined {
  return value === undefined ? undefined : { value, isHtml: LOOKS_LIKE_HTML.test(value) };
}

const LOOKS_LIKE_HTML = /<\/(?:a|b|i|p|em|strong|div|span|ul|li|h[1-6]|blockquote)>|<br ?\/?>/i;

/** Characters of markup that a title is looked for in; one with more is a whole text. */
const MAX_LINE_SOURCE = 20_000;

/** A title of a feed or an entry, a name, a caption: one line of plain text; undefined when nothing is left. */
export function plainLine({ value, isHtml }: MarkedText): string | undefined {
  const unmarked = withoutCdataMarks(value.slice(0, MAX_LINE_SOURCE).toWellFormed());
  // Most titles hold nothing that needs a parser.
  const text = /[<&]/.test(unmarked) || isSuspicious(unmarked) ? decodedLine(unmarked, isHtml) : unmarked;
  // Not the spaces that may not break, which French has before its colons.
  const line = text.replace(/[ \t\r\n\v\f\u2028\u2029]+/g, ' ').trim();
  return line === '' ? undefined : line;
}

function decodedLine(value: string, isHtml: boolean): string {
  if (isHtml || hasTypesetWords(value)) return titleText(withLiteralBrackets(value.replace(BARE_AMPERSAND, '&amp;')));
  // In plain text `&amp;` and `<` stand for themselves; any other reference was meant as one.
  return titleText(value.replace(STRUCTURAL_REFERENCE, '&amp;').replaceAll('<', '&lt;'));
}

/** Text in which an element of typesetting begins and ends is HTML that calls itself text; a lone tag is a word in it. */
function hasTypesetWords(text: string): boolean {
  const ends = new Map(Array.from(text.matchAll(END_TAG), ({ 1: name = '', index }) => [name.toLowerCase(), index]));
  if (ends.size === 0) return false;
  for (const { 1: written = '', index } of text.matchAll(START_TAG)) {
    const name = written.toLowerCase();
    if (TITLE_ELEMENTS.has(name) && (ends.get(name) ?? -1) > index) return true;
  }
  return false;
}

const START_TAG = /<([a-z][a-z0-9]{0,20})(?=[\s>])/gi;
const END_TAG = /<\/([a-z][a-z0-9]{0,20})\s{0,10}>/gi;

/** HTML takes `&copy` for a sign without its semicolon; a title that holds `a&b` or `?a=1&copy=2` means what it says. */
const BARE_AMPERSAND = /&(?!#\d{1,8}|#x[\da-f]{1,7}|[a-z][a-z0-9]{1,31};)/gi;
const STRUCTURAL_REFERENCE = /&(?=(?:amp|lt|gt|quot|apos);)|&(?!#\d{1,8};|#x[\da-f]{1,7};|[a-z][a-z0-9]{1,31};)/gi;

/**
 * Elements that typeset the words of a title. What else stands in angle brackets there is what the title is about
 * ("The <title> element", `List<String>`), and its brackets are characters.
 */
const TITLE_ELEMENTS = new Set(
  'a abbr acronym b bdi bdo big br center cite code del dfn div em font h1 h2 h3 h4 h5 h6 i img ins kbd mark nobr p q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
const SCRIPTS = new Set(['script', 'style']);

function withLiteralBrackets(html: string): string {
  const lastCommentEnd = html.lastIndexOf('-->');
  return html.replace(BRACKET, (written: string, name: string | undefined, offset: number) => {
    const element = name?.toLowerCase() ?? '';
    const isComment = offset < lastCommentEnd && html.startsWith('<!--', offset);
    const isScript = SCRIPTS.has(element) && html.toLowerCase().includes(`</${element}`);
    return isComment || isScript || TITLE_ELEMENTS.has(element) ? written : written.replace('<', '&lt;');
  });
}

const BRACKET = /<\/?(?:([a-z][a-z0-9]{0,20})(?=[\s/>]))?/gi;

/** A body as sanitised HTML; undefined when nothing is left. Relative links are made absolute against `base`. */
export function safeHtml(text: MarkedText | undefined, base: string): string | undefined {
  if (!text) return undefined;
  const unmarked = withoutCdataMarks(text.value);
  const safe = sanitizeDispatchHtml(text.isHtml ? withParagraphs(unmarked) : textToHtml(unmarked), base);
  return safe === '' ? undefined : safe;
}

/** Text without a tag keeps its paragraphs. */
function withParagraphs(html: string): string {
  if (html.includes('<') || !/\n[ \t\r]*\n/.test(html)) return html;
  return html
    .split(/\n[ \t\r]*\n/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => `<p>${paragraph.trim()}</p>`)
    .join('');
}

/** CDATA in CDATA, and marks that were escaped with what is in them. */
function withoutCdataMarks(value: string): string {
  if (/<!\[CDATA\[/i.test(value)) return value.replace(/<!\[CDATA\[|\]\]>/gi, '');
  return value.endsWith(']]>') ? value.slice(0, -3) : value;
}

/** At most `limit` characters of it. */
export function shortened(text: string, limit: number): string {
  return cutAtWord(text, limit);
}

// eslint-disable-next-line no-control-regex -- XML forbids them, and they come
const CONTROLS = /[\u0000-\u0008\u000b\u000e-\u001f\u007f\ufffe\uffff]/g;
const C1_CONTROLS = /[\u0080-\u009f]/g;
/** By code, from U+0080 on. */
const READABLE = Array.from({ length: 32 }, (_, at) =>
  new TextDecoder('windows-1252').decode(Uint8Array.of(0x80 + at)),
);

/**
 * Without the control characters that XML forbids. Those of ISO 6429 are quotes and dashes of windows-1252 that were
 * taken for Latin-1 on the way (as the HTML Standard reads `&#146;`).
 */
export function withReadableControls(text: string): string {
  const readable = text.replace(CONTROLS, '');
  return readable.replace(C1_CONTROLS, (control) => READABLE[control.charCodeAt(0) - 0x80] ?? '');
}
