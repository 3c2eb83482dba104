import { DISPATCH_LIMITS } from '../dispatch-limits.js';

/**
 * The links that a stored text may hold. http stays http: a page that is only there unencrypted would not be found
 * under https, and the newsroom's link is the newsroom's statement. A protocol-relative link takes its page's scheme.
 */

/** Longer links are not read at all: white space and dots can be taken out of one, but not this much. */
const MAX_RAW_LENGTH = 4 * DISPATCH_LIMITS.link;

/** Absolute as far as WHATWG URL §4.4 needs no base to read it. */
const ABSOLUTE = /^https?:\/\//i;

/** http or https, and no `@` before the path: no user, no password. */
const NORMAL = /^https?:\/\/[^/?#@]+\//;

/** An absolute http or https address without credentials, or undefined. */
export function absoluteLink(link: string | undefined, baseUrl: string): string | undefined {
  return resolvedLink(link, linkBase(baseUrl));
}

/** What relative links are relative to, without the credentials that a source's address may carry. */
export function linkBase(baseUrl: string): string | undefined {
  const base = URL.parse(baseUrl);
  if (base === null) return undefined;
  base.username = '';
  base.password = '';
  return base.href;
}

/** `absoluteLink` for many links of one page; `base` comes from `linkBase`. */
export function resolvedLink(link: string | undefined, base: string | undefined): string | undefined {
  if (link === undefined || link.length > MAX_RAW_LENGTH) return undefined;
  const given = link.trim();
  if (given === '') return undefined;
  // The address is normal from here on: its scheme in small letters, no white space, no backslash, no other user mark.
  const href = (ABSOLUTE.test(given) ? URL.parse(given) : URL.parse(given, base))?.href;
  if (href === undefined || href.length > DISPATCH_LIMITS.link) return undefined;
  return NORMAL.test(href) ? href : undefined;
}
