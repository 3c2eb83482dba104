import { judgeDomain, type DomainProblem } from './domain-name.js';
import { judgeLocalPart, plainLocalPart, splitAtSign, type LocalPartProblem } from './local-part.js';
import { repairsOf } from './repairs.js';
import { suggestDomain } from './suggest-domain.js';

/**
 * Judges and normalises what somebody typed as an e-mail address. Any text gets a verdict, never an exception; work is
 * linear in the input and bounded.
 *
 * Accepted: what a mailbox on the public internet can have. A dot-atom or quoted local part (RFC 5321 §4.1.2, with the
 * letters of RFC 6531 §3.3) at a domain that public DNS could resolve, written in either form of an internationalised
 * name. Refused: IP literals, comments, bare hosts, names of special use, labels of mixed scripts, anything around the
 * address, anything over the limits of RFC 5321 §4.5.3.1.
 *
 * That the mailbox exists is shown by a confirmation only.
 */
export type AddressVerdict =
  | {
      readonly verdict: 'accept';
      /** As mail is sent to it: the local part's case kept, the domain in A-labels and lower case. */
      readonly address: string;
      /** The form under which one person is one subscriber. */
      readonly canonical: string;
      /** In A-labels and lower case. */
      readonly domain: string;
      /** A whole address that may have been meant; to be asked about, never taken instead. */
      readonly suggestion: string | null;
    }
  | { readonly verdict: 'reject'; readonly reason: AddressProblem; readonly suggestion: string | null };

/** Why an address is refused, in the order it is looked for, and what that means. */
export const addressProblems = {
  too_long: 'over 64 octets before the @, over 254 in all, or far more text than an address',
  empty: 'nothing, or white space only',
  malformed_text: 'not text: a lone surrogate, or what an invalid byte was read as (U+FFFD)',
  control_character: 'a control, line break, direction mark or another character nobody sees',
  display_name: 'something around the address: a name, angle brackets, mailto:',
  no_at: 'no @, or nothing before or after it',
  comment: 'a comment in parentheses',
  local_part: 'before the @ stands neither a dot-atom nor a quoted string of RFC 5321',
  ip_literal: 'an IP address instead of a domain',
  bare_host: 'a host without a domain, as in a@b',
  domain: 'no domain that public DNS could resolve',
  special_use: 'a name that public DNS never holds: localhost, .local, .invalid, .onion, .internal, .arpa …',
  mixed_script: 'a label that mixes writing systems, as lookalikes do (UTS 39, highly restrictive)',
} as const satisfies Record<
  | 'too_long'
  | 'empty'
  | 'malformed_text'
  | 'control_character'
  | 'display_name'
  | 'no_at'
  | LocalPartProblem
  | DomainProblem,
  string
>;

export type AddressProblem = keyof typeof addressProblems;

/** RFC 5321 §4.5.3.1.3: a path of 256 octets, less its angle brackets. */
const MAX_ADDRESS_OCTETS = 254;
/**
 * UTF-16 units, before any work: more than any way of writing 254 octets (decomposed letters, quoted pairs) takes, and
 * no pattern below sees more.
 */
const MAX_INPUT_LENGTH = 1_024;

/** What nobody sees or what changes how the rest is shown. Joiners and the emoji selector are judged where they stand. */
const UNSEEN = /[\p{Cc}\u2028\u2029\uFFF9-\uFFFB]|(?!\u200C|\u200D|\uFE0F)\p{Default_Ignorable_Code_Point}/u;
const AROUND = /^mailto:|^<|>$/i;

export function judgeAddress(input: string): AddressVerdict {
  const judged = judge(input);
  if (judged.verdict === 'accept' || !isRepairable(input, judged.reason)) return judged;
  for (const repaired of repairsOf(input.trim())) {
    const again = judge(repaired);
    if (again.verdict === 'accept') return { ...judged, suggestion: again.suggestion ?? again.address };
  }
  return judged;
}

/** Text that hides or breaks something was not typed by mistake; what was cut off is not ours to guess. */
function isRepairable(input: string, reason: AddressProblem): boolean {
  return input.length <= MAX_INPUT_LENGTH && reason !== 'too_long' && reason !== 'empty' && reason !== 'malformed_text';
}

function judge(input: string): AddressVerdict {
  const trimmed = input.trim();
  if (trimmed.length > MAX_INPUT_LENGTH) return reject('too_long');
  if (trimmed === '') return reject('empty');
  if (!trimmed.isWellFormed() || trimmed.includes('\uFFFD')) return reject('malformed_text');
  if (UNSEEN.test(trimmed)) return reject('control_character');
  if (AROUND.test(trimmed)) return reject('display_name');
  const parts = splitAtSign(trimmed.normalize('NFC'));
  if (typeof parts === 'string') return reject(parts);
  const local = judgeLocalPart(parts.local);
  if ('problem' in local) return reject(local.problem);
  const domain = judgeDomain(parts.domain);
  const meant = 'problem' in domain ? domain.lookalike : suggestDomain(domain.ascii, domain.unicode);
  if ('problem' in domain) return reject(domain.problem, meant === undefined ? null : `${local.sent}@${meant}`);
  const address = `${local.sent}@${domain.ascii}`;
  const canonical = `${local.canonical}@${domain.ascii}`;
  if (Math.max(Buffer.byteLength(address), Buffer.byteLength(canonical)) > MAX_ADDRESS_OCTETS)
    return reject('too_long');
  const suggestion = `${plainLocalPart(local.sent)}@${meant ?? domain.ascii}`;
  return {
    verdict: 'accept',
    address,
    canonical,
    domain: domain.ascii,
    suggestion: suggestion === address ? null : suggestion,
  };
}

function reject(reason: AddressProblem, suggestion: string | null = null): AddressVerdict {
  return { verdict: 'reject', reason, suggestion };
}
