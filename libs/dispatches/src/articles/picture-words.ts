import { CAPTION_MARKS, CREDIT_MARKS } from './page-marks.js';
import { findElement, lineOf } from './page-tree.js';
import type { PageElement } from './page-tree.js';

/** What a page says about a picture: which of the words around it are its caption, and which its credit. */

/** AMP has its own. */
export const IMAGE_TAGS: ReadonlySet<string> = new Set(['img', 'amp-img']);
/** Longer is a paragraph with a picture in it; in characters. */
const MAX_LINE = 220;
const MAX_CREDIT = 80;

const CREDIT_LABEL =
  /^(?:crédits?(?: photos?)?|photos?|photo credit|credits?|image credit|photograph|photographe|illustration|picture|fotos?|crédito|imagen|foto de|الصورة|تصوير|صورة)\s*(?:[:：/]|\.{3})\s*/iu;
const TRAILING_CREDIT =
  /(?:^|[\s.]|(?<=[»”")]))((?:©|\(c\)|\bcrédits?(?: photos?)?\s*:|\bphotos?\s*:|\bphoto credit\s*:|\bphotograph(?:e|s|er)?\s*:|\billustration\s*:|\bcredits?(?:\s*:|\.{3})|\bfotos?\s*:|\bphoto by\b|[|•]\s).{2,120}|\([^()]{2,80}\b(?:AFP|AP|Reuters|REUTERS|EFE|Getty Images|Getty|Sipa|MAXPPP|Anadolu|dpa|NurPhoto)\b[^()]{0,40}\)|\((?:AP Photo|AFP|Reuters|REUTERS|EFE|Photo by|Photo)[^()]{0,100}\)|\[[^[\]]{2,80}\]|(?:AP Photo|REUTERS|AFP|EFE)\s*\/.{0,100}|[\p{L} .’'-]{3,60}\s?\/\s?(?:AFP|AP|Reuters|REUTERS|EFE|Getty Images|Sipa|MAXPPP|Anadolu|dpa)[\p{L} .,/-]{0,60})\.?$/iu;

/** "The port at dawn. © A. Name / AFP" in its two parts. */
export function splitCaption(text: string): { caption: string | undefined; credit: string | undefined } {
  const match = TRAILING_CREDIT.exec(text.slice(-260));
  if (match === null) return { caption: text || undefined, credit: undefined };
  const at = Math.max(0, text.length - 260) + match.index;
  const caption = text
    .slice(0, at + 1)
    .replace(/[\s|•–—-]+$/u, '')
    .trim();
  return { caption: caption || undefined, credit: cleanCredit(match[1] ?? '') };
}

function cleanCredit(text: string): string {
  return text
    .replace(/^[|•\s]+/u, '')
    .replace(/^[([](.*)[)\]]$/u, '$1')
    .replace(CREDIT_LABEL, '')
    .trim();
}

export function wordsOf(frame: PageElement): { caption?: string | undefined; credit?: string | undefined } {
  const credit = findElement(
    frame,
    (element) => element.tag !== 'img' && element.hasMark(CREDIT_MARKS) && lineOf(element).length < 200,
  );
  const box =
    findElement(frame, ({ tag }) => tag === 'figcaption') ??
    findElement(frame, (element) => element.tag !== 'img' && element !== credit && element.hasMark(CAPTION_MARKS));
  const whole = box === undefined ? '' : lineOf(box).replace(CAPTION_LABEL, '');
  if (box === undefined && isPictureLine(frame)) return splitCaption(lineOf(frame));
  const last = credit ?? lastCredit(box) ?? bareAgency(frame);
  if (last !== undefined) {
    const line = lineOf(last);
    const caption = whole
      .replace(line, ' ')
      .replace(/\s+/g, ' ')
      .replace(/[\s|•–—-]+$/u, '')
      .trim();
    return { caption: caption || undefined, credit: cleanCredit(line) || undefined };
  }
  return splitCaption(whole);
}

/** A paragraph that holds a picture and, in italics or with a credit, words about it. */
export function isPictureLine(paragraph: PageElement): boolean {
  if (paragraph.tag !== 'p' || findElement(paragraph, ({ tag }) => IMAGE_TAGS.has(tag)) === undefined) return false;
  const line = lineOf(paragraph);
  if (line === '' || line.length > MAX_LINE) return false;
  return isAllSetOff(paragraph) || splitCaption(line).credit !== undefined;
}

const SET_OFF = new Set(['em', 'i', 'small', 'figcaption']);

function isAllSetOff(element: PageElement): boolean {
  return element.children.every((child) =>
    typeof child === 'string' ? child.trim() === '' : SET_OFF.has(child.tag) || isAllSetOff(child),
  );
}

/** An agency's name beside the picture, in no caption. */
function bareAgency(frame: PageElement): PageElement | undefined {
  if (frame.tag !== 'figure') return undefined;
  return findElement(
    frame,
    (element) => element.tag !== 'figcaption' && BARE_AGENCY.test(lineOf(element)),
    ({ tag }) => tag === 'figcaption',
  );
}

const BARE_AGENCY =
  /^(?:©\s*)?(?:AFP|AP|Reuters|EPA|EFE|ANSA|dpa|Belga|Keystone|TASS|Xinhua|Getty(?: Images)?|PA(?: Media| Wire)?|Shutterstock|Alamy|Sipa(?: Press)?|MAXPPP|Anadolu(?: Agency)?)(?:\s*(?:\/|via)\s*[\p{L} .'’-]{2,40})?$/iu;

/** A credit that only its place tells: the last of several parts of a caption, with an agency or in brackets. */
function lastCredit(box: PageElement | undefined): PageElement | undefined {
  const parts = (box?.children ?? []).filter((child) => typeof child !== 'string');
  const last = parts.length > 1 ? parts.at(-1) : undefined;
  if (last === undefined) return undefined;
  // After a whole sentence, a part of its own that is a name or an agency.
  const isAfterSentence = /[.!?…»”"]$/u.test(lineOf(parts.at(-2) ?? ''));
  const line = lineOf(last);
  if (isAfterSentence && line.length <= MAX_CREDIT && (BARE_AGENCY.test(line) || PERSON.test(line))) return last;
  return /^(?:©.{2,80}|[^.!?]{2,60}\([\p{Lu}][^()]{1,40}\)|\([^()]{2,80}\)|[^.!?]{2,60}\/[^.!?]{2,40})$/u.test(line)
    ? last
    : undefined;
}

/** Two to four words with capitals. */
const PERSON = /^\p{Lu}[\p{L}\p{M}’'.-]+(?: \p{Lu}[\p{L}\p{M}’'.-]*){1,3}$/u;
const CAPTION_LABEL = /^(?:image caption|photo caption|caption|légende|pie de foto|leyenda)\s*[,:]\s*/iu;
