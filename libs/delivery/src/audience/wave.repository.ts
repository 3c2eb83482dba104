import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db } from '@app/platform';
import { editionStandings } from '@app/editions';

export interface Wave {
  readonly dueAt: Date;
  /** Staff and seed addresses, before everybody. */
  readonly isSeed: boolean;
  readonly size: number;
  /** Readers who came since were added; null: not yet open. */
  readonly openedAt: Date | null;
}

/** Every statement on the waves of an edition. All times are the database's. */
@Injectable()
export class WaveRepository {
  constructor(private readonly database: Database) {}

  /**
   * The waves as their chunks have them. One that is due within `leadSeconds` counts as opened: its readers were looked
   * at in this very transaction.
   */
  async recount(
    trx: Db,
    editionId: string,
    given: { readonly seedDueAt: Date | null; readonly leadSeconds: number },
  ): Promise<void> {
    await sql`
      insert into wave as known (edition_id, due_at, is_seed, size, opened_at)
      select edition_id, due_at, coalesce(due_at = ${given.seedDueAt}::timestamptz, false), sum(size),
             case when due_at <= now() + make_interval(secs => ${given.leadSeconds}) then now() end
        from delivery_chunk where edition_id = ${editionId}::uuid
       group by edition_id, due_at
      on conflict (edition_id, due_at) do update set size = excluded.size where known.size <> excluded.size`.execute(
      trx,
    );
  }

  /** Waves to be opened: due within `leadSeconds`; the latest first, so that some that cannot be opened hold up no others. */
  async closed(leadSeconds: number, limit: number): Promise<{ editionId: string; dueAt: Date }[]> {
    const rows = await this.database
      .selectFrom('wave')
      .innerJoin(editionStandings(this.database).as('edition'), 'edition.edition_id', 'wave.edition_id')
      .select(['wave.edition_id', 'wave.due_at'])
      .where('wave.opened_at', 'is', null)
      .where('wave.due_at', '<=', sql<Date>`now() + make_interval(secs => ${leadSeconds})`)
      .where('edition.state', 'in', ['sending', 'sent'])
      .where('edition.is_hollow', '=', false)
      .orderBy('wave.due_at', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ editionId: row.edition_id, dueAt: row.due_at }));
  }

  /** Undefined: somebody else opened it. */
  async open(trx: Db, editionId: string, dueAt: Date): Promise<Wave | undefined> {
    const row = await trx
      .updateTable('wave')
      .set({ opened_at: sql<Date>`now()` })
      .where('edition_id', '=', editionId)
      .where('due_at', '=', dueAt)
      .where('opened_at', 'is', null)
      .returning(['due_at', 'is_seed', 'size', 'opened_at'])
      .executeTakeFirst();
    return row === undefined ? undefined : toWave(row);
  }

  /** Earliest first. */
  async of(db: Db, editionId: string): Promise<Wave[]> {
    const rows = await db
      .selectFrom('wave')
      .select(['due_at', 'is_seed', 'size', 'opened_at'])
      .where('edition_id', '=', editionId)
      .orderBy('due_at')
      .execute();
    return rows.map(toWave);
  }
}

function toWave(row: { due_at: Date; is_seed: boolean; size: number; opened_at: Date | null }): Wave {
  return { dueAt: row.due_at, isSeed: row.is_seed, size: row.size, openedAt: row.opened_at };
}
