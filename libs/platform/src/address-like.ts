/**
 * Addresses in what people write: reasons, credits, notes. Found where a sign stands that joins a mailbox to a host,
 * however it is written, and taken out with all that stands against it on either side. Rather a word too much than an
 * address: whoever reads a log later needs none.
 */

/** What stands for an address. */
const MASK = '•••';
/**
 * The at sign, full width and small; percent-encoded once or more often; as a reference of HTML, and as JSON and old
 * browsers escape it.
 */
const AT = /[@\uFF20\uFE6B]|%(?:25)*40|[%\\]u(?:0040|ff20|fe6b)|%EF%BC%A0|&(?:#0*64|#x0*40|commat);?/gi;
/** Ends what belongs to an address, unless it stands in quotes. */
const SEPARATOR = /[\s<>(),;:"“”«»]/u;
const SPACE = /\s/u;
/** Characters looked back for the quote that opens a mailbox, which has 64 at most (RFC 5321 §4.5.3.1.1), with room. */
const QUOTED_CHARACTERS = 200;
/** Characters of an address literal, whose longest is of IPv6 (RFC 5321 §4.1.3), with room. */
const LITERAL_CHARACTERS = 64;
/** Around the sign, as in `name @ host.example`. */
const SPACES = 3;

/** The text without addresses. In one pass: each character is looked at a few times, however the text is made. */
export function withoutAddressLike(text: string): string {
  const signs = new RegExp(AT);
  let kept = '';
  let done = 0;
  for (let sign = signs.exec(text); sign !== null; sign = signs.exec(text)) {
    const from = beginOf(text, sign.index, done);
    const to = from === undefined ? undefined : endOf(text, signs.lastIndex, isSpace(text, sign.index - 1));
    if (from === undefined || to === undefined) continue;
    kept += text.slice(done, from) + MASK;
    done = to;
    signs.lastIndex = to;
  }
  return kept + text.slice(done);
}

/** Where the mailbox begins; undefined where there is none. `from`: what stands before it is done with. */
function beginOf(text: string, at: number, from: number): number | undefined {
  let end = at;
  while (end > from && at - end < SPACES && isSpace(text, end - 1)) end -= 1;
  if (end > from && text[end - 1] === '"') {
    const earliest = Math.max(from, end - QUOTED_CHARACTERS);
    const quote = text.slice(earliest, end - 1).lastIndexOf('"');
    if (quote !== -1) return earliest + quote;
  }
  let begin = end;
  while (begin > from && !isSeparator(text, begin - 1)) begin -= 1;
  // Two addresses against each other: what the first one left over is no mailbox.
  return begin < end ? begin : undefined;
}

/** Where the host ends; undefined where there is none. With a space on either side it is one only with a dot in it. */
function endOf(text: string, at: number, isApart: boolean): number | undefined {
  let begin = at;
  while (begin - at < SPACES && isSpace(text, begin)) begin += 1;
  let end = begin;
  while (end < text.length && !isSeparator(text, end)) end += 1;
  // An address literal, such as [IPv6:2001:db8::1].
  if (text[begin] === '[') end = Math.max(end, begin + text.slice(begin, begin + LITERAL_CHARACTERS).indexOf(']') + 1);
  if (end === begin) return undefined;
  return (begin === at && !isApart) || text.slice(begin, end).includes('.') ? end : undefined;
}

function isSeparator(text: string, index: number): boolean {
  return SEPARATOR.test(text.charAt(index));
}

function isSpace(text: string, index: number): boolean {
  return SPACE.test(text.charAt(index));
}
