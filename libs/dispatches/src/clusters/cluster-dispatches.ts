import { ClusterBook, type BookCluster, type ClusterDecision, type Comparison } from './cluster-book.js';
import { ClusterIndex } from './cluster-index.js';
import { baseLanguage, byTimeThenId, type ClusterItem } from './cluster-item.js';
import type { ClusterSettings } from './cluster-settings.js';
import { featuresOf } from './features.js';

export interface Clustering {
  /** Language by language, in the order they were opened; members by time. */
  readonly clusters: readonly (BookCluster & { readonly language: string })[];
  /** The log, in the order of the decisions. */
  readonly decisions: readonly ClusterDecision[];
}

/**
 * Clusters a whole set: which dispatches tell one event. Pure: the same set in any order gives the same clusters and the
 * same log. Every id once; languages never meet.
 */
export function clusterDispatches(items: readonly ClusterItem[], settings: ClusterSettings): Clustering {
  const clusters: Clustering['clusters'][number][] = [];
  const decisions: ClusterDecision[] = [];
  const languages = Map.groupBy([...items].sort(byTimeThenId), (item) => baseLanguage(item.language));
  for (const [language, own] of [...languages].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const index = new ClusterIndex(language, settings);
    const features = own.map(featuresOf);
    for (const one of features) index.count(one);
    for (const one of features) decisions.push(index.add(one));
    clusters.push(...index.clusters().map((cluster) => ({ ...cluster, language })));
  }
  return { clusters, decisions };
}

/**
 * Decides a log again under other settings, without the texts: the evidence stands in it. Under the settings it was
 * made with it comes out as it was; under others, comparisons that were too weak to be kept count as none.
 */
export function replay(log: readonly ClusterDecision[], settings: ClusterSettings): Clustering {
  const clusters: Clustering['clusters'][number][] = [];
  const decisions: ClusterDecision[] = [];
  for (const [language, own] of [...Map.groupBy(log, (entry) => entry.language)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const book = new ClusterBook(settings);
    const known = new Map<string, Comparison>();
    for (const { comparisons } of own) for (const one of comparisons) known.set(pairKey(one.id, one.with), one);
    for (const { id, source, publishedAt, comparisons } of own) {
      const near = comparisons.filter((one) => one.id === id);
      const entry = { id, language, source, time: publishedAt.getTime() };
      decisions.push(book.place(entry, near, (one, other) => turned(known.get(pairKey(one, other)), one, other)));
    }
    clusters.push(...book.clusters().map((cluster) => ({ ...cluster, language })));
  }
  return { clusters, decisions };
}

function pairKey(one: string, other: string): string {
  return one < other ? `${one}\n${other}` : `${other}\n${one}`;
}

function turned(found: Comparison | undefined, one: string, other: string): Comparison | undefined {
  return found && { id: one, with: other, evidence: found.evidence };
}
