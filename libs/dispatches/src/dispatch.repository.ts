import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db, type DispatchStatus } from '@app/platform';
import type { ShelfDispatch } from './dispatch.js';

export interface DispatchListing {
  readonly id: string;
  readonly sourceName: string;
  readonly language: string;
  readonly status: DispatchStatus;
  readonly headline: string;
  readonly regions: readonly string[];
  readonly urgency: number;
  readonly publishedAt: Date;
}

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
  constructor(private readonly database: Database) {}

  /**
   * What an edition may choose from: usable, in the language, first seen in (from, to], not older than `oldest` by its
   * own date (a new source's back catalogue is not news) and not under embargo at `dueAt`. What was seen earlier but was
   * under embargo until after `lastDueAt`, when the edition before this one was due, is new now. Newest first.
   */
  async window(db: Db, query: DispatchWindow & { limit: number }): Promise<ShelfDispatch[]> {
    const { language, from, to, oldest, dueAt, lastDueAt, limit } = query;
    const candidates = (by: DispatchSpan) =>
      db
        .selectFrom('dispatch')
        .select(['id', 'published_at'])
        .where('language', '=', language)
        .where('status', '=', 'usable')
        .where('is_back_catalogue', '=', false)
        .where(by.column, '>', by.after)
        .where(by.column, '<=', by.until)
        .where(sql<boolean>`greatest(published_at, embargoed_until) > ${oldest}`);
    // Two ranges, each with its index, instead of one condition with `or` that has none.
    const seen = candidates({ column: 'first_seen_at', after: from, until: to }).where((where) =>
      where.or([where('embargoed_until', 'is', null), where('embargoed_until', '<=', dueAt)]),
    );
    const freed = candidates({ column: 'embargoed_until', after: lastDueAt, until: dueAt }).where('first_seen_at', '<=', to);
    const rows = await this.shelf(db)
      .innerJoin(
        db.selectFrom(seen.union(freed).as('either')).select('either.id').orderBy('either.published_at', 'desc').orderBy('either.id').limit(limit).as('chosen'),
        'chosen.id',
        'dispatch.id',
      )
      .orderBy('dispatch.published_at', 'desc')
      .orderBy('dispatch.id')
      .execute();
    return rows.map(toShelf);
  } // prettier-ignore

  /** Those of `ids` that are usable now. */
  async usable(db: Db, ids: readonly string[]): Promise<ShelfDispatch[]> {
    if (ids.length === 0) return [];
    const rows = await this.shelf(db).where('dispatch.id', 'in', ids).where('dispatch.status', '=', 'usable').execute();
    return rows.map(toShelf);
  }

  /** The latest to arrive first. */
  async list(limit: number): Promise<DispatchListing[]> {
    const rows = await this.database
      .selectFrom('dispatch')
      .innerJoin('source', 'source.id', 'dispatch.source_id')
      .select([
        'dispatch.id',
        'source.name',
        'dispatch.language',
        'dispatch.status',
        'headline',
        'regions',
        'urgency',
        'published_at',
      ])
      // Ids are made in the order of arrival (UUID version 7).
      .orderBy('dispatch.id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ name, published_at: publishedAt, ...row }) => ({ ...row, sourceName: name, publishedAt }));
  }

  private shelf(db: Db) {
    return (
      db
        .selectFrom('dispatch')
        .innerJoin('source', 'source.id', 'dispatch.source_id')
        .leftJoinLateral(
          // That of the newest version, and none where it was killed: an earlier one belongs to an earlier text.
          (join) =>
            join
              .selectFrom('picture')
              .selectAll('picture')
              .whereRef('picture.dispatch_id', '=', 'dispatch.id')
              .where('picture.killed_at', 'is', null)
              .where('picture.is_lead', '=', true)
              .limit(1)
              .as('lead'),
          (join) => join.onTrue(),
        )
        // All but the body, which is long and which no digest shows.
        .select([
          'dispatch.id',
          'dispatch.version',
          'dispatch.language',
          'dispatch.headline',
          'dispatch.standfirst',
          'dispatch.link',
          'dispatch.is_update',
          'dispatch.urgency',
          'dispatch.countries',
          'dispatch.regions',
          'dispatch.published_at',
          'dispatch.embargoed_until',
          'dispatch.access',
          'dispatch.may_mail',
          'dispatch.may_archive',
          'dispatch.may_feed',
          'dispatch.use_until',
          'dispatch.credit',
          'dispatch.territories',
          'dispatch.excerpt_length',
          'dispatch.cluster_id',
          'source.name as source_name',
          'lead.url as picture_url',
          'lead.width as picture_width',
          'lead.height as picture_height',
          'lead.alt as picture_alt',
          'lead.caption as picture_caption',
          'lead.credit as picture_credit',
          'lead.may_mail as picture_may_mail',
          'lead.may_archive as picture_may_archive',
          'lead.may_feed as picture_may_feed',
          'lead.use_until as picture_use_until',
          'lead.territories as picture_territories',
        ])
        .select(
          sql<string[]>`array(
          select other.name from dispatch_provenance told join source other on other.id = told.source_id
          where told.dispatch_id = dispatch.id and told.source_id <> dispatch.source_id
          group by other.name order by min(told.first_seen_at), other.name
        )`.as('other_sources'),
        )
    );
  }
}

type ShelfRow = Awaited<ReturnType<ReturnType<DispatchRepository['shelf']>['execute']>>[number];

function toShelf(row: ShelfRow): ShelfDispatch {
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
    publishedAt: row.published_at,
    embargoedUntil: row.embargoed_until,
    access: row.access,
    sourceName: row.source_name,
    otherSources: row.other_sources,
    clusterId: row.cluster_id,
    rights: {
      mail: row.may_mail,
      archive: row.may_archive,
      feed: row.may_feed,
      until: row.use_until,
      credit: row.credit,
      territories: row.territories,
    },
    excerptLength: row.excerpt_length,
    picture:
      row.picture_url === null
        ? null
        : {
            url: row.picture_url,
            width: row.picture_width,
            height: row.picture_height,
            alt: row.picture_alt ?? '',
            caption: row.picture_caption,
            rights: {
              mail: row.picture_may_mail ?? false,
              archive: row.picture_may_archive ?? false,
              feed: row.picture_may_feed ?? false,
              until: row.picture_use_until,
              credit: row.picture_credit,
              territories: row.picture_territories,
            },
          },
  };
}
