import { judgeAddress } from '../address/address.js';
import { domainToASCII } from 'node:url';

/** What somebody typed to find a reader, as it is looked up. */
export type FindWish =
  | { readonly by: 'address'; readonly canonical: string }
  | { readonly by: 'prefix'; readonly prefix: string }
  | { readonly by: 'domain'; readonly domain: string };

/** Characters of a prefix: fewer say nothing about anybody. */
const MIN_PREFIX = 3;

/**
 * A whole address, the beginning of one, or `@domain`; a domain in Unicode or as A-labels. Undefined: too short, or
 * nothing an address can begin with. Pure.
 */
export function findWish(typed: string): FindWish | undefined {
  const text = typed.trim().normalize('NFC');
  if (text.startsWith('@')) {
    const domain = domainToASCII(text.slice(1).toLowerCase());
    return domain === '' ? undefined : { by: 'domain', domain };
  }
  const judged = judgeAddress(text);
  if (judged.verdict !== 'reject') return { by: 'address', canonical: judged.canonical };
  const prefix = canonicalPrefix(text);
  return prefix.length < MIN_PREFIX || /[\s\p{Cc}]/u.test(prefix) ? undefined : { by: 'prefix', prefix };
}

/** As canonical addresses are written: lower case, and the domain as far as it can be read in A-labels. */
function canonicalPrefix(text: string): string {
  const lower = text.toLowerCase();
  const at = lower.lastIndexOf('@');
  if (at === -1) return lower;
  const domain = lower.slice(at + 1);
  // A half-typed label has no A-label yet: what is ASCII already is one.
  const isAscii = /^[ -~]*$/.test(domain);
  return isAscii ? lower : `${lower.slice(0, at + 1)}${domainToASCII(domain)}`;
}
