import { NOT_PROSE, RAW_TEXT } from './elements.js';

/**
 * Elements that hide the rest of a text from HTML's parsers where their end is missing. Where it is only missing because
 * the text was never HTML, the rest is wanted.
 */

const SELF_CLOSED = new RegExp(`<(${RAW_TEXT.join('|')})(?=[\\s/])[^<>]*/>`, 'gi');
const NEXT_TAG: ReadonlyMap<string, RegExp> = new Map(
  RAW_TEXT.map((name) => [name, new RegExp(`<(/?)${name}(?=[\\s/>])`, 'gi')]),
);

/**
 * "<iframe … />" is complete in XHTML, in which many feeds are written, and hides the whole rest in HTML. It is taken as
 * complete where no end tag is its own.
 */
export function withoutEmptyRawText(html: string): string {
  if (!html.includes('/>')) return html;
  return html.replace(SELF_CLOSED, (tag, name: string, offset: number) => {
    const nextTag = NEXT_TAG.get(name.toLowerCase());
    if (nextTag === undefined) return tag;
    nextTag.lastIndex = offset + tag.length;
    return nextTag.exec(html)?.[1] === '/' ? tag : ' ';
  });
}

const END_TAG = new RegExp(`</(${[...NOT_PROSE].join('|')})(?=[\\s/>])`, 'gi');

/** Where the last end tag of each element that is no prose stands. */
export function lastEnds(html: string): ReadonlyMap<string, number> {
  return new Map(Array.from(html.matchAll(END_TAG), ({ 1: name = '', index }) => [name.toLowerCase(), index]));
}

const START_TAG = new RegExp(`<(${RAW_TEXT.join('|')})(?=[\\s/>])`, 'gi');

/** For titles: "What <title> is for" speaks of the element, and the words after it are not its content. */
export function withUnendedRawTextShown(html: string): string {
  if (!html.includes('<')) return html;
  let ends: ReadonlyMap<string, number> | undefined;
  return html.replace(START_TAG, (tag, name: string, offset: number) => {
    ends ??= lastEnds(html);
    return (ends.get(name.toLowerCase()) ?? -1) > offset ? tag : `&lt;${name}`;
  });
}
