import { z } from 'zod';
import type { ClusterSettings } from './cluster-settings.js';
import { pairEvidence } from './pair-evidence.js';
import { scorePair } from './pair-score.js';

/** A dispatch compared with one that is in a cluster already. */
export const comparison = z.object({ id: z.string(), with: z.string(), evidence: pairEvidence });
export type Comparison = z.infer<typeof comparison>;

/** One entry of the log: what was decided about a dispatch, and all it was decided by. */
export const clusterDecision = z.object({
  id: z.string(),
  language: z.string(),
  source: z.string(),
  publishedAt: z.coerce.date(),
  kind: z.enum(['opened', 'joined']),
  /** The id of the dispatch that opened it, unless the index was given clusters with ids of their own. */
  cluster: z.string(),
  /** Link to the cluster joined; the best link there was when it opened one; null when nothing was alike. */
  score: z.number().nullable(),
  /** Clusters that became part of `cluster` because this dispatch belongs to both. */
  merged: z.array(z.object({ cluster: z.string(), link: z.number(), mean: z.number() })),
  /** With the dispatches nearest to it, best first, and between members of clusters that it might have joined up. */
  comparisons: z.array(comparison),
});
export type ClusterDecision = z.infer<typeof clusterDecision>;

/** A dispatch as the book keeps it. */
export interface BookEntry {
  readonly id: string;
  readonly language: string;
  readonly source: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

export interface BookCluster {
  readonly id: string;
  readonly members: readonly BookEntry[];
}

const MILLIS_PER_HOUR = 3_600_000;
/** Of how many members' agreement a link is the mean, after the best one. */
const LINK_DEPTH = 3;
/** Of how many members a third must agree before another joins: stories drift, and a chain is not a cluster. */
const SUPPORT_DEPTH = 6;
const SUPPORT_SHARE = 3;
/** Only small clusters are made one by the machine; two large ones are two stories. */
const MAX_MERGED = 4;
/** Members of a cluster looked at for a merger. */
const MAX_CROSSED = 6;

interface Candidate {
  readonly cluster: OpenCluster;
  readonly scores: number[];
  readonly link: number;
}

interface OpenCluster {
  readonly id: string;
  members: BookEntry[];
  first: number;
  last: number;
  /** The machine may not move its members. */
  readonly isFixed: boolean;
}

/**
 * The clusters so far and how the next dispatch is placed among them. It knows dispatches by id and evidence only, so
 * a live run and a replay of its log decide by the same lines of code.
 */
export class ClusterBook {
  readonly #clusters = new Map<string, OpenCluster>();
  readonly #clusterOf = new Map<string, OpenCluster>();

  constructor(private readonly settings: ClusterSettings) {}

  has(id: string): boolean {
    return this.#clusterOf.has(id);
  }

  clusterOf(id: string): string | undefined {
    return this.#clusterOf.get(id)?.id;
  }

  /** Puts a dispatch where it was put before, without a decision. Of a fixed cluster the machine merges nothing. */
  seat(entry: BookEntry, cluster: string, isFixed = false): void {
    const open = this.#clusters.get(cluster) ?? this.open(cluster, entry, isFixed);
    this.put(entry, open);
  }

  /**
   * @param near comparisons of the dispatch with others of the book
   * @param compareMembers evidence between two dispatches of the book, asked for when two clusters might be one
   */
  place(
    entry: BookEntry,
    near: readonly Comparison[],
    compareMembers: (one: string, other: string) => Comparison | undefined,
  ): ClusterDecision {
    const candidates = this.candidates(entry, near);
    const [best] = candidates;
    const joined = candidates.find((candidate) => candidate.link >= this.settings.join && this.isSupported(candidate));
    const cluster = joined?.cluster ?? this.open(entry.id, entry, false);
    this.put(entry, cluster);
    const crossed: Comparison[] = [];
    const merged: ClusterDecision['merged'] = [];
    if (joined !== undefined && joined.link >= this.settings.merge) {
      for (const other of candidates) {
        if (other === joined) continue;
        const merger = this.tryMerge(entry, { cluster, other }, (one, two) => {
          const compared = compareMembers(one, two);
          if (compared !== undefined) crossed.push(compared);
          return compared;
        });
        if (merger !== undefined) merged.push(merger);
      }
    }
    return {
      id: entry.id,
      language: entry.language,
      source: entry.source,
      publishedAt: new Date(entry.time),
      kind: joined === undefined ? 'opened' : 'joined',
      cluster: cluster.id,
      score: (joined ?? best)?.link ?? null,
      merged,
      comparisons: [...near, ...crossed],
    };
  }

  /** In the order they were opened, members by time. */
  clusters(): BookCluster[] {
    return [...this.#clusters.values()]
      .filter(({ members }) => members.length > 0)
      .map(({ id, members }) => ({ id, members: [...members].sort(byTime) }));
  }

  private open(id: string, entry: BookEntry, isFixed: boolean): OpenCluster {
    const cluster = { id, members: [], first: entry.time, last: entry.time, isFixed };
    this.#clusters.set(id, cluster);
    return cluster;
  }

  private put(entry: BookEntry, cluster: OpenCluster): void {
    cluster.members.push(entry);
    cluster.first = Math.min(cluster.first, entry.time);
    cluster.last = Math.max(cluster.last, entry.time);
    this.#clusterOf.set(entry.id, cluster);
  }

  /** Clusters in reach, best link first; of equal ones the one whose id comes first. */
  private candidates(entry: BookEntry, near: readonly Comparison[]): Candidate[] {
    const scores = new Map<OpenCluster, number[]>();
    for (const { with: other, evidence } of near) {
      const cluster = this.#clusterOf.get(other);
      if (cluster === undefined || !this.isInReach(entry, cluster)) continue;
      const list = scores.get(cluster) ?? [];
      list.push(scorePair(evidence, this.settings));
      scores.set(cluster, list);
    }
    return [...scores]
      .map(([cluster, list]) => {
        const sorted = list.sort((a, b) => b - a);
        return { cluster, scores: sorted, link: link(sorted, cluster.members.length) };
      })
      .sort((a, b) => b.link - a.link || (a.cluster.id < b.cluster.id ? -1 : 1));
  }

  private isInReach(entry: BookEntry, cluster: OpenCluster): boolean {
    const reach = this.settings.windowHours * MILLIS_PER_HOUR;
    return entry.time <= cluster.last + reach && entry.time >= cluster.first - reach;
  }

  private isSupported({ cluster, scores }: Candidate): boolean {
    const needed = Math.ceil(Math.min(cluster.members.length, SUPPORT_DEPTH) / SUPPORT_SHARE);
    return scores.filter((score) => score >= this.settings.support).length >= needed;
  }

  private tryMerge(
    entry: BookEntry,
    { cluster, other }: { cluster: OpenCluster; other: Candidate },
    compareMembers: (one: string, other: string) => Comparison | undefined,
  ): ClusterDecision['merged'][number] | undefined {
    const small = Math.min(cluster.members.length - 1, other.cluster.members.length) <= MAX_MERGED;
    if (other.link < this.settings.merge || !small || cluster.isFixed || other.cluster.isFixed) return undefined;
    const ours = cluster.members.filter(({ id }) => id !== entry.id).slice(-MAX_CROSSED);
    const theirs = other.cluster.members.slice(-MAX_CROSSED);
    let total = 0;
    for (const one of ours) {
      for (const two of theirs) {
        const compared = compareMembers(one.id, two.id);
        total += compared === undefined ? 0 : scorePair(compared.evidence, this.settings);
      }
    }
    const mean = Math.round((total / (ours.length * theirs.length)) * 10_000) / 10_000;
    if (mean < this.settings.mergeMean) return undefined;
    for (const member of other.cluster.members) this.put(member, cluster);
    other.cluster.members = [];
    this.#clusters.delete(other.cluster.id);
    return { cluster: other.cluster.id, link: other.link, mean };
  }
}

/** Half the best agreement, half the mean of the best few; a member that shares nothing counts as 0. */
function link(sorted: readonly number[], size: number): number {
  const depth = Math.min(size, LINK_DEPTH);
  const mean = sorted.slice(0, depth).reduce((sum, score) => sum + score, 0) / depth;
  return Math.round(((sorted[0] ?? 0) + mean) * 5_000) / 10_000;
}

function byTime(a: BookEntry, b: BookEntry): number {
  return a.time - b.time || (a.id < b.id ? -1 : Number(a.id > b.id));
}
