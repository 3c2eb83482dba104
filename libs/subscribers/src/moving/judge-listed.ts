import { judgeAddress, type AddressVerdict } from '../address/address.js';

/** What an import needs of a verdict. */
export type ListedVerdict =
  | { readonly verdict: 'accept'; readonly address: string; readonly canonical: string }
  | Extract<AddressVerdict, { readonly verdict: 'reject' }>;

/** The domains of the world's largest lists, and then some; beyond it all are forgotten and judged anew. */
const MAX_DOMAINS = 20_000;
/** The local parts about which nothing is left to judge: RFC 5321 §4.1.2 Dot-string of letters, digits, `_`, `+`, `-`. */
const PLAIN = /^[A-Za-z0-9_+-]{1,32}(?:\.[A-Za-z0-9_+-]{1,32})*$/;
const MAX_LOCAL_LENGTH = 64;
const MAX_LENGTH = 254;

const accepted = new Map<string, string>();

/**
 * The verdict of {@link judgeAddress}, and not its suggestion: nobody stands before a list who could be asked. A million
 * addresses have a few thousand domains, so the verdict on a domain, which is most of the work, is kept.
 */
export function judgeListed(input: string): ListedVerdict {
  const text = input.trim();
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const domain = accepted.get(text.slice(at + 1));
  if (domain !== undefined && at <= MAX_LOCAL_LENGTH && at + 1 + domain.length <= MAX_LENGTH && PLAIN.test(local))
    return { verdict: 'accept', address: `${local}@${domain}`, canonical: `${local.toLowerCase()}@${domain}` };
  const judged = judgeAddress(text);
  if (judged.verdict === 'reject') return judged;
  if (accepted.size >= MAX_DOMAINS) accepted.clear();
  accepted.set(text.slice(at + 1), judged.domain);
  return judged;
}
