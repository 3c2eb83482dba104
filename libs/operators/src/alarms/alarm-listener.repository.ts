import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db, OperatorRole } from '@app/platform';
import { isRight, heldRights, type HeldRights } from '../rights.js';

/** Any constant of our own: of two workers one tells, and the other has nothing left to tell. */
const TELLING_LOCK = 7_201_961;

/** An operator who wants to be called, and may be now. */
export interface AlarmListener {
  readonly operatorId: string;
  readonly address: string;
  readonly locale: string;
  readonly held: HeldRights;
}

/** Who is to be told of alarms, and who was. */
@Injectable()
export class AlarmListenerRepository {
  /** For the rest of the transaction. False: another worker is at it. */
  async lock(trx: Db): Promise<boolean> {
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(${TELLING_LOCK}::bigint) as mine`.execute(trx);
    return rows[0]?.mine ?? false;
  }

  /** Those who may sign in, did not turn it off, and were told of nothing since `quietSince`. */
  async callable(db: Db, quietSince: Date): Promise<AlarmListener[]> {
    const { rows } = await sql<{ id: string; address: string; locale: string; role: OperatorRole; grants: GrantRow[] }>`
      select o.id, o.address, o.locale, o.role,
             coalesce((select jsonb_agg(jsonb_build_object('newsletterId', g.newsletter_id, 'familyId', g.family_id, 'rights', g.rights))
                         from operator_grant g where g.operator_id = o.id), '[]') as grants
        from operator o
       where o.disabled_at is null and o.alarm_mail
         and not exists (select from alarm_told t where t.listener = o.id::text and t.told_at > ${quietSince})
       order by o.id`.execute(db);
    return rows.map(({ id, address, locale, role, grants }) => {
      const known = grants.map((grant) => ({ ...grant, rights: grant.rights.filter(isRight) }));
      return { operatorId: id, address, locale, held: heldRights(role, known) };
    });
  }

  /** Of these alarms, who was told which: `listener alarm`. */
  async told(db: Db, alarmIds: readonly string[]): Promise<Set<string>> {
    if (alarmIds.length === 0) return new Set();
    const rows = await db
      .selectFrom('alarm_told')
      .select(['alarm_id', 'listener'])
      .where('alarm_id', 'in', [...alarmIds])
      .execute();
    return new Set(rows.map((row) => `${row.listener} ${row.alarm_id}`));
  }

  async note(db: Db, listener: string, alarmIds: readonly string[], at: Date): Promise<void> {
    if (alarmIds.length === 0) return;
    await db
      .insertInto('alarm_told')
      .values(alarmIds.map((alarmId) => ({ alarm_id: alarmId, listener, told_at: at })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** Whether the operator wants to be called by mail. */
  async wants(db: Db, operatorId: string): Promise<boolean> {
    const row = await db.selectFrom('operator').select('alarm_mail').where('id', '=', operatorId).executeTakeFirst();
    return row?.alarm_mail ?? false;
  }

  async setWants(db: Db, operatorId: string, wants: boolean): Promise<void> {
    await db.updateTable('operator').set({ alarm_mail: wants }).where('id', '=', operatorId).execute();
  }

  async forget(db: Db, before: Date): Promise<number> {
    const gone = await db.deleteFrom('alarm_told').where('told_at', '<', before).executeTakeFirst();
    return Number(gone.numDeletedRows);
  }
}

interface GrantRow {
  readonly newsletterId: string | null;
  readonly familyId: string | null;
  readonly rights: readonly string[];
}
