import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { Database, type Db } from '../database/database.js';
import type { DisarmedCause } from '../database/schema.js';

/** Which installation this database says it is, and what the server says of the database. */
export interface InstallationRecord {
  readonly id: string;
  /** What was written when it was armed; null: nobody has looked yet. */
  readonly seal: string | null;
  /** What would be written now. */
  readonly currentSeal: string;
  readonly beat: number;
  /** The last sign of life, by the database's clock. */
  readonly aliveAt: Date;
  readonly disarmedAt: Date | null;
  readonly disarmedCause: DisarmedCause | null;
  readonly now: Date;
}

/** What a worker knows of the installation: the mark lets nothing through where the database knows less. */
export interface ArmedGuard {
  readonly id: string;
  readonly beat: number;
}

/**
 * True while the database may submit, for the statement that decides: a backup restored beneath a running worker has
 * fewer beats than the worker saw, or is another installation.
 */
export function isArmed({ id, beat }: { id: unknown; beat: unknown }): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from installation i where i.id = ${id}::uuid and i.disarmed_at is null and i.beat >= ${beat}::bigint)`;
}

/** Times this database knows nothing of: whatever was due in one may have been submitted. */
export function unknownTimes(db: Db) {
  return db.selectFrom('unknown_time').select(['unknown_time.began_at', 'unknown_time.ended_at']);
}

/** Every statement on `installation` and `unknown_time`. */
@Injectable()
export class InstallationRepository {
  private sealing: Promise<RawBuilder<string>> | undefined;

  constructor(private readonly database: Database) {}

  async read(): Promise<InstallationRecord> {
    return this.readIn(this.database, '');
  }

  /** Holds the row until the transaction ends. */
  async lock(trx: Db): Promise<InstallationRecord> {
    return this.readIn(trx, 'for update');
  }

  /** Becomes an installation of its own. False when another worker was first. */
  async sealFresh(id: string): Promise<boolean> {
    const seal = await this.seal();
    const done = await this.database
      .updateTable('installation')
      .set({ id, seal, beat: 0, alive_at: sql<Date>`now()`, armed_at: sql<Date>`now()` })
      .where('seal', 'is', null)
      .executeTakeFirst();
    return done.numUpdatedRows === 1n;
  }

  /**
   * One sign of life, on condition that this is still the database that `id` is, armed, and no older than `atLeast`.
   * undefined: it is not.
   */
  async beat(id: string, atLeast: number): Promise<{ readonly beat: number; readonly aliveAt: Date } | undefined> {
    const seal = await this.seal();
    return this.database.transaction().execute(async (trx) => {
      // Told outside once it is committed, so a crash must not lose it, however the server is set.
      await sql`set local synchronous_commit = on`.execute(trx);
      return this.beatIn(trx, { id, seal, atLeast });
    });
  }

  private beatIn(trx: Db, { id, seal, atLeast }: { id: string; seal: RawBuilder<string>; atLeast: number }) {
    return trx
      .updateTable('installation')
      .set({ beat: sql<number>`beat + 1`, alive_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where('seal', '=', seal)
      .where('disarmed_at', 'is', null)
      .where('beat', '>=', atLeast)
      .returning(['beat', 'alive_at as aliveAt'])
      .executeTakeFirst();
  }

  /** Nothing is submitted from now on. False when it was disarmed already, or armed as another installation meanwhile. */
  async disarm(db: Db, id: string, cause: DisarmedCause): Promise<boolean> {
    const done = await db
      .updateTable('installation')
      .set({ disarmed_at: sql<Date>`now()`, disarmed_cause: cause })
      .where('id', '=', id)
      .where('disarmed_at', 'is', null)
      .executeTakeFirst();
    return done.numUpdatedRows === 1n;
  }

  /** May submit again, as `id`, with more beats than anybody saw. */
  async arm(trx: Db, armed: ArmedGuard): Promise<void> {
    const seal = await this.seal();
    await trx
      .updateTable('installation')
      .set({
        id: armed.id,
        beat: armed.beat,
        seal,
        alive_at: sql<Date>`clock_timestamp()`,
        armed_at: sql<Date>`clock_timestamp()`,
        disarmed_at: null,
        disarmed_cause: null,
      })
      .execute();
  }

  async addUnknownTime(trx: Db, time: { began: Date; ended: Date; armedBy: string | null }): Promise<void> {
    await trx
      .insertInto('unknown_time')
      .values({ began_at: time.began, ended_at: time.ended, armed_by: time.armedBy })
      .onConflict((conflict) => conflict.column('ended_at').doNothing())
      .execute();
  }

  private async readIn(db: Db, lock: '' | 'for update'): Promise<InstallationRecord> {
    const seal = await this.seal();
    const { rows } = await sql<InstallationRecord>`
      select i.id, i.seal, ${seal} as "currentSeal", i.beat, i.alive_at as "aliveAt", i.disarmed_at as "disarmedAt",
             i.disarmed_cause as "disarmedCause", clock_timestamp() as now
        from installation i ${sql.raw(lock)}`.execute(db);
    const [row] = rows;
    if (row === undefined) throw new Error('the table installation has lost its row');
    return row;
  }

  /** Asked once: a right that is given or taken while a process runs is seen by the next one. */
  private seal(): Promise<RawBuilder<string>> {
    this.sealing ??= this.findSeal().catch((error: unknown) => {
      this.sealing = undefined;
      throw error;
    });
    return this.sealing;
  }

  /**
   * What only this database of this server has. A dump restored elsewhere has another cluster or another oid; a
   * recovery to a point in time, and a standby that took over, begin another timeline. Everybody may call these
   * functions unless somebody took the right away; then the oid alone must do.
   */
  private async findSeal(): Promise<RawBuilder<string>> {
    const { rows } = await sql<{ may: boolean }>`
      select has_function_privilege('pg_control_system()', 'execute')
             and has_function_privilege('pg_control_checkpoint()', 'execute') as may`.execute(this.database);
    const oid = sql`(select oid::text from pg_database where datname = current_database())`;
    const database = (cluster: RawBuilder<unknown>): RawBuilder<string> =>
      sql<string>`encode(sha256(convert_to(${cluster} || ':' || ${oid}, 'UTF8')), 'hex')`;
    if (rows[0]?.may !== true) return database(sql`'unknown cluster'`);
    const cluster = sql`(select system_identifier::text from pg_control_system())`;
    return sql<string>`(${database(cluster)} || '/' || (select timeline_id::text from pg_control_checkpoint()))`;
  }
}
