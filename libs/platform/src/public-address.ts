import ipaddr from 'ipaddr.js';

/**
 * Which addresses the outside world may make us talk to. An allow rule, not a block list: only what IANA hands out as
 * global unicast passes, so that a range nobody thought of is refused. Everything that carries an IPv4 address inside
 * (IPv4-mapped and -compatible, NAT64, 6to4, Teredo) is refused whole rather than unpacked: no public host needs it.
 * Sources: RFC 6890 and the IANA special-purpose registries, as `ipaddr.js` lists them.
 */

/** What IANA assigns as global unicast today (RFC 4291 §2.4); outside it lies the IPv4-compatible `::/96`, among others. */
const GLOBAL_UNICAST_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** True for an IP literal (no brackets) on the public internet; false for anything else, unreadable text included. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_UNICAST_V6);
}

/** The IP literal in a URL's host (brackets taken off), or undefined when the host is a name. */
export function literalAddress(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(bare) ? bare : undefined;
}
