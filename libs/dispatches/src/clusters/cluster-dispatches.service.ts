import { Injectable } from '@nestjs/common';
import { Clock, Config, Database, JobBell, Log, type Db } from '@app/platform';
import { clusterLanguage } from '../dispatches.jobs.js';
import { htmlToText } from '../markup/sanitize.js';
import type { ClusterDecision } from './cluster-book.js';
import { ClusterIndex } from './cluster-index.js';
import { DEFAULT_CLUSTER_SETTINGS, settingsHash } from './cluster-settings.js';
import { ClusterRepository, type ClusterRow, type NewDecision } from './cluster.repository.js';
import { featuresOf, type Features } from './features.js';

/** Placed in one transaction; their rows are locked for that long. */
const ROUND = 500;
const MILLIS_PER_HOUR = 3_600_000;

export interface ClusterRound {
  /** `busy`: another process is at this language, or at rows of it; the next ring finds what is left. */
  readonly outcome: 'placed' | 'off' | 'busy';
  readonly opened: number;
  readonly joined: number;
  readonly merged: number;
}

const NOTHING = { opened: 0, joined: 0, merged: 0 };

/**
 * Places what nobody placed yet: usable dispatches of one language, one worker at a time. An update of a dispatch does
 * not move it, and what an operator split or merged stays as the operator left it.
 */
@Injectable()
export class ClusterDispatches {
  private readonly settings = DEFAULT_CLUSTER_SETTINGS;
  /** What was read of the window's texts, by language: reading them again would be most of a round's work. */
  private readonly read = new Map<string, Map<string, { version: number; features: Features }>>();

  constructor(
    private readonly database: Database,
    private readonly clusters: ClusterRepository,
    private readonly bell: JobBell,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly log: Log,
  ) {} // prettier-ignore

  /** The sweeper's round: rings for every language in which something waits to be placed. */
  async ringDue(): Promise<number> {
    const languages = await this.due();
    await this.bell.ring(clusterLanguage, ...languages.map((language) => ({ language })));
    return languages.length;
  }

  /** One round for one language; rings again when there is more to place. */
  async cluster(language: string): Promise<ClusterRound> {
    if (!(await this.due()).includes(language)) return { outcome: 'off', ...NOTHING };
    const round = await this.database.transaction().execute((trx) => this.round(trx, language));
    const { outcome, opened, joined, merged } = round;
    if (outcome === 'placed' && opened + joined > 0)
      this.log.info('cluster.placed', { language, opened, joined, merged });
    if (opened + joined === ROUND) await this.bell.ring(clusterLanguage, { language });
    return round;
  }

  /** Instant from which on dispatches are looked at: a cluster may still grow a window after its last one. */
  since(): Date {
    return new Date(this.clock.now().getTime() - 2 * this.settings.windowHours * MILLIS_PER_HOUR);
  }

  private async due(): Promise<string[]> {
    const { CLUSTERING } = this.config.env;
    return CLUSTERING === 'off' ? [] : this.clusters.due(this.database, this.newest(), CLUSTERING === 'on');
  }

  /** Older ones that nobody placed are no news any more. */
  private newest(): Date {
    return new Date(this.clock.now().getTime() - this.settings.windowHours * MILLIS_PER_HOUR);
  }

  private async round(trx: Db, language: string): Promise<ClusterRound> {
    if (!(await this.clusters.tryLock(trx, language))) return { outcome: 'busy', ...NOTHING };
    const seated = await this.clusters.seated(trx, language, this.since());
    const index = new ClusterIndex(language, this.settings);
    const features = this.featuresOfAll(language, seated);
    for (const [at, row] of seated.entries()) {
      const own = features[at];
      if (own !== undefined) index.seat(own, row.cluster_id, row.is_fixed);
    }
    const waiting = await this.clusters.takeUnclustered(trx, language, this.newest(), ROUND);
    const fresh = waiting.map((row) => featuresOf(itemOf(row)));
    for (const one of fresh) index.count(one);
    const decisions = fresh.map((one) => index.add(one));
    const moved = await this.write(trx, language, decisions);
    const opened = decisions.filter(({ kind }) => kind === 'opened').length;
    return { outcome: 'placed', opened, joined: decisions.length - opened, merged: moved };
  }

  private async write(trx: Db, language: string, decisions: readonly ClusterDecision[]): Promise<number> {
    const opened = decisions.filter(({ kind }) => kind === 'opened');
    await this.clusters.open(trx, opened.map(({ cluster }) => ({ id: cluster, language })));
    await this.clusters.put(trx, decisions.map(({ id, cluster }) => ({ id, clusterId: cluster })), false);
    await this.clusters.log(trx, decisions.map((decision) => this.logged(decision)));
    let moved = 0;
    for (const decision of decisions) {
      for (const merger of decision.merged) moved += await this.merge(trx, decision, merger);
    }
    return moved;
  } // prettier-ignore

  /**
   * The members of a cluster follow into the one it became part of. Rows that somebody holds are not waited for, because
   * the holder may be waiting for ours: what is left behind is a cluster of its own again, as it was.
   */
  private async merge(trx: Db, decision: ClusterDecision, merger: ClusterDecision['merged'][number]): Promise<number> {
    const taken = await this.clusters.takeMembers(trx, [merger.cluster]);
    const moved = taken.map(({ id }) => ({ id, clusterId: decision.cluster }));
    await this.clusters.put(trx, moved, false);
    await this.clusters.log(
      trx,
      taken.map(({ id }) => ({
        dispatchId: id,
        clusterId: decision.cluster,
        kind: 'merged',
        score: merger.mean,
        reasons: { from: merger.cluster, because: decision.id, link: merger.link },
        settings: settingsHash(this.settings),
        operatorId: null,
      })),
    );
    return moved.length;
  }

  private logged(decision: ClusterDecision): NewDecision {
    const { id, cluster, kind, score, source, publishedAt, merged, comparisons } = decision;
    return {
      dispatchId: id,
      clusterId: cluster,
      kind,
      score: kind === 'opened' ? null : score,
      reasons: { source, publishedAt, merged, comparisons, best: score },
      settings: settingsHash(this.settings),
      operatorId: null,
    };
  }

  private featuresOfAll(language: string, rows: readonly ClusterRow[]): Features[] {
    const before = this.read.get(language);
    const now = new Map<string, { version: number; features: Features }>();
    const all = rows.map((row) => {
      const known = before?.get(row.id);
      const features = known?.version === row.version ? known.features : featuresOf(itemOf(row));
      now.set(row.id, { version: row.version, features });
      return features;
    });
    this.read.set(language, now);
    return all;
  }
}

/** A dispatch's texts as clustering reads them. */
export function itemOf(row: ClusterRow): Parameters<typeof featuresOf>[0] {
  return {
    id: row.id,
    language: row.language,
    headline: row.headline,
    standfirst: row.standfirst,
    body: htmlToText(row.body_html),
    publishedAt: row.published_at,
    source: row.source_id,
  };
}
