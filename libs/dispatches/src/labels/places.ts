import { fold, placeIndex, startsWithCapital, words } from './place-index.js';
import type { PlaceIndex, PlacePhrase } from './place-index.js';
import { COUNTRIES_OF, REGIONS } from './places-data.js';
import type { Region } from './places-data.js';

export { REGIONS } from './places-data.js';
export type { Region } from './places-data.js';

export interface CountryFound {
  /** ISO 3166-1 alpha-2; XK is Kosovo. */
  readonly code: string;
  /** Comparable within one text only: the sum of what each mention weighs. */
  readonly score: number;
  /** The text's own words that say so, most frequent first, for the desk to judge: `Biélorussie ×5, Minsk ×2`. */
  readonly because: string;
}

export interface PlacesFound {
  /** Highest score first, at most 20; at the same score in the order of the text. */
  readonly countries: readonly CountryFound[];
  /** Slugs, best first. */
  readonly regions: readonly Region[];
  readonly regionReasons: readonly { readonly region: Region; readonly because: string }[];
}

/** A region weaker than this share of the strongest one is a passing mention and gives no label. */
const MIN_REGION_SHARE = 0.2;
/** A text that names more is a list; its last ones are about none of them. */
const MAX_COUNTRIES = 20;
/** How many of the words that decided are shown. */
const MAX_REASONS = 4;

/**
 * Which countries and regions a text is about, by the words in it. Linear in the length of the text.
 *
 * @param language BCP 47 tag of the text; one without a catalogue is read by country names alone, an unknown one as English
 */
export function detectPlaces(text: string, language: string): PlacesFound {
  const tallies = tally(mentions(text, placeIndex(language)));
  const countries = ranked(tallies.countries)
    .slice(0, MAX_COUNTRIES)
    .map(([code, found]) => ({ code, score: found.score, because: found.because() }));
  const regions = ranked(tallies.regions);
  const best = regions[0]?.[1].score ?? 0;
  const kept = regions.filter(([, found]) => found.score >= best * MIN_REGION_SHARE);
  return {
    countries,
    regions: kept.map(([region]) => region),
    regionReasons: kept.map(([region, found]) => ({ region, because: found.because() })),
  };
}

interface Mention {
  readonly surface: string;
  readonly phrase: PlacePhrase;
}

interface Word {
  readonly text: string;
  readonly folded: string;
  readonly start: number;
}

function mentions(text: string, index: PlaceIndex): Mention[] {
  const found: Mention[] = [];
  const all: Word[] = Array.from(words(text), (match) => ({
    text: match[0],
    folded: fold(match[0]),
    start: match.index,
  }));
  for (let at = 0; at < all.length;) {
    const phrase = phraseAt(all, at, index);
    const last = phrase && all[at + phrase.words.length - 1];
    const first = all[at];
    if (!phrase || !last || !first) {
      at += 1;
      continue;
    }
    found.push({ phrase, surface: text.slice(first.start, last.start + last.text.length) });
    at += phrase.words.length;
  }
  return found;
}

function phraseAt(all: readonly Word[], at: number, index: PlaceIndex): PlacePhrase | undefined {
  const first = all[at];
  if (!first) return undefined;
  for (const start of [first.folded, ...withoutArabicPrefixes(first.folded)]) {
    const phrase = index.get(start)?.find((candidate) => fits(candidate, all, at, start));
    if (phrase) return phrase;
  }
  return undefined;
}

function fits(phrase: PlacePhrase, all: readonly Word[], at: number, start: string): boolean {
  return phrase.words.every((expected, offset) => {
    const word = all[at + offset];
    if (!word || (offset === 0 ? start : word.folded) !== expected) return false;
    const spelling = phrase.spelling[offset];
    if (typeof spelling === 'object') return word.text === spelling.exactly;
    return spelling !== 'capital' || startsWithCapital(word.text);
  });
}

/** Arabic writes "and", "so", "by", "for" and "as" onto the word, and "for the" as لل. */
function withoutArabicPrefixes(word: string): string[] {
  const forms: string[] = [];
  let rest = word;
  for (const prefix of [/^[وف](?=\p{Script=Arabic}{3})/u, /^[بلك](?=\p{Script=Arabic}{3})/u]) {
    if (rest.startsWith('لل')) forms.push(`ال${rest.slice(2)}`);
    if (!prefix.test(rest)) continue;
    rest = rest.slice(1);
    forms.push(rest);
  }
  return forms;
}

class Tally {
  score = 0;
  readonly #surfaces = new Map<string, { surface: string; count: number }>();

  add(surface: string, weight: number): void {
    this.score += weight;
    const key = fold(surface);
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

interface Tallies {
  readonly countries: Map<string, Tally>;
  readonly regions: Map<Region, Tally>;
}

function tally(found: readonly Mention[]): Tallies {
  const tallies: Tallies = { countries: new Map(), regions: new Map() };
  const shared: Mention[] = [];
  for (const mention of found) {
    const { meaning } = mention.phrase;
    if (meaning.kind === 'region') addTo(tallies.regions, meaning.region, mention.surface, meaning.weight);
    if (meaning.kind !== 'countries') continue;
    if (meaning.codes.length > 1) shared.push(mention);
    else addCountry(tallies, meaning.codes[0] ?? '', mention.surface, meaning.weight);
  }
  // Decided by what the rest of the text says, and before any of them counts, so that their order does not matter.
  const decided = shared.map((mention) => ({ mention, code: likeliest(mention, tallies) }));
  for (const { mention, code } of decided) {
    if (mention.phrase.meaning.kind === 'countries') {
      addCountry(tallies, code, mention.surface, mention.phrase.meaning.weight);
    }
  }
  return tallies;
}

function likeliest({ phrase: { meaning } }: Mention, { countries }: Tallies): string {
  if (meaning.kind !== 'countries') return '';
  const score = (code: string): number => countries.get(code)?.score ?? 0;
  return meaning.codes.reduce((best, code) => (score(code) > score(best) ? code : best));
}

const REGION_OF: ReadonlyMap<string, Region> = new Map(
  REGIONS.flatMap((region) => COUNTRIES_OF[region].split(' ').map((code) => [code, region] as const)),
);

function addCountry(tallies: Tallies, code: string, surface: string, weight: number): void {
  addTo(tallies.countries, code, surface, weight);
  const region = REGION_OF.get(code);
  if (region) addTo(tallies.regions, region, surface, weight);
}

function addTo<Key>(tallies: Map<Key, Tally>, key: Key, surface: string, weight: number): void {
  const known = tallies.get(key) ?? new Tally();
  known.add(surface, weight);
  tallies.set(key, known);
}

function ranked<Key>(tallies: ReadonlyMap<Key, Tally>): [Key, Tally][] {
  return [...tallies].sort(([, a], [, b]) => b.score - a.score);
}
