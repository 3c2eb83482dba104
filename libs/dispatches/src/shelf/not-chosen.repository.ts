import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db, DispatchStatus } from '@app/platform';

/** What a desk may ask for among the dispatches, whatever became of them. */
export interface ShelfSearch {
  readonly language: string;
  /** First seen after this. */
  readonly since: Date;
  /** These as well, whenever they were seen. */
  readonly ids: readonly string[];
  /** Not these. */
  readonly without: readonly string[];
  /** Each has to stand in the headline, the standfirst or the source's name; none: everything. */
  readonly words: readonly string[];
  readonly limit: number;
}

/** As little of a dispatch as it takes to rank it; what is shown of it is read for those that are shown. */
export interface ShelfEntry {
  readonly id: string;
  readonly status: DispatchStatus;
  readonly isBackCatalogue: boolean;
  readonly regions: readonly string[];
  readonly topics: readonly string[];
  readonly publishedAt: Date;
  readonly firstSeenAt: Date;
}

/** What of a dispatch is shown where it can no longer be published. */
export interface FormerDispatch {
  readonly id: string;
  readonly status: DispatchStatus;
  readonly headline: string;
  readonly sourceName: string;
  readonly publishedAt: Date;
}

/** Dispatches as a desk looks through them: also those that no edition may hold, because somebody will ask where they went. */
@Injectable()
export class NotChosenRepository {
  /** Newest first. */
  async search(db: Db, { language, since, ids, without, words, limit }: ShelfSearch): Promise<ShelfEntry[]> {
    // Killed and withheld ones too, so that neither index of usable ones serves; these two hold every dispatch between them.
    const seen = (isClustered: boolean) =>
      this.entries(db, { without, words })
        .where('dispatch.language', '=', language)
        .where('dispatch.first_seen_at', '>', since)
        .where('dispatch.cluster_id', isClustered ? 'is not' : 'is', null);
    const named = this.entries(db, { without, words }).where('dispatch.id', '=', sql<string>`any(${ids}::uuid[])`);
    const rows = await db
      .selectFrom(seen(true).unionAll(seen(false)).union(named).as('found'))
      .selectAll()
      .orderBy('first_seen_at', 'desc')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      id: row.id,
      status: row.status,
      isBackCatalogue: row.is_back_catalogue,
      regions: row.regions,
      topics: row.topics,
      publishedAt: row.published_at,
      firstSeenAt: row.first_seen_at,
    }));
  }

  async former(db: Db, ids: readonly string[]): Promise<FormerDispatch[]> {
    if (ids.length === 0) return [];
    const rows = await db
      .selectFrom('dispatch')
      .innerJoin('source', 'source.id', 'dispatch.source_id')
      .select(['dispatch.id', 'dispatch.status', 'dispatch.headline', 'dispatch.published_at', 'source.name'])
      .where('dispatch.id', 'in', ids)
      .execute();
    return rows.map(({ id, status, headline, name, published_at: publishedAt }) => ({
      id,
      status,
      headline,
      sourceName: name,
      publishedAt,
    }));
  }

  private entries(db: Db, { without, words }: Pick<ShelfSearch, 'without' | 'words'>) {
    const all = db
      .selectFrom('dispatch')
      .innerJoin('source', 'source.id', 'dispatch.source_id')
      .select([
        'dispatch.id',
        'dispatch.status',
        'dispatch.is_back_catalogue',
        'dispatch.regions',
        'dispatch.topics',
        'dispatch.published_at',
        'dispatch.first_seen_at',
      ])
      .where('dispatch.id', '!=', sql<string>`all(${without}::uuid[])`);
    return words.reduce(
      (query, word) =>
        query.where(sql<boolean>`concat_ws(' ', dispatch.headline, dispatch.standfirst, source.name) ilike ${contains(word)}`),
      all,
    ); // prettier-ignore
  }
}

function contains(word: string): string {
  return `%${word.replace(/[\\%_]/g, String.raw`\$&`)}%`;
}
