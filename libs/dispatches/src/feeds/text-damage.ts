/**
 * Signs that a text went through a wrong charset before it came here: characters that nobody could read (U+FFFD), and
 * UTF-8 that was taken for windows-1252 and written as UTF-8 once more ("Ã©" for "é"). Counted, so that a source's
 * health shows it; not repaired, since what looks like damage may be meant.
 */

/** The second to fourth bytes of UTF-8, as windows-1252 shows them. */
const TAIL = '[\\u0080-\\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]';

const DAMAGE = new RegExp(
  [
    '\\ufffd',
    // é, è, à, ç … and the signs of Latin-1.
    `Ã${TAIL}`,
    'Â[\\u0080-\\u009f\\u00a0-\\u00bf]',
    // Quotes, dashes, the ellipsis, the euro.
    `â€${TAIL}`,
    'â‚¬',
    // Cyrillic, Greek, Hebrew, Arabic: their letters come in rows.
    `(?:[ÐÑÎÏ×ØÙÚÛ]${TAIL}){3}`,
    // The scripts of Asia, three bytes a letter.
    `(?:[à-ï]${TAIL}${TAIL}){2}`,
  ].join('|'),
);

export function isDamaged(text: string): boolean {
  return DAMAGE.test(text);
}
