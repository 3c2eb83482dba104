import { Injectable } from '@nestjs/common';
import { sql, type Selectable, type Updateable } from 'kysely';
import { Database, newId, type Db, type Schema } from '@app/platform';
import { toRights } from '../rights-columns.js';
import { hostOf, type NewSource, type SourceRecord, type SourceRightsChange } from './source.js';

/** What sources are: added, found, listed, steered. How they are polled stands in poll.repository.ts. */
@Injectable()
export class SourceRepository {
  constructor(private readonly database: Database) {}

  /** Adds the source, or returns the one that has this slug already, unchanged. */
  async ensure(db: Db, source: NewSource): Promise<SourceRecord> {
    await this.add(db, source, 0);
    return toSource(
      await db.selectFrom('source').selectAll().where('slug', '=', source.slug).executeTakeFirstOrThrow(),
    );
  }

  /**
   * Adds the source unless its slug is taken.
   *
   * @param delaySeconds before its first poll, so that a long list of sources is not due in one instant
   */
  async add(db: Db, source: NewSource, delaySeconds: number): Promise<SourceRecord | undefined> {
    const row = await db
      .insertInto('source')
      .values({ ...columns(source), next_poll_at: sql<Date>`now() + make_interval(secs => ${delaySeconds})` })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .returningAll()
      .executeTakeFirst();
    return row === undefined ? undefined : toSource(row);
  }

  async bySlug(slug: string): Promise<SourceRecord | undefined> {
    const row = await this.database.selectFrom('source').selectAll().where('slug', '=', slug).executeTakeFirst();
    return row === undefined ? undefined : toSource(row);
  }

  /** The feed that is watched at exactly this address; the oldest where there are several. */
  async byUrl(db: Db, url: string): Promise<SourceRecord | undefined> {
    const row = await db
      .selectFrom('source')
      .selectAll()
      .where('url', '=', url)
      .orderBy('created_at')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? undefined : toSource(row);
  }

  /**
   * As it stands now, and it stays so until the end of the transaction: what is stored under a source's rights is either
   * seen by whoever changes them, or has the new ones.
   */
  async held(trx: Db, id: string): Promise<SourceRecord> {
    return toSource(
      await trx.selectFrom('source').selectAll().where('id', '=', id).forShare().executeTakeFirstOrThrow(),
    );
  }

  async list(): Promise<SourceRecord[]> {
    const rows = await this.database.selectFrom('source').selectAll().orderBy('slug').execute();
    return rows.map(toSource);
  }

  /** Every slug, and under which one each address is watched: what a list of new sources must not take again. */
  async taken(db: Db): Promise<{ slugByUrl: Map<string, string>; slugs: Set<string> }> {
    const rows = await db.selectFrom('source').select(['slug', 'url']).execute();
    return {
      slugByUrl: new Map(rows.flatMap(({ slug, url }) => (url === null ? [] : [[url, slug] as const]))),
      slugs: new Set(rows.map(({ slug }) => slug)),
    };
  }

  /** An operator does not want to wait for the next poll. */
  async makeDue(id: string): Promise<void> {
    await this.database
      .updateTable('source')
      .set({ next_poll_at: sql<Date>`now()` })
      .where('id', '=', id)
      .execute();
  }

  /** Nobody polls it until somebody resumes it. A stopped one is stopped already. */
  async pause(db: Db, id: string, reason: string): Promise<boolean> {
    const result = await db
      .updateTable('source')
      .set({ state: 'paused', state_reason: reason })
      .where('id', '=', id)
      .where('state', '=', 'active')
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  /** For good: its publisher says so, or an operator. Its dispatches stay. */
  async stop(db: Db, id: string, reason: string): Promise<boolean> {
    const result = await db
      .updateTable('source')
      .set({ state: 'stopped', state_reason: reason })
      .where('id', '=', id)
      .where('state', '<>', 'stopped')
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  /** Begins anew: due at once, its failures forgotten. */
  async resume(db: Db, id: string): Promise<boolean> {
    const result = await db
      .updateTable('source')
      .set({
        state: 'active',
        state_reason: null,
        failing_since: null,
        consecutive_failures: 0,
        next_poll_at: sql<Date>`now()`,
        rung_at: null,
      })
      .where('id', '=', id)
      .where('state', '<>', 'active')
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  /**
   * The source's own row; what it means for its dispatches is `ChangeSource.rights`. undefined: it is of another version
   * than the one that was looked at (null: whichever it is).
   */
  async changeRights(
    db: Db,
    id: string,
    { change, version }: { readonly change: SourceRightsChange; readonly version: number | null },
  ): Promise<SourceRecord | undefined> {
    const set = rightsColumns(change);
    const row = await db
      .updateTable('source')
      .set(({ eb }) => ({ ...set, version: eb('version', '+', Object.keys(set).length > 0 ? 1 : 0) }))
      .where('id', '=', id)
      .$if(version !== null, (query) => query.where('version', '=', version ?? 0))
      .returningAll()
      .executeTakeFirst();
    return row === undefined ? undefined : toSource(row);
  }
}

function columns(source: NewSource) {
  const { rights } = source;
  return {
    id: newId(),
    slug: source.slug,
    kind: source.kind,
    name: source.name,
    url: source.url ?? null,
    host: source.url === undefined ? null : hostOf(source.url),
    site_url: source.siteUrl ?? null,
    folder: source.folder ?? null,
    language: source.language ?? null,
    may_mail: rights?.mail ?? false,
    may_archive: rights?.archive ?? false,
    may_feed: rights?.feed ?? false,
    use_until: rights?.until ?? null,
    credit: rights?.credit ?? null,
    territories: rights?.territories === undefined || rights.territories === null ? null : [...rights.territories],
    usage_terms: source.usageTerms ?? null,
    excerpt_length: source.excerptLength ?? null,
    access: source.access ?? 'free',
    full_text: source.fullText ?? false,
    is_trusted: source.isTrusted ?? false,
    ...(source.weight === undefined ? {} : { weight: source.weight }),
    ...(source.pollSeconds === undefined ? {} : { poll_seconds: source.pollSeconds }),
    poll_min_seconds: source.pollMinSeconds ?? null,
    poll_max_seconds: source.pollMaxSeconds ?? null,
  };
}

/** Only what was given: `undefined` leaves a column as it is, null empties it. */
function rightsColumns({ rights = {}, ...change }: SourceRightsChange): Updateable<Schema['source']> {
  const { territories } = rights;
  const all: Updateable<Schema['source']> = {
    may_mail: rights.mail,
    may_archive: rights.archive,
    may_feed: rights.feed,
    use_until: rights.until,
    credit: rights.credit,
    territories: territories === undefined || territories === null ? territories : [...territories],
    usage_terms: change.usageTerms,
    excerpt_length: change.excerptLength,
    access: change.access,
    full_text: change.fullText,
    is_trusted: change.isTrusted,
    weight: change.weight,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

export function toSource(row: Selectable<Schema['source']>): SourceRecord {
  return {
    id: row.id,
    slug: row.slug,
    kind: row.kind,
    name: row.name,
    url: row.url,
    siteUrl: row.site_url,
    folder: row.folder,
    language: row.language,
    access: row.access,
    rights: toRights(row),
    usageTerms: row.usage_terms,
    excerptLength: row.excerpt_length,
    fullText: row.full_text,
    isTrusted: row.is_trusted,
    weight: row.weight,
    state: row.state,
    stateReason: row.state_reason,
    host: row.host,
    etag: row.etag,
    lastModified: row.last_modified,
    pollSeconds: row.poll_seconds,
    pollMinSeconds: row.poll_min_seconds,
    pollMaxSeconds: row.poll_max_seconds,
    version: row.version,
  };
}
