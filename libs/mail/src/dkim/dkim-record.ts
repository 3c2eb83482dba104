import { domainToASCII } from 'node:url';
import { dkimErrors } from './dkim.errors.js';

/** RFC 1035 §3.3: a TXT record is made of strings of at most 255 octets, put together by whoever reads it. */
const STRING_OCTETS = 255;
/** RFC 1035 §2.3.4, as text. */
const NAME_CHARACTERS = 253;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** A record as it is published. */
export interface DkimRecord {
  /** `<selector>._domainkey.<domain>` */
  readonly name: string;
  /** The whole text. */
  readonly value: string;
  /** The same for a zone file: quoted strings of at most 255 octets. */
  readonly strings: string;
}

/** RFC 6376 §3.6.1. `publicKey`: base64 of the SubjectPublicKeyInfo. */
export function dkimRecord(key: { domain: string; selector: string; publicKey: string }): DkimRecord {
  const value = `v=DKIM1; k=rsa; p=${key.publicKey}`;
  const strings: string[] = [];
  for (let at = 0; at < value.length; at += STRING_OCTETS) strings.push(`"${value.slice(at, at + STRING_OCTETS)}"`);
  return { name: `${key.selector}._domainkey.${key.domain}`, value, strings: strings.join(' ') };
}

/** In lower case and A-labels. @throws `dkim.domain_invalid` */
export function signingDomain(given: string): string {
  const domain = domainToASCII(given.trim().replace(/\.$/, ''));
  const labels = domain.split('.');
  const isFit = labels.length >= 2 && domain.length <= NAME_CHARACTERS && labels.every((label) => LABEL.test(label));
  // The last label of an internet address is a number; that of a domain never is.
  if (!isFit || /^\d+$/.test(labels.at(-1) ?? '')) throw dkimErrors.error('dkim.domain_invalid', { given });
  return domain;
}

/** @throws `dkim.selector_invalid` when it is none, or makes the record's name too long */
export function fitSelector(selector: string, domain: string): string {
  const name = `${selector}._domainkey.${domain}`;
  if (!LABEL.test(selector) || name.length > NAME_CHARACTERS)
    throw dkimErrors.error('dkim.selector_invalid', { selector });
  return selector;
}

/** `cp202611a`: the month, and a letter that no key of the domain has yet. */
export function nextSelector(taken: readonly string[], at: Date): string {
  const month = `cp${at.toISOString().slice(0, 7).replace('-', '')}`;
  const used = new Set(taken);
  for (let n = 0; ; n += 1) {
    const selector = month + lettersOf(n);
    if (!used.has(selector)) return selector;
  }
}

/** a … z, aa, ab, … */
function lettersOf(n: number): string {
  const last = String.fromCharCode(0x61 + (n % 26));
  return n < 26 ? last : lettersOf(Math.floor(n / 26) - 1) + last;
}
