import { Injectable } from '@nestjs/common';
import { sql, type Selectable } from 'kysely';
import type { BlockKind, Db, InsertionTable } from '@app/platform';
import { editionErrors } from '../editions.errors.js';
import type { InsertionInput } from './insertion.js';

/** One of the house's promotions or a sponsor's, as it stands in every edition of its days. */
export interface StandingInsertion {
  readonly id: string;
  readonly kind: Extract<BlockKind, 'promotion' | 'sponsor'>;
  /** Set for a sponsor, null for the house. */
  readonly advertiser: string | null;
  readonly title: string;
  /** Plain text; '' : none */
  readonly text: string;
  readonly link: string;
  readonly linkLabel: string;
  /** It stands after so many dispatches. */
  readonly afterBlocks: number;
}

/** An insertion with its days, as whoever books them sees it. */
export interface BookedInsertion extends StandingInsertion {
  /** `YYYY-MM-DD`, both included. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** null: by the command line, by nobody named. */
  readonly createdBy: string | null;
  readonly createdAt: Date;
  /** null: it stands. */
  readonly withdrawnAt: Date | null;
}

/** Every statement on insertions. */
@Injectable()
export class InsertionRepository {
  /**
   * What stands in an edition of this day, in order: where two have one place, what was booked first.
   *
   * @param editionDate `YYYY-MM-DD`
   */
  async standing(db: Db, newsletterId: string, editionDate: string): Promise<StandingInsertion[]> {
    const rows = await db
      .selectFrom('insertion')
      .selectAll()
      .where('newsletter_id', '=', newsletterId)
      .where('first_day', '<=', editionDate)
      .where('last_day', '>=', editionDate)
      .where('withdrawn_at', 'is', null)
      .orderBy('after_blocks')
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return rows.map(toStanding);
  }

  /** All of a newsletter, by first day. */
  async of(db: Db, newsletterId: string): Promise<BookedInsertion[]> {
    const rows = await db
      .selectFrom('insertion')
      .selectAll()
      .where('newsletter_id', '=', newsletterId)
      .orderBy('first_day')
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return rows.map(toBooked);
  }

  /** @throws `insertion.unknown` */
  async booked(db: Db, newsletterId: string, id: string): Promise<BookedInsertion> {
    const row = await db
      .selectFrom('insertion')
      .selectAll()
      .where('id', '=', id)
      .where('newsletter_id', '=', newsletterId)
      .executeTakeFirst();
    if (row === undefined) throw editionErrors.error('insertion.unknown', { id });
    return toBooked(row);
  }

  /** How many stand on the fullest of these days. */
  async mostOnOneDay(db: Db, newsletterId: string, days: { firstDay: string; lastDay: string }): Promise<number> {
    // The fullest day of a span is its first, or one on which something begins: no need to look at every day.
    const { rows } = await sql<{ most: number }>`
      with standing as (
        select first_day, last_day from insertion
         where newsletter_id = ${newsletterId} and withdrawn_at is null
           and first_day <= ${days.lastDay}::date and last_day >= ${days.firstDay}::date
      ), day as (select greatest(first_day, ${days.firstDay}::date) as day from standing)
      select coalesce(max((select count(*) from standing where day between first_day and last_day)), 0)::int as most
        from day`.execute(db);
    return rows[0]?.most ?? 0;
  }

  async add(
    db: Db,
    given: InsertionInput & { id: string; newsletterId: string; createdBy: string | null },
  ): Promise<void> {
    await db
      .insertInto('insertion')
      .values({
        id: given.id,
        newsletter_id: given.newsletterId,
        kind: given.kind,
        advertiser: given.advertiser ?? null,
        title: given.title,
        link: given.link,
        link_label: given.linkLabel,
        first_day: given.firstDay,
        last_day: given.lastDay,
        created_by: given.createdBy,
        ...(given.text === undefined ? {} : { body: given.text }),
        ...(given.afterBlocks === undefined ? {} : { after_blocks: given.afterBlocks }),
      })
      .execute();
  }

  /** Returns whether it stood until now. */
  async withdraw(db: Db, id: string): Promise<boolean> {
    const done = await db
      .updateTable('insertion')
      .set({ withdrawn_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where('withdrawn_at', 'is', null)
      .executeTakeFirst();
    return done.numUpdatedRows === 1n;
  }
}

function toStanding(row: Selectable<InsertionTable>): StandingInsertion {
  return {
    id: row.id,
    kind: row.kind === 'sponsor' ? 'sponsor' : 'promotion',
    advertiser: row.advertiser,
    title: row.title,
    text: row.body,
    link: row.link,
    linkLabel: row.link_label,
    afterBlocks: row.after_blocks,
  };
}

function toBooked(row: Selectable<InsertionTable>): BookedInsertion {
  return {
    ...toStanding(row),
    firstDay: row.first_day,
    lastDay: row.last_day,
    createdBy: row.created_by,
    createdAt: row.created_at,
    withdrawnAt: row.withdrawn_at,
  };
}
