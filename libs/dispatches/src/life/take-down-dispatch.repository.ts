import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db } from '@app/platform';
import { buriedKey } from '../store/buried-key.js';
import type { DispatchContent } from '../store/dispatch-content.js';
import { STATUS_REASONS } from './dispatch-status.js';

/** Every statement by which a dispatch or a picture loses its words for good. Versions and events are append-only. */
@Injectable()
export class TakeDownDispatchRepository {
  constructor(private readonly database: Database) {}

  async exists(id: string): Promise<boolean> {
    const row = await this.database.selectFrom('dispatch').select('id').where('id', '=', id).executeTakeFirst();
    return row !== undefined;
  }

  async isClosed(id: string): Promise<boolean> {
    const row = await this.database
      .selectFrom('dispatch')
      .select('id')
      .where('id', '=', id)
      .where('status_reason', '=', STATUS_REASONS.takenDown)
      .executeTakeFirst();
    return row !== undefined;
  }

  async contents(id: string): Promise<DispatchContent[]> {
    const rows = await this.database
      .selectFrom('dispatch_version')
      .select('content')
      .where('dispatch_id', '=', id)
      .execute();
    return rows.map(({ content }) => content as unknown as DispatchContent);
  }

  /** Killed in this sense it stays: no act of the desk and no version brings it back. */
  async close(db: Db, id: string): Promise<void> {
    await db
      .updateTable('dispatch')
      .set({ status: 'killed', status_reason: STATUS_REASONS.takenDown })
      .where('id', '=', id)
      .execute();
  }

  async redact(db: Db, id: string): Promise<void> {
    const kept = await db
      .selectFrom('dispatch')
      .select(['external_id', 'canonical_link'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    await db
      .updateTable('dispatch')
      .set({
        external_id: buriedKey(kept.external_id),
        canonical_link: kept.canonical_link === null ? null : buriedKey(kept.canonical_link),
        headline: '',
        standfirst: '',
        body_html: '',
        byline: null,
        dateline: null,
        link: null,
        related: '[]',
        label_reasons: '[]',
        credit: null,
        usage_terms: null,
        article_state: 'none',
        article_next_at: null,
        article_reason: null,
      })
      .where('id', '=', id)
      .execute();
    await this.redactProvenances(db, id);
    await db
      .updateTable('picture')
      .set({ url: sql<string>`'taken-down:' || id`, alt: '', caption: null, credit: null, refused_reason: null })
      .where('dispatch_id', '=', id)
      .execute();
    await db.updateTable('dispatch_alarm').set({ detail: '{}' }).where('dispatch_id', '=', id).execute();
  }

  /** All pictures of a dispatch. */
  async pictures(dispatchId: string): Promise<string[]> {
    const rows = await this.database.selectFrom('picture').select('id').where('dispatch_id', '=', dispatchId).execute();
    return rows.map(({ id }) => id);
  }

  /** The picture and whichever has the same bytes; empty: there is no such picture. */
  async samePictures(id: string): Promise<string[]> {
    const rows = await this.database
      .selectFrom('picture')
      .select('picture.id')
      .where((where) =>
        where.or([
          where('picture.id', '=', id),
          where(
            'picture.id',
            'in',
            where
              .selectFrom('picture_file as mine')
              .innerJoin('picture_file as other', 'other.hash', 'mine.hash')
              .select('other.picture_id')
              .where('mine.picture_id', '=', id),
          ),
        ]),
      )
      .orderBy('picture.id')
      .execute();
    return rows.map((row) => row.id);
  }

  async redactPictures(db: Db, ids: readonly string[]): Promise<void> {
    await db
      .updateTable('picture')
      .set({ alt: '', caption: null, credit: null, killed_reason: null })
      .where('id', 'in', ids)
      .execute();
  }

  private async redactProvenances(db: Db, id: string): Promise<void> {
    const rows = await db
      .selectFrom('dispatch_provenance')
      .select(['source_id', 'external_id'])
      .where('dispatch_id', '=', id)
      .execute();
    for (const { source_id: sourceId, external_id: externalId } of rows)
      await db
        .updateTable('dispatch_provenance')
        .set({ external_id: buriedKey(externalId), link: null })
        .where('source_id', '=', sourceId)
        .where('external_id', '=', externalId)
        .execute();
  }
}
