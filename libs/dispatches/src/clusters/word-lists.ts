import { fold } from '../folding.js';
import { COUNTRY_CODES, PLACE_LANGUAGES } from '../labels/places-data.js';
import { EVENT_CONCEPTS } from './event-words.js';
import { ORDINARY_WORDS } from './ordinary-words.js';
import { ROUTINE_PHRASES, WEEKDAYS } from './routine-headlines.js';
import { stem } from './stemming.js';

/** The word lists of a language, made ready for look-up once. A language without lists has empty ones. */
export interface WordLists {
  /** Folded. */
  readonly empty: ReadonlySet<string>;
  /** Stem or `@concept` → share of headlines it is taken to stand in. */
  readonly frequency: ReadonlyMap<string, number>;
  /** By the stem of the first word, longest first. */
  readonly concepts: ReadonlyMap<string, readonly Phrase[]>;
  /** By the first folded word, longest first; `name` is a series or `furniture`. */
  readonly routines: ReadonlyMap<string, readonly Phrase[]>;
  /** Folded. */
  readonly weekdays: ReadonlySet<string>;
  /** Stems of countries' names and demonyms: they are compared as countries, not as words. */
  readonly countryWords: ReadonlySet<string>;
  /** Folded: "Moscou" may stand for a government, and is no other place than the town a text is about. */
  readonly capitals: ReadonlySet<string>;
}

export interface Phrase {
  readonly words: readonly string[];
  readonly name: string;
}

/** How often a word of each list is taken to stand in a headline or standfirst; see `ordinary-words.ts`. */
const WORN_SHARE = 0.03;
const COMMON_SHARE = 0.006;
const CONCEPT_SHARE = 0.008;
/** "killed" and its like stand in every third wire about an accident and say little about which. */
const WORN_CONCEPTS = new Set(['@killed', '@injured', '@agreement', '@rise', '@fall', '@win-vote', '@visit', '@talks', '@ban', '@adopt', '@reject', '@attack', '@trial', '@match', '@appoint']); // prettier-ignore

const KIND_OF = new Map(EVENT_CONCEPTS.map(({ concept, kind }) => [`@${concept}`, kind]));
const known = new Map<string, WordLists>();
/** More languages than anybody publishes in; a hostile `language` cannot fill the memory. */
const MAX_LANGUAGES = 100;

export function kindOfConcept(concept: string): string | undefined {
  return KIND_OF.get(concept);
}

/** @param language the first part of a BCP 47 tag */
export function wordLists(language: string): WordLists {
  const ready = known.get(language);
  if (ready) return ready;
  const built = build(language);
  if (known.size < MAX_LANGUAGES) known.set(language, built);
  return built;
}

const WORD = /\p{L}[\p{L}\p{M}\p{N}]*|\p{N}+/gu;

export function foldedWords(text: string): string[] {
  return Array.from(text.matchAll(WORD), ([word]) => fold(word));
}

function build(language: string): WordLists {
  const lists = ORDINARY_WORDS[language];
  const frequency = new Map<string, number>();
  for (const word of foldedWords(lists?.common ?? '')) frequency.set(stem(word, language), COMMON_SHARE);
  for (const word of foldedWords(lists?.worn ?? '')) frequency.set(stem(word, language), WORN_SHARE);
  for (const { concept } of EVENT_CONCEPTS) {
    const name = `@${concept}`;
    frequency.set(name, WORN_CONCEPTS.has(name) ? WORN_SHARE : CONCEPT_SHARE);
  }
  return {
    empty: new Set(foldedWords(lists?.empty ?? '')),
    frequency,
    concepts: conceptPhrases(language),
    routines: routinePhrases(language),
    weekdays: new Set(foldedWords(WEEKDAYS[language] ?? '')),
    countryWords: countryWords(language),
    capitals: capitals(language),
  };
}

/** Shorter parts of a country's name are articles and points of the compass. */
const MIN_COUNTRY_WORD = 4;

function countryWords(language: string): Set<string> {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  const written = COUNTRY_CODES.map((code) => names.of(code) ?? '');
  for (const [other, demonyms] of Object.values(PLACE_LANGUAGES[language]?.countries ?? {}))
    written.push(other, demonyms);
  const folded = foldedWords(written.join(' ')).filter((word) => word.length >= MIN_COUNTRY_WORD);
  return new Set(folded.map((word) => stem(word, language)));
}

function capitals(language: string): Set<string> {
  const places = Object.values(PLACE_LANGUAGES[language]?.countries ?? {}).map((row) => row[2]);
  return new Set(places.flatMap((list) => foldedWords(list.split(',', 1)[0] ?? '')));
}

function conceptPhrases(language: string): Map<string, Phrase[]> {
  const index = new Map<string, Phrase[]>();
  for (const { concept, words: byLanguage } of EVENT_CONCEPTS) {
    for (const written of (byLanguage[language] ?? '').split(',')) {
      const stems = foldedWords(written).map((word) => stem(word, language));
      addPhrase(index, { words: stems, name: `@${concept}` });
    }
  }
  return longestFirst(index);
}

function routinePhrases(language: string): Map<string, Phrase[]> {
  const index = new Map<string, Phrase[]>();
  const known = ROUTINE_PHRASES[language];
  const add = (name: string, list: string): void => {
    for (const written of list.split(',')) addPhrase(index, { words: foldedWords(written), name });
  };
  add('furniture', known?.furniture ?? '');
  for (const [name, list] of Object.entries(known?.series ?? {})) add(name, list);
  return longestFirst(index);
}

function addPhrase(index: Map<string, Phrase[]>, phrase: Phrase): void {
  const [first] = phrase.words;
  if (first === undefined) return;
  const list = index.get(first) ?? [];
  list.push(phrase);
  index.set(first, list);
}

function longestFirst(index: Map<string, Phrase[]>): Map<string, Phrase[]> {
  for (const list of index.values()) list.sort((a, b) => b.words.length - a.words.length);
  return index;
}
