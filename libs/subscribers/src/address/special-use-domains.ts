/**
 * Names that public DNS never holds, so that no mailbox on the internet can stand under them. Compared with the last
 * labels of a domain.
 *
 * Not here: `example`, `example.org` and the like, and `test` (RFC 6761 §6.2, §6.5). They hold no mailboxes either, but
 * they are what documentation, rehearsals and a newsroom's own trials are written with, and whoever types one has asked
 * for nothing that goes anywhere.
 */
const specialUse: readonly (readonly [suffix: string, evidence: string])[] = [
  ['localhost', 'RFC 6761 §6.3: the own machine'],
  ['invalid', 'RFC 6761 §6.4: never exists'],
  ['local', 'RFC 6762 §3: multicast DNS, the own link'],
  ['onion', 'RFC 7686: Tor; not in DNS'],
  ['alt', 'RFC 9476: outside DNS'],
  ['arpa', 'RFC 3172: infrastructure; home.arpa (RFC 8375) is the own house'],
  ['internal', 'ICANN board resolution of 29 July 2024: private use, never delegated'],
  ['corp', 'ICANN board resolution of 4 February 2018: never delegated, collides with private use'],
  ['home', 'the same'],
  ['mail', 'the same'],
  ['localdomain', 'the suffix of Unix hosts without a domain (RFC 8499 speaks of such private names)'],
  ['lan', 'RFC 6762 appendix G: in private use, not delegated'],
  ['intranet', 'the same'],
  ['private', 'the same'],
];

const suffixes: ReadonlySet<string> = new Set(specialUse.map(([suffix]) => suffix));

export function isSpecialUse(domain: string): boolean {
  return suffixes.has(domain.slice(domain.lastIndexOf('.') + 1));
}
