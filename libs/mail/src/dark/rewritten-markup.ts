import { Parser } from 'htmlparser2';

/** What is to become of a mail's styles. Each gives back what it was given where nothing changes. */
export interface MarkupChange {
  /** The text of a `style` element. */
  readonly sheet?: (css: string) => string;
  /** The value of an attribute, unescaped; undefined takes it away. Names are in lower case. */
  readonly attribute?: (value: string, name: string, element: string) => string | undefined;
  /** Goes in at the end of `head`, or at the beginning where there is none. */
  readonly headEnd?: string;
}

interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * The same markup with other attributes and style sheets. Read as a browser reads it; all that is not changed stays as
 * it is, byte by byte, comments for Outlook's Word among it.
 */
export function rewrittenMarkup(html: string, { sheet, attribute, headEnd }: MarkupChange): string {
  const splices: Splice[] = [];
  const state = { isInSheet: false, isHeadOver: false };
  const parser = new Parser(
    {
      onopentag(element, attributes) {
        state.isInSheet = element === 'style';
        if (attribute === undefined) return;
        const changed = changedAttributes(attributes, (value, name) => attribute(value, name, element));
        if (changed === undefined) return;
        const { startIndex: from, endIndex } = parser;
        const isClosed = html.slice(from, endIndex + 1).endsWith('/>');
        splices.push({ from, to: endIndex + 1, text: `<${element}${changed}${isClosed ? ' /' : ''}>` });
      },
      ontext(text) {
        if (!state.isInSheet || sheet === undefined) return;
        const { startIndex: from, endIndex } = parser;
        // An entity means nothing within a style element, so what was read is what stands there.
        if (html.slice(from, endIndex + 1) === text) splices.push({ from, to: endIndex + 1, text: sheet(text) });
      },
      onclosetag(element) {
        state.isInSheet = false;
        if (element !== 'head' || headEnd === undefined || state.isHeadOver) return;
        state.isHeadOver = true;
        splices.push({ from: parser.startIndex, to: parser.startIndex, text: headEnd });
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.end(html);
  const whole = spliced(html, splices);
  return headEnd === undefined || state.isHeadOver ? whole : `${headEnd}${whole}`;
}

function changedAttributes(
  attributes: Readonly<Record<string, string>>,
  change: (value: string, name: string) => string | undefined,
): string | undefined {
  const changed = Object.entries(attributes).map(([name, value]) => ({ name, value, next: change(value, name) }));
  if (changed.every(({ value, next }) => value === next)) return undefined;
  return changed.map(({ name, next }) => (next === undefined ? '' : ` ${name}="${escaped(next)}"`)).join('');
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function spliced(html: string, splices: readonly Splice[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, text } of splices) {
    parts.push(html.slice(at, from), text);
    at = to;
  }
  parts.push(html.slice(at));
  return parts.join('');
}
