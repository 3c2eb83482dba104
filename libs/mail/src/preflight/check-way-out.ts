import type { RawFinding } from './finding.js';
import { foundIn, type Inspection, type MailLink } from './inspection.js';
import { wordsOf } from './mail-document.js';
import { ADDRESS_IN_WORDS, contactWords, leavingPath, leavingWords } from './way-out-words.js';

/** How one leaves, who wrote, and whom one may write to: in the HTML and in the text, where a reader can see it. */
export function checkWayOut(inspection: Inspection): RawFinding[] {
  const { message, html, text } = inspection;
  const findings: RawFinding[] = [];
  if (message.context.kind === 'newsletter') {
    if (html !== null && !inspection.links.some((link) => leaves(inspection, link)))
      findings.push(foundIn(inspection, 'html', { name: 'unsubscribe_html' }));
    if (text !== null && text.trim() !== '' && !textLeaves(inspection, text))
      findings.push(foundIn(inspection, 'text', { name: 'unsubscribe_text' }));
  }
  return [...findings, ...withoutSender(inspection)];
}

/** A link one can see, that leads somewhere, and says or shows in its address that it is the way out. */
function leaves({ message }: Inspection, { element, href, isSeen }: MailLink): boolean {
  if (!isSeen || !/^(?:https?:\/\/[^/?#\s]|mailto:[^?\s])/i.test(href)) return false;
  const own = message.context.marks?.['@@unsubscribe@@'];
  if (own !== undefined && href === own) return true;
  const words = wordsOf(element).toLowerCase();
  if (saysSo(words) || leavingPath.test(pathOf(href))) return true;
  // "Pour vous désabonner, cliquez ici": the link has the last word only.
  return words.length < 30 && saysSo(wordsBefore(element));
}

function saysSo(text: string): boolean {
  const plain = text.toLowerCase();
  return leavingWords.some((word) => plain.includes(word));
}

/** Nodes looked back at from a link: a sentence has a few. */
const NEAREST = 50;

/** In the same element, without other links. */
function wordsBefore(element: MailLink['element']): string {
  const { parent } = element;
  if (parent === null) return '';
  const at = parent.children.indexOf(element);
  const before = parent.children
    .slice(Math.max(0, at - NEAREST), at)
    .map((child) => ('text' in child ? child.text : child.name === 'a' ? '' : wordsOf(child)));
  return before.join(' ').slice(-200);
}

function pathOf(href: string): string {
  const url = URL.parse(href);
  return url === null ? '' : `${url.pathname}${url.search}`;
}

/** An address in the text that is the HTML's way out, is one by its path, or follows the words. */
function textLeaves(inspection: Inspection, text: string): boolean {
  const own = inspection.links.filter((link) => leaves(inspection, link)).map(({ href }) => href);
  if (own.some((href) => text.includes(href))) return true;
  const lines = text.split(/\r?\n/);
  return lines.some((line, index) => {
    const address = /(?:https?:\/\/|mailto:)[^\s<>]{4,2000}/i.exec(line)?.[0] ?? ADDRESS_IN_WORDS.exec(line)?.[0];
    if (address === undefined) return false;
    if (leavingPath.test(pathOf(address))) return true;
    return saysSo(line) || saysSo(lines.slice(Math.max(0, index - 2), index).join(' '));
  });
}

function withoutSender(inspection: Inspection): RawFinding[] {
  const { message, html, text, document, links, seen } = inspection;
  const words = document.texts
    .filter((node) => seen.has(node))
    .map((node) => node.text)
    .join(' ');
  const alts = document.elements.map(({ attributes }) => attributes['alt'] ?? '').join(' ');
  const read = plain(`${words} ${alts} ${html === null ? (text ?? '') : ''}`);
  const { sender } = message.context;
  const findings: RawFinding[] = [];
  if (sender !== undefined && !sender.names.some((name) => name.trim() !== '' && read.includes(plain(name))))
    findings.push(foundIn(inspection, 'message', { name: 'sender_missing', values: { sender: sender.names[0] ?? '' } }));
  const hrefs = links.filter(({ isSeen }) => isSeen).map(({ href }) => href);
  if (sender !== undefined) {
    const address = sender.contactAddress.toLowerCase();
    const isGiven = read.includes(plain(address)) || hrefs.some((href) => href.toLowerCase().startsWith(`mailto:${address}`));
    if (!isGiven) findings.push(foundIn(inspection, 'message', { name: 'contact_missing' }));
  } else if (!hasContact(inspection, read, hrefs)) findings.push(foundIn(inspection, 'message', { name: 'contact_missing' }));
  return findings;
} // prettier-ignore

/** Of a mail whose sender is not known: an address, a number, or a page to write on. */
function hasContact(inspection: Inspection, read: string, hrefs: readonly string[]): boolean {
  if (ADDRESS_IN_WORDS.test(read) || ADDRESS_IN_WORDS.test(inspection.text ?? '')) return true;
  if (hrefs.some((href) => /^(?:mailto:[^?]|tel:)/i.test(href) || /[/._-]contact/i.test(pathOf(href)))) return true;
  return inspection.links.some(({ element, isSeen }) => {
    const words = wordsOf(element).toLowerCase();
    return isSeen && contactWords.some((word) => words.includes(word));
  });
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\u00ad\u200b-\u200f]+/g, ' ');
}
