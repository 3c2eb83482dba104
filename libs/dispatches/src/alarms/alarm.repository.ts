import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, newId, type Db } from '@app/platform';

/** What somebody at the desk must look at. About a source, a dispatch, or both; once for the dispatch where it names one. */
export interface Alarm {
  /** Dotted and stable, such as `source.silent`. */
  readonly code: string;
  readonly sourceId?: string | undefined;
  readonly dispatchId?: string | undefined;
  /** Codes, ids, counts and instants; never an address of a person. */
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

export interface OpenAlarm {
  readonly id: string;
  readonly code: string;
  readonly sourceId: string | null;
  readonly dispatchId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly raisedAt: Date;
}

/** What is settled: every open alarm of this code about the source, or about the dispatch. */
export type AlarmSubject = { readonly sourceId: string } | { readonly dispatchId: string };

/** Alarms for the desk: raised once while they are open, settled when the cause is gone. */
@Injectable()
export class AlarmRepository {
  constructor(private readonly database: Database) {}

  /** Part of the caller's transaction. Returns whether it is a new one; an open one stays as it was raised. */
  async raise(db: Db, alarm: Alarm): Promise<boolean> {
    const inserted = await db
      .insertInto('dispatch_alarm')
      .values({
        id: newId(),
        code: alarm.code,
        source_id: alarm.sourceId ?? null,
        dispatch_id: alarm.dispatchId ?? null,
        detail: JSON.stringify(alarm.detail ?? {}),
      })
      .onConflict((conflict) =>
        conflict
          .expression(sql`code, coalesce(dispatch_id, source_id)`)
          .where('settled_at', 'is', null)
          .doNothing(),
      )
      .executeTakeFirst();
    return inserted.numInsertedOrUpdatedRows === 1n;
  }

  /** Returns how many open alarms of these codes were settled. */
  async settle(db: Db, codes: readonly string[], subject: AlarmSubject): Promise<number> {
    const open = db
      .updateTable('dispatch_alarm')
      .set({ settled_at: sql<Date>`now()` })
      .where('code', 'in', codes)
      .where('settled_at', 'is', null);
    const about =
      'dispatchId' in subject
        ? open.where('dispatch_id', '=', subject.dispatchId)
        : open.where('source_id', '=', subject.sourceId).where('dispatch_id', 'is', null);
    const result = await about.executeTakeFirst();
    return Number(result.numUpdatedRows);
  }

  /** Whatever it is about. undefined: there is no such alarm. */
  async settleOne(db: Db, alarmId: string): Promise<{ code: string; wasOpen: boolean } | undefined> {
    const row = await db
      .selectFrom('dispatch_alarm')
      .select(['code', 'settled_at'])
      .where('id', '=', alarmId)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    if (row.settled_at !== null) return { code: row.code, wasOpen: false };
    await db
      .updateTable('dispatch_alarm')
      .set({ settled_at: sql<Date>`now()` })
      .where('id', '=', alarmId)
      .execute();
    return { code: row.code, wasOpen: true };
  }

  /** The newest, oldest first: what nobody ever settled must not hide what has just come. */
  async open(limit: number): Promise<OpenAlarm[]> {
    const rows = await this.database
      .selectFrom('dispatch_alarm')
      .select(['id', 'code', 'source_id', 'dispatch_id', 'detail', 'raised_at'])
      .where('settled_at', 'is', null)
      .orderBy('raised_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.toReversed().map((row) => ({
      id: row.id,
      code: row.code,
      sourceId: row.source_id,
      dispatchId: row.dispatch_id,
      detail: row.detail,
      raisedAt: row.raised_at,
    }));
  }
}
