import type { RawFinding } from './finding.js';
import { foundAt, foundIn, tagOf, type Inspection } from './inspection.js';
import { wordsOf } from './mail-document.js';

/** Letters and digits. Shorter mails have no text worth comparing. */
const WORTH_COMPARING = 200;
/** Of the letters a reader sees in the HTML. Texts that say "look at the HTML" have a tenth of them at most. */
const ENOUGH = 0.3;
/** Different words of four letters and more; fewer say nothing of what a mail is about. */
const FEWEST_WORDS = 15;
/** A twin shares nine tenths; two mails of one house on different days a third, which is their frame. */
const SAME_MAIL = 0.4;

/** The plain-text part is read by people, on watches, by screen readers and by filters: it must be the same mail. */
export function checkPlainText(inspection: Inspection): RawFinding[] {
  const { text, html } = inspection;
  if (text === null || letters(text) === 0) return [foundIn(inspection, 'text', { name: 'text_missing' })];
  if (html === null) return [];
  const findings = markupIn(inspection, text);
  const seen = inspection.document.texts.filter((node) => inspection.seen.has(node)).map((node) => node.text);
  const [inHtml, inText] = [letters(seen.join(' ')), letters(withoutAddresses(text))];
  if (inHtml >= WORTH_COMPARING && inText < inHtml * ENOUGH) {
    const values = { percent: Math.round((inText / inHtml) * 100) };
    findings.push(foundIn(inspection, 'text', { name: 'text_too_short', values }));
  }
  const alts = inspection.document.elements.map(({ attributes }) => attributes['alt'] ?? '');
  const shared = sharedWords([...seen, ...alts].join(' '), text);
  if (shared < SAME_MAIL) findings.push(foundIn(inspection, 'text', { name: 'text_differs', values: { percent: Math.round(shared * 100) } }));
  return [...findings, ...missingLinks(inspection, text)];
} // prettier-ignore

/** Scripts that part no words: what is one word there cannot be known without a dictionary. */
const UNPARTED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Of the words of the text, the share that stands in the HTML, too; 1 where there are too few to tell. */
function sharedWords(html: string, text: string): number {
  if (UNPARTED.test(text)) return 1;
  const [inText, inHtml] = [wordsIn(withoutAddresses(text)), wordsIn(html)];
  if (Math.min(inText.size, inHtml.size) < FEWEST_WORDS) return 1;
  return [...inText].filter((word) => inHtml.has(word)).length / inText.size;
} // prettier-ignore

function wordsIn(text: string): Set<string> {
  return new Set(text.normalize('NFKC').toLowerCase().replaceAll('\u00ad', '').match(/\p{L}{4,40}/gu) ?? []);
} // prettier-ignore

function missingLinks(inspection: Inspection, text: string): RawFinding[] {
  const given = new Set([...text.matchAll(/(?:https?:\/\/)[^\s<>"]{1,2000}/gi)].flatMap(([address]) => [comparable(address), comparable(withoutEnd(address, SENTENCE_SIGNS))]));
  const told = new Set<string>();
  return inspection.links.flatMap(({ element, href, isSeen }) => {
    if (!isSeen || !/^https?:\/\/[^/]/i.test(href)) return [];
    const own = comparable(href);
    if (given.has(own) || told.has(own)) return [];
    told.add(own);
    const excerpt = wordsOf(element) || tagOf(inspection.document, element);
    return [foundAt(inspection, element, { name: 'text_link_missing', excerpt, values: { href } })];
  });
} // prettier-ignore

/** Where it leads: neither a fragment nor a slash at the end makes another page. */
function comparable(address: string): string {
  const url = URL.parse(address);
  if (url === null) return address;
  url.hash = '';
  return `${url.host}${withoutEnd(url.pathname, '/')}${url.search}`;
}

/** What may stand against an address and is none of it. */
const SENTENCE_SIGNS = ').,;:!?]»’”';

/** From the end: a pattern for it would try every run of signs from each of its places on. */
function withoutEnd(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function markupIn(inspection: Inspection, text: string): RawFinding[] {
  const lines = text.split('\n');
  const index = lines.findIndex((line) => MARKUP.test(line));
  if (index === -1) return [];
  return [foundIn(inspection, 'text', { name: 'text_markup', line: index + 1, excerpt: lines[index] ?? '' })];
}

/** Tags and named entities; a comparison ("a < b") is neither. */
const MARKUP = /<\/?(?:p|br|div|span|a|b|i|strong|em|table|tr|td|h[1-6]|ul|ol|li|img|style|html|body|font)(?:\s[^<>]{0,300})?\/?>|&(?:nbsp|amp|quot|lt|gt|eacute|egrave|rsquo|#[0-9]{2,5});/i; // prettier-ignore

function withoutAddresses(text: string): string {
  return text.replaceAll(/https?:\/\/\S{1,2000}/gi, ' ');
}

function letters(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}
