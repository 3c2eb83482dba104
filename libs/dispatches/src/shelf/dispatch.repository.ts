import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db } from '@app/platform';
import type { PictureFile } from '../pictures/picture-address.js';
import type { ShelfDispatch, ShelfPicture } from '../dispatch.js';
import { toRights, type RightsRow } from '../rights-columns.js';

interface DispatchSpan {
  readonly column: 'first_seen_at' | 'embargoed_until';
  readonly after: Date;
  readonly until: Date;
}

/** What an edition may choose from, in time. */
export interface DispatchWindow {
  readonly language: string;
  readonly from: Date;
  readonly to: Date;
  readonly oldest: Date;
  readonly dueAt: Date;
  /** When the newsletter's previous edition was due; the beginning of the window when there is none. */
  readonly lastDueAt: Date;
}

/** What is read of the dispatches to publish them. */
@Injectable()
export class DispatchRepository {
  /**
   * What an edition may choose from: usable, in the language, first seen in (from, to], not older than `oldest` by its
   * own date (a new source's back catalogue is not news) and not under embargo at `dueAt`. What was seen earlier but was
   * under embargo until after `lastDueAt`, when the edition before this one was due, is new now. Newest first.
   */
  async window(db: Db, query: DispatchWindow & { limit: number }): Promise<ShelfDispatch[]> {
    const { language, from, to, oldest, dueAt, lastDueAt } = query;
    const candidates = (by: DispatchSpan) =>
      shelfRows(db)
        .where('dispatch.language', '=', language)
        .where('dispatch.status', '=', 'usable')
        .where('dispatch.is_back_catalogue', '=', false)
        .where(`dispatch.${by.column}`, '>', by.after)
        .where(`dispatch.${by.column}`, '<=', by.until)
        .where(sql<boolean>`greatest(dispatch.published_at, dispatch.embargoed_until) > ${oldest}`);
    // Two ranges that share nothing, each with its index, instead of one condition with `or` that has none.
    const seen = candidates({ column: 'first_seen_at', after: from, until: to }).where((where) =>
      where.or([where('dispatch.embargoed_until', 'is', null), where('dispatch.embargoed_until', '<=', dueAt)]),
    );
    const freed = candidates({ column: 'embargoed_until', after: lastDueAt, until: dueAt }).where(
      'dispatch.first_seen_at',
      '<=',
      from < to ? from : to,
    );
    const rows = await db
      .selectFrom(seen.unionAll(freed).as('chosen'))
      .selectAll()
      .orderBy('published_at', 'desc')
      .orderBy('id')
      .limit(query.limit)
      .execute();
    return this.shelf(db, rows);
  }

  /** Those of `ids` that are usable now. */
  async usable(db: Db, ids: readonly string[]): Promise<ShelfDispatch[]> {
    if (ids.length === 0) return [];
    const rows = await shelfRows(db)
      .where('dispatch.id', 'in', ids)
      .where('dispatch.status', '=', 'usable')
      .orderBy('dispatch.published_at', 'desc')
      .orderBy('dispatch.id')
      .execute();
    return this.shelf(db, rows);
  }

  async clustersOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await db
      .selectFrom('dispatch')
      .select(['id', 'cluster_id'])
      .where('id', 'in', ids)
      .where('cluster_id', 'is not', null)
      .execute();
    return new Map(rows.flatMap((row) => (row.cluster_id === null ? [] : [[row.id, row.cluster_id] as const])));
  }

  /** With what stands in other tables, asked for once for all of them. */
  private async shelf(db: Db, rows: readonly ShelfRow[]): Promise<ShelfDispatch[]> {
    const ids = rows.map(({ id }) => id);
    const pictures = await this.pictures(db, ids);
    const others = await this.otherSources(db, rows);
    return rows.map((row) => toShelf(row, pictures.get(row.id) ?? null, others.get(row.id) ?? []));
  }

  /** That of the newest version, and none where it was killed: an earlier one belongs to an earlier text. */
  private async pictures(db: Db, dispatchIds: readonly string[]): Promise<Map<string, ShelfPicture>> {
    const { rows } = await sql<PictureRow>`
      select dispatch_id, id, url, width, height, alt, caption, credit, may_mail, may_archive, may_feed, use_until, territories,
        case when state = 'stored' then coalesce((
          select jsonb_agg(jsonb_build_object('width', file.width, 'height', file.height, 'hash', hash, 'mediaType', media_type) order by file.width desc)
          from picture_file file where file.picture_id = picture.id
        ), '[]') else '[]' end as files
      from picture
      where dispatch_id = any(${dispatchIds}) and is_lead and killed_at is null
    `.execute(db);
    return new Map(
      rows.map((row) => {
        const { dispatch_id: dispatchId, id, url, width, height, alt, caption, files } = row;
        return [dispatchId, { id, url, width, height, alt, caption, files, rights: toRights(row) }];
      }),
    );
  }

  /** Names by dispatch, first to tell first. */
  private async otherSources(db: Db, rows: readonly ShelfRow[]): Promise<Map<string, string[]>> {
    const [ids, own] = [rows.map(({ id }) => id), rows.map((row) => row.source_id)];
    const others = await sql<{ dispatch_id: string; names: string[] }>`
      select told.dispatch_id, array_agg(source.name order by told.first_seen_at, source.name) as names
      from unnest(${ids}::uuid[], ${own}::uuid[]) as chosen (id, source_id)
      join dispatch_provenance told on told.dispatch_id = chosen.id and told.source_id <> chosen.source_id
      join source on source.id = told.source_id
      -- Said twice, because the planner reads every provenance there is where it has only the join to go by.
      where told.dispatch_id = any(${ids}::uuid[])
      group by told.dispatch_id
    `.execute(db);
    // A source that refiled told it twice.
    return new Map(others.rows.map((row) => [row.dispatch_id, [...new Set(row.names)]]));
  }
}

/** All but the body, which is long and which no digest shows. */
function shelfRows(db: Db) {
  return db
    .selectFrom('dispatch')
    .innerJoin('source', 'source.id', 'dispatch.source_id')
    .select([
      'dispatch.id', 'dispatch.source_id', 'dispatch.version', 'dispatch.language', 'dispatch.headline', 'dispatch.standfirst', 'dispatch.link',
      'dispatch.is_update', 'dispatch.urgency', 'dispatch.countries', 'dispatch.regions', 'dispatch.topics', 'dispatch.published_at',
      'dispatch.embargoed_until', 'dispatch.access', 'dispatch.may_mail', 'dispatch.may_archive', 'dispatch.may_feed',
      'dispatch.use_until', 'dispatch.credit', 'dispatch.territories', 'dispatch.excerpt_length', 'dispatch.cluster_id',
      'dispatch.first_seen_at',
      'source.name as source_name', 'source.weight as source_weight',
    ]);
} // prettier-ignore

type ShelfRow = Awaited<ReturnType<ReturnType<typeof shelfRows>['execute']>>[number];

interface PictureRow extends RightsRow {
  readonly dispatch_id: string;
  readonly id: string;
  readonly url: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly alt: string;
  readonly caption: string | null;
  readonly files: readonly PictureFile[];
}

function toShelf(row: ShelfRow, picture: ShelfPicture | null, otherSources: readonly string[]): ShelfDispatch {
  return {
    id: row.id,
    version: row.version,
    language: row.language,
    headline: row.headline,
    standfirst: row.standfirst,
    link: row.link,
    isUpdate: row.is_update,
    urgency: row.urgency,
    countries: row.countries,
    regions: row.regions,
    topics: row.topics,
    publishedAt: row.published_at,
    firstSeenAt: row.first_seen_at,
    embargoedUntil: row.embargoed_until,
    access: row.access,
    sourceId: row.source_id,
    sourceName: row.source_name,
    sourceWeight: row.source_weight,
    otherSources,
    clusterId: row.cluster_id,
    rights: toRights(row),
    excerptLength: row.excerpt_length,
    picture,
  };
}
