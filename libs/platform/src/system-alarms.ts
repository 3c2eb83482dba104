import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db } from './database/database.js';
import { newId } from './ids.js';

export interface SystemAlarmRaised {
  /** Stable and dotted, such as `transport.failing`. */
  readonly code: string;
  /** What it is about, such as `transport:main`. Never an address. */
  readonly object: string;
  /** What an operator needs to know; no addresses, no secrets. */
  readonly detail?: Readonly<Record<string, unknown>>;
  /** The relay that is complained about, by name: the alarm does not go through it alone. */
  readonly transport?: string;
}

export interface SystemAlarm {
  readonly id: string;
  readonly code: string;
  readonly object: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly transport: string | null;
  readonly raisedAt: Date;
  readonly settledAt: Date | null;
}

/**
 * What settled only just now and comes again is the same alarm: something that comes and goes is told once when it came
 * and once when it stayed away, and not each time.
 */
const STAYS_SETTLED_MINUTES = 5;

/** What operators must be told whatever it is about. Rows, so that nothing is lost while nobody can be reached. */
@Injectable()
export class SystemAlarms {
  /** Idempotent while it is open; then only `detail` becomes the newest. Returns whether it is a new one. */
  async raise(db: Db, alarm: SystemAlarmRaised): Promise<boolean> {
    const { code, object } = alarm;
    const detail = JSON.stringify(alarm.detail ?? {});
    const { rows } = await sql<{ isNew: boolean }>`
      with again as (
        update system_alarm set settled_at = null
         where id = (select id from system_alarm
                      where code = ${code} and object = ${object}
                        and settled_at > now() - make_interval(mins => ${STAYS_SETTLED_MINUTES})
                        and (told_at is null or told_at < settled_at)
                        and not exists (select from system_alarm open
                                         where open.code = ${code} and open.object = ${object} and open.settled_at is null)
                      order by settled_at desc limit 1)
        returning id)
      insert into system_alarm (id, code, object, detail, transport)
      select ${newId()}::uuid, ${code}, ${object}, ${detail}::jsonb, ${alarm.transport ?? null}
       where not exists (select from again)
      on conflict (code, object) where settled_at is null
      do update set detail = excluded.detail, transport = excluded.transport
      returning xmax = 0 as "isNew"`.execute(db);
    return rows[0]?.isNew ?? false;
  }

  /** Its cause is gone. Returns whether it was open. */
  async settle(db: Db, code: string, object: string): Promise<boolean> {
    const settled = await db
      .updateTable('system_alarm')
      .set({ settled_at: sql<Date>`now()` })
      .where('code', '=', code)
      .where('object', '=', object)
      .where('settled_at', 'is', null)
      .executeTakeFirst();
    return settled.numUpdatedRows > 0n;
  }

  /** Whether {@link takeUntold} would give anything. */
  async hasUntold(db: Db): Promise<boolean> {
    const found = await db.selectFrom('system_alarm').select('id').where(untold).limit(1).executeTakeFirst();
    return found !== undefined;
  }

  /** Oldest first. */
  async open(db: Db, limit = 200): Promise<SystemAlarm[]> {
    return db
      .selectFrom('system_alarm')
      .select(alarmColumns)
      .where('settled_at', 'is', null)
      .orderBy('raised_at')
      .limit(limit)
      .execute();
  }

  /**
   * Marks as told, and returns, what was not told yet: an open alarm once, and its end once, where its beginning was
   * told and it stayed away. Part of the transaction that owes the mails, so that the two commit together.
   */
  async takeUntold(db: Db, limit: number): Promise<SystemAlarm[]> {
    const { rows } = await sql<SystemAlarm>`
      update system_alarm set told_at = greatest(now(), coalesce(settled_at, now()))
       where id in (select id from system_alarm where ${untold} order by raised_at limit ${limit} for update skip locked)
      returning id, code, object, detail, transport, raised_at as "raisedAt", settled_at as "settledAt"`.execute(db);
    return rows;
  }
}

const untold = sql<boolean>`((settled_at is null and told_at is null)
  or (told_at < settled_at and settled_at < now() - make_interval(mins => ${STAYS_SETTLED_MINUTES})))`;

const alarmColumns = [
  'id',
  'code',
  'object',
  'detail',
  'transport',
  'raised_at as raisedAt',
  'settled_at as settledAt',
] as const;
