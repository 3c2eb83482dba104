import { detectPlaces } from '../labels/places.js';
import { baseLanguage, type ClusterItem } from './cluster-item.js';
import { nameFlags } from './names.js';
import { countedNumbers, type CountedNumber } from './numbers.js';
import { readText, type TokenText } from './tokens.js';
import { kindOfConcept, wordLists, type WordLists } from './word-lists.js';

/** What is compared of a dispatch. */
export interface Features {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly source: string;
  /** Stem or `@concept` → weight of the part it stands in, highest. No names. */
  readonly terms: ReadonlyMap<string, number>;
  /** `#` and the folded word → weight. */
  readonly names: ReadonlyMap<string, number>;
  /** Those of its names that are capitals of countries. */
  readonly capitals: ReadonlySet<string>;
  /** Every word as a name would be written: a name of one text may open a sentence in the other. */
  readonly spoken: ReadonlySet<string>;
  /** ISO 3166-1 alpha-2, of headline and standfirst. */
  readonly countries: readonly string[];
  readonly numbers: readonly CountedNumber[];
  /** Kinds of event its headline names; its standfirst's when the headline names none. */
  readonly kinds: ReadonlySet<string>;
  /** The concepts that have these kinds. */
  readonly happenings: ReadonlySet<string>;
  readonly series: string | undefined;
  readonly weekdays: ReadonlySet<string>;
  /** Key of a term or name → the text's own word for it, for the reasons. */
  readonly surfaces: ReadonlyMap<string, string>;
}

/** A headline says what happened, the first sentences of a body already tell the rest of the story. */
const HEADLINE_WEIGHT = 1;
const STANDFIRST_WEIGHT = 0.6;
const BODY_WEIGHT = 0.2;

/** A capital stands for its country's government as often as for the town: it tells little more than the country. */
const CAPITAL_SHARE = 0.5;

/** Characters read of each part. Longer ones repeat themselves, and the cost of a comparison stays known. */
const MAX_HEADLINE = 500;
const MAX_STANDFIRST = 800;
const MAX_BODY = 400;

export function featuresOf(item: ClusterItem): Features {
  const language = baseLanguage(item.language);
  const lists = wordLists(language);
  const headline = item.headline.slice(0, MAX_HEADLINE);
  const standfirst = item.standfirst.slice(0, MAX_STANDFIRST);
  const read = (text: string): TokenText => readText(text, language, lists);
  const parts = [
    { ...read(headline), weight: HEADLINE_WEIGHT },
    { ...read(standfirst), weight: STANDFIRST_WEIGHT },
    { ...read((item.body ?? '').slice(0, MAX_BODY)), weight: BODY_WEIGHT },
  ];
  const gathered = new Gathered();
  const isName = nameFlags(parts, language, lists);
  for (const [index, part] of parts.entries()) gathered.add(part, { isName: isName[index] ?? [], lists, language });
  return {
    id: item.id,
    time: item.publishedAt.getTime(),
    source: item.source,
    terms: gathered.terms,
    names: gathered.names,
    capitals: gathered.capitals,
    spoken: gathered.spoken,
    countries: detectPlaces(`${headline}\n${standfirst}`, language).countries.map(({ code }) => code),
    numbers: gathered.numbers,
    kinds: gathered.kinds,
    happenings: gathered.happenings,
    series: parts[0]?.series,
    weekdays: gathered.weekdays,
    surfaces: gathered.surfaces,
  };
}

interface Part extends TokenText {
  readonly weight: number;
}

class Gathered {
  readonly terms = new Map<string, number>();
  readonly names = new Map<string, number>();
  readonly spoken = new Set<string>();
  readonly numbers: CountedNumber[] = [];
  readonly capitals = new Set<string>();
  readonly weekdays = new Set<string>();
  readonly surfaces = new Map<string, string>();
  kinds = new Set<string>();
  happenings = new Set<string>();

  add(part: Part, by: { isName: readonly boolean[]; lists: WordLists; language: string }): void {
    const concepts = conceptsIn(part, by.lists);
    const kinds = new Set<string>();
    const happenings = new Set<string>();
    for (const [at, token] of part.tokens.entries()) {
      if (token.kind !== 'word') continue;
      this.spoken.add(`#${token.folded}`);
      if (by.lists.weekdays.has(token.folded)) this.weekdays.add(token.folded);
      const concept = concepts[at];
      if (concept !== undefined) {
        put(this.terms, concept, part.weight);
        const kind = kindOfConcept(concept);
        if (kind !== undefined) kinds.add(kind);
        if (kind !== undefined) happenings.add(concept);
        this.surfaces.set(concept, this.surfaces.get(concept) ?? token.surface);
      } else if (!token.empty && !by.lists.countryWords.has(token.stem)) {
        const isCapital = token.capital && by.lists.capitals.has(token.folded);
        // "Commission", "Bank", "Transports": a word of every day with a capital names nobody.
        const isName = isCapital || (by.isName[at] === true && !by.lists.frequency.has(token.stem));
        this.addWord(token, isCapital ? part.weight * CAPITAL_SHARE : part.weight, isName);
        if (isCapital) this.capitals.add(`#${token.folded}`);
      }
    }
    if (this.kinds.size === 0 && part.weight >= STANDFIRST_WEIGHT) [this.kinds, this.happenings] = [kinds, happenings];
    if (part.weight >= STANDFIRST_WEIGHT) this.numbers.push(...countedNumbers(part.tokens, concepts, by.language));
  }

  private addWord(token: { stem: string; folded: string; surface: string }, weight: number, isName: boolean): void {
    if (token.folded.length < 2) return;
    const key = isName ? `#${token.folded}` : token.stem;
    put(isName ? this.names : this.terms, key, weight);
    this.surfaces.set(key, this.surfaces.get(key) ?? token.surface);
  }
}

function put(weights: Map<string, number>, key: string, weight: number): void {
  weights.set(key, Math.max(weights.get(key) ?? 0, weight));
}

/** For each token the concept whose phrase covers it. */
function conceptsIn({ tokens }: TokenText, lists: WordLists): (string | undefined)[] {
  const found: (string | undefined)[] = tokens.map(() => undefined);
  const words = tokens.flatMap((token, at) => (token.kind === 'word' ? [{ stem: token.stem, at }] : []));
  for (let at = 0; at < words.length; at += 1) {
    const phrase = lists.concepts
      .get(words[at]?.stem ?? '')
      ?.find((candidate) => candidate.words.every((word, offset) => words[at + offset]?.stem === word));
    if (phrase === undefined) continue;
    for (const { at: index } of words.slice(at, at + phrase.words.length)) found[index] = phrase.name;
    at += phrase.words.length - 1;
  }
  return found;
}
