import { faultOfLink } from './address.js';
import { registeredDomain } from '../authentication/registry-suffixes.js';
import { hostEnds } from './link-hosts.js';
import { plainWords } from './plain-words.js';
import type { RawFinding } from './finding.js';
import { foundAt, foundIn, tagOf, type Inspection, type MailLink } from './inspection.js';
import { isElement, wordsOf, type MailElement } from './mail-document.js';

/** Links that lead nowhere, or somewhere else than they say. Whether anything answers there is for `link_dead`. */
export function checkLinks(inspection: Inspection): RawFinding[] {
  const anchors = new Set(inspection.document.elements.flatMap(({ attributes: { id, name } }) => [id, name]));
  return [
    ...withoutAddress(inspection),
    ...inspection.links.flatMap((link) => [...led(inspection, link, anchors), ...said(inspection, link)]),
    ...inText(inspection),
  ];
}

/** An `a` without `href` is an anchor where it has a name, and a forgotten link where it has words. */
function withoutAddress(inspection: Inspection): RawFinding[] {
  const { document } = inspection;
  return document.elements.flatMap((element) => {
    const { href, id, name } = element.attributes;
    if (element.name !== 'a' || href !== undefined || id !== undefined || name !== undefined) return [];
    return [foundAt(inspection, element, { name: 'link_missing', excerpt: wordsOf(element) || tagOf(document, element) })];
  });
} // prettier-ignore

function led(
  inspection: Inspection,
  { element, href }: MailLink,
  anchors: ReadonlySet<string | undefined>,
): RawFinding[] {
  const { document } = inspection;
  const excerpt = tagOf(document, element);
  const words = wordsOf(element);
  if (href === '') return [foundAt(inspection, element, { name: 'link_missing', excerpt: words || excerpt })];
  if (/^#[^!]/.test(href)) {
    const anchor = href.slice(1);
    if (anchors.has(anchor) || anchor === 'top') return [];
    if (!/^#(?:todo|link|url)$/i.test(href))
      return [foundAt(inspection, element, { name: 'link_anchor_missing', excerpt, values: { anchor } })];
  }
  const fault = faultOfLink(href);
  return fault === undefined ? [] : [foundAt(inspection, element, { ...fault, excerpt })];
}

function said(inspection: Inspection, { element, href, isSeen }: MailLink): RawFinding[] {
  if (!isSeen) return [];
  const words = plainWords(wordsOf(element)).trim();
  const { id, name, 'aria-label': label = '' } = element.attributes;
  const isAnchor = id !== undefined || name !== undefined;
  // A picture without words is told as such.
  if (words === '' && label.trim() === '' && !isAnchor && !hasPicture(element))
    return [foundAt(inspection, element, { name: 'link_empty', excerpt: tagOf(inspection.document, element), values: { href } })];
  const disguise = disguiseOf(words, href);
  return disguise === undefined ? [] : [foundAt(inspection, element, { name: 'address_disguised', excerpt: words, values: disguise })];
} // prettier-ignore

function hasPicture(element: MailElement): boolean {
  const pending: MailElement['children'] = [...element.children];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (!isElement(node)) continue;
    if (node.name === 'img' || node.name === 'svg') return true;
    pending.push(...node.children);
  }
  return false;
}

/** What the words promise and where the link goes, where these are two sites. */
function disguiseOf(words: string, href: string): { shown: string; host: string } | undefined {
  const led = URL.parse(href);
  if (led === null) return undefined;
  if (led.protocol === 'mailto:') {
    const [, shown] = /^[^\s@<>]{1,64}@([a-z0-9.-]{3,253})$/.exec(words) ?? [];
    const host = decodeURIComponentSafely(led.pathname).toLowerCase().split(',')[0]?.split('@')[1] ?? '';
    return shown === undefined || isSameSite(shown, host) ? undefined : { shown, host };
  }
  const shown = hostIn(words);
  if (shown === undefined || !/^https?:$/.test(led.protocol) || isSameSite(shown, led.hostname)) return undefined;
  return { shown, host: led.hostname };
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: it is compared as it stands.
    return text;
  }
}

/** An address anywhere in the words, or a host that is all of them: "Le Monde.fr" in a sentence promises nothing. */
function hostIn(words: string): string | undefined {
  const written = /\bhttps?:\/\/(?:[^\s/?#@]{0,100}@)?([\p{L}\p{N}.-]{4,253})/u.exec(words)?.[1];
  const whole = /^((?:[\p{L}\p{N}-]{1,63}\.){1,8}[\p{L}]{2,20})(?:[/?#:]\S{0,2000})?$/u.exec(words)?.[1];
  const isHost = whole !== undefined && (whole.startsWith('www.') || hostEnds.has(whole.split('.').at(-1) ?? ''));
  const host = written ?? (isHost ? whole : undefined);
  return host === undefined ? undefined : (URL.parse(`https://${host}`)?.hostname ?? host);
}

/** `www.` and other names below one registered domain are one site. */
function isSameSite(one: string, other: string): boolean {
  const site = (host: string): string => registeredDomain(host.replace(/\.$/, ''));
  return site(one) === site(other);
}

/** What may stand against an address in a text and is none of it. */
const SENTENCE_SIGNS = ').,;:!?]»’”"';
/** Addresses of a text that are looked at. */
const MOST_ADDRESSES = 2_000;

/** Addresses of the text that the HTML does not have: what it has was judged there. */
function inText(inspection: Inspection): RawFinding[] {
  const known = new Set(inspection.links.map(({ href }) => href));
  const lines = (inspection.text ?? '').split('\n');
  const found = lines.flatMap((line, index) =>
    [...line.matchAll(/https?:[^\s<>]{1,2000}/gi)].map(([address]) => ({ href: withoutSigns(address), line: index + 1 })),
  );
  return found.slice(0, MOST_ADDRESSES).flatMap(({ href, line }): RawFinding[] => {
    if (known.has(href)) return [];
    known.add(href);
    const fault = faultOfLink(href);
    // Places of a template are told among the words.
    return fault === undefined || fault.name === 'untranslated' ? [] : [foundIn(inspection, 'text', { ...fault, line, excerpt: href })];
  });
} // prettier-ignore

function withoutSigns(address: string): string {
  let end = address.length;
  while (end > 0 && SENTENCE_SIGNS.includes(address.charAt(end - 1))) end -= 1;
  return address.slice(0, end);
}
