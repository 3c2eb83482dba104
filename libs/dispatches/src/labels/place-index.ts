import { fold } from '../folding.js';
import { PhraseIndex } from './phrase-index.js';
import { COUNTRY_CODES, PLACE_LANGUAGES, type PlaceLanguage } from './places-data.js';
import type { Vocabulary } from './vocabulary.js';

/** Turns the catalogue of `places-data.ts` into phrases with all their inflected forms. */

export interface PlaceMeaning {
  /** Several: decided by the rest of the text. None: the words name no country, though one of them would. */
  readonly codes: readonly string[];
  readonly weight: number;
  /** A first name too: no country when a surname follows. */
  readonly isFirstName: boolean;
}

export type PlaceIndex = PhraseIndex<PlaceMeaning>;

/** A country's own name says more than an adjective or a city. */
export const NAME_WEIGHT = 3;
export const WORD_WEIGHT = 2;

/** Languages whose names of countries are known; any other is read as English. */
const NAMED_LANGUAGES = new Set(['fr', 'en', 'es', 'ar', 'de', 'it', 'pt', 'nl']);

/** The catalogue that a text is read by: the base of its BCP 47 tag, English when there is none for it. */
export function placeLanguage(language: string): string {
  const base = language.toLowerCase().split(/[-_]/, 1)[0] ?? '';
  return NAMED_LANGUAGES.has(base) ? base : 'en';
}

/** @param language as {@link placeLanguage} gives it */
export function buildPlaceIndex(language: string, vocabulary: Vocabulary): PlaceIndex {
  const index = new PhraseIndex<PlaceMeaning>(vocabulary);
  const catalogue = PLACE_LANGUAGES[language];
  const firstNames = new Set(list(catalogue?.firstNames ?? ''));
  const add: Add = (text, codes, weight = WORD_WEIGHT) => {
    index.add(text, { codes, weight, isFirstName: firstNames.has(text) }, codes.length === 0);
  };
  for (const [text, code] of ordinaryNames(language, catalogue?.ordinaryNameMisleads ?? '')) {
    add(text, [code], NAME_WEIGHT);
  }
  if (catalogue) addCatalogue(language, catalogue, add);
  return index;
}

type Add = (text: string, codes: readonly string[], weight?: number) => void;

function addCatalogue(language: string, catalogue: PlaceLanguage, add: Add): void {
  for (const [code, [names, demonyms, places]] of Object.entries(catalogue.countries)) {
    const codes = [code];
    for (const name of list(names)) add(name, codes, NAME_WEIGHT);
    for (const demonym of list(demonyms)) for (const form of inflect(language, demonym)) add(form, codes);
    for (const place of list(places)) add(place, codes);
  }
  for (const [phrases, codes] of Object.entries(catalogue.shared)) {
    for (const phrase of list(phrases)) add(phrase, codes.split(' '));
  }
  for (const phrase of list(catalogue.notACountry)) add(phrase, []);
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
  for (const code of COUNTRY_CODES) {
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
