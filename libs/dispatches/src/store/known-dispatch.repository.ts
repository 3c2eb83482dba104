import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db } from '@app/platform';
import { buriedKey } from './buried-key.js';
import type { DispatchContent } from './dispatch-content.js';
import type { Known, KnownDispatch } from './store-plan.js';

export interface ArrivalKeys {
  readonly sourceId: string;
  readonly externalIds: readonly string[];
  readonly canonicalLinks: readonly string[];
}

/** Within this time a source's marked title is about its dispatch with the same headline. */
const CORRECTION_DAYS = 7;
/** The newest dispatches of a source among which that one is looked for. */
const CORRECTION_CANDIDATES = 2_000;

/** What is stored already of what arrives: one query for a whole round of arrivals each. Locks nothing. */
@Injectable()
export class KnownDispatchRepository {
  /** What is stored under these ids of the source, and under these links of whatever source. */
  async known(db: Db, keys: ArrivalKeys): Promise<Known> {
    const ids = askedKeys(keys.externalIds);
    const links = askedKeys(keys.canonicalLinks);
    const byId = await sql<KnownRow>`
      select ${KNOWN_COLUMNS}, provenance.external_id as given_id, said.content as said
      from dispatch_provenance provenance
      join dispatch on dispatch.id = provenance.dispatch_id
      join dispatch_version version on version.dispatch_id = dispatch.id and version.version = dispatch.version
      left join lateral (
        select content from dispatch_version own
        where own.dispatch_id = dispatch.id and own.content ->> 'externalId' = provenance.external_id
        order by own.version desc limit 1
      ) said on true
      where provenance.source_id = ${keys.sourceId} and provenance.external_id = any(${[...ids.keys()]})
    `.execute(db);
    const byLink = await sql<KnownRow>`
      select ${KNOWN_COLUMNS}, dispatch.canonical_link as given_id, null::jsonb as said
      from dispatch
      join dispatch_version version on version.dispatch_id = dispatch.id and version.version = dispatch.version
      where dispatch.canonical_link = any(${[...links.keys()]})
    `.execute(db);
    const asMap = (rows: readonly KnownRow[], asked: ReadonlyMap<string, string>) =>
      new Map(rows.map((row) => [asked.get(row.given_id) ?? row.given_id, toKnown(row)]));
    return { byExternalId: asMap(byId.rows, ids), byLink: asMap(byLink.rows, links) };
  }

  async byId(db: Db, id: string): Promise<KnownDispatch | undefined> {
    const { rows } = await sql<KnownRow>`
      select ${KNOWN_COLUMNS}, dispatch.id as given_id, null::jsonb as said
      from dispatch
      join dispatch_version version on version.dispatch_id = dispatch.id and version.version = dispatch.version
      where dispatch.id = ${id}
    `.execute(db);
    return rows[0] === undefined ? undefined : toKnown(rows[0]);
  }

  /** The dispatches of these ids of the source's own. */
  async idsOf(db: Db, sourceId: string, externalIds: readonly string[]): Promise<Map<string, string>> {
    if (externalIds.length === 0) return new Map();
    const rows = await db
      .selectFrom('dispatch_provenance')
      .innerJoin('dispatch', 'dispatch.id', 'dispatch_provenance.dispatch_id')
      .select(['dispatch_provenance.external_id', 'dispatch.id'])
      .where('dispatch_provenance.source_id', '=', sourceId)
      // Another source's dispatch is not this one's to correct.
      .where('dispatch.source_id', '=', sourceId)
      .where('dispatch_provenance.external_id', 'in', externalIds)
      .execute();
    return new Map(rows.map((row) => [row.external_id, row.id]));
  }

  /** What a marked title of this source may be about, newest first. */
  async correctable(db: Db, sourceId: string, now: Date): Promise<{ id: string; headline: string }[]> {
    return db
      .selectFrom('dispatch')
      .select(['id', 'headline'])
      .where('source_id', '=', sourceId)
      .where('first_seen_at', '>', new Date(now.getTime() - CORRECTION_DAYS * 86_400_000))
      .orderBy('first_seen_at', 'desc')
      .orderBy('id', 'desc')
      .limit(CORRECTION_CANDIDATES)
      .execute();
  }
}

/** What is looked for, by what may be stored of it: itself, or what a takedown left of it. */
function askedKeys(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(given.flatMap((key) => [[key, key], [buriedKey(key), key]])); // prettier-ignore
}

const KNOWN_COLUMNS = sql`
  dispatch.id, dispatch.source_id, dispatch.version, dispatch.language, dispatch.headline, dispatch.canonical_link,
  dispatch.status, dispatch.status_reason, dispatch.first_seen_at, dispatch.published_at,
  dispatch.published_is_first_seen, dispatch.embargoed_until, dispatch.rights_by_desk, dispatch.desk_labels,
  dispatch.replaces_id, version.content`;

interface KnownRow {
  readonly given_id: string;
  readonly id: string;
  readonly source_id: string;
  readonly version: number;
  readonly language: string;
  readonly headline: string;
  readonly canonical_link: string | null;
  readonly status: KnownDispatch['status'];
  readonly status_reason: string | null;
  readonly first_seen_at: Date;
  readonly published_at: Date;
  readonly published_is_first_seen: boolean;
  readonly embargoed_until: Date | null;
  readonly rights_by_desk: boolean;
  readonly desk_labels: KnownDispatch['deskLabels'];
  readonly replaces_id: string | null;
  readonly content: DispatchContent;
  readonly said: DispatchContent | null;
}

function toKnown(row: KnownRow): KnownDispatch {
  return {
    id: row.id,
    sourceId: row.source_id,
    version: row.version,
    language: row.language,
    headline: row.headline,
    canonical: row.canonical_link,
    status: row.status,
    reason: row.status_reason,
    firstSeenAt: row.first_seen_at,
    publishedAt: row.published_at,
    publishedIsFirstSeen: row.published_is_first_seen,
    embargoedUntil: row.embargoed_until,
    rightsByDesk: row.rights_by_desk,
    deskLabels: row.desk_labels,
    replacesId: row.replaces_id,
    content: row.content,
    said: row.said,
  };
}
