import { shownTextOf } from './decoded-part.js';
import type { RawFinding } from './finding.js';
import { forbiddenIn } from './check-markup.js';
import { readMail, type MailElement } from './mail-document.js';
import { leaves, type RawMessage, type RawPart } from './raw-message.js';

/** Characters that a browser looks for `<meta charset>` in are 1,024 (HTML Living Standard §13.2.3.2); mails have long heads. */
const HEAD = 4_096;
/** Characters of an AMP part: 200,000 octets are the most that Gmail takes. */
const MOST_AMP = 200_000;
/** https://amp.dev/documentation/guides-and-tutorials/learn/email-spec/amp-email-format/ */
const AMP_SCRIPTS = 'https://cdn.ampproject.org/';

/** What the parts of a message that are markup say against it, beside what a reader sees. */
export function checkHtmlParts(message: RawMessage): RawFinding[] {
  return leaves(message).flatMap((part) => {
    if (part.type === 'text/html') return otherCharset(part);
    return part.type === 'text/x-amp-html' ? scriptsOf(part) : [];
  });
}

/** Whoever saves the mail, or passes it on, reads it by its own word. */
function otherCharset(part: RawPart): RawFinding[] {
  const head = shownTextOf(part).slice(0, HEAD);
  const charset = /<meta\b[^<>]{0,300}\bcharset\s{0,5}=\s{0,5}["']?([\w.:-]{1,40})/i.exec(head)?.[1];
  const [own, said] = [encodingOf(part.charset ?? ''), encodingOf(charset ?? '')];
  // What is ASCII alone reads the same in each.
  if (charset === undefined || own === undefined || own === said || /^(?:us-)?ascii$/i.test(part.charset ?? '')) return [];
  return [{ name: 'meta_charset', where: { part: 'message', line: part.line, excerpt: part.type }, values: { charset, part: part.charset ?? '?' } }];
} // prettier-ignore

/** As programs understand a label: "latin1" is windows-1252. */
function encodingOf(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    // Its only way of saying that it knows none of that name.
    return undefined;
  }
}

function scriptsOf(part: RawPart): RawFinding[] {
  const { elements, ...document } = readMail(shownTextOf(part).slice(0, MOST_AMP));
  const foreign = elements.filter((element) => element.name !== 'script' || !isOfAmp(element));
  return forbiddenIn({ ...document, elements: foreign })
    .filter(({ what }) => !AMP_ELEMENTS.has(what))
    .map(({ what }) => ({ name: 'element_forbidden', where: { part: 'message', line: part.line, excerpt: part.type }, values: { what } }));
} // prettier-ignore

/** Forms are what the format is for. */
const AMP_ELEMENTS: ReadonlySet<string> = new Set(['<form>', '<input>', '<select>', '<textarea>']);

function isOfAmp({ attributes: { src, type = '' } }: MailElement): boolean {
  return src?.startsWith(AMP_SCRIPTS) ?? /^application\/(?:ld\+)?json$/i.test(type);
}
