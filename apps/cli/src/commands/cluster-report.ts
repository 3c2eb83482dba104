import type { ClusterDecision, ClusterItem, Clustering, StandingClusters } from '@app/dispatches';

/** What `dispatch cluster --json` prints; its help documents it. */
export interface ClusterReport {
  /** Hash of the weights and thresholds. */
  readonly settings: string;
  readonly clusters: readonly ReportedCluster[];
  /** With --explain: the log, which `--log` takes again. */
  readonly decisions?: readonly ClusterDecision[];
}

export interface ReportedCluster {
  readonly id: string;
  readonly language: string;
  readonly size: number;
  readonly members: readonly ReportedMember[];
}

export interface ReportedMember {
  readonly id: string;
  readonly source: string;
  readonly publishedAt: string;
  readonly headline: string;
  /** How it came here; null: before the log begins. */
  readonly kind: 'opened' | 'joined' | 'split' | 'merged' | null;
  /** Link to the cluster when it joined; null when it opened one or an operator put it here. */
  readonly score: number | null;
  /** With --explain, of one that joined: the dispatch it is most like, and what they share. */
  readonly because?: { readonly with: string } & ClusterDecision['comparisons'][number]['evidence']['because'];
}

interface Told {
  readonly source: string;
  readonly headline: string;
}

export function reportClustering(
  clustering: Clustering,
  items: readonly (ClusterItem & { sourceName?: string })[],
  options: { explain: boolean; settings: string },
): ClusterReport {
  const told = new Map(
    items.map((item) => [item.id, { source: item.sourceName ?? item.source, headline: item.headline }]),
  );
  const shape = clustering.clusters.map(({ id, language, members }) => ({
    id,
    language,
    members: members.map((member) => ({
      ...(told.get(member.id) ?? { source: member.source, headline: '' }),
      id: member.id,
      publishedAt: new Date(member.time),
    })),
  }));
  return report(shape, clustering.decisions, { ...options, changed: new Map() });
}

export function reportStanding(
  standing: StandingClusters,
  options: { explain: boolean; settings: string },
): ClusterReport {
  const changed = new Map(standing.changes.map(({ dispatch_id: id, kind }) => [id, kind]));
  return report(standing.clusters, standing.decisions, { ...options, changed });
}

interface Shape {
  readonly id: string;
  readonly language: string;
  readonly members: readonly (Told & { readonly id: string; readonly publishedAt: Date })[];
}

function report(
  clusters: readonly Shape[],
  decisions: readonly ClusterDecision[],
  options: { explain: boolean; settings: string; changed: ReadonlyMap<string, ReportedMember['kind']> },
): ClusterReport {
  const decisionOf = new Map(decisions.map((decision) => [decision.id, decision]));
  return {
    settings: options.settings,
    clusters: clusters.map(({ id, language, members }) => ({
      id,
      language,
      size: members.length,
      members: members.map((member) => {
        const decision = decisionOf.get(member.id);
        const kind = options.changed.get(member.id) ?? decision?.kind ?? null;
        return {
          id: member.id,
          source: member.source,
          publishedAt: member.publishedAt.toISOString(),
          headline: member.headline,
          kind,
          score: kind === 'joined' ? (decision?.score ?? null) : null,
          ...(options.explain && decision?.kind === 'joined' ? because(decision) : {}),
        };
      }),
    })),
    ...(options.explain ? { decisions } : {}),
  };
}

function because({ comparisons: [nearest] }: ClusterDecision): Pick<ReportedMember, 'because'> {
  return nearest === undefined ? {} : { because: { with: nearest.with, ...nearest.evidence.because } };
}

/** Clusters of two and more, largest first; what stands alone is only counted. */
export function clusterLines({ clusters, settings }: ClusterReport): string {
  const several = clusters.filter(({ size }) => size > 1).sort((a, b) => b.size - a.size);
  const lines = several.flatMap(({ id, language, members }) => [
    `${id}  ${language}  ${members.length} dispatches`,
    ...members.flatMap((member) => memberLines(member)),
    '',
  ]);
  const alone = clusters.length - several.length;
  return [...lines, `${several.length} clusters, ${alone} dispatches that stand alone; settings ${settings}`].join(
    '\n',
  );
}

function memberLines({ id, source, publishedAt, headline, kind, score, because: shared }: ReportedMember): string[] {
  const how = score === null ? (kind ?? '') : `${kind ?? ''} ${score.toFixed(2)}`;
  const line = `  ${publishedAt.slice(0, 16)}  ${how.padEnd(11)}  ${headline}${source === '' ? '' : ` (${source})`}  ${id}`;
  if (shared === undefined) return [line];
  const { words, names, countries, numbers } = shared;
  return [line, `      shares ${[...names, ...countries, ...numbers, ...words].join(', ')} with ${shared.with}`];
}
