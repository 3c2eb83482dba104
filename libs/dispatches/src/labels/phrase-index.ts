import { isCapitalAt, fold, wordsOf } from '../folding.js';
import type { Vocabulary } from './vocabulary.js';
import type { KnownWord } from './words.js';

/**
 * Phrases that are looked for in a text, found by their first word. Words are compared folded, because capitals lose
 * their accents in headlines; but what a phrase writes with a capital must have one in the text, and a word of up to
 * four letters in capitals only must be written exactly so: then "us", "polish", "une réunion" and "orange" name
 * no place.
 */

export interface Phrase<Meaning> {
  /** The words' numbers in the vocabulary. */
  readonly numbers: readonly number[];
  /** What the text's own spelling of each word must be like. */
  readonly spelling: readonly Spelling[];
  readonly meaning: Meaning;
}

type Spelling = 'any' | 'capital' | { readonly exactly: string };

/** A text with its known words. */
export interface ReadText {
  readonly text: string;
  readonly words: readonly KnownWord[];
}

const ACRONYM = /^\p{Lu}{1,4}$/u;
const NONE: readonly never[] = [];

export class PhraseIndex<Meaning> {
  /** By the number of the first word, longest first, so that "Guinée-Bissau" is never read as "Guinée". */
  readonly #phrases: Phrase<Meaning>[][] = [];

  constructor(readonly vocabulary: Vocabulary) {}

  add(text: string, meaning: Meaning, anyCase = false): void {
    const own = wordsOf(text);
    const numbers = own.map((word) => this.vocabulary.add(fold(word)));
    const [first] = numbers;
    if (first === undefined) return;
    const spelling = own.map((word) => (anyCase ? 'any' : requiredSpelling(word)));
    const list = (this.#phrases[first] ??= []);
    const shorter = list.findIndex((phrase) => phrase.numbers.length < numbers.length);
    list.splice(shorter === -1 ? list.length : shorter, 0, { numbers, spelling, meaning });
  }

  /** The phrases that begin with this word of the text, longest first. */
  at(read: ReadText, index: number): readonly Phrase<Meaning>[] {
    const word = read.words[index];
    if (word === undefined) return NONE;
    const written = this.#fitting(read, index, word.number);
    if (word.bareNumbers.length === 0) return written;
    return [...written, ...word.bareNumbers.flatMap((number) => this.#fitting(read, index, number))];
  }

  #fitting(read: ReadText, index: number, first: number): readonly Phrase<Meaning>[] {
    let found: Phrase<Meaning>[] | undefined;
    for (const phrase of this.#phrases[first] ?? NONE) {
      if (fits(phrase, read, index)) (found ??= []).push(phrase);
    }
    return found ?? NONE;
  }
}

function requiredSpelling(word: string): Spelling {
  if (ACRONYM.test(word)) return { exactly: word };
  return isCapitalAt(word, 0) ? 'capital' : 'any';
}

function fits({ numbers, spelling }: Phrase<unknown>, { text, words }: ReadText, index: number): boolean {
  const position = words[index]?.position ?? 0;
  for (let offset = 0; offset < numbers.length; offset += 1) {
    const word = words[index + offset];
    if (word?.position !== position + offset) return false;
    if (offset > 0 && (word.number !== numbers[offset] || word.isAfterBreak)) return false;
    const required = spelling[offset];
    if (required === 'capital' && !word.isCapital) return false;
    if (typeof required === 'object' && text.slice(word.start, word.end) !== required.exactly) return false;
  }
  return true;
}
