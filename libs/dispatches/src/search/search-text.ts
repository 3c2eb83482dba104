/** Texts as they are looked for: what is stored and what somebody types go through the same. Pure. */

/**
 * Marks that readers leave out: accents, Arabic and Hebrew vowel signs, and the stroke that stretches an Arabic word. The
 * vowel signs of Indic scripts are letters to their readers, and stay.
 */
const ACCENTS =
  // eslint-disable-next-line no-misleading-character-class -- marks by themselves are what is meant
  /[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]+/g;

/** What Unicode does not decompose and readers take for the same letter; Persian keyboards have a yeh and a kaf of their own. */
const SAME_LETTER: Readonly<Record<string, string>> = {
  œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ı: 'i', ð: 'd', þ: 'th', ς: 'σ', ى: 'ي', ی: 'ي', ک: 'ك',
}; // prettier-ignore
const SAME_LETTERS = new RegExp(`[${Object.keys(SAME_LETTER).join('')}]`, 'g');

/** Teh marbuta is written as heh as often as not; PostgreSQL's stemmer knows the former. */
const FINAL_HEH = /ه(?![\p{L}\p{M}])/gu;

const NO_WORD = /[^\p{L}\p{N}\p{M}]+/gu;

/** A run of signs in scripts that are read as pairs. */
const RUNS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc]+/gu;

/** Words without case, accents and punctuation, a space between them. */
export function searchText(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(ACCENTS, '')
    .replace(SAME_LETTERS, (letter) => SAME_LETTER[letter] ?? letter)
    .replace(FINAL_HEH, 'ة')
    .normalize('NFKC')
    .replace(NO_WORD, ' ')
    .trim();
}

/** Every two neighbours of the runs, once each; `ends`: and each run's last sign, so that one sign alone can be found. */
export function pairsOf(folded: string, { ends }: { readonly ends: boolean }): string[] {
  const pairs = new Set<string>();
  for (const [run] of folded.matchAll(RUNS)) {
    const signs = Array.from(run);
    for (const [at, sign] of signs.entries()) {
      const next = signs[at + 1];
      if (next !== undefined) pairs.add(sign + next);
      else if (ends || signs.length === 1) pairs.add(sign);
    }
  }
  return [...pairs];
}

/** What is left to be cut at spaces. */
export function withoutRuns(folded: string): string {
  return folded.replace(RUNS, ' ').trim();
}

/** Whether one sign of a run stands alone: it is then looked for as the beginning of a pair. */
export function isOneSign(pair: string): boolean {
  return Array.from(pair).length === 1;
}
