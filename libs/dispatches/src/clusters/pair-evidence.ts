import { z } from 'zod';
import type { Features } from './features.js';
import type { CountedNumber } from './numbers.js';
import type { Rarity } from './rarity.js';

/**
 * What speaks for and against two dispatches telling one event, before any setting weighs it. This is what the log
 * keeps, so that other settings can be tried on it without the texts.
 */
export const pairEvidence = z.object({
  /** Overlap of weighted words, 0 … 1. */
  words: z.number(),
  /** Overlap of weighted names, 0 … 1. */
  names: z.number(),
  /** The rarest country in common, 0 none … 1. */
  countries: z.number(),
  /** -1 contradict … 1 agree. */
  numbers: z.number(),
  /** The rarest happening both headlines name (`event-words.ts`), 0 none … 1. */
  happening: z.number(),
  /** Between the two publications. */
  hours: z.number(),
  sameSource: z.boolean(),
  against: z.array(z.enum(['countries', 'names', 'kinds', 'numbers', 'routine'])),
  /** The texts' own words that decided, weightiest first. */
  because: z.object({
    words: z.array(z.string()),
    names: z.array(z.string()),
    countries: z.array(z.string()),
    numbers: z.array(z.string()),
  }),
});
export type PairEvidence = z.infer<typeof pairEvidence>;
export type Objection = PairEvidence['against'][number];

const MILLIS_PER_HOUR = 3_600_000;
/** Names that weigh less together than one rare name of a standfirst cannot contradict. */
const NAMES_THAT_CONTRADICT = 0.5;
/** From here on numbers speak against one event; above it they only tell series pieces apart. */
const NUMBERS_THAT_CONTRADICT = -0.5;
/** The same number of what two texts call differently: jobs, staff. Small ones are chance. */
const TELLING_NUMBER = 20;
/** Words shown for each kind of reason. */
const MAX_REASONS = 6;
/** Series pieces further apart are not of one day. */
const SERIES_HOURS = 14;

export function compare(a: Features, b: Features, rarity: Rarity): PairEvidence {
  const words = sharedWords(a, b, rarity);
  const names = sharedNames(a, b, rarity);
  const countries = a.countries.filter((code) => b.countries.includes(code));
  const numbers = compareNumbers(a.numbers, b.numbers);
  const hours = Math.abs(a.time - b.time) / MILLIS_PER_HOUR;
  const against: Objection[] = [];
  if (countries.length === 0 && a.countries.length > 0 && b.countries.length > 0) against.push('countries');
  if (names.contradict) against.push('names');
  if (areApart(a.kinds, b.kinds)) against.push('kinds');
  if (numbers.score <= NUMBERS_THAT_CONTRADICT) against.push('numbers');
  if (isRoutine(a, b, { hours, numbers: numbers.score })) against.push('routine');
  return {
    words: round(words.share),
    names: round(names.share),
    countries: round(Math.max(0, ...countries.map((code) => rarity.ofCountry(code)))),
    numbers: round(numbers.score),
    happening: round(sameHappening(a, b, rarity)),
    hours: round(hours),
    sameSource: a.source !== '' && a.source === b.source,
    against,
    because: {
      words: words.shared.map((key) => a.surfaces.get(key) ?? key),
      names: names.shared.map((key) => a.surfaces.get(key) ?? b.surfaces.get(key) ?? key),
      countries: countries.slice(0, MAX_REASONS),
      numbers: numbers.because.slice(0, MAX_REASONS),
    },
  };
}

/** Logs are read by people, and a sum must not depend on the last bits of a float. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** Weight in common over the geometric mean of both weights, so that a flash and a wrap can meet. */
function sharedWords(a: Features, b: Features, rarity: Rarity): { share: number; shared: string[] } {
  const common: [key: string, weight: number][] = [];
  let matched = 0;
  const [few, many] = a.terms.size < b.terms.size ? [a.terms, b.terms] : [b.terms, a.terms];
  for (const [key, weight] of few) {
    const other = many.get(key);
    if (other === undefined) continue;
    const shared = Math.sqrt(weight * other) * rarity.of(key);
    matched += shared;
    common.push([key, shared]);
  }
  const total = Math.sqrt(rarity.total(a.terms) * rarity.total(b.terms));
  return { share: total === 0 ? 0 : Math.min(1, matched / total), shared: heaviest(common) };
}

function heaviest(weighed: [key: string, weight: number][]): string[] {
  return weighed
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .slice(0, MAX_REASONS)
    .map(([key]) => key);
}

function sameHappening(a: Features, b: Features, rarity: Rarity): number {
  let most = 0;
  for (const concept of a.happenings) if (b.happenings.has(concept)) most = Math.max(most, rarity.of(concept));
  return most;
}

/** A name of one text counts as shared when the other says the word at all, capital or not. */
function sharedNames(
  a: Features,
  b: Features,
  rarity: Rarity,
): { share: number; shared: string[]; contradict: boolean } {
  const common: [key: string, weight: number][] = [];
  // What the names of each text weigh, with those that only the other text shows to be names.
  let [ours, theirs, matched] = [rarity.total(a.names), rarity.total(b.names), 0];
  for (const [key, weight] of a.names) {
    if (!b.spoken.has(key)) continue;
    const other = b.names.get(key);
    if (other === undefined) theirs += weight * rarity.of(key);
    const shared = Math.sqrt(weight * (other ?? weight)) * rarity.of(key);
    matched += shared;
    common.push([key, shared]);
  }
  for (const [key, weight] of b.names) {
    if (a.names.has(key) || !a.spoken.has(key)) continue;
    const shared = weight * rarity.of(key);
    ours += shared;
    matched += shared;
    common.push([key, shared]);
  }
  const total = Math.sqrt(ours * theirs);
  return {
    share: total === 0 ? 0 : Math.min(1, matched / total),
    shared: heaviest(common),
    contradict: common.length === 0 && Math.min(told(a, rarity), told(b, rarity)) >= NAMES_THAT_CONTRADICT,
  };
}

/** What the names weigh that stand for themselves only. */
function told({ names, capitals }: Features, rarity: Rarity): number {
  let total = rarity.total(names);
  for (const key of capitals) total -= (names.get(key) ?? 0) * rarity.of(key);
  return total;
}

function isRoutine(a: Features, b: Features, pair: { hours: number; numbers: number }): boolean {
  if (a.series === undefined && b.series === undefined) return false;
  if (a.series !== b.series || a.series === 'roundup') return true;
  const otherDay = areApart(a.weekdays, b.weekdays);
  return otherDay || pair.hours > SERIES_HOURS || pair.numbers < 0;
}

/** Both say something, and nothing of it is the same. */
function areApart(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size > 0 && b.size > 0 && ![...a].some((one) => b.has(one));
}

/** What two numbers of one kind say: [agreement, weight]. Undefined: nothing either way. */
function agreement(a: CountedNumber, b: CountedNumber): number | undefined {
  const same = a.value === b.value;
  switch (a.of) {
    case 'magnitude':
      // First estimates are corrected by a few tenths.
      if (Math.abs(a.value - b.value) <= 0.4) return same ? 1 : 0.5;
      return -1;
    case 'percent':
      // Two wires of one story often quote different rates.
      return same ? 1 : -0.25;
    case 'money':
      return same ? 1 : amounts(a.value, b.value);
    case 'dead':
    case 'injured':
    case 'missing':
    case 'evacuated':
    case 'arrested':
      return toll(a.value, b.value);
    default:
      if (same) return a.value >= 10 ? 0.8 : 0.4;
      return undefined;
  }
}

/** Tolls rise while an event is told, and rarely more than threefold; one dead is no flash of two hundred. */
function toll(a: number, b: number): number | undefined {
  const factor = Math.max(a, b) / Math.max(1, Math.min(a, b));
  if (factor === 1) return a >= 10 ? 1 : 0.6;
  if (factor <= 1.5) return 0.2;
  return factor <= 5 ? undefined : -0.5;
}

function sameCount(a: CountedNumber, b: CountedNumber): number | undefined {
  return a.of.startsWith(':') && b.of.startsWith(':') && a.value === b.value && a.value >= TELLING_NUMBER
    ? 0.6
    : undefined;
}

/** A story has several amounts; one that is many times another belongs to another story more often than not. */
function amounts(a: number, b: number): number | undefined {
  return Math.max(a, b) > 5 * Math.min(a, b) ? -0.5 : undefined;
}

/** A match has one result, or one of several sets: all of them say the same, or it was another match. */
function compareScores(
  a: readonly CountedNumber[],
  b: readonly CountedNumber[],
): { agrees: number; because: string } | undefined {
  const results = (numbers: readonly CountedNumber[]): string[] =>
    numbers.flatMap(({ score }) =>
      score === undefined ? [] : [[...score].sort((one, other) => one - other).join('-')],
    );
  const [ours, theirs] = [results(a), results(b)];
  // A headline may give the sets and the standfirst of another only the first.
  if (ours.length !== theirs.length || ours.length === 0) return undefined;
  const agrees = ours.sort().join(' ') === theirs.sort().join(' ') ? 1 : -1;
  return {
    agrees,
    because: agrees === 1 ? `${ours.join(' ')} score` : `${ours.join(' ')} and ${theirs.join(' ')} score`,
  };
}

function compareNumbers(
  a: readonly CountedNumber[],
  b: readonly CountedNumber[],
): { score: number; because: string[] } {
  const best = new Map<string, { agrees: number; because: string }>();
  const scores = compareScores(a, b);
  if (scores !== undefined) best.set('score', scores);
  for (const one of a) {
    for (const other of b) {
      if (one.score !== undefined || other.score !== undefined) continue;
      const agrees = one.of === other.of ? agreement(one, other) : sameCount(one, other);
      const known = best.get(one.of);
      if (agrees === undefined || (known !== undefined && known.agrees >= agrees)) continue;
      best.set(one.of, { agrees, because: describe(one, other) });
    }
  }
  const all = [...best.values()];
  const highest = Math.max(...all.map(({ agrees }) => agrees));
  const lowest = Math.min(...all.map(({ agrees }) => agrees));
  if (all.length === 0) return { score: 0, because: [] };
  // One number that cannot be true of the same event outweighs a coincidence of two others.
  const score = lowest <= -1 ? -1 : highest > 0 ? highest : lowest;
  return { score, because: all.map(({ because }) => because) };
}

function describe(a: CountedNumber, b: CountedNumber): string {
  const thing = a.of.replace(/^:/, '');
  return a.value === b.value ? `${a.value} ${thing}` : `${a.value} and ${b.value} ${thing}`;
}
