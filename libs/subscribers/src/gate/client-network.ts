import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * What a client's internet address says about who shares its fate. One line (a household, an office, a school) is one
 * IPv4 address or one IPv6 /64, which is what a provider hands to one customer (RFC 6177 §2); inside a /64 everybody
 * picks addresses freely, so a single one names a device at best. The network around it is the /24 or the /48.
 */
export interface ClientNetwork {
  /** One spelling for every way to write the same address, IPv4 inside IPv6 (`::ffff:0:0/96`) included. */
  readonly line: string;
  /** Only where a line holds many addresses (IPv6). */
  readonly device: string | undefined;
  /** Undefined for what is no address. */
  readonly network: string | undefined;
}

/** Everybody whose address cannot be read is one line: whoever hides it gains nothing by it. */
const UNREADABLE: ClientNetwork = { line: 'unreadable', device: undefined, network: undefined };

/** An address in full, its zone and a port behind it: some proxies forward `203.0.113.7:4711` or `[2001:db8::7]:4711`. */
const MAX_LENGTH = 64;
const IPV4_WITH_PORT = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/;
const IN_BRACKETS = /^\[([^\]]+)\](?::\d{1,5})?$/;

/** Any text gets an answer, never an exception. Pure. */
export function clientNetwork(clientAddress: string): ClientNetwork {
  if (clientAddress.length > MAX_LENGTH) return UNREADABLE;
  const text = clientAddress.trim();
  const bare = IPV4_WITH_PORT.exec(text)?.[1] ?? IN_BRACKETS.exec(text)?.[1] ?? text;
  if (isIPv4(bare)) return ofIPv4(bare);
  if (!ipaddr.IPv6.isValid(bare)) return UNREADABLE;
  const address = ipaddr.IPv6.parse(bare);
  const bytes = address.toByteArray();
  return address.isIPv4MappedAddress() ? ofIPv4(bytes.slice(12).join('.')) : ofIPv6(bytes);
}

function ofIPv4(line: string): ClientNetwork {
  return { line, device: undefined, network: `${line.slice(0, line.lastIndexOf('.'))}/24` };
}

/** Hexadecimal, because a zone (`%eth0`) and the many spellings of zeros are gone in the bytes. */
function ofIPv6(bytes: readonly number[]): ClientNetwork {
  const hex = Buffer.from(bytes).toString('hex');
  return { line: `${hex.slice(0, 16)}/64`, device: hex, network: `${hex.slice(0, 12)}/48` };
}
