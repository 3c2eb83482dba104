import { fold } from '../folding.js';
import { stem } from './stemming.js';
import type { WordLists } from './word-lists.js';

/** A word, a number or a mark of a text, as clustering reads it. */
export type Token = WordToken | NumberToken | MarkToken;

export interface WordToken {
  readonly kind: 'word';
  readonly surface: string;
  readonly folded: string;
  readonly stem: string;
  readonly capital: boolean;
  /** All capitals, two letters or more. */
  readonly acronym: boolean;
  /** First of a sentence, or after a colon or an opening quotation mark: its capital says nothing. */
  readonly starts: boolean;
  /** Of no interest by itself: an empty word, or part of a formula. */
  readonly empty: boolean;
}

export interface NumberToken {
  readonly kind: 'number';
  readonly value: number;
  /** Goals for one side and the other, when the text says 2-1. */
  readonly score: readonly [number, number] | undefined;
}

export interface MarkToken {
  readonly kind: 'mark';
  readonly mark: string;
}

export interface TokenText {
  readonly tokens: readonly Token[];
  /** The series whose formula stands in it (`routine-headlines.ts`). */
  readonly series: string | undefined;
}

const SCORE = String.raw`\d{1,3}[-–]\d{1,3}(?![\d\p{L}-])`;
// French groups thousands with a space that does not break, wide (U+00A0) or narrow (U+202F).
const GROUPED = String.raw`\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?!\d)`;
const PLAIN = String.raw`\d+(?:[.,]\d+)?`;
const WORD = String.raw`\p{L}[\p{L}\p{M}\p{N}]*`;
const MARK = String.raw`[.!?:;«“"…\n%€$£¥]`;
const TOKEN = new RegExp(`(${SCORE})|(${GROUPED})|(${PLAIN})(\\p{L}*)|(${WORD})|(${MARK})`, 'gu');
/** After these the next word has its capital from its place. */
const OPENS = new Set(['.', '!', '?', ':', '«', '“', '"', '…', '\n']);

const CAPITAL = /^[\p{Lu}\p{Lt}]/u;

/** Scripts that write words without spaces: compared by pairs of characters. */
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]{3,}$/u;

/** Linear in the length of the text, which the caller bounds. */
export function readText(text: string, language: string, lists: WordLists): TokenText {
  const tokens: Token[] = [];
  let starts = true;
  for (const [, score, grouped, plain, tail, word, mark] of text.matchAll(TOKEN)) {
    if (mark !== undefined) {
      tokens.push({ kind: 'mark', mark });
      starts ||= OPENS.has(mark);
      continue;
    }
    if (word !== undefined) tokens.push(...wordTokens(word, { language, lists, starts }));
    const number = numberToken(score, grouped, plain);
    if (number !== undefined) tokens.push(...withTail(number, tail ?? '', { language, lists }));
    starts = false;
  }
  return dropFormulas(tokens, lists);
}

function numberToken(score?: string, grouped?: string, plain?: string): NumberToken | undefined {
  if (score !== undefined) {
    const [ours = 0, theirs = 0] = score.split(/[-–]/).map(Number);
    return { kind: 'number', value: ours, score: [ours, theirs] };
  }
  const value = grouped === undefined ? plain?.replace(',', '.') : grouped.replace(/\D/g, '');
  return value === undefined ? undefined : { kind: 'number', value: Number(value), score: undefined };
}

/** "12e" and "5th" count nothing; "300m" and "20km" do. */
function withTail(number: NumberToken, tail: string, of: { language: string; lists: WordLists }): Token[] {
  if (tail === '') return [number];
  if (/^(?:e|er|re|eme|ème|nd|nde|st|rd|th|º|a|o)$/u.test(tail)) return [];
  return [number, ...wordTokens(tail, { ...of, starts: true })];
}

function wordTokens(surface: string, at: { language: string; lists: WordLists; starts: boolean }): WordToken[] {
  const parts = UNSPACED.test(surface) ? pairs(surface) : [surface];
  return parts.map((part) => {
    const folded = fold(part);
    return {
      kind: 'word',
      surface: part,
      folded,
      stem: stem(folded, at.language),
      capital: CAPITAL.test(part),
      acronym: part.length > 1 && part === part.toUpperCase() && part !== part.toLowerCase(),
      starts: at.starts,
      empty: at.lists.empty.has(folded),
    };
  });
}

function pairs(text: string): string[] {
  const letters = Array.from(text);
  return letters.slice(1).map((letter, at) => `${letters[at] ?? ''}${letter}`);
}

function spoken(token: WordToken | NumberToken): string {
  return token.kind === 'word' ? token.folded : String(token.value);
}

/** Words of a formula become empty, longest formula first, and a series is noted. */
function dropFormulas(tokens: readonly Token[], lists: WordLists): TokenText {
  let series: string | undefined;
  const read = [...tokens];
  const words = tokens.flatMap((token, at) => (token.kind === 'mark' ? [] : [{ token, at, says: spoken(token) }]));
  for (let at = 0; at < words.length; at += 1) {
    const phrase = lists.routines
      .get(words[at]?.says ?? '')
      ?.find((candidate) => candidate.words.every((word, offset) => words[at + offset]?.says === word));
    if (phrase === undefined) continue;
    for (const { token, at: index } of words.slice(at, at + phrase.words.length)) {
      // The 40 of "CAC 40" counts nothing.
      read[index] = token.kind === 'word' ? { ...token, empty: true } : { kind: 'mark', mark: '' };
    }
    if (phrase.name !== 'furniture') series ??= phrase.name;
    at += phrase.words.length - 1;
  }
  return { tokens: read, series };
}
