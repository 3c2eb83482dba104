import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Db } from '@app/platform';

/** What is looked for; what is left out is not asked. */
export interface AuditFilter {
  readonly operatorId?: string | undefined;
  readonly apiKeyId?: string | undefined;
  /** The beginning of an action: `edition.` or `edition.approved`. */
  readonly action?: string | undefined;
  /** What it was done to, whole: `edition:<id>`. */
  readonly object?: string | undefined;
  readonly from?: Date | undefined;
  /** Not included. */
  readonly to?: Date | undefined;
}

export interface AuditedAct {
  /** Counts up over the whole log. */
  readonly id: number;
  readonly at: Date;
  /** null: a policy, or the command line. */
  readonly operatorId: string | null;
  readonly operatorName: string | null;
  /** The key it was asked with; null: by hand. */
  readonly apiKeyId: string | null;
  readonly apiKeyName: string | null;
  readonly action: string;
  readonly object: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Reads the log; nobody's statement changes it, which the rights of the runtime role see to. */
@Injectable()
export class AuditLogRepository {
  /** The latest first. `before`: the id that the page before ended with. */
  async page(db: Db, filter: AuditFilter, { before, limit }: { before?: number | undefined; limit: number }): Promise<AuditedAct[]> {
    let query = db
      .selectFrom('audit_entry as entry')
      .leftJoin('operator', 'operator.id', 'entry.operator_id')
      .leftJoin('api_key', 'api_key.id', 'entry.api_key_id')
      .select(['entry.id', 'entry.occurred_at as at', 'entry.action', 'entry.object', 'entry.detail'])
      .select(['entry.operator_id as operatorId', 'operator.name as operatorName'])
      .select(['entry.api_key_id as apiKeyId', 'api_key.name as apiKeyName'])
      .limit(limit);
    const { operatorId, apiKeyId, action, object, from, to } = filter;
    // A span of time is walked by its own index; all others keep the order of ids.
    const isSpan = from !== undefined || to !== undefined;
    if (isSpan) query = query.orderBy('entry.occurred_at', 'desc');
    query = query.orderBy('entry.id', 'desc');
    if (before !== undefined) query = query.where(isSpan ? beforeInTime(before) : sql<SqlBool>`entry.id < ${before}`);
    if (operatorId !== undefined) query = query.where('entry.operator_id', '=', operatorId);
    if (apiKeyId !== undefined) query = query.where('entry.api_key_id', '=', apiKeyId);
    if (action !== undefined) query = query.where('entry.action', 'like', `${literally(action)}%`);
    if (object !== undefined) query = query.where('entry.object', '=', object);
    if (from !== undefined) query = query.where('entry.occurred_at', '>=', from);
    if (to !== undefined) query = query.where('entry.occurred_at', '<', to);
    return query.execute();
  } // prettier-ignore
}

/** Nothing is before an entry that does not exist. */
function beforeInTime(id: number): RawBuilder<SqlBool> {
  return sql<SqlBool>`(entry.occurred_at, entry.id) < (select occurred_at, id from audit_entry where id = ${id})`;
}

/** With what LIKE reads as a sign of its own escaped. */
function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
