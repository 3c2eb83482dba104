/**
 * What the rest of the lib asks of markup from outside: HTML that may be stored, and texts. All of it is read by
 * `readMarkup`; none of these throws, and each is linear in its input.
 */

import { escapedAttribute } from './characters.js';
import { ONE_LINE } from './plain-layout.js';
import { withUnendedRawTextShown } from './raw-text.js';
import { readMarkup, withoutCdataMarks } from './read-markup.js';
import { WrittenMarkup } from './written-markup.js';

export { withoutControls } from './characters.js';
export { absoluteLink } from './links.js';
export { readMarkup, type Markup } from './read-markup.js';

const written = new WrittenMarkup();

/**
 * HTML reduced to the allow-list, with links made absolute against `baseUrl`; a link that is not http or https, or
 * carries credentials, leaves only its text. Idempotent.
 */
export function sanitizeDispatchHtml(html: string, baseUrl: string): string {
  return (written.find(html) ?? written.remember(readMarkup(html, baseUrl))).html;
}

/** The text of HTML: entities decoded once, blank lines between blocks, one line per list item. */
export function htmlToText(html: string): string {
  return (written.find(html) ?? readMarkup(html)).text;
}

/** Plain text as HTML: what stands there, and blank lines as paragraphs. */
export function textToHtml(text: string): string {
  const escaped = escapedAttribute(text);
  const paragraphs = escaped.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '');
  return paragraphs.length < 2 ? escaped.trim() : paragraphs.map((paragraph) => `<p>${paragraph.trim()}</p>`).join('');
}

/** A `<` that opens no tag that is complete. */
const BARE_ANGLE = /<(?![!/]?[a-z][^<>]*>)/gi;

/**
 * A title as plain text on one line. A `<` that opens no complete tag is a character ("5 < 6"), tags and the content
 * of scripts go, entities are decoded once.
 */
export function titleText(html: string): string {
  const unpacked = withoutCdataMarks(html);
  const lastCommentEnd = unpacked.lastIndexOf('-->');
  const escaped = unpacked.replace(BARE_ANGLE, (angle, offset: number) =>
    offset < lastCommentEnd && unpacked.startsWith('<!--', offset) ? angle : '&lt;',
  );
  return readMarkup(withUnendedRawTextShown(escaped), undefined, ONE_LINE).text;
}
