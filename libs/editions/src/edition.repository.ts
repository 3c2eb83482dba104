import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, newId, type Db, type EditionKind, type EditionState } from '@app/platform';
import { toEdition, type Edition, type NewEdition } from './edition.js';

export type { Edition, NewEdition } from './edition.js';

/** Every statement on the edition's own row: claimed, held, begun, ended. */
@Injectable()
export class EditionRepository {
  constructor(private readonly database: Database) {}

  /** Claims an edition by its unique row: of two schedulers one gets the id, the other undefined. */
  async claim(db: Db, edition: NewEdition): Promise<string | undefined> {
    await sql`select ensure_delivery_partition(${edition.editionDate}::date)`.execute(db);
    const row = await db
      .insertInto('edition')
      .values({
        id: newId(),
        newsletter_id: edition.newsletterId,
        kind: edition.kind,
        edition_date: edition.editionDate,
        sequence: edition.sequence,
        due_at: edition.dueAt,
        useful_until: edition.usefulUntil,
        last_due_at: edition.lastDueAt ?? edition.dueAt,
        propose_at: edition.proposeAt ?? edition.dueAt,
        freeze_at: edition.freezeAt ?? edition.dueAt,
        slot: edition.slot ?? null,
        created_by: edition.createdBy ?? null,
        start_lead_minutes: edition.startLeadMinutes ?? 0,
      })
      // By its number, or as the calendar's of this slot.
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    return row?.id;
  }

  async nextSequence(db: Db, newsletterId: string, kind: EditionKind, editionDate: string): Promise<number> {
    const row = await db
      .selectFrom('edition')
      .select(({ fn }) => fn.max('sequence').as('highest'))
      .where('newsletter_id', '=', newsletterId)
      .where('kind', '=', kind)
      .where('edition_date', '=', editionDate)
      .executeTakeFirst();
    return (row?.highest ?? 0) + 1;
  }

  async byId(db: Db, id: string): Promise<Edition | undefined> {
    const row = await db.selectFrom('edition').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : toEdition(row);
  }

  async named(
    db: Db,
    name: { newsletterId: string; date: string; kind: EditionKind; sequence: number },
  ): Promise<Edition | undefined> {
    const row = await db
      .selectFrom('edition')
      .selectAll()
      .where('newsletter_id', '=', name.newsletterId)
      .where('edition_date', '=', name.date)
      .where('kind', '=', name.kind)
      .where('sequence', '=', name.sequence)
      .executeTakeFirst();
    return row === undefined ? undefined : toEdition(row);
  }

  /** The calendar's edition of a day and its part. */
  async ofSlot(
    db: Db,
    name: { newsletterId: string; editionDate: string; slot: string },
  ): Promise<Edition | undefined> {
    const row = await db
      .selectFrom('edition')
      .selectAll()
      .where('newsletter_id', '=', name.newsletterId)
      .where('kind', '=', 'digest')
      .where('edition_date', '=', name.editionDate)
      .where('slot', '=', name.slot)
      .executeTakeFirst();
    return row === undefined ? undefined : toEdition(row);
  }

  /** As `byId`, holding the row until the transaction ends: two workers never work on one edition at once. */
  async lock(db: Db, id: string): Promise<Edition | undefined> {
    const row = await db.selectFrom('edition').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
    return row === undefined ? undefined : toEdition(row);
  }

  async latest(newsletterId: string): Promise<Edition | undefined> {
    const row = await this.database
      .selectFrom('edition')
      .selectAll()
      .where('newsletter_id', '=', newsletterId)
      .orderBy('due_at', 'desc')
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? undefined : toEdition(row);
  }

  async list(newsletterId: string, limit: number): Promise<Edition[]> {
    const rows = await this.database
      .selectFrom('edition')
      .selectAll()
      .where('newsletter_id', '=', newsletterId)
      .orderBy('due_at', 'desc')
      .orderBy('sequence', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toEdition);
  }

  /**
   * What a job has to make now, first due first: digests to be proposed, and proposals of automatic newsletters to be
   * frozen. A letter or a flash that is only claimed is being written by whoever claimed it.
   */
  async unprepared(limit: number): Promise<string[]> {
    const rows = await this.database
      .selectFrom('edition')
      .innerJoin('newsletter', 'newsletter.id', 'edition.newsletter_id')
      .select('edition.id')
      .where((where) =>
        where.or([
          where.and([
            where('edition.state', '=', 'claimed'),
            where('edition.kind', '=', 'digest'),
            where('edition.propose_at', '<=', sql<Date>`now()`),
          ]),
          where.and([
            where('edition.state', '=', 'proposed'),
            // What a person made leaves when a person approves it, whatever the newsletter does by itself.
            where('edition.kind', '=', 'digest'),
            where('newsletter.approval', '=', 'automatic'),
            where('edition.freeze_at', '<=', sql<Date>`now()`),
          ]),
        ]),
      )
      .orderBy('edition.due_at')
      .limit(limit)
      .execute();
    return rows.map((row) => row.id);
  }

  async setState(
    db: Db,
    id: string,
    change: { from: readonly EditionState[]; to: EditionState; reason?: string },
  ): Promise<boolean> {
    const result = await db
      .updateTable('edition')
      .set({
        state: change.to,
        ...(change.reason === undefined ? {} : { reason: change.reason }),
        ...(change.to === 'cancelled' ? { cancelled_at: sql<Date>`now()` } : {}),
        ...(change.to === 'sent' ? { sent_at: sql<Date>`now()` } : {}),
      })
      .where('id', '=', id)
      .where('state', 'in', change.from)
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  /** `frozen → sending`, in the transaction that writes the audience. */
  async beginSending(db: Db, id: string): Promise<void> {
    await db
      .updateTable('edition')
      .set({ state: 'sending', audience_frozen_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where('state', '=', 'frozen')
      .execute();
  }

  /** Binds every row not yet `submitting`, running waves included. */
  async setPaused(id: string, paused: boolean, db: Db = this.database): Promise<void> {
    await db
      .updateTable('edition')
      .set({ paused_at: paused ? sql<Date>`now()` : null })
      .where('id', '=', id)
      .execute();
  }

  /** The edition that carries this number in its return paths. */
  async byNumber(number: number): Promise<Edition | undefined> {
    const row = await this.database.selectFrom('edition').selectAll().where('number', '=', number).executeTakeFirst();
    return row === undefined ? undefined : toEdition(row);
  }

  /** Frozen, and its first wave, that of the seed addresses, at most `leadSeconds` away: delivery may begin. */
  async startable(limit: number, leadSeconds = 0): Promise<Edition[]> {
    const rows = await this.database
      .selectFrom('edition')
      .innerJoin('newsletter', 'newsletter.id', 'edition.newsletter_id')
      .selectAll('edition')
      .where('edition.state', '=', 'frozen')
      .where(
        'edition.due_at',
        '<=',
        sql<Date>`now() + make_interval(secs => ${leadSeconds}, mins => coalesce(newsletter.seed_lead_minutes, 0))`,
      )
      .where('edition.paused_at', 'is', null)
      .orderBy('edition.due_at')
      .limit(limit)
      .execute();
    return rows.map(toEdition);
  }

  /** Never begun, and old news by now: it is not sent, and its dispatches return to the next window. */
  async expireUnsent(): Promise<string[]> {
    return this.database.transaction().execute(async (trx) => {
      const rows = await endAsStale(trx)
        .where('state', 'in', ['claimed', 'proposed', 'held', 'approved', 'frozen'])
        .where('useful_until', '<=', sql<Date>`now()`)
        .execute();
      return tellDesk(trx, rows);
    });
  }

  /** As {@link expireUnsent}, of one that began and that nobody was offered in its time. False: it is not being sent. */
  async expireUnoffered(id: string): Promise<boolean> {
    return this.database.transaction().execute(async (trx) => {
      const rows = await endAsStale(trx).where('id', '=', id).where('state', '=', 'sending').execute();
      return (await tellDesk(trx, rows)).length === 1;
    });
  }
}

const STALE = 'edition.stale';

function endAsStale(trx: Db) {
  return trx
    .updateTable('edition')
    .set({ state: 'cancelled', cancelled_at: sql<Date>`now()`, reason: STALE })
    .returning(['id', 'newsletter_id']);
}

/** Readers waited for each of them. */
async function tellDesk(trx: Db, stale: readonly { id: string; newsletter_id: string }[]): Promise<string[]> {
  const alarms = stale.map(({ id, newsletter_id }) => ({ id: newId(), newsletter_id, edition_id: id, code: STALE }));
  const raised = trx.insertInto('desk_alarm').onConflict((conflict) => conflict.doNothing());
  if (alarms.length > 0) await raised.values(alarms).execute();
  return stale.map(({ id }) => id);
}
