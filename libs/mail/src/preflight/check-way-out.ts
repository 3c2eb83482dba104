import type { RawFinding } from './finding.js';
import { foundIn, isWithin, legibleWords, type Inspection, type MailLink } from './inspection.js';
import { wordsOf } from './mail-document.js';
import { plainWords } from './plain-words.js';
import type { Viewing } from './style-sheet.js';
import {
  ADDRESS_IN_WORDS,
  askingWords,
  contactWords,
  leavingPath,
  leavingWords,
  stayingWords,
} from './way-out-words.js';

/** How one leaves, who wrote, and whom one may write to: in the HTML and in the text, where a reader can see it. */
export function checkWayOut(inspection: Inspection): RawFinding[] {
  const { message, html, text } = inspection;
  const findings: RawFinding[] = [];
  if (message.context.kind === 'newsletter') {
    if (html !== null && inspection.document.isWhole && !isFoundEverywhere(inspection))
      findings.push(foundIn(inspection, 'html', { name: 'unsubscribe_html' }));
    if (text !== null && text.trim() !== '' && !textLeaves(inspection, text))
      findings.push(foundIn(inspection, 'text', { name: 'unsubscribe_text' }));
  }
  return [...findings, ...withoutSender(inspection)];
}

/** How readers look at a mail; in each of these the way out must be found. */
const LOOKS: readonly Viewing[] = ['light', 'dark', 'phone'];

function isFoundEverywhere(inspection: Inspection): boolean {
  const leaving = inspection.links.filter((link) => leaves(inspection, link));
  return LOOKS.every((viewing) => leaving.some(({ element }) => isSaid(legibleWords(inspection, element, viewing))));
}

/** A full stop is no way out, and neither is a picture without words: with pictures off nothing of it is left. */
function isSaid(words: string): boolean {
  return (words.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= 2;
}

/** A link that leads somewhere, and is the mail's own way out: by its address, or by what it says. */
function leaves(inspection: Inspection, { element, href }: MailLink): boolean {
  if (!/^(?:https?:\/\/[^/?#\s]|mailto:[^?\s])/i.test(href)) return false;
  // Seen, and nothing happens when it is touched.
  if (inspection.shown.cascade.of(element, 'light').get('pointer-events') === 'none') return false;
  const own = ownWaysOut(inspection);
  if (own !== undefined) return own.some((link) => href === link || href.startsWith(`${link}#`));
  if (isHeaderLink(inspection, href)) return true;
  const words = wordsOf(element);
  if (HEADINGS.some((name) => isWithin(element, name) !== undefined) || asks(words)) return false;
  if (saysSo(words) || leavingPath.test(pathOf(href))) return true;
  // "Pour vous désabonner, cliquez ici": the link has the last word only.
  const before = wordsBefore(element);
  return words.length < 30 && saysSo(before) && !asks(before);
}

const HEADINGS = ['h1', 'h2', 'h3', 'h4'] as const;
/** What says more than that is a story. */
const LONGEST_WORDS = 200;

/** The reader's own links, where it is known what they look like; a link for everybody takes nobody off. */
function ownWaysOut({ message }: Inspection): string[] | undefined {
  const { marks } = message.context;
  const own = ['@@unsubscribe@@', '@@preferences@@'].flatMap((mark) => marks?.[mark] ?? []);
  return own.length === 0 ? undefined : own;
}

/** The one of List-Unsubscribe, or one of the same host and path with another end. */
function isHeaderLink({ message }: Inspection, href: string): boolean {
  const header = message.headers?.['list-unsubscribe'] ?? '';
  const given = URL.parse(/<\s*(https?:[^<>\s]{1,2000})\s*>/i.exec(header)?.[1] ?? '');
  const led = URL.parse(href);
  if (given === null || led === null || given.host !== led.host) return false;
  const folder = given.pathname.slice(0, given.pathname.lastIndexOf('/') + 1);
  return given.pathname === led.pathname || (folder.length > 1 && led.pathname.startsWith(folder));
}

function saysSo(text: string): boolean {
  const plain = plainWords(text).trim();
  if (plain.length > LONGEST_WORDS || stayingWords.test(plain)) return false;
  return leavingWords.some((word) => plain.includes(word));
}

function asks(text: string): boolean {
  return askingWords.test(plainWords(text.slice(0, LONGEST_WORDS)).trim());
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

/** An address in the text that is the reader's own, or the HTML's way out, is one by its path, or follows the words. */
function textLeaves(inspection: Inspection, text: string): boolean {
  const known = ownWaysOut(inspection);
  const own = known ?? inspection.links.filter((link) => leaves(inspection, link)).map(({ href }) => href);
  if (own.some((href) => text.includes(href))) return true;
  if (known !== undefined) return false;
  const lines = text.split(/\r?\n/);
  return lines.some((line, index) => {
    const address = /(?:https?:\/\/|mailto:)[^\s<>]{4,2000}/i.exec(line)?.[0] ?? ADDRESS_IN_WORDS.exec(line)?.[0];
    if (address === undefined) return false;
    if (leavingPath.test(pathOf(address)) || isHeaderLink(inspection, address)) return true;
    if (isFrontPage(address)) return false;
    const beside = line.replace(address, ' ');
    if (saysSo(beside) && !asks(beside)) return true;
    // Below the words it stands alone: what stands among others is where the house is, and whom one may write to.
    const above = lines[index - 1]?.trim() === '' ? lines[index - 2] : lines[index - 1];
    if (above === undefined || /\p{L}/u.test(beside.replace(/mailto:/i, '')) || /https?:\/\//i.test(above))
      return false;
    return (/^https?:/i.test(address) || saysSo(address)) && saysSo(above) && !asks(above);
  });
}

/** A house's own page takes nobody off. */
function isFrontPage(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && /^https?:$/.test(url.protocol) && url.pathname.length <= 1 && url.search === '' && !saysSo(url.hostname);
} // prettier-ignore

function withoutSender(inspection: Inspection): RawFinding[] {
  const { message, html, text, document, links, shown } = inspection;
  const legible = shown.legible();
  const words = document.texts
    .filter((node) => legible.has(node))
    .map((node) => node.text)
    .join(' ');
  const seen = shown.seen();
  const alts = document.elements.map((element) => (seen.has(element) ? (element.attributes['alt'] ?? '') : '')).join(' ');
  const read = plainWords(`${words} ${alts} ${html === null ? (text ?? '') : ''}`);
  const { sender } = message.context;
  const findings: RawFinding[] = [];
  if (sender !== undefined && !sender.names.some((name) => name.trim() !== '' && read.includes(plainWords(name).trim())))
    findings.push(foundIn(inspection, 'message', { name: 'sender_missing', values: { sender: sender.names[0] ?? '' } }));
  const hrefs = links.filter(({ isSeen }) => isSeen).map(({ href }) => href);
  if (sender !== undefined) {
    const address = sender.contactAddress.toLowerCase();
    const isGiven = read.includes(plainWords(address)) || hrefs.some((href) => href.toLowerCase().startsWith(`mailto:${address}`));
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
