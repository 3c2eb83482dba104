/**
 * Whether a text reads as one. Bytes read in the wrong charset give letters too, but not as writing puts them: cases
 * change inside words, scripts mix, signs stand between letters, three accents follow each other.
 */

/** What speaks against a text, each with its weight per character. All are linear. */
const FAULTS: readonly (readonly [pattern: RegExp, weight: number])[] = [
  // Not to be read at all, or assigned to nobody.
  [/[\ufffd\p{Cn}\p{Co}]/gu, 10],
  // Control characters of ISO 6429, which nobody types.
  [/[\u0080-\u009f]/g, 5],
  // Box drawing: Cyrillic of another system.
  [/[\u2500-\u259f]/g, 2],
  // Half-width katakana: Chinese or Korean read as Shift_JIS.
  [/[\uff61-\uff9f]/g, 1],
  // Ideographs that are hardly ever used.
  [/[\u3400-\u4dbf\uf900-\ufaff]/g, 1],
  // Latin, three characters outside ASCII in a row. (Vietnamese has them, but not in a single-byte charset's spelling.)
  [/[\u00a1-\u024f]{3,}/g, 2],
  // A change of case inside a word, where ASCII has no part in it.
  [/[\u00df-\u00ff\u0430-\u045f\u03ac-\u03ce][A-Z\u00c0-\u00de\u0400-\u042f\u0391-\u03ab]/g, 1],
  [/[a-z][\u00c0-\u00de\u0400-\u042f\u0391-\u03ab]/g, 1],
  // Signs between letters.
  [
    /\p{L}[\u00a1-\u00a6\u00a8\u00a9\u00ac\u00ae-\u00b6\u00b8\u00b9\u00bc-\u00bf\u00d7\u00f7\u2026\u2030\u2039\u203a\u20ac\u2122]\p{L}/gu,
    1,
  ],
  // Two scripts in one word.
  [/[A-Za-z\u00c0-\u024f][\u0370-\u06ff\u0e00-\u0e7f]|[\u0370-\u06ff\u0e00-\u0e7f][A-Za-z\u00c0-\u024f]/g, 1],
  [/[A-Za-z][\u3040-\u9fff\uac00-\ud7af]|[\u3040-\u9fff\uac00-\ud7af][A-Za-z]/g, 1],
  // Thai vowels without the consonant they belong to, and Thai figures and signs.
  [/[\u0e40-\u0e44](?![\u0e01-\u0e2e])|(?<![\u0e01-\u0e4e])[\u0e30-\u0e3a\u0e45-\u0e4e]|[\u0e3f\u0e4f-\u0e5b]/g, 1],
  [/[\u0370-\u03ff][\u0400-\u06ff]|[\u0400-\u04ff][\u0590-\u06ff]|[\u4e00-\u9fff][\u0370-\u06ff]/g, 1],
];

const UPPER = /[\u0391-\u03ab\u0400-\u042f]/g;
const LOWER = /[\u03ac-\u03ce\u0430-\u045f]/g;

/** Faults per character outside ASCII; 0 for a text that reads well. */
export function implausibility(text: string): number {
  const outside = count(text, /[^\u0000-\u007f]/g); // eslint-disable-line no-control-regex -- ASCII begins with them
  if (outside === 0) return 0;
  let faults = 0;
  for (const [pattern, weight] of FAULTS) faults += weight * count(text, pattern);
  // KOI8-R keeps capitals where windows-1251 keeps small letters: a text in capitals is the other one.
  faults += Math.max(0, count(text, UPPER) - count(text, LOWER)) / 2;
  return (faults + hebrewAsCyrillic(text)) / outside;
}

/** Hebrew read as windows-1251 is Cyrillic without capitals and without the last letters of the alphabet. */
function hebrewAsCyrillic(text: string): number {
  const letters = count(text, /[\u0400-\u04ff]/g);
  return letters >= 20 && !/[\u0400-\u042f\u044b-\u045f]/.test(text) ? letters / 10 : 0;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
