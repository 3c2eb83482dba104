import { ClusterBook, type BookCluster, type ClusterDecision, type Comparison } from './cluster-book.js';
import { baseLanguage, type ClusterItem } from './cluster-item.js';
import type { ClusterSettings } from './cluster-settings.js';
import { featuresOf, type Features } from './features.js';
import { compare } from './pair-evidence.js';
import { scorePair } from './pair-score.js';
import { Rarity } from './rarity.js';
import { wordLists } from './word-lists.js';

/** Newest holders of a word that are looked at: bounds the cost of a word that everybody uses. */
const MAX_HOLDERS = 250;
/** Dispatches compared in full with a new one. */
const MAX_COMPARED = 40;
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
  readonly #holders = new Map<string, Features[]>();
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
    this.#features.set(features.id, features);
    for (const key of keysOf(features)) {
      const holders = this.#holders.get(key);
      if (holders) holders.push(features);
      else this.#holders.set(key, [features]);
    }
  }

  private near(features: Features): Comparison[] {
    const compared = this.nearest(features).map((other) => {
      const evidence = compare(features, other, this.#rarity);
      return { id: features.id, with: other.id, evidence, score: scorePair(evidence, this.settings) };
    });
    return compared
      .filter(({ score }) => score >= LEAST_KEPT)
      .sort((a, b) => b.score - a.score || (a.with < b.with ? -1 : 1))
      .slice(0, MAX_KEPT)
      .map(({ score: _, ...kept }) => kept);
  }

  /** Those that share the most, by a first rough count; of equal ones the id that comes first. */
  private nearest(features: Features): Features[] {
    const rough = new Map<Features, number>();
    const reach = this.settings.windowHours * MILLIS_PER_HOUR;
    for (const key of keysOf(features)) {
      const holders = this.#holders.get(key);
      const rarity = this.#rarity.of(key);
      if (holders === undefined || rarity === 0) continue;
      for (const other of holders.slice(-MAX_HOLDERS)) {
        if (Math.abs(other.time - features.time) <= reach) rough.set(other, (rough.get(other) ?? 0) + rarity);
      }
    }
    return [...rough]
      .sort(([one, a], [other, b]) => b - a || (one.id < other.id ? -1 : 1))
      .slice(0, MAX_COMPARED)
      .map(([other]) => other);
  }
}

/** What a dispatch is found by. */
function* keysOf(features: Features): Generator<string> {
  yield* features.terms.keys();
  yield* features.names.keys();
}
