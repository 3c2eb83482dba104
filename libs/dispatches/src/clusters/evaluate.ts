import { clusterDispatches } from './cluster-dispatches.js';
import { baseLanguage, type ClusterItem } from './cluster-item.js';
import type { ClusterSettings } from './cluster-settings.js';
import { foldedWords } from './word-lists.js';

/** A dispatch of which somebody said which event it tells. */
export interface LabelledItem extends ClusterItem {
  readonly event: string;
}

export interface PairwiseFigures {
  /** Pairs that tell one event. */
  readonly pairs: number;
  /** Pairs that were put together. */
  readonly joined: number;
  /** Pairs that were rightly put together. */
  readonly right: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface Evaluation extends PairwiseFigures {
  readonly perLanguage: Readonly<Record<string, PairwiseFigures>>;
}

/** Pairwise precision and recall of the clustering on a labelled set, over all and by language. */
export function evaluate(labelled: readonly LabelledItem[], settings: ClusterSettings): Evaluation {
  const { clusters } = clusterDispatches(labelled, settings);
  const clusterOf = new Map(clusters.flatMap(({ id, members }) => members.map((member) => [member.id, id] as const)));
  return evaluatePairs(labelled, (a, b) => clusterOf.get(a.id) === clusterOf.get(b.id));
}

/** The same figures for any other way of saying that two dispatches of one language belong together. */
export function evaluatePairs(
  labelled: readonly LabelledItem[],
  isJoined: (a: LabelledItem, b: LabelledItem) => boolean,
): Evaluation {
  const counts = new Map<string, { pairs: number; joined: number; right: number }>();
  for (const [language, own] of Map.groupBy(labelled, (item) => baseLanguage(item.language))) {
    const count = { pairs: 0, joined: 0, right: 0 };
    for (const [at, a] of own.entries()) {
      for (const b of own.slice(at + 1)) {
        const [same, joined] = [a.event === b.event, isJoined(a, b)];
        count.pairs += Number(same);
        count.joined += Number(joined);
        count.right += Number(same && joined);
      }
    }
    counts.set(language, count);
  }
  const all = { pairs: 0, joined: 0, right: 0 };
  for (const { pairs, joined, right } of counts.values()) {
    all.pairs += pairs;
    all.joined += joined;
    all.right += right;
  }
  const perLanguage = Object.fromEntries([...counts].map(([language, count]) => [language, figures(count)]));
  return { ...figures(all), perLanguage };
}

/** Words shorter than this are articles and prepositions in every language of the sets. */
const MIN_WORD = 3;

/**
 * What plain word overlap would reach, for comparison: two dispatches belong together when their headlines and
 * standfirsts share a fixed part of their words (Jaccard), at the threshold that is best for this very set.
 */
export function wordOverlapBaseline(labelled: readonly LabelledItem[]): Evaluation & { readonly threshold: number } {
  const words = new Map(labelled.map((item) => [item.id, wordsOf(item)]));
  const overlap = (a: LabelledItem, b: LabelledItem): number => {
    const [ours, theirs] = [words.get(a.id) ?? new Set(), words.get(b.id) ?? new Set()];
    const shared = [...ours].filter((word) => theirs.has(word)).length;
    return shared / Math.max(1, ours.size + theirs.size - shared);
  };
  const tried = Array.from({ length: 25 }, (_, at) => (at + 1) / 50).map((threshold) => {
    return { ...evaluatePairs(labelled, (a, b) => overlap(a, b) >= threshold), threshold };
  });
  return tried.reduce((best, one) => (one.f1 > best.f1 ? one : best));
}

function wordsOf({ headline, standfirst }: LabelledItem): Set<string> {
  return new Set(foldedWords(`${headline} ${standfirst}`).filter((word) => word.length >= MIN_WORD));
}

function figures(count: { pairs: number; joined: number; right: number }): PairwiseFigures {
  const precision = count.joined === 0 ? 1 : count.right / count.joined;
  const recall = count.pairs === 0 ? 1 : count.right / count.pairs;
  return {
    ...count,
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  };
}
