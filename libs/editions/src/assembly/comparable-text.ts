import type { ShelfDispatch } from '@app/dispatches';

/** What two texts have in common, whatever their case, accents and punctuation. Linear in their length. */

/** Case, accents, punctuation and spacing do not make two headlines different. Empty for what holds no letter or digit. */
export function comparable(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();
}

/** Of what a digest shows. */
export function shownText({ headline, standfirst }: Pick<ShelfDispatch, 'headline' | 'standfirst'>): string {
  return `${headline}\n${standfirst}`;
}

/** Shorter words are articles and prepositions for the most part, which every text has. */
const SHORTEST_WORD = 4;

/**
 * The words that say something, and all numbers, folded. Scripts without spaces give pairs of signs, which serve the same
 * purpose: a text that says something else has others.
 */
export function wordsIn(text: string): Set<string> {
  const words = new Set<string>();
  const folded = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  for (const [word] of folded.matchAll(/[\p{L}\p{N}]+/gu)) {
    const signs = Array.from(word);
    if (UNSPACED.test(word)) for (const [at, sign] of signs.entries()) words.add(`${sign}${signs[at + 1] ?? ''}`);
    else if (signs.length >= SHORTEST_WORD || /\p{N}/u.test(word)) words.add(word);
  }
  return words;
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Another newsroom's telling of the same facts has about a fourth of its words for itself, a development has half. */
const NEW_WORDS_SHARE = 1 / 3;

/**
 * Whether a dispatch says what was not said: a third of its words are new, or a number in its headline is (twelve dead,
 * then twenty). A number of the standfirst is no sign: it is a date as often as not.
 */
export function saysMore(
  dispatch: Pick<ShelfDispatch, 'headline' | 'standfirst'>,
  known: ReadonlySet<string>,
): boolean {
  const words = [...wordsIn(shownText(dispatch))];
  const fresh = words.filter((word) => !known.has(word)).length;
  if (words.length > 0 && fresh / words.length >= NEW_WORDS_SHARE) return true;
  return [...wordsIn(dispatch.headline)].some((word) => /^\p{N}+$/u.test(word) && !known.has(word));
}

/** By code units: the same order on every machine. */
export function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
