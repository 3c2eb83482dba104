import { COUNTRIES_OF, PLACE_LANGUAGES, REGIONS } from './places-data.js';
import type { PlaceLanguage, Region } from './places-data.js';

/**
 * Turns the catalogue of `places-data.ts` into phrases that can be looked up by their first word. Words are compared
 * folded (no case, no accents, Arabic spelling variants levelled) because capitals lose their accents in headlines;
 * what the catalogue writes with a capital must have one in the text, so that "us", "polish" or "une réunion" name
 * no country.
 */

export type PlaceMeaning =
  | { readonly kind: 'countries'; readonly codes: readonly string[]; readonly weight: number }
  | { readonly kind: 'region'; readonly region: Region; readonly weight: number }
  | { readonly kind: 'nothing' };

export interface PlacePhrase {
  /** Folded words. */
  readonly words: readonly string[];
  /** What the text's own spelling of each word must be like. */
  readonly spelling: readonly ('any' | 'capital' | { readonly exactly: string })[];
  readonly meaning: PlaceMeaning;
}

export type PlaceIndex = ReadonlyMap<string, readonly PlacePhrase[]>;

/** A country's own name says more than an adjective or a city. */
const NAME_WEIGHT = 3;
const WORD_WEIGHT = 2;

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu;
const ACRONYM = /^\p{Lu}{1,4}$/u;
const CAPITAL = /^\p{Lu}/u;

export function words(text: string): IterableIterator<RegExpExecArray> {
  return text.matchAll(WORD);
}

/** Case, accents and Arabic vowel marks away; alef, yeh and teh marbuta in one spelling each. */
export function fold(word: string): string {
  return word
    .normalize('NFD')
    .replace(/\p{M}|ـ/gu, '')
    .toLowerCase()
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه');
}

export function startsWithCapital(word: string): boolean {
  return CAPITAL.test(word);
}

/** Languages whose names of countries are known; any other is read as English. */
const NAMED_LANGUAGES = new Set(['fr', 'en', 'es', 'ar', 'de', 'it', 'pt', 'nl']);
const indexes = new Map<string, PlaceIndex>();

/** The phrases of a language (BCP 47 tag; its region does not matter), built at first use and kept. */
export function placeIndex(language: string): PlaceIndex {
  const base = language.toLowerCase().split(/[-_]/, 1)[0] ?? '';
  const known = NAMED_LANGUAGES.has(base) ? base : 'en';
  const ready = indexes.get(known);
  if (ready) return ready;
  const built = buildIndex(known);
  indexes.set(known, built);
  return built;
}

function buildIndex(language: string): PlaceIndex {
  const index = new Map<string, PlacePhrase[]>();
  const add = (text: string, meaning: PlaceMeaning, anyCase = false): void => {
    const own = [...words(text)].map(([word]) => word);
    const folded = own.map(fold);
    const [first] = folded;
    if (first === undefined) return;
    const spelling = own.map((word) => (anyCase ? 'any' : requiredSpelling(word)));
    const list = index.get(first) ?? [];
    list.push({ words: folded, spelling, meaning });
    index.set(first, list);
  };
  const catalogue = PLACE_LANGUAGES[language];
  for (const [text, code] of ordinaryNames(language, catalogue?.ordinaryNameMisleads ?? '')) {
    add(text, { kind: 'countries', codes: [code], weight: NAME_WEIGHT });
  }
  if (catalogue) addCatalogue(language, catalogue, add);
  // Longest first, so that "Guinée-Bissau" is never read as "Guinée".
  for (const list of index.values()) list.sort((a, b) => b.words.length - a.words.length);
  return index;
}

type Add = (text: string, meaning: PlaceMeaning, anyCase?: boolean) => void;

function addCatalogue(language: string, catalogue: PlaceLanguage, add: Add): void {
  for (const [code, [names, demonyms, places]] of Object.entries(catalogue.countries)) {
    const codes = [code];
    for (const name of list(names)) add(name, { kind: 'countries', codes, weight: NAME_WEIGHT });
    const meaning = { kind: 'countries', codes, weight: WORD_WEIGHT } as const;
    for (const demonym of list(demonyms)) for (const form of inflect(language, demonym)) add(form, meaning);
    for (const place of list(places)) add(place, meaning);
  }
  for (const [phrases, codes] of Object.entries(catalogue.shared)) {
    for (const phrase of list(phrases))
      add(phrase, { kind: 'countries', codes: codes.split(' '), weight: WORD_WEIGHT });
  }
  for (const region of REGIONS) {
    for (const phrase of list(catalogue.regions[region] ?? '')) {
      add(phrase, { kind: 'region', region, weight: WORD_WEIGHT });
    }
  }
  for (const phrase of list(catalogue.notACountry)) add(phrase, { kind: 'nothing' }, true);
}

function requiredSpelling(word: string): PlacePhrase['spelling'][number] {
  if (ACRONYM.test(word)) return { exactly: word };
  return CAPITAL.test(word) ? 'capital' : 'any';
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Names from the runtime's locale data; "Myanmar (Birmanie)" gives both, "&" is also written out by nobody. */
function* ordinaryNames(language: string, misleading: string): Generator<[name: string, code: string]> {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  const left = new Set(misleading.split(' '));
  for (const code of REGIONS.flatMap((region) => COUNTRIES_OF[region].split(' '))) {
    const name = left.has(code) ? undefined : names.of(code);
    for (const part of name?.split(/[()]/) ?? []) yield [part, code];
  }
}

/** All forms of a demonym. `=` in front: the word is written as it is. */
function inflect(language: string, demonym: string): string[] {
  if (demonym.startsWith('=')) return [demonym.slice(1)];
  switch (language) {
    case 'fr':
      return inflectFrench(demonym);
    case 'es':
      return inflectSpanish(fold(demonym));
    case 'ar':
      return ['', 'ة', 'ين', 'ون', 'ات'].flatMap((ending) => [demonym + ending, `ال${demonym}${ending}`]);
    default:
      return /(?:s|sh|ch|ese)$/.test(demonym) ? [demonym] : [demonym, `${demonym}s`];
  }
}

function endings(stem: string, ...suffixes: string[]): string[] {
  return suffixes.map((suffix) => stem + suffix);
}

function inflectFrench(word: string): string[] {
  if (/[eé]$/.test(word)) return endings(word, '', 's');
  if (/[eé]n$|on$/.test(word)) return endings(word, '', 's', 'ne', 'nes');
  if (word.endsWith('s')) return endings(word, '', 'e', 'es');
  return endings(word, '', 's', 'e', 'es');
}

function inflectSpanish(word: string): string[] {
  if (word.endsWith('o')) return endings(word.slice(0, -1), 'o', 'a', 'os', 'as');
  if (/(?:es|an|ol|in|on)$/.test(word)) return endings(word, '', 'a', 'es', 'as');
  return endings(word, '', 's', 'es');
}
