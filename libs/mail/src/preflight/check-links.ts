import { faultOfLink } from './address.js';
import type { RawFinding } from './finding.js';
import { foundAt, tagOf, type Inspection, type MailLink } from './inspection.js';
import { wordsOf } from './mail-document.js';

/** Links that lead nowhere, or somewhere else than they say. Whether anything answers there is for `link_dead`. */
export function checkLinks(inspection: Inspection): RawFinding[] {
  const anchors = new Set(inspection.document.elements.flatMap(({ attributes: { id, name } }) => [id, name]));
  return [
    ...withoutAddress(inspection),
    ...inspection.links.flatMap((link) => [...led(inspection, link, anchors), ...said(inspection, link)]),
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
  const words = wordsOf(element);
  const { id, name, 'aria-label': label = '' } = element.attributes;
  const isAnchor = id !== undefined || name !== undefined;
  // A picture without words is told as such.
  const hasPicture = element.children.some((child) => 'name' in child);
  if (words === '' && label.trim() === '' && !isAnchor && !hasPicture)
    return [foundAt(inspection, element, { name: 'link_empty', excerpt: tagOf(inspection.document, element), values: { href } })];
  const shown = hostIn(words);
  const led = URL.parse(href);
  if (shown === undefined || led === null || !/^https?:$/.test(led.protocol) || isSameSite(shown, led.hostname)) return [];
  return [foundAt(inspection, element, { name: 'address_disguised', excerpt: words, values: { shown, host: led.hostname } })];
} // prettier-ignore

/** Only words that are an address and nothing else: "Le Monde.fr" in a sentence promises nothing. */
function hostIn(words: string): string | undefined {
  const found = /^(?:https?:\/\/)([a-z0-9.-]{4,253})(?:[/?#:]\S*)?$|^(www\.[a-z0-9.-]{4,250})(?:[/?#:]\S*)?$/i.exec(
    words,
  );
  return (found?.[1] ?? found?.[2])?.toLowerCase();
}

/** `www.` and other names below one domain are one site; two labels are near enough for what is only compared. */
function isSameSite(one: string, other: string): boolean {
  const site = (host: string): string => host.replace(/\.$/, '').split('.').slice(-2).join('.');
  return site(one) === site(other);
}
