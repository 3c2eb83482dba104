import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import type { DispatchContent } from '../store/dispatch-content.js';

/** More versions than anybody reads; the newest are shown. */
const MAX_VERSIONS = 50;
const MAX_EVENTS = 200;

/** Everything that is known of one dispatch, for somebody who looks at it. */
@Injectable()
export class DispatchHistoryRepository {
  constructor(private readonly database: Database) {}

  async dispatch(id: string) {
    return this.database
      .selectFrom('dispatch')
      .innerJoin('source', 'source.id', 'dispatch.source_id')
      .selectAll('dispatch')
      .select(['source.name as source_name', 'source.slug as source_slug', 'source.kind as source_kind'])
      .where('dispatch.id', '=', id)
      .executeTakeFirst();
  }

  /** Newest first. */
  async versions(id: string): Promise<{ version: number; receivedAt: Date; content: DispatchContent }[]> {
    const rows = await this.database
      .selectFrom('dispatch_version')
      .select(['version', 'received_at', 'content'])
      .where('dispatch_id', '=', id)
      .orderBy('version', 'desc')
      .limit(MAX_VERSIONS)
      .execute();
    return rows.map((row) => ({
      version: row.version,
      receivedAt: row.received_at,
      content: row.content as unknown as DispatchContent,
    }));
  }

  /** First to tell first. */
  async provenances(id: string) {
    return this.database
      .selectFrom('dispatch_provenance')
      .innerJoin('source', 'source.id', 'dispatch_provenance.source_id')
      .select(['source.slug', 'source.name', 'external_id', 'link', 'first_seen_at'])
      .where('dispatch_id', '=', id)
      .orderBy('first_seen_at')
      .orderBy('external_id')
      .execute();
  }

  /** In the order in which they happened; of very many the last. */
  async events(id: string) {
    const rows = await this.database
      .selectFrom('dispatch_event')
      .select(['id', 'occurred_at', 'kind', 'actor', 'operator_id', 'reason', 'detail'])
      .where('dispatch_id', '=', id)
      .orderBy('id', 'desc')
      .limit(MAX_EVENTS)
      .execute();
    return rows.reverse();
  }

  async pictures(id: string) {
    return this.database.selectFrom('picture').selectAll().where('dispatch_id', '=', id).orderBy('id').execute();
  }

  async openAlarms(id: string) {
    return this.database
      .selectFrom('dispatch_alarm')
      .select(['code', 'raised_at', 'detail'])
      .where('dispatch_id', '=', id)
      .where('settled_at', 'is', null)
      .orderBy('raised_at')
      .execute();
  }
}
