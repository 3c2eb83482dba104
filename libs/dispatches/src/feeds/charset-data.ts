/**
 * Which charsets texts of a language were written in before UTF-8, most usual first, as labels of the WHATWG Encoding
 * Standard. Evidence: the fallback encodings by locale that the HTML Standard gives browsers (§13.2.3.2, "determining
 * the character encoding", table of suggested default encodings), then the ISO and Unix charsets of the same scripts.
 */
const WESTERN = ['windows-1252', 'macintosh'];
const CENTRAL = ['windows-1250', 'iso-8859-2'];
const CYRILLIC = ['windows-1251', 'koi8-r', 'iso-8859-5', 'ibm866'];
const BALTIC = ['windows-1257', 'iso-8859-13', 'iso-8859-4'];

export const CHARSETS_OF_LANGUAGE: ReadonlyMap<string, readonly string[]> = new Map([
  ...['fr', 'en', 'es', 'pt', 'de', 'it', 'nl', 'sv', 'da', 'nb', 'no', 'fi', 'is', 'ca', 'eu', 'gl', 'ga', 'sq'].map((language) => [language, WESTERN] as const),
  ...['cs', 'pl', 'hu', 'sk', 'sl', 'hr', 'bs', 'ro'].map((language) => [language, CENTRAL] as const),
  ...['ru', 'bg', 'be', 'mk', 'sr', 'kk', 'mn'].map((language) => [language, CYRILLIC] as const),
  ['uk', ['windows-1251', 'koi8-u', 'iso-8859-5', 'ibm866']],
  ...['lt', 'lv', 'et'].map((language) => [language, BALTIC] as const),
  ['ar', ['windows-1256', 'iso-8859-6']],
  ['fa', ['windows-1256']],
  ['ur', ['windows-1256']],
  ['he', ['windows-1255', 'iso-8859-8']],
  ['el', ['windows-1253', 'iso-8859-7']],
  ['tr', ['windows-1254']],
  ['az', ['windows-1254']],
  ['vi', ['windows-1258']],
  ['th', ['windows-874']],
  ['ja', ['shift_jis', 'euc-jp', 'iso-2022-jp']],
  ['ko', ['euc-kr']],
  ['zh', ['gb18030', 'big5']],
]); // prettier-ignore

/** Tried when neither a claim nor the language decides. */
export const CANDIDATES: readonly string[] = [
  'windows-1252', 'gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr', 'windows-1251', 'koi8-r', 'koi8-u', 'windows-1256', 'iso-8859-6', 'windows-1253',
  'windows-1255', 'iso-8859-8', 'windows-1250', 'iso-8859-2', 'iso-8859-5', 'windows-874', 'ibm866',
]; // prettier-ignore

/** What servers add by default, and what therefore says least about the text that they serve. */
export const DEFAULT_CLAIMS: ReadonlySet<string> = new Set(['windows-1252', 'utf-8']);
