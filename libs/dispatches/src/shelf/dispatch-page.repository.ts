import { Injectable } from '@nestjs/common';
import { Database, type DispatchStatus } from '@app/platform';

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

export interface DispatchFilter {
  /** Slug. */
  readonly source?: string | undefined;
  readonly status?: DispatchStatus | undefined;
  readonly language?: string | undefined;
  /** Id of the last dispatch that was seen; only those that arrived before it. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** The desk's list of dispatches, a page at a time. */
@Injectable()
export class DispatchPageRepository {
  constructor(private readonly database: Database) {}

  /** The latest to arrive first. A page begins after an id, so that what arrives meanwhile moves nothing. */
  async page({ source, status, language, before, limit }: DispatchFilter): Promise<DispatchListing[]> {
    let query = this.database
      .selectFrom('dispatch')
      .innerJoin('source', 'source.id', 'dispatch.source_id')
      .select(['dispatch.id', 'source.name as sourceName', 'dispatch.language', 'dispatch.status'])
      .select(['headline', 'regions', 'urgency', 'published_at as publishedAt'])
      // Ids are made in the order of arrival (UUID version 7).
      .orderBy('dispatch.id', 'desc')
      .limit(limit);
    if (source !== undefined) query = query.where('source.slug', '=', source);
    if (status !== undefined) query = query.where('dispatch.status', '=', status);
    if (language !== undefined) query = query.where('dispatch.language', '=', language);
    if (before !== undefined) query = query.where('dispatch.id', '<', before);
    return query.execute();
  }

  /** By id, for lists that name dispatches; without those that never were. */
  async headlines(ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.selectFrom('dispatch').select(['id', 'headline']).where('id', 'in', ids).execute();
    return new Map(rows.map(({ id, headline }) => [id, headline]));
  }
}
