import type { FindingName } from './finding-rules.js';
import type { FindingPart, RawFinding } from './finding.js';
import {
  ancestors,
  isElement,
  readMail,
  wordsIn,
  type MailDocument,
  type MailElement,
  type MailText,
} from './mail-document.js';
import { withLinks, type MessageToCheck } from './message-to-check.js';
import { ShownMail } from './shown-text.js';
import type { Viewing } from './style-sheet.js';

/** A message, read once for all checks. */
export interface Inspection {
  readonly message: MessageToCheck;
  /** With links where its marks stand, as it is measured and read. */
  readonly html: string | null;
  readonly text: string | null;
  readonly document: MailDocument;
  readonly shown: ShownMail;
  /** What a reader sees of it in the light. */
  readonly seen: ReadonlySet<MailText | MailElement>;
  /** Links one may follow, in order, with what the link says. */
  readonly links: readonly MailLink[];
}

export interface MailLink {
  readonly element: MailElement;
  /** As it is written, without blanks around it. */
  readonly href: string;
  readonly isSeen: boolean;
}

/** What has more is far above the size that may leave, and looking at each would only keep somebody waiting. */
const MOST_LINKS = 2_000;
/** Characters of the HTML that are read: five times what may leave. */
const MOST_HTML = 512 * 1024;
/** Characters of the plain text that are looked at; a digest of 60 stories has 40,000. */
const MOST_TEXT = 256 * 1024;

export type Check = (inspection: Inspection) => RawFinding[];

export function inspect(message: MessageToCheck): Inspection {
  const { marks } = message.context;
  const html = message.html === null ? null : withLinks(message.html, marks);
  const text = message.text === null ? null : withLinks(message.text.slice(0, MOST_TEXT), marks);
  const document = readMail((html ?? '').slice(0, MOST_HTML));
  const shown = new ShownMail(document);
  const seen = shown.seen();
  const links = document.elements
    .filter(({ name, attributes }) => (name === 'a' || name === 'area') && attributes['href'] !== undefined)
    .slice(0, MOST_LINKS)
    .map((element) => ({
      element,
      href: (element.attributes['href'] ?? '').trim(),
      isSeen: isSeen(element, seen),
    }));
  return { message, html, text, document, shown, seen, links };
}

/** What there was too much of; to be asked last, for style sheets are followed as far as the other checks need it. */
export function checkLimits({ message, html, document, shown }: Inspection): RawFinding[] {
  const links = document.elements.filter(({ name }) => name === 'a' || name === 'area');
  const over: [string, boolean][] = [
    [`HTML > ${MOST_HTML / 1024} KB`, (html ?? '').length > MOST_HTML],
    [`text/plain ≥ ${MOST_TEXT / 1024} KB`, (message.text ?? '').length >= MOST_TEXT],
    ['<…>', !document.isWhole],
    [`<a> > ${MOST_LINKS}`, links.length > MOST_LINKS],
    ['<style>', !shown.cascade.isWhole],
  ];
  return over.flatMap(([what, isOver]) => isOver ? [foundIn({ message }, 'message', { name: 'too_much_to_check', values: { what } })] : []);
} // prettier-ignore

/** A finding at an element or a run of words of the HTML. */
export function foundAt(
  { document, message }: Inspection,
  node: { readonly offset: number },
  found: { name: FindingName; excerpt: string; values?: Readonly<Record<string, string | number>> },
): RawFinding {
  const { name, excerpt, values } = found;
  const where = { part: 'html' as const, line: document.lineAt(node.offset), excerpt, ...variantOf(message) };
  return { name, where, ...(values !== undefined && { values }) };
}

/** A finding of a whole part. */
export function foundIn(
  { message }: Pick<Inspection, 'message'>,
  part: FindingPart,
  found: { name: FindingName; values?: Readonly<Record<string, string | number>>; excerpt?: string; line?: number },
): RawFinding {
  const { name, values, excerpt, line } = found;
  const place = { ...(line !== undefined && { line }), ...(excerpt !== undefined && { excerpt }) };
  return { name, where: { part, ...place, ...variantOf(message) }, ...(values !== undefined && { values }) };
}

/** An element's start tag as it stands in the source. */
export function tagOf({ html }: MailDocument, { offset }: { readonly offset: number }): string {
  const tag = html.slice(offset, offset + LONGEST_TAG);
  return tag.slice(0, tag.indexOf('>') + 1 || 200);
}

/** Characters of a tag that are shown. */
const LONGEST_TAG = 1_000;

export function isWithin(node: MailElement, name: string): MailElement | undefined {
  for (const above of ancestors(node)) if (above.name === name) return above;
  return undefined;
}

/** Something of it is: words, or a picture. */
function isSeen(element: MailElement, seen: ReadonlySet<MailText | MailElement>): boolean {
  if (!seen.has(element)) return false;
  const pending: (MailElement | MailText)[] = [...element.children];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (!seen.has(node)) continue;
    if (!isElement(node)) return true;
    if (node.name === 'img') return true;
    pending.push(...node.children);
  }
  return element.name === 'area' || element.children.length === 0;
}

/** What an element says to who looks at it: words that stand out from their ground, and those that stand for pictures. */
export function legibleWords({ shown }: Pick<Inspection, 'shown'>, element: MailElement, viewing: Viewing = 'light'): string {
  const known = legibleWithin.get(element) ?? {};
  legibleWithin.set(element, known);
  const [seen, legible] = [shown.seen(viewing), shown.legible(viewing)];
  known[viewing] ??= seen.has(element) ? wordsIn(element, (node) => (isElement(node) ? seen.has(node) : legible.has(node))) : '';
  return known[viewing];
} // prettier-ignore

/** Asked for every picture of a link; an element is of one mail. */
const legibleWithin = new WeakMap<MailElement, Partial<Record<Viewing, string>>>();

function variantOf({ context }: MessageToCheck): { variant?: string } {
  return context.variant === undefined ? {} : { variant: context.variant };
}
