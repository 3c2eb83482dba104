import { domainToASCII } from 'node:url';

/** RFC 5321 §4.5.3.1: 64 octets for a local part, 255 for a domain, and the sign between them. */
const LONGEST = 320;
/**
 * What may stand between the angle brackets of RCPT: none of them and no line end or other control character anywhere,
 * white space in a quoted local part only (RFC 5321 §4.1.2).
 */
const ENVELOPE_ADDRESS = /^(?:"(?:[^"\\<>\p{Cc}]|\\[^<>\p{Cc}])+"|[^\s<>"@\p{Cc}]+)@([^\s<>"@\p{Cc}]+)$/u;

/**
 * Pure. The address as an envelope holds it, with its domain in A-labels, which every relay takes; undefined where no
 * envelope can hold it.
 */
export function envelopeAddress(address: string): string | undefined {
  const domain = address.length > LONGEST ? undefined : ENVELOPE_ADDRESS.exec(address)?.[1];
  if (domain === undefined) return undefined;
  if (isAscii(domain)) return address;
  const ascii = domainToASCII(domain);
  return ascii === '' ? undefined : address.slice(0, -domain.length) + ascii;
}

export function isAscii(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- ASCII is exactly what is looked for
  return /^[\u0000-\u007F]*$/.test(text);
}
