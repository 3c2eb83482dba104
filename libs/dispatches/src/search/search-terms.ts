import { PAIRS } from './search-kinds.js';
import { isOneSign, pairsOf, searchText, withoutRuns } from './search-text.js';

/**
 * What somebody types into a search, read so that nothing is a mistake: words that must all be there, "quoted phrases",
 * -words that must not. A quote that is never closed ends where the text does. Pure.
 */
export interface SearchTerm {
  /** Folded; several words are a phrase, in this order. */
  readonly text: string;
  readonly isNegated: boolean;
  /** The last word while somebody types: it may be a beginning. */
  readonly isBegun: boolean;
}

/** One part of a term: a phrase for PostgreSQL to cut, or a lexeme as it is indexed. */
export type TermPart =
  | { readonly kind: 'phrase'; readonly text: string }
  | { readonly kind: 'lexeme'; readonly text: string; readonly isPrefix: boolean };

/** More words than this narrow nothing down any more. */
const MAX_TERMS = 16;
/** Characters of one word as they are kept for finding its beginning; longer ones are addresses and noise. */
const MAX_WORD = 60;

/** Quotation marks as they are typed or set in any of our languages; each is one UTF-16 unit, as `"` is. */
const QUOTES = /[«»“”„‟]/gu;

/** Marks a word as it is written, beside its stem. */
const AS_WRITTEN = '=';

export function searchTerms(typed: string): SearchTerm[] {
  const terms: SearchTerm[] = [];
  const found = [...typed.replaceAll(QUOTES, '"').matchAll(/(-?)(?:"([^"]*)(?:"|$)|([^\s"]+))/g)];
  for (const [at, match] of found.entries()) {
    const [whole, minus, phrase, word = ''] = match;
    const text = searchText(phrase ?? word);
    if (text === '') continue;
    const isLast = at === found.length - 1 && match.index + whole.length === typed.length;
    // "U-Bahn" is a word with a hyphen; "-Bahn" is not wanted.
    const isNegated = minus === '-';
    terms.push({ text, isNegated, isBegun: isLast && phrase === undefined && !isNegated });
  }
  return terms.slice(0, MAX_TERMS);
}

/** The alternatives for one term in one kind of words: each is parts that must all be there. */
export function alternatives({ text, isBegun }: SearchTerm, kind: string): TermPart[][] {
  if (kind === PAIRS) {
    const pairs = pairsOf(text, { ends: false });
    const rest = withoutRuns(text);
    const signs = pairs.map((pair) => ({ kind: 'lexeme', text: pair, isPrefix: isOneSign(pair) }) as const);
    if (signs.length > 0) return [rest === '' ? signs : [...signs, { kind: 'phrase', text: rest }]];
  }
  const whole: TermPart[] = [{ kind: 'phrase', text }];
  if (!isBegun || text.includes(' ')) return [whole];
  return [whole, [{ kind: 'lexeme', text: writtenLexeme(text), isPrefix: true }]];
}

/** A word as it is written, as far as it is kept. By characters: half of one is no text, and PostgreSQL refuses it. */
export function writtenLexeme(word: string): string {
  return AS_WRITTEN + Array.from(word).slice(0, MAX_WORD).join('');
}

/** A lexeme as a tsquery spells it. */
export function spelled({ text, isPrefix }: Extract<TermPart, { kind: 'lexeme' }>): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'${isPrefix ? ':*' : ''}`;
}
