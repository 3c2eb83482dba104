/**
 * How the words of a language are cut to be found: by the stemmer PostgreSQL ships for it (all of them are there since
 * PostgreSQL 14; `select cfgname from pg_ts_config`), as pairs of neighbouring signs, or as they stand.
 */

/** No stemmer, words between spaces. */
export const SIMPLE = 'simple';
/**
 * Scripts that put no space between words, where cutting them needs a dictionary that PostgreSQL has not; and Korean,
 * whose particles are written to the noun. Two signs side by side are what search engines without one go by.
 */
export const PAIRS = 'pairs';

const KINDS: Readonly<Record<string, string>> = {
  ar: 'arabic', ca: 'catalan', da: 'danish', de: 'german', el: 'greek', en: 'english', es: 'spanish', eu: 'basque',
  fi: 'finnish', fr: 'french', ga: 'irish', hi: 'hindi', hu: 'hungarian', hy: 'armenian', id: 'indonesian', it: 'italian',
  lt: 'lithuanian', nb: 'norwegian', ne: 'nepali', nl: 'dutch', nn: 'norwegian', no: 'norwegian', pt: 'portuguese',
  ro: 'romanian', ru: 'russian', sr: 'serbian', sv: 'swedish', ta: 'tamil', tr: 'turkish', yi: 'yiddish',
  ja: PAIRS, km: PAIRS, ko: PAIRS, lo: PAIRS, my: PAIRS, th: PAIRS, wuu: PAIRS, yue: PAIRS, zh: PAIRS,
}; // prettier-ignore

/** @param language BCP 47 tag */
export function searchKind(language: string): string {
  const [primary = ''] = language.toLowerCase().split('-');
  return Object.hasOwn(KINDS, primary) ? (KINDS[primary] ?? SIMPLE) : SIMPLE;
}

/** The configuration PostgreSQL cuts such words with. */
export function textConfiguration(kind: string): string {
  return `pg_catalog.${kind === PAIRS ? SIMPLE : kind}`;
}
