import { Injectable } from '@nestjs/common';
import type { Db } from './database/database.js';

export interface AuditTrace {
  /** Counts up over the whole log. */
  readonly id: number;
  readonly at: Date;
  /** null: a policy. */
  readonly operatorId: string | null;
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What was done to one thing: the log as whoever works on that thing reads it. */
@Injectable()
export class AuditTrail {
  /** The latest first. `object` as it was appended: `edition:<id>`; `before`: an id of the page before. */
  async of(db: Db, object: string, { before, limit }: { before?: number; limit: number }): Promise<AuditTrace[]> {
    let query = db
      .selectFrom('audit_entry')
      .select(['id', 'occurred_at', 'operator_id', 'action', 'detail'])
      .where('object', '=', object)
      .orderBy('id', 'desc')
      .limit(limit);
    if (before !== undefined) query = query.where('id', '<', before);
    return (await query.execute()).map((row) => ({
      id: row.id,
      at: row.occurred_at,
      operatorId: row.operator_id,
      action: row.action,
      detail: row.detail,
    }));
  }
}
