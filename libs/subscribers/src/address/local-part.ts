/**
 * What stands before the @: RFC 5321 §4.1.2 Local-part, that is a dot-atom or one quoted string, with the non-ASCII
 * characters of RFC 6531 §3.3 as far as they are letters, marks, digits, punctuation or symbols.
 */
export type LocalPartProblem = 'comment' | 'local_part' | 'too_long' | 'control_character';

export type JudgedLocalPart =
  | {
      /** As it is sent: quoted only where it must be, with no more backslashes than needed (RFC 5321 §4.1.2). */
      readonly sent: string;
      readonly canonical: string;
    }
  | { readonly problem: LocalPartProblem };

/** RFC 5321 §4.5.3.1.1. */
const MAX_LOCAL_OCTETS = 64;

const ATOM = String.raw`(?:[!#$%&'*+\-/0-9=?A-Z^_\x60a-z{|}~]|[\u0080-\u{10FFFF}])+`;
const DOT_ATOM = new RegExp(`^${ATOM}(?:\\.${ATOM})*$`, 'u');
/** Of what is not ASCII: separators, unassigned and private characters are no part of a name. */
const NO_GRAPHIC = /[^\p{ASCII}\p{L}\p{M}\p{N}\p{P}\p{S}]/u;
/** A mark belongs to the character before it, and at the start of a name there is none. */
const LOOSE_MARK = /^\p{M}/u;
const JOINER = /\u200C|\u200D|\uFE0F/u;

/** The text before and after the @ that ends the local part: the one after the quoted string, else the last one. */
export function splitAtSign(text: string): { local: string; domain: string } | 'no_at' | 'local_part' {
  const last = text.lastIndexOf('@');
  const at = text.startsWith('"') ? closingQuote(text) + 1 : last;
  if (last <= 0 || last === text.length - 1) return 'no_at';
  if (text[at] !== '@') return 'local_part';
  return { local: text.slice(0, at), domain: text.slice(at + 1) };
}

export function judgeLocalPart(local: string): JudgedLocalPart {
  if (Buffer.byteLength(local) > MAX_LOCAL_OCTETS) return { problem: 'too_long' };
  if (JOINER.test(local)) return { problem: 'control_character' };
  const content = local.startsWith('"') ? unquoted(local) : local;
  if (content === undefined || content === '') return { problem: 'local_part' };
  if (!local.startsWith('"') && !DOT_ATOM.test(local))
    return { problem: isCommented(local) ? 'comment' : 'local_part' };
  if (NO_GRAPHIC.test(content) || LOOSE_MARK.test(content)) return { problem: 'local_part' };
  const canonical = written(content.toLowerCase().normalize('NFC'));
  if (Buffer.byteLength(canonical) > MAX_LOCAL_OCTETS) return { problem: 'too_long' };
  return { sent: written(content), canonical };
}

/**
 * The same in the characters a keyboard has: what a telephone's typography or a full-width input method made of a
 * plain apostrophe, hyphen or letter. RFC 6531 allows those too, hence a question.
 */
export function plainLocalPart(sent: string): string {
  return sent
    .replace(/[\u2018\u2019\u02BC]/gu, "'")
    .replace(/[\u2010-\u2015\u2212]/gu, '-')
    .replace(/[\uFF01-\uFF5E]/gu, (wide) => plainAtext(String.fromCharCode(wide.charCodeAt(0) - 0xfee0), wide));
}

/** Full-width forms of what a dot-atom may not hold stay as they are. */
function plainAtext(plain: string, wide: string): string {
  return DOT_ATOM.test(plain) ? plain : wide;
}

/** Index of the quote that ends a quoted string begun at 0; -2 where none does, so that nothing follows it. */
function closingQuote(text: string): number {
  for (let index = 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') return index;
  }
  return -2;
}

/** What a quoted string says: qtextSMTP and quoted-pairSMTP (printable ASCII and space), or RFC 6531's characters. */
function unquoted(quoted: string): string | undefined {
  if (closingQuote(quoted) !== quoted.length - 1) return undefined;
  const inner = quoted.slice(1, -1);
  // RFC 6531 lets a backslash stand before ASCII only.
  if (/\\[^\u0020-\u007E]/u.test(inner.replaceAll('\\\\', ''))) return undefined;
  return inner.replace(/\\(.)/gu, '$1');
}

function written(content: string): string {
  return DOT_ATOM.test(content) ? content : `"${content.replace(/["\\]/g, '\\$&')}"`;
}

function isCommented(local: string): boolean {
  return local.includes('(') && local.includes(')');
}
