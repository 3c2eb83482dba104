import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db } from '@app/platform';

/** A request as it is known under its key. */
export interface KeyedRequest {
  /** The API key, or the operator. */
  readonly callerId: string;
  readonly key: string;
  /** SHA-256 of what is asked for. */
  readonly hash: Buffer;
}

/** Names one try of a request: only it may write the answer. The instant as PostgreSQL writes it, to the microsecond. */
export type TryStamp = string;

export interface KnownRequest {
  readonly hash: Buffer;
  /** null while the first request is under way. */
  readonly status: number | null;
  readonly answer: Readonly<Record<string, unknown>>;
}

interface Periods {
  readonly answerDays: number;
  readonly leaseSeconds: number;
}

/** Requests under an idempotency key. All times are the database's, because several processes share them. */
@Injectable()
export class IdempotencyRepository {
  /**
   * Takes the key for one try: a key nobody has, one whose answer is forgotten, or one whose try for the same request
   * is past its lease, because the process that tried it is gone. undefined: somebody has it. One statement, so that of
   * two requests at once one gets it.
   */
  async take(db: Db, { callerId, key, hash }: KeyedRequest, periods: Periods): Promise<TryStamp | undefined> {
    const { rows } = await sql<{ stamp: TryStamp }>`
      insert into idempotent_request as known (caller_id, key, request_hash)
      values (${callerId}, ${key}, ${hash})
      on conflict (caller_id, key) do update
         set request_hash = excluded.request_hash, status = null, answer = '{}', created_at = now()
       where known.created_at < now() - make_interval(days => ${periods.answerDays})
          or (known.status is null and known.request_hash = excluded.request_hash
              and known.created_at < now() - make_interval(secs => ${periods.leaseSeconds}))
      returning created_at::text as stamp`.execute(db);
    return rows[0]?.stamp;
  }

  find(db: Db, callerId: string, key: string): Promise<KnownRequest | undefined> {
    return db
      .selectFrom('idempotent_request')
      .select(['request_hash as hash', 'status', 'answer'])
      .where('caller_id', '=', callerId)
      .where('key', '=', key)
      .executeTakeFirst();
  }

  /** Returns false where another try has the key by now: its answer will stand. */
  async answer(
    db: Db,
    { callerId, key }: KeyedRequest,
    { stamp, status, answer }: { stamp: TryStamp; status: number; answer: Readonly<Record<string, unknown>> },
  ): Promise<boolean> {
    const written = await db
      .updateTable('idempotent_request')
      .set({ status, answer: JSON.stringify(answer) })
      .where('caller_id', '=', callerId)
      .where('key', '=', key)
      .where('created_at', '=', sql<Date>`${stamp}::timestamptz`)
      .where('status', 'is', null)
      .executeTakeFirst();
    return written.numUpdatedRows === 1n;
  }

  /** Gives the key back without an answer: the next request begins anew. */
  async free(db: Db, { callerId, key }: KeyedRequest, stamp: TryStamp): Promise<void> {
    await db
      .deleteFrom('idempotent_request')
      .where('caller_id', '=', callerId)
      .where('key', '=', key)
      .where('created_at', '=', sql<Date>`${stamp}::timestamptz`)
      .where('status', 'is', null)
      .execute();
  }

  async forget(db: Db, days: number): Promise<number> {
    const result = await db
      .deleteFrom('idempotent_request')
      .where('created_at', '<', sql<Date>`now() - make_interval(days => ${days})`)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  }
}
