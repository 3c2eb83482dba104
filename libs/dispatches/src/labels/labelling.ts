import type { LabelKind } from '@app/platform';
import type { LabelBook } from './label-book.js';
import { GIVEN_BY_SOURCE, LabelEvidence } from './label-evidence.js';
import { placeMentions, tallyCountries, type CountryFound, type PlaceMention } from './place-mentions.js';
import { readWords } from './words.js';

/**
 * Which labels a dispatch gets and why. Pure, and linear in the length of its text. What the source gave outright wins over what
 * is found in the text; what an operator sets wins over both, where dispatches are stored.
 */

export interface LabelInput {
  readonly headline: string;
  readonly standfirst: string;
  /** Plain text. */
  readonly bodyText: string;
  /** BCP 47. */
  readonly language: string;
  /** As the source gave them: terms, IPTC codes. */
  readonly categories: readonly string[];
  /** null: of no known source. */
  readonly sourceSlug: string | null;
  /** Labels the source gave outright; a kind that is left out or empty is found. */
  readonly given?: LabelsGiven;
}

export interface LabelsGiven {
  readonly countries?: readonly string[] | null;
  readonly regions?: readonly string[] | null;
  readonly topics?: readonly string[] | null;
}

export interface LabelReason {
  /** Country code or slug. */
  readonly label: string;
  readonly kind: 'country' | LabelKind;
  /** The text's own words, most frequent first, or who gave it. */
  readonly because: string;
}

export interface LabelResult {
  /** ISO 3166-1 alpha-2, weightiest first, at most 20. */
  readonly countries: readonly string[];
  /** Slugs, best first. */
  readonly regions: readonly string[];
  readonly topics: readonly string[];
  readonly reasons: readonly LabelReason[];
}

/** A headline says what a text is about, its standfirst nearly so. */
const PART_WEIGHTS = { headline: 3, standfirst: 2, bodyText: 1 } as const;
/** A country weaker than this share of the strongest one is a passing mention and gives no label. */
const MIN_COUNTRY_SHARE = 0.1;
/** A text that names more is a list; its last ones are about none of them. */
const MAX_COUNTRIES = 20;

export function labelDispatch(input: LabelInput, book: LabelBook): LabelResult {
  const language = book.forLanguage(input.language);
  const parts = Object.entries(PART_WEIGHTS).map(([part, factor]) => {
    const text = input[part as keyof typeof PART_WEIGHTS];
    return { read: { text, words: readWords(text, language.vocabulary) }, factor };
  });
  const mentions = parts.flatMap(({ read, factor }) => placeMentions(read, language.places, factor));
  const countries = chooseCountries(input, mentions);
  const evidence = new LabelEvidence(book, language);
  for (const { read, factor } of parts) evidence.addText(read, factor);
  for (const country of countries) evidence.addCountry(country);
  evidence.addSource(input.sourceSlug, input.categories);
  const regions = chooseLabels(input, 'region', evidence);
  const topics = chooseLabels(input, 'topic', evidence);
  return {
    countries: countries.map(({ code }) => code),
    regions: regions.map(({ label }) => label),
    topics: topics.map(({ label }) => label),
    reasons: [
      ...countries.map(({ code, because }): LabelReason => ({ label: code, kind: 'country', because })),
      ...regions,
      ...topics,
    ],
  };
}

/** A country that somebody named outright weighs as much for its regions as one in the headline. */
const GIVEN_COUNTRY_SCORE = 9;

function chooseCountries({ given }: LabelInput, mentions: readonly PlaceMention[]): CountryFound[] {
  const outright = outrightly(given?.countries);
  if (outright !== undefined) {
    return outright.map((code) => ({ code, because: GIVEN_BY_SOURCE, score: GIVEN_COUNTRY_SCORE }));
  }
  const ranked = [...tallyCountries(mentions)].sort(([, a], [, b]) => b.score - a.score);
  const least = (ranked[0]?.[1].score ?? 0) * MIN_COUNTRY_SHARE;
  return ranked
    .filter(([, { score }]) => score >= least)
    .slice(0, MAX_COUNTRIES)
    .map(([code, tally]) => ({ code, score: tally.score, because: tally.because() }));
}

function chooseLabels({ given }: LabelInput, kind: LabelKind, evidence: LabelEvidence): LabelReason[] {
  const outright = outrightly(kind === 'region' ? given?.regions : given?.topics);
  if (outright === undefined) return evidence.decide(kind);
  return outright.map((label) => ({ label, kind, because: GIVEN_BY_SOURCE }));
}

/** undefined: the source left it to us. */
function outrightly(labels: readonly string[] | null | undefined): readonly string[] | undefined {
  return labels === undefined || labels === null || labels.length === 0 ? undefined : [...new Set(labels)];
}
