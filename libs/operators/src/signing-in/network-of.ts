import { isIPv4, isIPv6 } from 'node:net';

/**
 * What is counted as one network: an IPv4 address, or the /64 that one IPv6 line is given (RFC 6177), in which a guesser
 * has 2^64 addresses to choose from.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (isIPv4(address) || !isIPv6(address)) return address;
  return `${expanded(address).slice(0, 4).join(':')}::/64`;
}

/** The eight groups, without leading zeros. */
function expanded(address: string): string[] {
  const [plain = ''] = address.split('%');
  const [head = '', tail] = plain.split('::');
  const groups = (part: string): string[] => part.split(':').filter((group) => group !== '');
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(missing).fill('0'), ...after].map((group) =>
    group.toLowerCase().replace(/^0+(?=.)/, ''),
  );
}
