import { faultOfLink } from './address.js';
import { forbiddenIn } from './check-markup.js';
import { judgedForReader } from './check-pictures.js';
import type { RawFinding } from './finding.js';
import { foundAt, tagOf, type Inspection } from './inspection.js';
import { readMail, type MailElement } from './mail-document.js';

/** Characters of all such comments that are read: more than the 100 KB that may leave. */
const MOST_READ = 128 * 1024;
/** `<!--`, before a comment's text. */
const OPENING = 4;
/** Where an element of Outlook's leads, or what it fetches. */
const ADDRESSES = ['href', 'src', 'action', 'background', 'o:href'] as const;

/**
 * What stands in conditional comments (`<!--[if mso]>…<![endif]-->`) is a comment to every program but Outlook, and markup
 * to that one. Its addresses that are fetched are in `remote-sources.ts`.
 */
export function checkOutlook(inspection: Inspection): RawFinding[] {
  let left = MOST_READ;
  return inspection.document.comments.flatMap(({ text, offset }) => {
    const opening = /^\s{0,20}\[if\b[^\]]{0,200}\]>/i.exec(text)?.[0];
    if (opening === undefined || left <= 0) return [];
    const markup = text.slice(opening.length, opening.length + left);
    left -= markup.length;
    return isPlain(markup) ? [] : ofMarkup(inspection, markup, offset + OPENING + opening.length);
  });
}

/** Tables and their ends, of which MJML writes a hundred: nothing of what is looked for can stand in them. */
function isPlain(markup: string): boolean {
  return !/\b(?:on\w|href|src|action|background)|<(?!\/?(?:table|tr|td|!\[endif\]))|expression|behavior|binding|\\/i.test(
    markup,
  );
}

function ofMarkup(inspection: Inspection, markup: string, from: number): RawFinding[] {
  const document = readMail(markup);
  const at = ({ offset }: { readonly offset: number }): { offset: number } => ({ offset: offset + from });
  const excerptOf = (node: { readonly offset: number }): string => tagOf(inspection.document, at(node));
  const forbidden = forbiddenIn(document).map((found) =>
    foundAt(inspection, at(found.at), { name: 'element_forbidden', excerpt: excerptOf(found.at), values: { what: `[if mso] ${found.what}` } }),
  );
  const unsafe = document.elements.flatMap((element) =>
    ADDRESSES.flatMap((name) => unsafeAddress(element, name).map((values) => foundAt(inspection, at(element), { name: 'address_unsafe', excerpt: excerptOf(element), values }))),
  );
  const pixels = document.elements.filter(({ name }) => name === 'img').flatMap((picture) => {
    const found = judgedForReader(inspection, picture);
    return found === undefined ? [] : [foundAt(inspection, at(picture), { ...found, excerpt: excerptOf(picture) })];
  });
  return [...forbidden, ...unsafe, ...pixels];
} // prettier-ignore

/** Pictures written into the mail are told as such. */
function unsafeAddress({ attributes }: MailElement, name: string): Readonly<Record<string, string>>[] {
  const address = attributes[name]?.trim() ?? '';
  if (address === '' || (name !== 'href' && /^(?:data|cid):/i.test(address))) return [];
  const fault = faultOfLink(address);
  return fault?.name === 'address_unsafe' ? [fault.values] : [];
}
