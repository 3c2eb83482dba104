import { BREAK, CAPITAL, CLASS, FULL_STOP, GAP, LETTER, MARK, SEVERAL, SIGN, characters } from '../folding.js';
import type { Vocabulary } from './vocabulary.js';

/**
 * Reads the words of a text that somebody waits for. Labelling stands on the path of every dispatch that comes in, so
 * the text is read once, character by character, and a word becomes a number without becoming a string. Linear in the
 * length of the text, whatever it holds: nothing of the text is ever added to a table.
 */

/** Longest word whose full stop is that of an abbreviation. */
const MAX_ABBREVIATION_LENGTH = 2;
/** A word of more folded characters is none that anybody waits for. */
const MAX_WORD_LENGTH = 64;
/** A word of a text that is in the vocabulary. */
export interface KnownWord {
  /** Counted in words of the text; the words of a phrase follow each other. */
  readonly position: number;
  /** 0 when only a form without its particles is known. */
  readonly number: number;
  /** Arabic: without the particles that are written onto the word. */
  readonly bareNumbers: readonly number[];
  readonly start: number;
  readonly end: number;
  readonly isCapital: boolean;
  /** Punctuation stands between it and the word before. */
  readonly isAfterBreak: boolean;
}

/** The known words of a text, in its order. */
export function readWords(text: string, vocabulary: Vocabulary): KnownWord[] {
  const { classes } = characters();
  const codes = charCodes(text);
  const found: KnownWord[] = [];
  const buffer = new Uint16Array(MAX_WORD_LENGTH);
  let position = 0;
  let isAfterBreak = true;
  for (let at = 0; at < codes.length;) {
    const kind = classes[codes[at] ?? 0] ?? GAP;
    if ((kind & CLASS) !== LETTER && (kind & CLASS) !== SIGN) {
      isAfterBreak ||= (kind & CLASS) === BREAK || ((kind & CLASS) === FULL_STOP && endsSentence(codes, at, classes));
      at += 1;
      continue;
    }
    const start = at;
    at = wordEnd(codes, start, classes);
    position += 1;
    const length = foldInto(buffer, codes, start, at);
    const number = vocabulary.find(buffer, 0, length);
    const bareNumbers = withoutParticles(buffer, length, vocabulary);
    if (number !== 0 || bareNumbers !== NO_NUMBERS) {
      const isCapital = (kind & CAPITAL) !== 0;
      found.push({ position, number, bareNumbers, start, end: at, isCapital, isAfterBreak });
    }
    isAfterBreak = false;
  }
  return found;
}

/** Reading an array is several times faster than asking a string for its characters one by one. */
function charCodes(text: string): Uint16Array {
  const codes = new Uint16Array(text.length);
  Buffer.from(codes.buffer).write(text, 'utf16le');
  return codes;
}

function wordEnd(codes: Uint16Array, start: number, classes: Uint8Array): number {
  const isSign = ((classes[codes[start] ?? 0] ?? GAP) & CLASS) === SIGN;
  let at = start + 1;
  for (; at < codes.length; at += 1) {
    const kind = (classes[codes[at] ?? 0] ?? GAP) & CLASS;
    if (kind !== MARK && (isSign || kind !== LETTER)) break;
  }
  return at;
}

/** Length of the folded word; 0 when it is too long to be one. */
function foldInto(buffer: Uint16Array, codes: Uint16Array, start: number, end: number): number {
  const { folded, several } = characters();
  let length = 0;
  for (let at = start; at < end; at += 1) {
    const code = codes[at] ?? 0;
    const form = folded[code] ?? 0;
    if (length >= MAX_WORD_LENGTH - 1) return 0;
    if (form === SEVERAL) for (const part of several.get(code) ?? '') buffer[length++] = part.charCodeAt(0);
    else if (form !== 0) buffer[length++] = form;
  }
  return length;
}

function endsSentence(codes: Uint16Array, at: number, classes: Uint8Array): boolean {
  if (at <= MAX_ABBREVIATION_LENGTH) return false;
  for (let back = 1; back <= MAX_ABBREVIATION_LENGTH + 1; back += 1) {
    if (((classes[codes[at - back] ?? 0] ?? GAP) & CLASS) !== LETTER) return false;
  }
  return true;
}

const NO_NUMBERS: readonly number[] = [];
const ALEF = 0x0627;
const LAM = 0x0644;
/** Letters that Arabic writes onto the word for "and, so", then for "by, for, as". */
const PARTICLES: readonly (readonly number[])[] = [
  [0x0648, 0x0641],
  [0x0628, LAM, 0x0643],
];
/** What must be left for the first letter to be a particle. */
const MIN_BARE_LENGTH = 3;

/** The numbers of an Arabic word without "and", "so", "by", "for" and "as"; "for the" (لل) becomes the article. */
function withoutParticles(buffer: Uint16Array, length: number, vocabulary: Vocabulary): readonly number[] {
  if (!isArabic(buffer[0])) return NO_NUMBERS;
  const numbers: number[] = [];
  const look = (from: number): void => {
    const number = vocabulary.find(buffer, from, length);
    if (number !== 0) numbers.push(number);
  };
  let from = 0;
  for (const particles of PARTICLES) {
    const first = buffer[from];
    if (first === LAM && buffer[from + 1] === LAM) {
      buffer[from] = ALEF;
      look(from);
      buffer[from] = LAM;
    }
    if (!particles.includes(first ?? 0) || length - from <= MIN_BARE_LENGTH || !isArabic(buffer[from + 1])) continue;
    from += 1;
    look(from);
  }
  return numbers.length > 0 ? numbers : NO_NUMBERS;
}

function isArabic(code: number | undefined): boolean {
  return code !== undefined && code >= 0x0621 && code <= 0x064a;
}
