import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import type { ClusterDecision } from './cluster-book.js';
import type { ClusterItem } from './cluster-item.js';
import {
  ClusterRepository,
  type ClusterChange,
  type LoggedDecision,
  type LoggedReasons,
  type ShownMember,
} from './cluster.repository.js';
import { dispatchErrors } from '../dispatches.errors.js';
import { itemOf } from './cluster-dispatches.service.js';

/** A cluster as it stands, for people. */
export interface StandingCluster {
  readonly id: string;
  readonly language: string;
  readonly members: readonly StandingMember[];
}

export interface StandingMember {
  readonly id: string;
  readonly source: string;
  readonly headline: string;
  readonly publishedAt: Date;
}

export interface StandingClusters {
  readonly clusters: readonly StandingCluster[];
  /** The machine's decisions about their members, as a log that can be replayed. */
  readonly decisions: readonly ClusterDecision[];
  /** What operators split or merged, and what the machine merged afterwards. */
  readonly changes: readonly LoggedDecision[];
}

/** One cluster for somebody who judges it. */
export interface ShownCluster {
  readonly id: string;
  readonly language: string;
  readonly members: readonly ShownMember[];
  /** What operators decided about it, the newest first. */
  readonly changes: readonly ClusterChange[];
}

/** What was clustered, and why. Reads only. */
@Injectable()
export class ShowClusters {
  constructor(
    private readonly database: Database,
    private readonly clusters: ClusterRepository,
  ) {}

  async standing(language: string, since: Date): Promise<StandingClusters> {
    const rows = await this.clusters.seated(this.database, language, since);
    const logged = await this.clusters.decisions(this.database, language, since);
    const byTime = rows.sort((a, b) => a.published_at.getTime() - b.published_at.getTime() || (a.id < b.id ? -1 : 1));
    const clusters = [...Map.groupBy(byTime, (row) => row.cluster_id)].map(([id, members]) => ({
      id,
      language,
      members: members.map((row) => ({
        id: row.id,
        source: row.source_name,
        headline: row.headline,
        publishedAt: row.published_at,
      })),
    }));
    return {
      clusters,
      decisions: logged.flatMap((row) => decisionOf(row, language) ?? []),
      changes: logged.filter(({ kind }) => kind === 'split' || kind === 'merged'),
    };
  }

  /** One cluster with its members and what operators did to it, oldest first. @throws CatalogueError `cluster.unknown` */
  async one(id: string): Promise<ShownCluster> {
    const [cluster] = await this.clusters.clusters(this.database, [id]);
    if (cluster === undefined) throw dispatchErrors.error('cluster.unknown', { unknown: [id] });
    const members = await this.clusters.shown(this.database, id);
    const changes = await this.clusters.changes(this.database, id);
    return { ...cluster, members, changes };
  }

  /** Languages with dispatches first seen since then. */
  languages(since: Date): Promise<string[]> {
    return this.clusters.languages(this.database, since);
  }

  /** The texts of the window, to try settings on: clustering them writes nothing. */
  async texts(language: string, since: Date): Promise<(ClusterItem & { sourceName: string })[]> {
    const rows = await this.clusters.window(this.database, language, since);
    return rows.map((row) => ({ ...itemOf(row), sourceName: row.source_name }));
  }
}

function decisionOf(row: LoggedDecision, language: string): ClusterDecision | undefined {
  if (row.kind !== 'opened' && row.kind !== 'joined') return undefined;
  // Written by ClusterDispatches and by nobody else.
  const reasons = row.reasons as unknown as LoggedReasons & { best: number | null };
  return {
    id: row.dispatch_id,
    language,
    source: reasons.source,
    publishedAt: new Date(reasons.publishedAt),
    kind: row.kind,
    cluster: row.cluster_id,
    score: reasons.best,
    merged: reasons.merged,
    comparisons: reasons.comparisons,
  };
}
