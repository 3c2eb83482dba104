import { domainToASCII, domainToUnicode } from 'node:url';
import { plainForm } from './look-alikes.js';
import { isKnownDomain } from './mail-providers.js';
import { isOneScript } from './scripts.js';
import { isSpecialUse } from './special-use-domains.js';

/**
 * What stands after the @: a name that public DNS could resolve. Unicode and A-label forms of one name are one name, by
 * UTS 46 without transitional mappings (faß.de is not fass.de), which is also what browsers do. Beyond that the
 * characters of IDNA 2008 are taken, and emoji: IDNA 2008 disallows them, yet registries such as .ws sell them, they
 * resolve, and people have mailboxes there.
 */
export type DomainProblem = 'ip_literal' | 'comment' | 'bare_host' | 'domain' | 'special_use' | 'mixed_script';

export type JudgedDomain =
  | { readonly ascii: string; readonly unicode: string }
  | {
      readonly problem: DomainProblem;
      /** The well-known mail domain that a mixed-script one looks like. */
      readonly lookalike?: string | undefined;
    };

/** RFC 1035 §2.3.4, without the root's empty label. */
const MAX_DOMAIN_OCTETS = 253;
/** RFC 5321 §4.1.2 sub-domain and RFC 1035 §2.3.4: letters, digits, hyphens within; 63 octets. */
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
/** A top-level domain is letters, or an A-label (RFC 3696 §2, RFC 1123 §2.1). */
const TOP_LEVEL = /^(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/;
/** ASCII that means something else to a URL parser (ports, paths, escapes) must not reach it. */
const HOST_TEXT = /^[a-zA-Z0-9.\-\u0080-\u{10FFFF}]+$/u;
/** PVALID of RFC 5892 in rough: letters, marks, digits; then its exceptions (CONTEXTO, CONTEXTJ), then emoji. */
const NAME_TEXT =
  /^[\p{L}\p{M}\p{N}.\-\u00B7\u0375\u05F3\u05F4\u30FB\u200C\u200D\p{Extended_Pictographic}\p{Emoji_Modifier}\p{RI}]+$/u;
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

export function judgeDomain(text: string): JudgedDomain {
  if (text.startsWith('[') || IPV4.test(text)) return { problem: 'ip_literal' };
  if (!HOST_TEXT.test(text)) return { problem: /[()]/.test(text) ? 'comment' : 'domain' };
  const ascii = domainToASCII(text);
  const labels = ascii.split('.');
  if (!labels.every((label) => LABEL.test(label))) return { problem: 'domain' };
  if (isSpecialUse(ascii)) return { problem: 'special_use' };
  if (labels.length < 2) return { problem: 'bare_host' };
  if (ascii.length > MAX_DOMAIN_OCTETS || !TOP_LEVEL.test(labels.at(-1) ?? '')) return { problem: 'domain' };
  const unicode = domainToUnicode(ascii);
  if (!areALabels(labels) || !NAME_TEXT.test(unicode)) return { problem: 'domain' };
  if (!unicode.split('.').every(isOneScript)) {
    const plain = plainForm(unicode);
    return { problem: 'mixed_script', lookalike: isKnownDomain(plain) ? plain : undefined };
  }
  return { ascii, unicode };
}

/**
 * Whether each label that says it is an A-label is one: it decodes, and its letters encode to it again (RFC 5891 §5.4).
 * The URL parser leaves a name that is all ASCII unproved.
 */
function areALabels(labels: readonly string[]): boolean {
  return labels
    .filter((label) => label.startsWith('xn--'))
    .every((label) => {
      const letters = domainToUnicode(label);
      return letters !== label && domainToASCII(letters) === label;
    });
}
