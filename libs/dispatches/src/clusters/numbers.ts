import { fold } from '../folding.js';
import {
  MAGNITUDE_WORDS,
  MONEY_WORDS,
  MULTIPLIERS,
  PERCENT_WORDS,
  TOLL_CONCEPTS,
  WRITTEN_NUMBERS,
} from './number-words.js';
import type { NumberToken, Token } from './tokens.js';

/** A number with what it counts: `dead`, `magnitude`, `percent`, `money`, `score`, or the stem of the thing counted. */
export interface CountedNumber {
  readonly value: number;
  readonly of: string;
  readonly score?: readonly [number, number];
}

/** How far from its number a word may stand that says what it counts, in words. */
const AHEAD = 6;
const BEHIND = 4;
/** More in a headline and its standfirst is a table. */
const MAX_NUMBERS = 12;

const PERCENT = new Set(PERCENT_WORDS.split(' '));
const MONEY = new Set(MONEY_WORDS.split(' '));
const MAGNITUDE = new Set(MAGNITUDE_WORDS.split(' '));
/** By language, made at first use: folding needs its table, which most processes never build. */
const written = new Map<string, ReadonlyMap<string, number>>();

function writtenNumbers(language: string): ReadonlyMap<string, number> {
  const ready = written.get(language);
  if (ready !== undefined) return ready;
  const numbers = Object.entries(WRITTEN_NUMBERS[language] ?? {}).flatMap(([value, words]) =>
    words.split(' ').map((word) => [fold(word), Number(value)] as const),
  );
  const made = new Map(numbers);
  if (language in WRITTEN_NUMBERS) written.set(language, made);
  return made;
}

/**
 * @param concepts the concept of `event-words.ts` each token is part of, by the token's place; undefined for none
 */
export function countedNumbers(
  tokens: readonly Token[],
  concepts: readonly (string | undefined)[],
  language: string,
): CountedNumber[] {
  const found: CountedNumber[] = [];
  for (const [at, token] of tokens.entries()) {
    if (found.length >= MAX_NUMBERS) break;
    const number = asNumber(token, language);
    if (number === undefined) continue;
    const counted = read(number, { tokens, concepts, at });
    if (counted !== undefined) found.push(counted);
  }
  return found;
}

function asNumber(token: Token, language: string): NumberToken | undefined {
  if (token.kind === 'number') return token;
  if (token.kind !== 'word') return undefined;
  const value = writtenNumbers(language).get(token.folded);
  return value === undefined ? undefined : { kind: 'number', value, score: undefined };
}

interface Place {
  readonly tokens: readonly Token[];
  readonly concepts: readonly (string | undefined)[];
  readonly at: number;
}

function read(number: NumberToken, place: Place): CountedNumber | undefined {
  if (number.score !== undefined) return { value: number.value, of: 'score', score: number.score };
  const { value, next } = multiplied(number.value, place);
  const unit = unitOf(place, next);
  if (unit !== undefined) return { value, of: unit };
  const ahead = tollAhead(place, next);
  if (ahead !== undefined) return { value, of: ahead };
  // A bare year dates the text and counts nothing.
  if (value >= 1_900 && value <= 2_100 && Number.isInteger(value)) return undefined;
  const behind = tollBehind(place);
  if (behind !== undefined) return { value, of: behind };
  const thing = place.tokens.slice(next, next + AHEAD).find((token) => token.kind === 'word' && !token.empty);
  return thing?.kind === 'word' ? { value, of: `:${thing.stem}` } : undefined;
}

/** "2,5 millions" is one number; `next` is the place behind it. */
function multiplied(value: number, { tokens, at }: Place): { value: number; next: number } {
  const after = tokens[at + 1];
  const factor = after?.kind === 'word' ? MULTIPLIERS[after.folded] : undefined;
  return factor === undefined ? { value, next: at + 1 } : { value: value * factor, next: at + 2 };
}

function unitOf({ tokens, at }: Place, next: number): string | undefined {
  const near = (from: number, to: number): Token[] => tokens.slice(Math.max(0, from), to);
  const follows = near(next, next + 2);
  if (follows.some((token) => named(token, PERCENT) || marked(token, '%'))) return 'percent';
  if (near(at - 3, at).some((token) => named(token, MAGNITUDE))) return 'magnitude';
  if (near(next, next + 1).some((token) => named(token, MAGNITUDE))) return 'magnitude';
  const around = [...near(at - 1, at), ...follows];
  return around.some((token) => named(token, MONEY) || marked(token, '€$£¥')) ? 'money' : undefined;
}

function named(token: Token, list: ReadonlySet<string>): boolean {
  return token.kind === 'word' && list.has(token.folded);
}

function marked(token: Token, marks: string): boolean {
  return token.kind === 'mark' && marks.includes(token.mark);
}

/** What of a toll it is: by the nearest word ahead, in the same sentence and not beyond another number. */
function tollAhead({ tokens, concepts }: Place, next: number): string | undefined {
  for (let ahead = next; ahead < Math.min(tokens.length, next + AHEAD); ahead += 1) {
    if (isBoundary(tokens[ahead])) return undefined;
    const toll = TOLL_CONCEPTS[concepts[ahead] ?? ''];
    if (toll !== undefined) return toll;
  }
  return undefined;
}

/** The same by the words before it: "killing 12", "le bilan passe à 12". */
function tollBehind({ tokens, concepts, at }: Place): string | undefined {
  for (let behind = at - 1; behind >= Math.max(0, at - BEHIND); behind -= 1) {
    if (isBoundary(tokens[behind])) return undefined;
    const toll = TOLL_CONCEPTS[concepts[behind] ?? ''];
    if (toll !== undefined) return toll;
  }
  return undefined;
}

function isBoundary(token: Token | undefined): boolean {
  return token === undefined || token.kind === 'number' || (token.kind === 'mark' && '.!?;\n'.includes(token.mark));
}
