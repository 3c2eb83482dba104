import { isCapitalAt } from '../folding.js';
import type { PlaceIndex, PlaceMeaning } from './place-index.js';
import type { ReadText } from './phrase-index.js';

/** Which countries a text names: its mentions, and what they weigh together. */

export interface CountryFound {
  /** ISO 3166-1 alpha-2; XK is Kosovo. */
  readonly code: string;
  /** Comparable within one text only: the sum of what each mention weighs. */
  readonly score: number;
  /** The text's own words that say so, most frequent first, for the desk to judge: `Biélorussie ×5, Minsk ×2`. */
  readonly because: string;
}

export interface PlaceMention {
  readonly surface: string;
  readonly meaning: PlaceMeaning;
  /** The catalogue's weight times that of where in the dispatch it stands. */
  readonly weight: number;
}

/** How many of the words that decided are shown. */
export const MAX_REASONS = 4;

/** Words that decided, and what they weigh. */
export class Tally {
  score = 0;
  readonly #surfaces = new Map<string, { surface: string; count: number }>();

  add(surface: string, weight: number): void {
    this.score += weight;
    const key = surface.toLowerCase();
    const known = this.#surfaces.get(key);
    if (known) known.count += 1;
    else this.#surfaces.set(key, { surface, count: 1 });
  }

  because(): string {
    return [...this.#surfaces.values()]
      .sort((a, b) => b.count - a.count)
      .slice(0, MAX_REASONS)
      .map(({ surface, count }) => (count > 1 ? `${surface} ×${count}` : surface))
      .join(', ');
  }
}

/** From left to right, the longest phrase at each word, none inside another. */
export function placeMentions(read: ReadText, index: PlaceIndex, factor: number): PlaceMention[] {
  const found: PlaceMention[] = [];
  for (let at = 0; at < read.words.length;) {
    const phrase = index.at(read, at)[0];
    const start = read.words[at]?.start;
    const end = read.words[at + (phrase?.numbers.length ?? 1) - 1]?.end;
    at += phrase?.numbers.length ?? 1;
    if (phrase === undefined || start === undefined || end === undefined) continue;
    const { meaning } = phrase;
    if (meaning.codes.length === 0 || (meaning.isFirstName && isBeforeSurname(read.text, end))) continue;
    found.push({ surface: read.text.slice(start, end), meaning, weight: meaning.weight * factor });
  }
  return found;
}

/** Words of four letters or more are written small in a headline only when it is not in title case. */
const SENTENCE_CASE = /(?<!\p{L})(?!(?:with|from|over|into|that|than|amid|near|upon)(?!\p{L}))\p{Ll}{4}/u;
/** Looked at for the case of a headline, from its beginning. */
const CASE_SAMPLE_LENGTH = 300;
/** What may stand, capitalised, behind a country's name: "Jordan Foreign Minister". */
const NOT_A_SURNAME =
  /^ (?:King|Queen|Prince|Crown|Prime|Foreign|Interior|Defen[cs]e|President|Minister|Army|Airport|River|Valley)(?!\p{L})/u;
/** Longest of the words above, with what must not follow. */
const SURNAME_SAMPLE_LENGTH = 20;

/** "Jordan Bardella", "Chad Smith": a capitalised word follows at one space, and the text is not in title case. */
function isBeforeSurname(text: string, end: number): boolean {
  if (text.charAt(end) !== ' ' || !isCapitalAt(text, end + 1)) return false;
  if (NOT_A_SURNAME.test(text.slice(end, end + SURNAME_SAMPLE_LENGTH))) return false;
  return SENTENCE_CASE.test(text.slice(0, CASE_SAMPLE_LENGTH));
}

/**
 * What the mentions of all parts of a dispatch weigh for each country. A subdivision (`US-GA`) counts for its country; it
 * only helps to decide what a shared word means.
 */
export function tallyCountries(mentions: readonly PlaceMention[]): Map<string, Tally> {
  const scores = new Map<string, number>();
  for (const { meaning, weight } of mentions) {
    const [code] = meaning.codes;
    if (code !== undefined && meaning.codes.length === 1) scores.set(code, (scores.get(code) ?? 0) + weight);
  }
  const tallies = new Map<string, Tally>();
  const isShared = ({ meaning }: PlaceMention): boolean => meaning.codes.length > 1;
  // Shared words are decided by what the rest of the text says, so that their order does not matter; they are counted
  // last, so that at the same score the country named by a word of its own stands first.
  const shared = mentions.filter(isShared);
  const ordered = shared.length === 0 ? mentions : [...mentions.filter((one) => !isShared(one)), ...shared];
  for (const { meaning, surface, weight } of ordered) {
    const likeliest = meaning.codes.reduce((best, code) =>
      (scores.get(code) ?? 0) > (scores.get(best) ?? 0) ? code : best,
    );
    const code = likeliest.slice(0, 2);
    const tally = tallies.get(code) ?? new Tally();
    tally.add(surface, weight);
    tallies.set(code, tally);
  }
  return tallies;
}
