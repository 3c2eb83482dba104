import {
  endsTheValue,
  leadsToAValue,
  leadsToTheWord,
  measuresTheValue,
  missingAlone,
  missingValue,
  nullLanguages,
  printedValues,
  quotes,
  undefinedLanguages,
} from './left-over-words.js';

/** Names of missing values in a run of words: `isSure` where a value was to stand, and nobody writes them. */
export interface MissingValue {
  readonly what: string;
  readonly isSure: boolean;
}

/** Characters before a place that are looked at. */
const NEAR = 60;

/** Characters of a quote to each side. */
const LONGEST_QUOTE = 300;

/** In order; of what is quoted nothing is said, for news about programming are news. */
export function missingValuesIn(run: string, language: string | undefined): MissingValue[] {
  if (missingAlone.test(run)) return [{ what: run.trim().slice(0, 60), isSure: true }];
  const printed = printedValues.flatMap((pattern) =>
    [...run.matchAll(pattern)].filter(({ index }) => !isQuoted(run, index)).map(([what]) => ({ what, isSure: true })),
  );
  return [...printed, ...namesIn(run, language)];
}

/** `undefined` and `null`. */
function namesIn(run: string, language: string | undefined): MissingValue[] {
  return [...run.matchAll(missingValue)].flatMap(({ 1: what = '', index }): MissingValue[] => {
    const [before, after] = [run.slice(Math.max(0, index - NEAR), index), run.slice(index + what.length)];
    // Also in a mail of another language: it may quote.
    if (isQuoted(run, index) || leadsToTheWord.test(before)) return [];
    const isEnd = endsTheValue.test(after.slice(0, 10));
    const isFirst = run.slice(0, index).trim() === '';
    const isPlaceOfValue = isEnd && (isFirst || leadsToAValue.test(before));
    const isWord = (what === 'null' ? nullLanguages : undefinedLanguages).test(language ?? 'en');
    // "null articles": a count stands first, and no sentence begins with a small letter.
    if (isPlaceOfValue || (isFirst && !isWord) || measuresTheValue.test(after)) return [{ what, isSure: true }];
    return isWord && !isEnd ? [] : [{ what, isSure: false }];
  });
}

/** Something that opens a quote stands nearer before it than what closes it. */
function isQuoted(run: string, at: number): boolean {
  const [before, after] = [run.slice(Math.max(0, at - LONGEST_QUOTE), at), run.slice(at, at + LONGEST_QUOTE)];
  return quotes.some(([opening, closing]) => {
    if (!after.includes(closing)) return false;
    if (opening === closing) return before.split(opening).length % 2 === 0;
    return before.lastIndexOf(opening) > before.lastIndexOf(closing);
  });
}
