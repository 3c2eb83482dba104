import type { EditionKind } from '@app/platform';
import type { Newsletter } from './newsletter.js';

/** Where a link stands. */
export interface LinkPlace {
  readonly newsletter: Pick<Newsletter, 'slug' | 'linkParameters' | 'brand'>;
  /** `YYYY-MM-DD` */
  readonly editionDate: string;
  readonly kind: EditionKind;
}

/**
 * The link with the newsletter's parameters (UTM or others), where it leads to one of the newsroom's own hosts or a
 * subdomain of one. Everybody else's links stay as they were given: a parameter they did not ask for breaks signed
 * addresses and tells third parties where a reader came from.
 *
 * The link's own text is kept, so that order, escapes and fragment are what its author wrote; a parameter it has already
 * is its author's and stays. Links with a reader's token (`@@view@@`) are no links yet.
 */
export function linkWithParameters(link: string, place: LinkPlace): string {
  const wanted = Object.entries(place.newsletter.linkParameters);
  if (wanted.length === 0 || link.includes('@@')) return link;
  const url = URL.parse(link);
  if (url === null || !/^https?:$/.test(url.protocol)) return link;
  if (!isOwn(url.hostname, place.newsletter.brand.ownHosts)) return link;
  const added = wanted
    .filter(([name]) => !url.searchParams.has(name))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(filledIn(value, place))}`);
  if (added.length === 0) return link;
  // Browsers drop or escape blanks and control characters in an address: then what they make of it is written.
  return withQuery(/[\s\p{Cc}]/u.test(link) ? url.href : link, added.join('&'));
}

function isOwn(hostname: string, ownHosts: readonly string[]): boolean {
  const host = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
  return ownHosts.some((own) => host === own || host.endsWith(`.${own}`));
}

function filledIn(value: string, { newsletter, editionDate, kind }: LinkPlace): string {
  // One pass: what is filled in is not read again. Half a surrogate pair cannot be escaped.
  return value
    .replace(/\{(newsletter|date|kind)\}/g, (_, name: string) => {
      if (name === 'newsletter') return newsletter.slug;
      return name === 'date' ? editionDate : kind;
    })
    .toWellFormed();
}

function withQuery(link: string, added: string): string {
  const hash = link.indexOf('#');
  const before = hash === -1 ? link : link.slice(0, hash);
  const fragment = hash === -1 ? '' : link.slice(hash);
  if (!before.includes('?')) return `${before}?${added}${fragment}`;
  return `${before}${/[?&]$/.test(before) ? '' : '&'}${added}${fragment}`;
}
