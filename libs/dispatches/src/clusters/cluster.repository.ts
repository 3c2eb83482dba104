import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { ClusterDecisionKind, Db, DispatchStatus } from '@app/platform';
import type { ClusterDecision } from './cluster-book.js';

/** What of a dispatch is read to place it. */
export interface ClusterRow {
  readonly id: string;
  readonly version: number;
  readonly language: string;
  readonly headline: string;
  readonly standfirst: string;
  /** Its beginning, cut anywhere. */
  readonly body_html: string;
  readonly published_at: Date;
  readonly source_id: string;
  readonly source_name: string;
}

export interface SeatedRow extends ClusterRow {
  readonly cluster_id: string;
  /** An operator split or merged something of this cluster. */
  readonly is_fixed: boolean;
}

export interface MemberRow {
  readonly id: string;
  readonly language: string;
  readonly cluster_id: string | null;
}

/** A member of a cluster as a person sees it. */
export interface ShownMember {
  readonly id: string;
  readonly headline: string;
  readonly status: DispatchStatus;
  readonly publishedAt: Date;
  readonly sourceName: string;
}

/** What an operator decided. */
export interface ClusterChange {
  readonly at: Date;
  readonly kind: ClusterDecisionKind;
  readonly dispatchId: string;
  /** null: at the command line. */
  readonly operatorId: string | null;
}

export interface NewDecision {
  readonly dispatchId: string;
  readonly clusterId: string;
  readonly kind: ClusterDecisionKind;
  readonly score: number | null;
  readonly reasons: Readonly<Record<string, unknown>>;
  readonly settings: string;
  readonly operatorId: string | null;
}

/** More dispatches of one language in one window are not looked at: four times a busy wire's three days. */
const MAX_SEATED = 20_000;
/** Members and decisions of one cluster that are shown: no event is told by more sources than that. */
const MAX_SHOWN = 200;
/** HTML read of a body: enough for its first sentences under their tags. */
const BODY_CHARACTERS = 800;

/** Every statement on clusters and on the log of what was decided about them. */
@Injectable()
export class ClusterRepository {
  /** One at a time per language, until the transaction ends. False: somebody else is at it. */
  async tryLock(db: Db, language: string): Promise<boolean> {
    const { rows } = await sql<{ taken: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${lockName(language)}, 0)) as taken`.execute(db);
    return rows[0]?.taken === true;
  }

  /** The same lock, waited for. */
  async lock(db: Db, language: string): Promise<void> {
    await sql`select pg_advisory_xact_lock(hashtextextended(${lockName(language)}, 0))`.execute(db);
  }

  /**
   * Languages with dispatches to place that more than one active source tells (`always`: however many). A source's own
   * language counts before its first dispatch; one without a language counts by what it told in the window. The
   * languages are found one by one at the edges of their index, because an installation may hold a million dispatches
   * that nobody ever clusters.
   */
  async due(db: Db, since: Date, always: boolean): Promise<string[]> {
    const { rows } = await sql<{ language: string }>`
      with recursive waiting (language) as (
        (select language from dispatch where cluster_id is null order by language limit 1)
        union all
        select (
          select dispatch.language from dispatch
          where cluster_id is null and dispatch.language > waiting.language order by dispatch.language limit 1
        ) from waiting where waiting.language is not null
      )
      select language from waiting
      where language is not null
        and exists (
          select 1 from dispatch
          where cluster_id is null and dispatch.language = waiting.language and first_seen_at > ${since}
            and status = 'usable' and not is_back_catalogue
        )
        and (${always} or (
          select count(*) from source
          where source.state = 'active' and (
            source.language = waiting.language
            or exists (
              select 1 from dispatch
              where dispatch.source_id = source.id and dispatch.language = waiting.language
                and first_seen_at > ${since} and status = 'usable'
            )
          )
        ) > 1)
      order by language`.execute(db);
    return rows.map(({ language }) => language);
  }

  /** Every language that has dispatches first seen since then, placed or not. */
  async languages(db: Db, since: Date): Promise<string[]> {
    const rows = await db
      .selectFrom('dispatch')
      .select('language')
      .distinct()
      .where('first_seen_at', '>', since)
      .orderBy('language')
      .execute();
    return rows.map(({ language }) => language);
  }

  /** Dispatches of the window that are in a cluster, whatever became of them since: they tell what the event was. */
  async seated(db: Db, language: string, since: Date): Promise<SeatedRow[]> {
    return texts(db, language, since)
      .where('dispatch.cluster_id', 'is not', null)
      .select(sql<string>`dispatch.cluster_id`.as('cluster_id'))
      .select(
        // Also by a member that the window no longer shows.
        sql<boolean>`exists (
          select 1 from dispatch other where other.cluster_id = dispatch.cluster_id and other.cluster_by_desk
        )`.as('is_fixed'),
      )
      .orderBy('dispatch.first_seen_at', 'desc')
      .limit(MAX_SEATED)
      .execute();
  }

  /** Those to place, oldest first, locked; one that is being changed just now is left for the next round. */
  async takeUnclustered(db: Db, language: string, since: Date, limit: number): Promise<ClusterRow[]> {
    return texts(db, language, since)
      .where('dispatch.cluster_id', 'is', null)
      .where('dispatch.status', '=', 'usable')
      .where('dispatch.is_back_catalogue', '=', false)
      .orderBy('dispatch.published_at')
      .orderBy('dispatch.id')
      .limit(limit)
      .forUpdate('dispatch')
      .skipLocked()
      .execute();
  }

  /** Everything clustered or to be clustered since then, for a run that writes nothing. */
  async window(db: Db, language: string, since: Date): Promise<ClusterRow[]> {
    return texts(db, language, since)
      .where('dispatch.status', '=', 'usable')
      .where('dispatch.is_back_catalogue', '=', false)
      .orderBy('dispatch.first_seen_at', 'desc')
      .limit(MAX_SEATED)
      .execute();
  }

  async open(db: Db, clusters: readonly { id: string; language: string }[]): Promise<void> {
    if (clusters.length === 0) return;
    await db.insertInto('cluster').values([...clusters]).onConflict((conflict) => conflict.doNothing()).execute();
  } // prettier-ignore

  /** Puts each of these dispatches, whose rows the caller has locked, into its cluster. */
  async put(db: Db, placed: readonly { id: string; clusterId: string }[], byDesk: boolean): Promise<void> {
    if (placed.length === 0) return;
    await sql`
      update dispatch set cluster_id = placed.cluster_id, cluster_by_desk = dispatch.cluster_by_desk or ${byDesk}
      from unnest(${placed.map(({ id }) => id)}::uuid[], ${placed.map(({ clusterId }) => clusterId)}::uuid[])
        as placed (id, cluster_id)
      where dispatch.id = placed.id`.execute(db);
  }

  /** The members of these clusters, without those whose row somebody else holds. */
  async takeMembers(db: Db, clusterIds: readonly string[]): Promise<MemberRow[]> {
    return members(db).where('cluster_id', 'in', clusterIds).orderBy('id').forUpdate().skipLocked().execute();
  }

  /** For an operator's act: waits for rows that are being changed. */
  async lockMembers(db: Db, clusterIds: readonly string[]): Promise<MemberRow[]> {
    return members(db).where('cluster_id', 'in', clusterIds).orderBy('id').forUpdate().execute();
  }

  async find(db: Db, dispatchIds: readonly string[]): Promise<MemberRow[]> {
    return members(db).where('id', 'in', dispatchIds).execute();
  }

  /** Clusters by id, oldest first: those that exist, members or not. */
  async clusters(db: Db, ids: readonly string[]): Promise<{ id: string; language: string }[]> {
    return db
      .selectFrom('cluster')
      .select(['id', 'language'])
      .where('id', 'in', ids)
      .orderBy('opened_at')
      .orderBy('id')
      .execute();
  }

  /** The members as a person sees them, first told first. */
  async shown(db: Db, clusterId: string): Promise<ShownMember[]> {
    return db
      .selectFrom('dispatch')
      .innerJoin('source', 'source.id', 'dispatch.source_id')
      .select(['dispatch.id', 'headline', 'status', 'published_at as publishedAt', 'source.name as sourceName'])
      .where('cluster_id', '=', clusterId)
      .orderBy('published_at')
      .orderBy('dispatch.id')
      .limit(MAX_SHOWN)
      .execute();
  }

  /** What operators decided about the members. */
  async changes(db: Db, clusterId: string): Promise<ClusterChange[]> {
    return db
      .selectFrom('cluster_decision')
      .select(['decided_at as at', 'kind', 'dispatch_id as dispatchId', 'operator_id as operatorId'])
      .where('cluster_id', '=', clusterId)
      .where('kind', 'in', ['split', 'merged'])
      .where('dispatch_id', 'in', (members) => members.selectFrom('dispatch').select('dispatch.id').where('dispatch.cluster_id', '=', clusterId))
      .orderBy('id', 'desc')
      .limit(MAX_SHOWN)
      .execute();
  } // prettier-ignore

  async log(db: Db, decisions: readonly NewDecision[]): Promise<void> {
    if (decisions.length === 0) return;
    await db
      .insertInto('cluster_decision')
      .values(
        decisions.map((decision) => ({
          dispatch_id: decision.dispatchId,
          cluster_id: decision.clusterId,
          kind: decision.kind,
          score: decision.score,
          reasons: JSON.stringify(decision.reasons),
          settings: decision.settings,
          operator_id: decision.operatorId,
        })),
      )
      .execute();
  }

  /** The machine's own decisions about dispatches first seen since then, in the order they were made. */
  async decisions(db: Db, language: string, since: Date): Promise<LoggedDecision[]> {
    return db
      .selectFrom('cluster_decision')
      .innerJoin('dispatch', 'dispatch.id', 'cluster_decision.dispatch_id')
      .select([
        'cluster_decision.dispatch_id',
        'cluster_decision.cluster_id',
        'cluster_decision.kind',
        'cluster_decision.score',
        'cluster_decision.reasons',
      ])
      .where('dispatch.language', '=', language)
      .where('dispatch.first_seen_at', '>', since)
      .orderBy('cluster_decision.id')
      .execute();
  }
}

export interface LoggedDecision {
  readonly dispatch_id: string;
  readonly cluster_id: string;
  readonly kind: ClusterDecisionKind;
  readonly score: number | null;
  readonly reasons: Readonly<Record<string, unknown>>;
}

/** What stands in a row's `reasons` for a machine's decision; the rest of it is in the row's own columns. */
export type LoggedReasons = Pick<ClusterDecision, 'source' | 'publishedAt' | 'merged' | 'comparisons'>;

function texts(db: Db, language: string, since: Date) {
  return db
    .selectFrom('dispatch')
    .innerJoin('source', 'source.id', 'dispatch.source_id')
    .select([
      'dispatch.id',
      'dispatch.version',
      'dispatch.language',
      'dispatch.headline',
      'dispatch.standfirst',
      'dispatch.published_at',
      'dispatch.source_id',
      'source.name as source_name',
    ])
    .select(sql<string>`left(dispatch.body_html, ${BODY_CHARACTERS})`.as('body_html'))
    .where('dispatch.language', '=', language)
    .where('dispatch.first_seen_at', '>', since);
}

function members(db: Db) {
  return db.selectFrom('dispatch').select(['id', 'language', 'cluster_id']);
}

function lockName(language: string): string {
  return `cluster-language:${language}`;
}
