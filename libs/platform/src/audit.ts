import { Injectable } from '@nestjs/common';
import type { Db } from './database/database.js';

export interface AuditEntry {
  /** null when a policy acted, not a person. */
  readonly operatorId: string | null;
  /** Stable dotted verb, such as `edition.approved`. */
  readonly action: string;
  /** What it was done to: `edition:<id>`. Never an address. */
  readonly object: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Appends to the audit log. The runtime role cannot change or delete what stands there. */
@Injectable()
export class Audit {
  /** Part of the caller's transaction: what was not done is not recorded, what was done is. */
  async append(db: Db, entry: AuditEntry): Promise<void> {
    await db
      .insertInto('audit_entry')
      .values({
        operator_id: entry.operatorId,
        action: entry.action,
        object: entry.object,
        detail: JSON.stringify(entry.detail ?? {}),
      })
      .execute();
  }
}
