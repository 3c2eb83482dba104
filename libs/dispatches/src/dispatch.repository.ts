import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, newId, type Access, type Db, type DispatchStatus } from '@app/platform';
import type { ShelfDispatch, SourceRecord } from './dispatch.js';

/** All of a dispatch that can change from version to version. */
export interface DispatchContent {
  readonly language: string;
  readonly headline: string;
  readonly standfirst: string;
  readonly bodyHtml: string;
  readonly byline: string | null;
  readonly dateline: string | null;
  readonly link: string | null;
  readonly related: readonly { title: string; link?: string | undefined }[];
  readonly isUpdate: boolean;
  readonly urgency: number;
  readonly countries: readonly string[];
  readonly regions: readonly string[];
  readonly topics: readonly string[];
  readonly labelReasons: readonly { label: string; kind: string; because: string }[];
  /** null: the source gave no date. */
  readonly publishedAt: Date | null;
  readonly embargoedUntil: Date | null;
  readonly access: Access;
  readonly picture: {
    url: string;
    width: number | null;
    height: number | null;
    alt: string;
    caption: string | null;
    credit: string | null;
  } | null;
}

export interface StoredDispatch {
  readonly id: string;
  readonly version: number;
}

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

/** Every statement on dispatches, their versions and their pictures. */
@Injectable()
export class DispatchRepository {
  constructor(private readonly database: Database) {}

  /** The newest stored version under this source's id, locked so that two deliveries of one update make one version. */
  async lockByExternalId(
    db: Db,
    sourceId: string,
    externalId: string,
  ): Promise<{ id: string; version: number; content: unknown } | undefined> {
    return db
      .selectFrom('dispatch')
      .innerJoin('dispatch_version', (join) =>
        join
          .onRef('dispatch_version.dispatch_id', '=', 'dispatch.id')
          .onRef('dispatch_version.version', '=', 'dispatch.version'),
      )
      .select(['dispatch.id', 'dispatch.version', 'dispatch_version.content'])
      .where('dispatch.source_id', '=', sourceId)
      .where('dispatch.external_id', '=', externalId)
      .forUpdate('dispatch')
      .executeTakeFirst();
  }

  /** Returns undefined when somebody else stored the same id first; the caller looks again. */
  async insert(
    db: Db,
    source: SourceRecord,
    externalId: string,
    content: DispatchContent,
    firstSeen: Date,
  ): Promise<StoredDispatch | undefined> {
    const id = newId();
    const inserted = await db
      .insertInto('dispatch')
      .values({
        id,
        source_id: source.id,
        external_id: externalId,
        ...columns(content),
        published_at: content.publishedAt ?? firstSeen,
        published_is_first_seen: content.publishedAt === null,
        first_seen_at: firstSeen,
        may_mail: source.rights.mail,
        may_archive: source.rights.archive,
        may_feed: source.rights.feed,
        use_until: source.rights.until,
        credit: source.rights.credit,
        excerpt_length: source.excerptLength,
      })
      .onConflict((conflict) => conflict.columns(['source_id', 'external_id']).doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows !== 1n) return undefined;
    await this.addVersion(db, id, 1, content);
    await this.putPicture(db, id, source, content.picture);
    return { id, version: 1 };
  }

  async update(
    db: Db,
    source: SourceRecord,
    id: string,
    version: number,
    content: DispatchContent,
  ): Promise<StoredDispatch> {
    await db
      .updateTable('dispatch')
      .set({
        ...columns(content),
        version,
        updated_at: sql<Date>`now()`,
        // A later version without a date keeps the date the dispatch has.
        ...(content.publishedAt === null ? {} : { published_at: content.publishedAt, published_is_first_seen: false }),
      })
      .where('id', '=', id)
      .execute();
    await this.addVersion(db, id, version, content);
    await this.putPicture(db, id, source, content.picture);
    return { id, version };
  }

  /**
   * What an edition may choose from: usable, in the language, first seen in (from, to], not older than `oldest` by its
   * own date (a new source's back catalogue is not news) and not under embargo at `dueAt`. What was seen earlier but was
   * under embargo until after `lastDueAt`, when the edition before this one was due, is new now. Newest first.
   */
  async window(db: Db, query: DispatchWindow & { limit: number }): Promise<ShelfDispatch[]> {
    const rows = await this.shelf(db)
      .where('dispatch.language', '=', query.language)
      .where('dispatch.status', '=', 'usable')
      .where((where) =>
        where.or([
          where('dispatch.first_seen_at', '>', query.from),
          where('dispatch.embargoed_until', '>', query.lastDueAt),
        ]),
      )
      .where('dispatch.first_seen_at', '<=', query.to)
      .where(sql<boolean>`greatest(dispatch.published_at, dispatch.embargoed_until) > ${query.oldest}`)
      .where((where) =>
        where.or([where('dispatch.embargoed_until', 'is', null), where('dispatch.embargoed_until', '<=', query.dueAt)]),
      )
      .orderBy('dispatch.published_at', 'desc')
      .orderBy('dispatch.id')
      .limit(query.limit)
      .execute();
    return rows.map(toShelf);
  }

  /** Those of `ids` that are usable now. */
  async usable(db: Db, ids: readonly string[]): Promise<ShelfDispatch[]> {
    if (ids.length === 0) return [];
    const rows = await this.shelf(db).where('dispatch.id', 'in', ids).where('dispatch.status', '=', 'usable').execute();
    return rows.map(toShelf);
  }

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
      .orderBy('published_at', 'desc')
      .orderBy('dispatch.id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ name, published_at: publishedAt, ...row }) => ({ ...row, sourceName: name, publishedAt }));
  }

  private async addVersion(db: Db, id: string, version: number, content: DispatchContent): Promise<void> {
    await db
      .insertInto('dispatch_version')
      .values({ dispatch_id: id, version, content: JSON.stringify(content) })
      .execute();
  }

  private async putPicture(
    db: Db,
    dispatchId: string,
    source: SourceRecord,
    picture: DispatchContent['picture'],
  ): Promise<void> {
    if (picture === null) return;
    const { url, width, height, alt, caption, credit } = picture;
    const rights = {
      may_mail: source.rights.mail,
      may_archive: source.rights.archive,
      may_feed: source.rights.feed,
      use_until: source.rights.until,
    };
    await db
      .insertInto('picture')
      .values({ id: newId(), dispatch_id: dispatchId, url, width, height, alt, caption, credit, ...rights })
      .onConflict((conflict) =>
        conflict.columns(['dispatch_id', 'url']).doUpdateSet({ alt, caption, credit, width, height }),
      )
      .execute();
  }

  private shelf(db: Db) {
    return db
      .selectFrom('dispatch')
      .innerJoin('source', 'source.id', 'dispatch.source_id')
      .leftJoinLateral(
        // The newest picture that is not killed.
        (join) =>
          join
            .selectFrom('picture')
            .selectAll('picture')
            .whereRef('picture.dispatch_id', '=', 'dispatch.id')
            .where('picture.killed_at', 'is', null)
            .orderBy('picture.id', 'desc')
            .limit(1)
            .as('lead'),
        (join) => join.onTrue(),
      )
      .selectAll('dispatch')
      .select([
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
      ]);
  }
}

function columns(content: DispatchContent) {
  return {
    language: content.language,
    headline: content.headline,
    standfirst: content.standfirst,
    body_html: content.bodyHtml,
    byline: content.byline,
    dateline: content.dateline,
    link: content.link,
    related: JSON.stringify(content.related),
    is_update: content.isUpdate,
    urgency: content.urgency,
    countries: [...content.countries],
    regions: [...content.regions],
    topics: [...content.topics],
    label_reasons: JSON.stringify(content.labelReasons),
    embargoed_until: content.embargoedUntil,
    access: content.access,
  };
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
    rights: {
      mail: row.may_mail,
      archive: row.may_archive,
      feed: row.may_feed,
      until: row.use_until,
      credit: row.credit,
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
            },
          },
  };
}
