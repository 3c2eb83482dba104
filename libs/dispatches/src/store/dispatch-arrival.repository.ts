import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { isDeepStrictEqual } from 'node:util';
import type { Db, DispatchActor } from '@app/platform';
import type { DispatchContent } from './dispatch-content.js';
import type { DispatchRow, PictureRow } from './dispatch-row.js';
import { STATUS_REASONS } from '../life/dispatch-status.js';
import type { KnownDispatch } from './store-plan.js';

/** Everything one round writes. */
export interface ArrivalWrites {
  readonly created: readonly DispatchRow[];
  readonly updated: readonly DispatchRow[];
  readonly versions: readonly { readonly dispatch_id: string; readonly version: number; readonly content: DispatchContent }[];
  readonly provenances: readonly ProvenanceRow[];
  readonly pictures: readonly PictureRow[];
  readonly events: readonly EventRow[];
  /** Dispatches that later ones stand in for. */
  readonly replaced: readonly string[];
} // prettier-ignore

export interface ProvenanceRow {
  readonly source_id: string;
  readonly external_id: string;
  readonly dispatch_id: string;
  readonly link: string | null;
  readonly first_seen_at: Date;
}

export interface EventRow {
  readonly dispatch_id: string;
  readonly kind: string;
  readonly actor: DispatchActor;
  readonly reason: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Somebody stored one of these between our look and our write; nothing is written, and looking again tells. */
export class LostRace extends Error {}

/**
 * Storing in sets: one statement for each kind of row, however many there are. A round's rows go over as one JSON
 * document, which PostgreSQL makes into rows by the table's own types.
 */
@Injectable()
export class DispatchArrivalRepository {
  /**
   * Locks what is about to change, in the order of ids, as everybody does who locks several: two workers wait for each
   * other in one direction only.
   *
   * @param others ids that change whatever their version is
   * @throws LostRace when one that was looked at is no longer that version, or the desk decided something meanwhile
   */
  async lock(db: Db, changing: readonly KnownDispatch[], others: readonly string[]): Promise<void> {
    const ids = [...changing.map(({ id }) => id), ...others];
    if (ids.length === 0) return;
    const rows = await db
      .selectFrom('dispatch')
      .select(['id', 'version', 'status', 'status_reason', 'replaces_id', 'desk_labels'])
      .where('id', 'in', ids)
      .orderBy('id')
      .forNoKeyUpdate()
      .execute();
    const now = new Map(rows.map((row) => [row.id, row]));
    const isTheSame = changing.every((known) => {
      const row = now.get(known.id);
      if (row?.version !== known.version || row.status !== known.status) return false;
      if (row.status_reason !== known.reason || row.replaces_id !== known.replacesId) return false;
      return isDeepStrictEqual(row.desk_labels, known.deskLabels);
    });
    if (!isTheSame) throw new LostRace('changed meanwhile');
  }

  /** @throws LostRace when somebody else stored one of the new ones first */
  async write(db: Db, writes: ArrivalWrites): Promise<void> {
    await this.update(db, writes.updated);
    const withheld = await this.withhold(db, writes.replaced);
    await this.insert(db, writes.created);
    await this.provenances(db, writes.provenances);
    await rows('dispatch_version', writes.versions)?.execute(db);
    await this.pictures(db, writes);
    await rows('dispatch_event', [...writes.events, ...withheld])?.execute(db);
  }

  /** Nothing is due any more, whether the page had something to add or not. */
  async articleRead(db: Db, dispatchId: string): Promise<void> {
    await db
      .updateTable('dispatch')
      .set({ article_state: 'stored', article_next_at: null, article_reason: null })
      .where('id', '=', dispatchId)
      .execute();
  }

  private async insert(db: Db, created: readonly DispatchRow[]): Promise<void> {
    if (created.length === 0) return;
    // In one order for everybody, as each row waits for whoever is inserting the same link.
    const inserted = await sql<{ id: string }>`
      insert into dispatch (${names(ROW_COLUMNS)}, article_next_at)
      select ${names(ROW_COLUMNS)}, case when article_state = 'due' then now() end
      from json_populate_recordset(null::dispatch, ${JSON.stringify(created)}::json)
      order by canonical_link, external_id
      on conflict do nothing
      returning id
    `.execute(db);
    if (inserted.rows.length !== created.length) throw new LostRace('stored meanwhile');
  }

  private async update(db: Db, updated: readonly DispatchRow[]): Promise<void> {
    if (updated.length === 0) return;
    const set = UPDATED_COLUMNS.map((name) => sql`${sql.ref(name)} = given.${sql.ref(name)}`);
    const rights = RIGHTS_COLUMNS.map((name) => {
      const column = sql.ref(name);
      return sql`${column} = case when dispatch.rights_by_desk then dispatch.${column} else given.${column} end`;
    });
    // The desk may have changed its rights after the row was made: they decide about the article as they are.
    await sql`
      update dispatch
      set ${sql.join([...set, ...rights])}, updated_at = now(),
        article_state = case when given.article_state = 'due' and (not dispatch.rights_by_desk or dispatch.may_mail)
          then 'due' else dispatch.article_state end,
        article_next_at = case when given.article_state = 'due' and (not dispatch.rights_by_desk or dispatch.may_mail)
          then now() else dispatch.article_next_at end,
        article_tries = 0,
        embargoed_until = case when dispatch.embargo_by_desk then dispatch.embargoed_until else given.embargoed_until end
      from json_populate_recordset(null::dispatch, ${JSON.stringify(updated)}::json) given
      where dispatch.id = given.id
    `.execute(db);
  }

  /** Only what is usable: what is withheld or killed keeps its reason. */
  private async withhold(db: Db, ids: readonly string[]): Promise<EventRow[]> {
    if (ids.length === 0) return [];
    const reason = STATUS_REASONS.replaced;
    const withheld = await db
      .updateTable('dispatch')
      .set({ status: 'withheld', status_reason: reason })
      .where('id', 'in', ids)
      .where('status', '=', 'usable')
      .returning('id')
      .execute();
    return withheld.map(({ id }) => ({
      dispatch_id: id,
      kind: 'dispatch.withheld',
      actor: 'source',
      reason,
      detail: {},
    }));
  }

  private async provenances(db: Db, provenances: readonly ProvenanceRow[]): Promise<void> {
    const insert = rows('dispatch_provenance', provenances, sql`on conflict do nothing`);
    if (insert === undefined) return;
    const { numAffectedRows = 0n } = await insert.execute(db);
    if (numAffectedRows !== BigInt(provenances.length)) throw new LostRace('told meanwhile');
  }

  /** The picture of the newest version leads; earlier ones stay for the editions that froze them. */
  private async pictures(db: Db, { pictures, updated }: ArrivalWrites): Promise<void> {
    if (updated.length > 0) {
      await db
        .updateTable('picture')
        .set({ is_lead: false })
        .where('dispatch_id', 'in', updated.map(({ id }) => id))
        .where('is_lead', '=', true)
        .execute();
    } // prettier-ignore
    if (pictures.length === 0) return;
    const rights = PICTURE_RIGHTS.map((name) => {
      const column = sql.ref(name);
      return sql`${column} = case when picture.rights_by_desk then picture.${column} else excluded.${column} end`;
    });
    // Measures that were taken from our own copy are better than stated ones.
    await sql`
      insert into picture (${names(PICTURE_COLUMNS)}, next_try_at)
      select ${names(PICTURE_COLUMNS)}, case when state = 'due' then now() end
      from json_populate_recordset(null::picture, ${JSON.stringify(pictures)}::json)
      on conflict (dispatch_id, url) do update set
        is_lead = true, alt = excluded.alt, caption = excluded.caption, ${sql.join(rights)},
        width = case when picture.state = 'stored' then picture.width else excluded.width end,
        height = case when picture.state = 'stored' then picture.height else excluded.height end,
        state = case when picture.state = 'none' and picture.killed_at is null then excluded.state else picture.state end,
        next_try_at = case when picture.state = 'none' and picture.killed_at is null then excluded.next_try_at
          else picture.next_try_at end
    `.execute(db);
  }
}

const RIGHTS_COLUMNS = ['may_mail', 'may_archive', 'may_feed', 'use_until', 'credit', 'territories'] as const;
const PICTURE_RIGHTS = RIGHTS_COLUMNS;
const PICTURE_COLUMNS = [
  'id', 'dispatch_id', 'url', 'width', 'height', 'alt', 'caption', 'credit', 'may_mail', 'may_archive', 'may_feed',
  'use_until', 'territories', 'state', 'is_lead',
] as const; // prettier-ignore
/** What an update writes besides the rights. */
const UPDATED_COLUMNS = [
  'version', 'status', 'status_reason', 'language', 'headline', 'standfirst', 'body_html', 'byline', 'dateline', 'link',
  'canonical_link', 'related', 'is_update', 'urgency', 'countries', 'regions', 'topics', 'label_reasons', 'published_at',
  'published_is_first_seen', 'excerpt_length', 'usage_terms', 'access', 'replaces_id',
] as const; // prettier-ignore
const ROW_COLUMNS = [
  'id', 'source_id', 'external_id', 'first_seen_at', 'is_back_catalogue', 'embargoed_until', 'article_state',
  ...UPDATED_COLUMNS,
  ...RIGHTS_COLUMNS,
] as const; // prettier-ignore
const TABLE_COLUMNS = {
  dispatch_version: ['dispatch_id', 'version', 'content'],
  dispatch_provenance: ['source_id', 'external_id', 'dispatch_id', 'link', 'first_seen_at'],
  dispatch_event: ['dispatch_id', 'kind', 'actor', 'reason', 'detail'],
} as const;

function names(columns: readonly string[]) {
  return sql.join(columns.map((name) => sql.ref(name)));
}

/** One insert of any number of rows; undefined where there are none. */
function rows(table: keyof typeof TABLE_COLUMNS, values: readonly object[], onConflict = sql``) {
  if (values.length === 0) return undefined;
  const columns = names(TABLE_COLUMNS[table]);
  return sql`
    insert into ${sql.table(table)} (${columns})
    select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(values)}::json)
    ${onConflict}
  `;
}
