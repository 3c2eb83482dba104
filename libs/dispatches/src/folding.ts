/**
 * What a character is to a word, and its folded form: no case, no accents, letters that only look different in one
 * spelling. Tables, because every character of every dispatch is looked up.
 */

export const GAP = 0;
export const LETTER = 1;
/** Continues a word and never begins one: accents, Arabic vowel marks. */
export const MARK = 2;
/** A word by itself: scripts that are written without spaces are read sign by sign. */
export const SIGN = 3;
/** Ends a phrase: two words around a comma are not one name. */
export const BREAK = 4;
/** Ends a phrase unless it belongs to an abbreviation such as "U.S." or "EE. UU.". */
export const FULL_STOP = 5;
export const CLASS = 7;
export const CAPITAL = 8;

/** Marks a character whose folded form is several characters. */
export const SEVERAL = 0xffff;

/** What Unicode does not decompose and readers take for the same letter. */
const SAME_LETTER: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  // Teh marbuta and alef maksura are written as heh and yeh as often as not; Persian keyboards have a yeh and a kaf of their own.
  ة: 'ه',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  // The stroke that only stretches a word.
  ـ: '',
};

interface Characters {
  /** Class, and whether the character is a capital. */
  readonly classes: Uint8Array;
  /** Folded form; 0: none; SEVERAL: see `several`. */
  readonly folded: Uint16Array;
  readonly several: ReadonlyMap<number, string>;
}

let table: Characters | undefined;

/** Built at first use: 65,536 characters, some 30 ms. Characters beyond them are gaps: no phrase needs one. */
export function characters(): Characters {
  table ??= buildCharacters();
  return table;
}

function buildCharacters(): Characters {
  const classes = new Uint8Array(0x10000);
  const folded = new Uint16Array(0x10000);
  const several = new Map<number, string>();
  for (let code = 0; code < 0x10000; code += 1) {
    const character = String.fromCharCode(code);
    const kind = classOf(character);
    classes[code] = kind | (/^[\p{Lu}\p{Lt}]$/u.test(character) ? CAPITAL : 0);
    if (kind !== LETTER && kind !== SIGN) continue;
    const form = foldCharacter(character);
    folded[code] = form.length > 1 ? SEVERAL : form.charCodeAt(0) || 0;
    if (form.length > 1) several.set(code, form);
  }
  return { classes, folded, several };
}

function classOf(character: string): number {
  if (/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]$/u.test(character)) return SIGN;
  if (/^[\p{L}\p{N}]$/u.test(character)) return LETTER;
  if (/^\p{M}$/u.test(character)) return MARK;
  if (character === '.') return FULL_STOP;
  return /^[,;:!?()[\]{}«»“”"…،؛؟。、|\u2013\u2014]$/u.test(character) ? BREAK : GAP;
}

function foldCharacter(character: string): string {
  const plain = character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const lower = SAME_LETTER[plain] ?? plain;
  // A Hangul syllable decomposes into several letters; it stays what it is.
  return lower.length > 1 && SAME_LETTER[plain] === undefined ? character : lower;
}

/** Case, accents and Arabic vowel marks away; letters that only look different in one spelling. */
export function fold(text: string): string {
  const { folded, classes, several } = characters();
  let result = '';
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const form = folded[code] ?? 0;
    if (form === SEVERAL) result += several.get(code) ?? '';
    else if (form !== 0) result += String.fromCharCode(form);
    else if (((classes[code] ?? GAP) & CLASS) !== MARK && SAME_LETTER[text.charAt(at)] === undefined) {
      result += text.charAt(at).toLowerCase();
    }
  }
  return result;
}

/** The words of a phrase as they are written in it. Not for long texts. */
export function wordsOf(phrase: string): string[] {
  const { classes } = characters();
  const words: string[] = [];
  let word = '';
  const end = (): void => {
    if (word !== '') words.push(word);
    word = '';
  };
  for (const character of phrase) {
    const kind = (classes[character.length === 1 ? character.charCodeAt(0) : 0] ?? GAP) & CLASS;
    if (kind === SIGN || (kind !== LETTER && kind !== MARK)) end();
    if (kind === LETTER || kind === SIGN || (kind === MARK && word !== '')) word += character;
    if (kind === SIGN) end();
  }
  end();
  return words;
}

export function isCapitalAt(text: string, at: number): boolean {
  return ((characters().classes[text.charCodeAt(at)] ?? GAP) & CAPITAL) !== 0;
}
