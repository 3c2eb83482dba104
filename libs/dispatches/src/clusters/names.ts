import type { TokenText, WordToken } from './tokens.js';
import type { WordLists } from './word-lists.js';

/**
 * Which words are names: acronyms, and words with a capital that they do not have from their place. A headline In Title
 * Case, or in capitals, says nothing by its capitals: there a word is a name when the rest of the text says so, or when
 * no list of ordinary words knows it.
 */

/** Languages that write every noun with a capital. */
const CAPITAL_NOUNS = new Set(['de', 'lb']);
/** A headline of which more of the long words have capitals is set in title case. */
const TITLE_CASE_SHARE = 0.7;
const MIN_TITLE_WORDS = 4;
const LONG_WORD = 4;

/** For each part and each of its tokens: is it a name? */
export function nameFlags(parts: readonly TokenText[], language: string, lists: WordLists): boolean[][] {
  const words = parts.map(({ tokens }) => tokens.map((token) => (token.kind === 'word' ? token : undefined)));
  if (CAPITAL_NOUNS.has(language))
    return words.map((part) => part.map((word) => word?.acronym === true && !word.empty));
  const shouted = words.map((part) => isTitleCase(part));
  const sure = new Set<string>();
  for (const [index, part] of words.entries()) {
    if (shouted[index] === true) continue;
    for (const word of part) if (word !== undefined && isSure(word)) sure.add(word.folded);
  }
  // What the text writes small anywhere is an ordinary word, whatever its headline does.
  const small = new Set(words.flat().flatMap((word) => (word === undefined || word.capital ? [] : [word.folded])));
  return words.map((part, index) =>
    part.map((word, at) => {
      if (word === undefined || word.empty || !word.capital) return false;
      if (sure.has(word.folded)) return true;
      if (shouted[index] !== true && !word.starts) return true;
      return (
        !small.has(word.folded) &&
        !isOrdinary(word, lists) &&
        (shouted[index] === true || part[at + 1]?.capital === true)
      );
    }),
  );
}

function isSure(word: WordToken): boolean {
  return !word.empty && word.capital && (!word.starts || word.acronym);
}

function isOrdinary(word: WordToken, lists: WordLists): boolean {
  return word.empty || lists.frequency.has(word.stem) || lists.concepts.has(word.stem);
}

function isTitleCase(part: readonly (WordToken | undefined)[]): boolean {
  const long = part.filter((word) => word !== undefined && !word.starts && word.folded.length >= LONG_WORD);
  return (
    long.length >= MIN_TITLE_WORDS && long.filter((word) => word?.capital).length >= long.length * TITLE_CASE_SHARE
  );
}
