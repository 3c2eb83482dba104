import { domainToASCII } from 'node:url';

/**
 * Judges and normalises what somebody typed as an e-mail address. Any text gets a verdict, never an exception.
 *
 * Accepted: what a mailbox on the public internet can have; a dot-atom local part (RFC 5321 §4.1.2, RFC 6531 for
 * non-ASCII letters) at a domain with at least two labels. Refused: IP literals, comments, bare hosts, quoted local
 * parts, anything over the limits of RFC 5321 §4.5.3.1.
 */
export type AddressVerdict =
  | { readonly verdict: 'accept'; readonly address: string; readonly canonical: string }
  | { readonly verdict: 'reject'; readonly reason: AddressProblem };

export type AddressProblem = 'empty' | 'too_long' | 'control_character' | 'no_at' | 'local_part' | 'domain';

const MAX_LOCAL_OCTETS = 64;
const MAX_DOMAIN_OCTETS = 253;
const MAX_ADDRESS_OCTETS = 254;
/** Before any work: nobody types more, and no pattern below sees more. */
const MAX_INPUT_LENGTH = 320;

// eslint-disable-next-line no-control-regex -- control characters are exactly what is looked for
const CONTROL = /[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/u;
const LOCAL_PART = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
/** A top-level domain is letters, or an A-label. */
const TOP_LEVEL = /^(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/;

export function judgeAddress(input: string): AddressVerdict {
  if (input.length > MAX_INPUT_LENGTH) return reject('too_long');
  const text = input.trim().normalize('NFC');
  if (text === '') return reject('empty');
  if (CONTROL.test(text) || !text.isWellFormed()) return reject('control_character');
  const at = text.lastIndexOf('@');
  if (at <= 0 || at === text.length - 1) return reject('no_at');
  const local = text.slice(0, at);
  const domain = domainToASCII(text.slice(at + 1).replace(/\.$/, ''));
  if (Buffer.byteLength(local) > MAX_LOCAL_OCTETS) return reject('too_long');
  if (!LOCAL_PART.test(local)) return reject('local_part');
  if (!isPublicDomain(domain)) return reject('domain');
  const address = `${local}@${domain}`;
  if (Buffer.byteLength(address) > MAX_ADDRESS_OCTETS) return reject('too_long');
  return { verdict: 'accept', address, canonical: canonicalAddress(local, domain) };
}

/**
 * The form under which one person is one subscriber. The local part's case is the receiving server's business (RFC 5321
 * §2.4), but nobody gives two people addresses that differ in case alone, and people type theirs both ways.
 */
function canonicalAddress(local: string, domain: string): string {
  return `${local.toLowerCase()}@${domain}`;
}

function isPublicDomain(domain: string): boolean {
  const labels = domain.split('.');
  const top = labels.at(-1) ?? '';
  return (
    domain !== '' &&
    domain.length <= MAX_DOMAIN_OCTETS &&
    labels.length >= 2 &&
    labels.every((label) => LABEL.test(label)) &&
    TOP_LEVEL.test(top)
  );
}

function reject(reason: AddressProblem): AddressVerdict {
  return { verdict: 'reject', reason };
}
