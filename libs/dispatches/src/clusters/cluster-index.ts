import { ClusterBook, type BookCluster, type ClusterDecision, type Comparison } from './cluster-book.js';
import { baseLanguage, type ClusterItem } from './cluster-item.js';
import type { ClusterSettings } from './cluster-settings.js';
import { featuresOf, type Features } from './features.js';
import { compare } from './pair-evidence.js';
import { scorePair } from './pair-score.js';
import { Rarity } from './rarity.js';
import { wordLists } from './word-lists.js';

/** A dispatch is looked for by so many of its rarest words and names. */
const MAX_KEYS = 14;
/** Newest holders of a word that are looked at: bounds the cost of a word that everybody uses. */
const MAX_HOLDERS = 100;
/** Rarity in common from which on a comparison is worth its time: a rare word, or a few everyday ones. */
const LEAST_SHARED = 0.4;
/** Dispatches compared in full with a new one. */
const MAX_COMPARED = 24;
/** Comparisons kept in the log, best first. */
const MAX_KEPT = 16;
/** A comparison that scores less decides nothing under any sensible settings and is not kept. */
const LEAST_KEPT = 0.12;
const MILLIS_PER_HOUR = 3_600_000;

/**
 * The dispatches of one language, found by their words. `add` costs about the same with a hundred and with a hundred
 * thousand inside.
 */
export class ClusterIndex {
  readonly #features = new Map<string, Features>();
  /** By the order they came in; a word's holders are places in it. */
  readonly #seated: Features[] = [];
  readonly #times: number[] = [];
  readonly #holders = new Map<string, number[]>();
  /** What each shares with the one that is being placed: all 0 in between. */
  #rough = new Float64Array(1_024);
  readonly #rarity: Rarity;
  readonly #counted = new Set<string>();
  readonly #book: ClusterBook;
  readonly #language: string;

  constructor(
    language: string,
    private readonly settings: ClusterSettings,
  ) {
    this.#language = baseLanguage(language);
    this.#rarity = new Rarity(wordLists(this.#language).frequency);
    this.#book = new ClusterBook(settings);
  }

  /** Lets a dispatch's words count before it is placed, so that a whole window judges what is rare. */
  count(features: Features): void {
    if (this.#counted.has(features.id)) return;
    this.#counted.add(features.id);
    this.#rarity.count(features);
  }

  /** A dispatch that is in a cluster already. */
  seat(features: Features, cluster: string, isFixed = false): void {
    this.count(features);
    this.#book.seat(this.entry(features), cluster, isFixed);
    this.hold(features);
  }

  /** Places one more dispatch. The same id again is an error of the caller. */
  add(item: ClusterItem | Features): ClusterDecision {
    const features = 'terms' in item ? item : featuresOf(item);
    if (this.#book.has(features.id)) throw new Error(`clustered twice: ${features.id}`);
    this.count(features);
    const decision = this.#book.place(this.entry(features), this.near(features), (one, other) => {
      const [a, b] = [this.#features.get(one), this.#features.get(other)];
      return a && b ? { id: one, with: other, evidence: compare(a, b, this.#rarity) } : undefined;
    });
    this.hold(features);
    return decision;
  }

  clusters(): BookCluster[] {
    return this.#book.clusters();
  }

  private entry({ id, source, time }: Features): { id: string; language: string; source: string; time: number } {
    return { id, language: this.#language, source, time };
  }

  private hold(features: Features): void {
    const place = this.#seated.push(features) - 1;
    this.#times.push(features.time);
    this.#features.set(features.id, features);
    for (const key of keysOf(features)) {
      const holders = this.#holders.get(key);
      if (holders) holders.push(place);
      else this.#holders.set(key, [place]);
    }
    if (place + 1 < this.#rough.length) return;
    this.#rough = new Float64Array(2 * this.#rough.length);
  }

  private near(features: Features): Comparison[] {
    const compared = this.nearest(features).map((other) => {
      const evidence = compare(features, other, this.#rarity);
      return { comparison: { id: features.id, with: other.id, evidence }, score: scorePair(evidence, this.settings) };
    });
    return compared
      .filter(({ score }) => score >= LEAST_KEPT)
      .sort((a, b) => b.score - a.score || (a.comparison.with < b.comparison.with ? -1 : 1))
      .slice(0, MAX_KEPT)
      .map(({ comparison }) => comparison);
  }

  /** Those that share the most, by a first rough count; of equal ones the later. */
  private nearest(features: Features): Features[] {
    const [rough, times, touched] = [this.#rough, this.#times, [] as number[]];
    const reach = this.settings.windowHours * MILLIS_PER_HOUR;
    const [from, to] = [features.time - reach, features.time + reach];
    for (const [key, rarity] of this.rarest(features)) {
      const holders = this.#holders.get(key) ?? [];
      for (let at = Math.max(0, holders.length - MAX_HOLDERS); at < holders.length; at += 1) {
        const place = holders[at] ?? 0;
        const time = times[place] ?? 0;
        if (time < from || time > to) continue;
        const so = rough[place] ?? 0;
        if (so === 0) touched.push(place);
        rough[place] = so + rarity;
      }
    }
    const near = best(touched, rough, MAX_COMPARED).flatMap((place) => this.#seated[place] ?? []);
    for (const place of touched) rough[place] = 0;
    return near;
  }

  private rarest(features: Features): (readonly [key: string, rarity: number])[] {
    return [...keysOf(features)]
      .map((key) => [key, this.#rarity.of(key)] as const)
      .filter(([, rarity]) => rarity > 0)
      .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
      .slice(0, MAX_KEYS);
  }
}

/** The places of the `count` highest values. */
function best(places: readonly number[], values: Float64Array, count: number): number[] {
  return places
    .filter((place) => (values[place] ?? 0) >= LEAST_SHARED)
    .sort((one, other) => (values[other] ?? 0) - (values[one] ?? 0) || other - one)
    .slice(0, count);
}

/** What a dispatch is found by. */
function* keysOf(features: Features): Generator<string> {
  yield* features.terms.keys();
  yield* features.names.keys();
}
