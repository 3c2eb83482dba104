import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db } from '@app/platform';

export interface SoloRow {
  readonly since: Date | null;
  readonly by: string | null;
  /** Operators who may sign in. */
  readonly enabled: number;
}

/** What holds for all operators: one row. */
@Injectable()
export class OperatorSettingRepository {
  solo(db: Db): Promise<SoloRow> {
    return db
      .selectFrom('operator_setting')
      .select(['solo_since as since', 'solo_by as by'])
      .select((eb) =>
        eb
          .selectFrom('operator')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('disabled_at', 'is', null)
          .as('enabled'),
      )
      .$narrowType<{ enabled: number }>()
      .executeTakeFirstOrThrow();
  }

  /** Also keeps changes of who may sign in waiting until the transaction ends. */
  async lock(tx: Db): Promise<void> {
    await tx.selectFrom('operator_setting').select('the_only').forUpdate().execute();
  }

  async declareSolo(tx: Db, { at, by }: { at: Date; by: string | null }): Promise<void> {
    await tx.updateTable('operator_setting').set({ solo_since: at, solo_by: by }).execute();
  }

  /** False where it was not declared, or, with `unlessAlone`, where it goes on being true. */
  async endSolo(tx: Db, { unlessAlone }: { unlessAlone: boolean }): Promise<boolean> {
    let query = tx
      .updateTable('operator_setting')
      .set({ solo_since: null, solo_by: null })
      .where('solo_since', 'is not', null);
    if (unlessAlone) query = query.where(sql<boolean>`(select count(*) from operator where disabled_at is null) <> 1`);
    const { numUpdatedRows } = await query.executeTakeFirst();
    return numUpdatedRows === 1n;
  }
}
