import { Injectable } from '@nestjs/common';
import { sql, type Updateable } from 'kysely';
import { Database, type Db, type DispatchActor, type Schema } from '@app/platform';
import type { DispatchContent } from '../store/dispatch-content.js';
import type { Standing } from './dispatch-status.js';
import type { KnownDispatch } from '../store/store-plan.js';
import { rightsColumns, toRights, type RightsRow } from '../rights-columns.js';
import type { Rights } from '../rights.js';

/** A dispatch as a change meets it, locked. */
export interface LivingDispatch extends Standing {
  readonly id: string;
  readonly version: number;
  readonly content: DispatchContent;
  readonly replacesId: string | null;
  readonly embargoedUntil: Date | null;
  readonly embargoByDesk: boolean;
  readonly deskLabels: KnownDispatch['deskLabels'];
  readonly rights: Rights;
  readonly rightsByDesk: boolean;
  readonly sourceSlug: string;
  readonly sourceRights: Rights;
}

export interface DispatchEvent {
  readonly dispatchId: string;
  readonly kind: string;
  readonly actor: DispatchActor;
  readonly operatorId: string | null;
  readonly reason: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Longer than any story is corrected; where two chains were tied into a ring, looking ends here. */
const MAX_CHAIN = 100;

/** What becomes of stored dispatches: read under a lock, changed, and written into their life. */
@Injectable()
export class DispatchLifeRepository {
  constructor(private readonly database: Database) {}

  /** Those of `ids` that exist, locked in the order of their ids as everywhere. */
  async lock(db: Db, ids: readonly string[]): Promise<Map<string, LivingDispatch>> {
    const rows = await db
      .selectFrom('dispatch')
      .innerJoin('source', 'source.id', 'dispatch.source_id')
      .innerJoin('dispatch_version as newest', (join) =>
        join.onRef('newest.dispatch_id', '=', 'dispatch.id').onRef('newest.version', '=', 'dispatch.version'),
      )
      .selectAll('dispatch')
      .select([
        'newest.content',
        'source.slug as source_slug',
        'source.may_mail as source_may_mail',
        'source.may_archive as source_may_archive',
        'source.may_feed as source_may_feed',
        'source.use_until as source_use_until',
        'source.credit as source_credit',
        'source.territories as source_territories',
      ])
      .where('dispatch.id', 'in', ids)
      .orderBy('dispatch.id')
      .forNoKeyUpdate('dispatch')
      .execute();
    return new Map(rows.map((row) => [row.id, toLiving(row)]));
  }

  async change(db: Db, id: string, set: Updateable<Schema['dispatch']>): Promise<void> {
    await db.updateTable('dispatch').set(set).where('id', '=', id).execute();
  }

  async tell(db: Db, event: DispatchEvent): Promise<void> {
    await db
      .insertInto('dispatch_event')
      .values({
        dispatch_id: event.dispatchId,
        kind: event.kind,
        actor: event.actor,
        operator_id: event.operatorId,
        reason: event.reason,
        detail: JSON.stringify(event.detail),
      })
      .execute();
  }

  /** Whether `id` stands, over however many corrections, for `other`. */
  async standsFor(db: Db, id: string, other: string): Promise<boolean> {
    const { rows } = await sql<{ id: string }>`
      with recursive chain as (
        select id, replaces_id, 1 as length from dispatch where id = ${id}
        union all
        select earlier.id, earlier.replaces_id, chain.length + 1
        from chain join dispatch earlier on earlier.id = chain.replaces_id
        where chain.length < ${MAX_CHAIN}
      )
      select id from chain where id = ${other} limit 1
    `.execute(db);
    return rows.length > 0;
  }

  /** What nobody shows any more is not fetched; what is shown again is. */
  async fetchCopies(db: Db, id: string, wanted: boolean): Promise<void> {
    if (!wanted) {
      await db
        .updateTable('dispatch')
        .set({ article_state: 'none', article_next_at: null })
        .where('id', '=', id)
        .where('article_state', '=', 'due')
        .execute();
      await db
        .updateTable('picture')
        .set({ state: 'none', next_try_at: null })
        .where('dispatch_id', '=', id)
        .where('state', '=', 'due')
        .execute();
      return;
    }
    await this.askForCopies(db).where('dispatch_id', '=', id).execute();
  }

  /** @returns the picture's dispatch, or undefined where there is no such picture or it was killed before */
  async killPicture(db: Db, pictureId: string, reason: string): Promise<string | undefined> {
    const row = await db
      .updateTable('picture')
      .set({ killed_at: sql<Date>`now()`, killed_reason: reason, next_try_at: null })
      .where('id', '=', pictureId)
      .where('killed_at', 'is', null)
      .returning('dispatch_id')
      .executeTakeFirst();
    return row?.dispatch_id;
  }

  /** @returns the picture's dispatch, or undefined where the desk set just these rights before */
  async setPictureRights(db: Db, pictureId: string, rights: Partial<Rights>): Promise<string | undefined> {
    const set = rightsColumns(rights);
    const same = Object.entries(set).map(
      ([column, value]) => sql`${sql.ref(column)} is not distinct from ${value as unknown}`,
    );
    const row = await db
      .updateTable('picture')
      .set({ ...set, rights_by_desk: true })
      .where('id', '=', pictureId)
      .where(sql<boolean>`not (rights_by_desk and ${sql.join([sql`true`, ...same], sql` and `)})`)
      .returning('dispatch_id')
      .executeTakeFirst();
    // A picture nobody might use was not fetched; now somebody may.
    if (row !== undefined)
      await this.askForCopies(db).where('id', '=', pictureId).where('is_lead', '=', true).execute();
    return row?.dispatch_id;
  }

  private askForCopies(db: Db) {
    return db
      .updateTable('picture')
      .set({ state: 'due', next_try_at: sql<Date>`now()` })
      .where('state', '=', 'none')
      .where('killed_at', 'is', null)
      .where((where) => where.or([where('may_mail', '=', true), where('may_archive', '=', true), where('may_feed', '=', true)]));
  } // prettier-ignore

  async hasPicture(pictureId: string): Promise<boolean> {
    const row = await this.database.selectFrom('picture').select('id').where('id', '=', pictureId).executeTakeFirst();
    return row !== undefined;
  }
}

type LivingRow = RightsRow & {
  readonly [Key in keyof RightsRow as `source_${Key}`]: RightsRow[Key];
} & {
  readonly id: string;
  readonly version: number;
  readonly status: Standing['status'];
  readonly status_reason: string | null;
  readonly content: unknown;
  readonly replaces_id: string | null;
  readonly embargoed_until: Date | null;
  readonly embargo_by_desk: boolean;
  readonly desk_labels: KnownDispatch['deskLabels'];
  readonly rights_by_desk: boolean;
  readonly source_slug: string;
};

function toLiving(row: LivingRow): LivingDispatch {
  return {
    id: row.id,
    version: row.version,
    status: row.status,
    reason: row.status_reason,
    content: row.content as DispatchContent,
    replacesId: row.replaces_id,
    embargoedUntil: row.embargoed_until,
    embargoByDesk: row.embargo_by_desk,
    deskLabels: row.desk_labels,
    rights: toRights(row),
    rightsByDesk: row.rights_by_desk,
    sourceSlug: row.source_slug,
    sourceRights: toRights({
      may_mail: row.source_may_mail,
      may_archive: row.source_may_archive,
      may_feed: row.source_may_feed,
      use_until: row.source_use_until,
      credit: row.source_credit,
      territories: row.source_territories,
    }),
  };
}
