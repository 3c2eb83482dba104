import { Injectable } from '@nestjs/common';
import type { Db } from '@app/platform';

export interface FailureRow {
  readonly key: Buffer;
  readonly failures: number;
  readonly last_at: Date;
  readonly locked_until: Date | null;
}

/** Failed tries, by the keyed hash of what is counted. */
@Injectable()
export class SignInFailureRepository {
  /**
   * The counters, each locked until the transaction ends: of many guesses at once every one sees what the others did.
   * `keys` in ascending order, so that two tries with a counter in common wait for each other and never both.
   */
  async take(db: Db, keys: readonly Buffer[], now: Date): Promise<FailureRow[]> {
    const fresh = keys.map((key) => ({ key, failures: 0, last_at: now, locked_until: null }));
    await db.insertInto('sign_in_failure').values(fresh).onConflict((conflict) => conflict.doNothing()).execute(); // prettier-ignore
    return db
      .selectFrom('sign_in_failure')
      .selectAll()
      .where('key', 'in', [...keys])
      .orderBy('key')
      .forUpdate()
      .execute();
  }

  async write(db: Db, rows: readonly FailureRow[]): Promise<void> {
    for (const { key, failures, last_at, locked_until } of rows)
      await db.updateTable('sign_in_failure').set({ failures, last_at, locked_until }).where('key', '=', key).execute();
  }

  async forget(db: Db, key: Buffer): Promise<void> {
    await db.deleteFrom('sign_in_failure').where('key', '=', key).execute();
  }

  /** One failure less: it was none. */
  async takeBack(db: Db, key: Buffer): Promise<void> {
    await db
      .updateTable('sign_in_failure')
      .set((is) => ({ failures: is('failures', '-', 1), locked_until: null }))
      .where('key', '=', key)
      .where('failures', '>', 0)
      .execute();
  }

  async forgetBefore(db: Db, before: Date): Promise<number> {
    const gone = await db.deleteFrom('sign_in_failure').where('last_at', '<', before).executeTakeFirst();
    return Number(gone.numDeletedRows);
  }
}
