import { MARK_COMPANIONS, MARK_PHRASES, type MarkPhrase, type TitleMarkKind } from './title-marks-data.js';

/**
 * Marks in a title: words that speak about the dispatch and are no part of its sentence. One counts only where such
 * words stand: in brackets at an end of the title, before a colon or a dash at its beginning, after a dash at its end,
 * or in capitals before a title that is not in capitals. "L'embargo sur les armes" has none. Pure; time grows with the
 * title's length only.
 */
export interface TitleMark {
  readonly kind: TitleMarkKind;
  /** As it stands in the title, with what belongs to it. */
  readonly text: string;
}

export interface MarkedTitle {
  readonly marks: readonly TitleMark[];
  /** The title without them. */
  readonly rest: string;
}

/** More than anybody writes ("[EMBARGO] CORRECTION: … (UPDATED)"). */
const MAX_MARKS = 4;
/** A longer bracket is a remark. In UTF-16 units. */
const MAX_BRACKET = 80;
/** Words of the longest phrase with its companions. */
const MAX_WORDS = 10;

const BRACKETS: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}', '【': '】', '<': '>' };
const SEPARATOR = /^\s*[:：|/•*»>]+\s*|^\s*[–—]+\s*|^\s+-+\s+/u;
/** Reuters writes its marks right onto the title: `UPDATE 1-Oil falls`. */
const ATTACHED_HYPHEN = /^-(?=\S)/u;
const DECORATION_BEFORE = /^[\s*_~#•►▶!⚠🔴+=-]+/u;
const DECORATION_AFTER = /[\s*_~#•!+=-]+$/u;
const OPENING_WORD = /^\s*[\p{L}\p{M}\p{N}'’.:ـ]+/u;
const WORD = /[\p{L}\p{M}\p{N}'’.:ـ]*[\p{L}\p{M}\p{N}]|[\p{L}\p{N}]/gu;

export function readTitleMarks(title: string): MarkedTitle {
  const marks: TitleMark[] = [];
  let rest = title.trim();
  while (marks.length < MAX_MARKS) {
    const found = bracketBefore(rest) ?? wordsBefore(rest) ?? bracketAfter(rest) ?? wordsAfter(rest);
    if (found === undefined) break;
    marks.push(found.mark);
    rest = found.rest;
  }
  return { marks, rest };
}

interface Found {
  readonly mark: TitleMark;
  readonly rest: string;
}

function bracketBefore(title: string): Found | undefined {
  const bare = title.replace(DECORATION_BEFORE, '');
  const closing = BRACKETS[bare.charAt(0)];
  if (closing === undefined) return undefined;
  const end = bare.slice(0, MAX_BRACKET).indexOf(closing);
  if (end < 0) return undefined;
  return marked(bare.slice(1, end), bare.slice(end + 1).replace(/^[\s:：–—-]+/u, ''));
}

function bracketAfter(title: string): Found | undefined {
  const bare = title.replace(DECORATION_AFTER, '');
  const last = bare.at(-1);
  const opening = Object.keys(BRACKETS).find((one) => BRACKETS[one] === last);
  if (opening === undefined) return undefined;
  const start = bare.lastIndexOf(opening);
  if (start < 0 || bare.length - start > MAX_BRACKET) return undefined;
  return marked(bare.slice(start + 1, -1), bare.slice(0, start).trimEnd());
}

/** The whole of `inside` has to be the mark. */
function marked(inside: string, rest: string): Found | undefined {
  const text = inside.replace(DECORATION_BEFORE, '').replace(DECORATION_AFTER, '');
  const phrase = phraseAtStart(text);
  if (phrase === undefined || /[\p{L}\p{N}]/u.test(text.slice(phrase.end))) return undefined;
  return { mark: { kind: phrase.kind, text }, rest };
}

function wordsBefore(title: string): Found | undefined {
  const bare = title.replace(DECORATION_BEFORE, '');
  const phrase = phraseAtStart(bare);
  if (phrase === undefined) return undefined;
  const text = bare.slice(0, phrase.end);
  const after = bare.slice(phrase.end);
  const mark = { kind: phrase.kind, text };
  if (after.trim() === '') return { mark, rest: '' };
  const separator = SEPARATOR.exec(after) ?? (isCapitals(text) ? ATTACHED_HYPHEN.exec(after) : null);
  if (separator !== null) return { mark, rest: after.slice(separator[0].length) };
  const rest = after.trimStart();
  return isCapitals(text) && startsSentence(rest) ? { mark, rest } : undefined;
}

/** After a dash, in capitals: "Le port rouvre - MISE À JOUR". */
function wordsAfter(title: string): Found | undefined {
  const bare = title.replace(DECORATION_AFTER, '');
  const dash = Math.max(bare.lastIndexOf(' - '), bare.lastIndexOf(' – '), bare.lastIndexOf(' — '), bare.lastIndexOf(' | '));
  if (dash <= 0) return undefined;
  const [text, rest] = [bare.slice(dash + 3).trim(), bare.slice(0, dash).trimEnd()];
  return isCapitals(text) && !isCapitals(rest) ? marked(text, rest) : undefined;
} // prettier-ignore

/** A title begins with a capital, a digit or a quotation mark, and is not in capitals itself; else the word belongs to it. */
function startsSentence(rest: string): boolean {
  return /^[\p{Lu}\p{N}«“"‘]/u.test(rest) && !isCapitals(rest);
}

function isCapitals(text: string): boolean {
  return /\p{Lu}/u.test(text) && !/\p{Ll}/u.test(text);
}

interface Phrase {
  readonly kind: TitleMarkKind;
  /** Where the phrase and its companions end. */
  readonly end: number;
}

function phraseAtStart(title: string): Phrase | undefined {
  // Nearly every title ends here.
  const opening = OPENING_WORD.exec(title)?.[0].trim();
  if (opening === undefined || !FIRST_WORDS.has(foldTitle(opening.replace(/[.:]+$/, '')))) return undefined;
  const words = firstWords(title);
  for (let length = Math.min(LONGEST, words.length); length > 0; length -= 1) {
    const phrase = PHRASES.get(words.slice(0, length).map(({ folded }) => folded).join(' ')); // prettier-ignore
    const last = words[length - 1];
    if (phrase === undefined || last === undefined) continue;
    if (phrase.capitalsOnly && !isCapitals(title.slice(0, last.end))) continue;
    return { kind: phrase.kind, end: endOfCompanions(words, length, title) };
  }
  return undefined;
}

interface Word {
  readonly folded: string;
  readonly end: number;
}

function firstWords(title: string): Word[] {
  const words: Word[] = [];
  for (const match of title.matchAll(WORD)) {
    const previous = words.at(-1)?.end ?? 0;
    // Anything but spaces between two words ends the phrase; so does what stands before the first.
    if (words.length === MAX_WORDS || /\S/.test(title.slice(previous, match.index))) break;
    const text = match[0].replace(/[.:]+$/, '');
    words.push({ folded: foldTitle(text), end: match.index + text.length });
    if (text.length < match[0].length) break;
  }
  return words;
}

/** Companions count only where a separator or the end follows them: "Correction du 3 mars : …", not "CORRECTION Le port". */
function endOfCompanions(words: readonly Word[], from: number, title: string): number {
  const own = words[from - 1]?.end ?? 0;
  let at = from;
  while (at < words.length && isCompanion(words[at]?.folded ?? '')) at += 1;
  const end = words[at - 1]?.end ?? own;
  const after = title.slice(end);
  return after.trim() === '' || SEPARATOR.test(after) || /^[-)\]]/.test(after) ? end : own;
}

function isCompanion(folded: string): boolean {
  return MARK_COMPANIONS.has(folded) || /\d/.test(folded);
}

const FOLDED_AWAY = /[\p{M}ـ]/gu;

/** Case, accents, apostrophes and the forms of alif do not make two words different. */
export function foldTitle(text: string): string {
  return text
    .normalize('NFKD')
    .replace(FOLDED_AWAY, '')
    .replaceAll('’', "'")
    .replace(/[أإآٱ]/g, 'ا')
    .toLowerCase();
}

const PHRASES: ReadonlyMap<string, MarkPhrase> = new Map(
  MARK_PHRASES.map((entry) => [foldTitle(entry.phrase), entry] as const),
);
const FIRST_WORDS: ReadonlySet<string> = new Set([...PHRASES.keys()].map((phrase) => phrase.split(' ')[0] ?? ''));
const LONGEST = Math.max(...[...PHRASES.keys()].map((phrase) => phrase.split(' ').length));
