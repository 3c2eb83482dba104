/** Encoded words of a header (RFC 2047 §2, §5, §6): whether they are whole, and what they say. */

/** Characters of one, its marks included. */
const LONGEST_WORD = 75;
/** As it is meant, blanks inside and all. */
const WORD = /=\?([^\s?]{1,60})\?([^\s?]{1,10})\?([^?]{0,2000})\?=/g;
/** May stand against a word: a blank, or what parts the words of a list of addresses. */
const BEFORE = /[\s(,;:>]/;
const AFTER = /[\s),;:<]/;

/** Something in it is shown as it stands there, or cut in the middle of a character. */
export function hasBrokenWord(value: string): boolean {
  const found = [...value.matchAll(WORD)];
  const isBroken = found.some(({ 0: word, 1: charset = '', 2: encoding = '', 3: text = '', index }) => {
    const [before = ' ', after = ' '] = [value[index - 1], value[index + word.length]];
    if (word.length > LONGEST_WORD || /[^!-~]/.test(text) || !BEFORE.test(before) || !AFTER.test(after)) return true;
    return decoded({ charset, encoding, text }, true) === undefined;
  });
  // What begins like one and does not end.
  return isBroken || /=\?[\w*.:+-]{1,40}\?[bq]\?/i.test(value.replaceAll(WORD, ' '));
}

/** As a mail program shows it: octets outside ASCII are read as UTF-8, and broken words as well as it goes. */
export function decodeWords(value: string): string {
  const joined = value.replaceAll(/\?=\s+(?==\?)/g, '?=');
  let [shown, from] = ['', 0];
  for (const { 0: word, 1: charset = '', 2: encoding = '', 3: text = '', index } of joined.matchAll(WORD)) {
    shown += utf8(joined.slice(from, index)) + (decoded({ charset, encoding, text }, false) ?? word);
    from = index + word.length;
  }
  return shown + utf8(joined.slice(from));
}

function decoded(word: { charset: string; encoding: string; text: string }, fatal: boolean): string | undefined {
  const octets = octetsOf(word.encoding.toLowerCase(), word.text, fatal);
  if (octets === undefined) return undefined;
  try {
    // RFC 2231 §5: a language may stand after the character set.
    return new TextDecoder(word.charset.split('*')[0] ?? '', { fatal }).decode(octets);
  } catch {
    // A character set nobody knows, or octets that are none of it.
    return undefined;
  }
}

function octetsOf(encoding: string, text: string, isStrict: boolean): Buffer | undefined {
  if (encoding === 'b') {
    const isWhole = text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
    return isWhole || !isStrict ? Buffer.from(text, 'base64') : undefined;
  }
  if (encoding !== 'q' || (isStrict && /=(?![0-9A-Fa-f]{2})/.test(text))) return undefined;
  const plain = text
    .replaceAll('_', ' ')
    .replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1');
}

function utf8(octets: string): string {
  return Buffer.from(octets, 'latin1').toString();
}
