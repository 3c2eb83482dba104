import { Injectable } from '@nestjs/common';
import { sql, type Selectable } from 'kysely';
import { Database, newId, type Access, type Db, type Schema, type SourceKind } from '@app/platform';
import type { SourceRecord } from '../dispatch.js';
import type { Rights } from '../rights.js';

export interface NewSource {
  readonly slug: string;
  readonly kind: SourceKind;
  readonly name: string;
  readonly url?: string | undefined;
  readonly language?: string | undefined;
  readonly rights?: Partial<Rights> | undefined;
  readonly excerptLength?: number | undefined;
  readonly access?: Access | undefined;
  readonly pollSeconds?: number | undefined;
}

/** Every statement on sources. */
@Injectable()
export class SourceRepository {
  constructor(private readonly database: Database) {}

  /** Adds the source, or returns the one that has this slug already, unchanged. */
  async ensure(db: Db, source: NewSource): Promise<SourceRecord> {
    await db
      .insertInto('source')
      .values({
        id: newId(),
        slug: source.slug,
        kind: source.kind,
        name: source.name,
        url: source.url ?? null,
        language: source.language ?? null,
        may_mail: source.rights?.mail ?? false,
        may_archive: source.rights?.archive ?? false,
        may_feed: source.rights?.feed ?? false,
        use_until: source.rights?.until ?? null,
        credit: source.rights?.credit ?? null,
        excerpt_length: source.excerptLength ?? null,
        access: source.access ?? 'free',
        ...(source.pollSeconds === undefined ? {} : { poll_seconds: source.pollSeconds }),
      })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .execute();
    return toSource(
      await db.selectFrom('source').selectAll().where('slug', '=', source.slug).executeTakeFirstOrThrow(),
    );
  }

  async bySlug(slug: string): Promise<SourceRecord | undefined> {
    const row = await this.database.selectFrom('source').selectAll().where('slug', '=', slug).executeTakeFirst();
    return row === undefined ? undefined : toSource(row);
  }

  async list(): Promise<(SourceRecord & { state: string; lastSuccessAt: Date | null; lastFailure: string | null })[]> {
    const rows = await this.database.selectFrom('source').selectAll().orderBy('slug').execute();
    return rows.map((row) => ({
      ...toSource(row),
      state: row.state,
      lastSuccessAt: row.last_success_at,
      lastFailure: row.last_failure,
    }));
  }

  /** Ids of feeds whose time has come, longest waiting first. */
  async due(limit: number): Promise<string[]> {
    const rows = await this.database
      .selectFrom('source')
      .select('id')
      .where('kind', '=', 'feed')
      .where('state', '=', 'active')
      .where('next_poll_at', '<=', sql<Date>`now()`)
      .orderBy('next_poll_at')
      .limit(limit)
      .execute();
    return rows.map((row) => row.id);
  }

  /** An operator does not want to wait for the next poll. */
  async makeDue(id: string): Promise<void> {
    await this.database
      .updateTable('source')
      .set({ next_poll_at: sql<Date>`now()` })
      .where('id', '=', id)
      .execute();
  }

  /** Takes a due feed by moving its next poll into the future: of two workers one gets it. */
  async take(id: string): Promise<SourceRecord | undefined> {
    const row = await this.database
      .updateTable('source')
      .set({ next_poll_at: sql<Date>`now() + make_interval(secs => poll_seconds)` })
      .where('id', '=', id)
      .where('kind', '=', 'feed')
      .where('state', '=', 'active')
      .where('next_poll_at', '<=', sql<Date>`now()`)
      .returningAll()
      .executeTakeFirst();
    return row === undefined ? undefined : toSource(row);
  }

  async succeeded(id: string, validators: { etag: string | null; lastModified: string | null }): Promise<void> {
    await this.database
      .updateTable('source')
      .set({
        etag: validators.etag,
        last_modified: validators.lastModified,
        last_success_at: sql<Date>`now()`,
        consecutive_failures: 0,
        last_failure: null,
      })
      .where('id', '=', id)
      .execute();
  }

  async failed(id: string, code: string): Promise<void> {
    await this.database
      .updateTable('source')
      .set({
        last_failure_at: sql<Date>`now()`,
        last_failure: code,
        consecutive_failures: sql<number>`consecutive_failures + 1`,
      })
      .where('id', '=', id)
      .execute();
  }

  /** 410 Gone: the publisher says it is over. */
  async stopped(id: string, code: string): Promise<void> {
    await this.database
      .updateTable('source')
      .set({ state: 'stopped', last_failure: code, last_failure_at: sql<Date>`now()` })
      .where('id', '=', id)
      .execute();
  }
}

type SourceRow = Selectable<Schema['source']>;

function toSource(row: SourceRow): SourceRecord {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    url: row.url,
    language: row.language,
    access: row.access,
    rights: {
      mail: row.may_mail,
      archive: row.may_archive,
      feed: row.may_feed,
      until: row.use_until,
      credit: row.credit,
    },
    excerptLength: row.excerpt_length,
    etag: row.etag,
    lastModified: row.last_modified,
    pollSeconds: row.poll_seconds,
  };
}
