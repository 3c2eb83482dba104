import { Injectable } from '@nestjs/common';
import { Audit, Database, Log, isId, newId, type Db } from '@app/platform';
import { dispatchErrors } from '../dispatches.errors.js';
import { DEFAULT_CLUSTER_SETTINGS, settingsHash } from './cluster-settings.js';
import { ClusterRepository, type MemberRow } from './cluster.repository.js';

export interface ChangedCluster {
  /** The cluster the dispatches are in now. */
  readonly clusterId: string;
  readonly dispatchIds: readonly string[];
}

/**
 * An operator's word on clusters. What it moves carries `cluster_by_desk`: the machine leaves it where it is, merges
 * nothing with its cluster, and so never joins again what was split.
 */
@Injectable()
export class ChangeClusters {
  constructor(
    private readonly database: Database,
    private readonly clusters: ClusterRepository,
    private readonly audit: Audit,
    private readonly log: Log,
  ) {}

  /** Takes these dispatches of one cluster out of it, together, into a cluster of their own. */
  async split(dispatchIds: readonly string[], operatorId: string | null = null): Promise<ChangedCluster> {
    const wanted = new Set(dispatchIds);
    const changed = await this.database.transaction().execute(async (trx) => {
      const known = [...wanted].filter(isId);
      const found = known.length === 0 ? [] : await this.clusters.find(trx, known);
      const unknown = [...wanted].filter((id) => !found.some((row) => row.id === id));
      if (unknown.length > 0 || wanted.size === 0) throw dispatchErrors.error('cluster.dispatch_unknown', { unknown });
      const [first] = found;
      const from = first?.cluster_id ?? null;
      if (first === undefined || from === null) throw dispatchErrors.error('cluster.none_yet', { dispatchIds });
      await this.clusters.lock(trx, first.language);
      const all = await this.clusters.lockMembers(trx, [from]);
      const members = all.filter(({ id }) => wanted.has(id));
      if (members.length < wanted.size) throw dispatchErrors.error('cluster.several');
      if (members.length === all.length) throw dispatchErrors.error('cluster.nothing_left', { clusterId: from });
      const clusterId = newId();
      await this.clusters.open(trx, [{ id: clusterId, language: first.language }]);
      await this.move(trx, members, { clusterId, kind: 'split', reasons: { from }, operatorId });
      await this.audit.append(trx, {
        operatorId,
        action: 'cluster.split',
        object: `cluster:${from}`,
        detail: { into: clusterId, dispatchIds: members.map(({ id }) => id) },
      });
      return { clusterId, dispatchIds: members.map(({ id }) => id) };
    });
    this.log.info('cluster.split', { clusterId: changed.clusterId, dispatches: changed.dispatchIds.length });
    return changed;
  }

  /** Makes these clusters one: the oldest of them. Again: nothing more to do. */
  async merge(clusterIds: readonly string[], operatorId: string | null = null): Promise<ChangedCluster> {
    const wanted = [...new Set(clusterIds)];
    const changed = await this.database.transaction().execute(async (trx) => {
      const known = wanted.filter(isId);
      const found = known.length === 0 ? [] : await this.clusters.clusters(trx, known);
      const unknown = wanted.filter((id) => !found.some((cluster) => cluster.id === id));
      const [into, second] = found;
      if (unknown.length > 0) throw dispatchErrors.error('cluster.unknown', { unknown });
      if (into === undefined || second === undefined) throw dispatchErrors.error('cluster.only_one');
      if (found.some(({ language }) => language !== into.language))
        throw dispatchErrors.error('cluster.languages_differ');
      await this.clusters.lock(trx, into.language);
      const members = await this.clusters.lockMembers(trx, wanted);
      const from = wanted.filter((id) => id !== into.id);
      await this.move(trx, members, { clusterId: into.id, kind: 'merged', reasons: { from }, operatorId });
      await this.audit.append(trx, {
        operatorId,
        action: 'cluster.merged',
        object: `cluster:${into.id}`,
        detail: { from },
      });
      return { clusterId: into.id, dispatchIds: members.map(({ id }) => id) };
    });
    this.log.info('cluster.merged', { clusterId: changed.clusterId, dispatches: changed.dispatchIds.length });
    return changed;
  }

  private async move(
    trx: Db,
    members: readonly MemberRow[],
    act: { clusterId: string; kind: 'split' | 'merged'; reasons: Record<string, unknown>; operatorId: string | null },
  ): Promise<void> {
    const { clusterId, kind, reasons, operatorId } = act;
    await this.clusters.put(trx, members.map(({ id }) => ({ id, clusterId })), true);
    const settings = settingsHash(DEFAULT_CLUSTER_SETTINGS);
    const decided = { clusterId, kind, score: null, reasons: { ...reasons, by: 'desk' }, settings, operatorId };
    await this.clusters.log(trx, members.map(({ id }) => ({ dispatchId: id, ...decided })));
  } // prettier-ignore
}
