import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { withoutAddressLike } from './address-like.js';
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

interface Asked {
  apiKeyId: string | null;
}

/**
 * The request that is being answered. Whoever acts is told to every service; with which of their keys is told to none,
 * and stands in the log all the same.
 */
const asked = new AsyncLocalStorage<Asked>();

/** Answers one request: everything appended meanwhile is appended as asked for by it. */
export function auditedRequest(answer: () => void): void {
  asked.run({ apiKeyId: null }, answer);
}

/** Says which key the request under way came with, once that is known. */
export function auditAsKey(apiKeyId: string): void {
  const request = asked.getStore();
  if (request !== undefined) request.apiKeyId = apiKeyId;
}

/** Appends to the audit log. The runtime role cannot change or delete what stands there. */
@Injectable()
export class Audit {
  /**
   * Part of the caller's transaction: what was not done is not recorded, what was done is. Nothing can take an address
   * out of the log again, so none gets in, whatever people write as a reason or a name.
   */
  async append(db: Db, entry: AuditEntry): Promise<void> {
    await db
      .insertInto('audit_entry')
      .values({
        operator_id: entry.operatorId,
        action: entry.action,
        object: withoutAddressLike(entry.object),
        detail: JSON.stringify(entry.detail ?? {}, withoutAddresses),
        api_key_id: asked.getStore()?.apiKeyId ?? null,
      })
      .execute();
  }
}

/** A replacer of JSON.stringify: texts and keys without addresses. */
function withoutAddresses(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return withoutAddressLike(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [withoutAddressLike(key), one as unknown]));
}
