import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, isCatalogueError, newId, type Db } from '@app/platform';

/** A row that says a person is needed, or should know. */
export interface DeskAlarm {
  readonly id: string;
  readonly newsletterId: string;
  readonly newsletterSlug: string;
  readonly editionId: string | null;
  /** `YYYY-MM-DD`; null: it is about no edition. */
  readonly editionDate: string | null;
  /** Stable, such as `edition.unapproved`. */
  readonly code: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly raisedAt: Date;
}

/** Every statement of the desk on its alarms. */
@Injectable()
export class DeskAlarmRepository {
  constructor(private readonly database: Database) {}

  /** The same one is not raised again while it is open; false then. */
  async raise(
    db: Db,
    alarm: { newsletterId: string; editionId: string; code: string; detail?: Readonly<Record<string, unknown>> },
  ): Promise<boolean> {
    const row = await db
      .insertInto('desk_alarm')
      .values({
        id: newId(),
        newsletter_id: alarm.newsletterId,
        edition_id: alarm.editionId,
        code: alarm.code,
        detail: JSON.stringify(alarm.detail ?? {}),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    return row !== undefined;
  }

  /** What it was raised for is over. */
  async settleOf(db: Db, editionId: string, code: string): Promise<void> {
    await db
      .updateTable('desk_alarm')
      .set({ settled_at: sql<Date>`now()` })
      .where('edition_id', '=', editionId)
      .where('code', '=', code)
      .where('settled_at', 'is', null)
      .execute();
  }

  /**
   * As {@link raise}, by itself: what failed took its own transaction with it. Its `failure` is the error's stable code;
   * the text stands in the log only, as it may quote what was to be mailed.
   */
  async raiseFor(editionId: string, code: string, error: unknown): Promise<void> {
    const failure = isCatalogueError(error) ? error.code : 'internal';
    await this.database
      .insertInto('desk_alarm')
      .columns(['id', 'newsletter_id', 'edition_id', 'code', 'detail'])
      .expression((eb) =>
        eb
          .selectFrom('edition')
          .select([eb.val(newId()).as('id'), 'newsletter_id', 'edition.id as edition_id', eb.val(code).as('code')])
          .select(sql<string>`jsonb_build_object('failure', ${failure}::text)`.as('detail'))
          .where('edition.id', '=', editionId),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** The newest, oldest first: what nobody ever settled must not hide what has just come. */
  async open(limit: number): Promise<DeskAlarm[]> {
    const rows = await this.database
      .selectFrom('desk_alarm')
      .innerJoin('newsletter', 'newsletter.id', 'desk_alarm.newsletter_id')
      .leftJoin('edition', 'edition.id', 'desk_alarm.edition_id')
      .select(['desk_alarm.id', 'desk_alarm.newsletter_id', 'newsletter.slug', 'desk_alarm.edition_id'])
      .select(['edition.edition_date', 'desk_alarm.code', 'desk_alarm.detail', 'desk_alarm.raised_at'])
      .where('desk_alarm.settled_at', 'is', null)
      .orderBy('desk_alarm.raised_at', 'desc')
      .orderBy('desk_alarm.id', 'desc')
      .limit(limit)
      .execute();
    return rows.toReversed().map((row) => ({
      id: row.id,
      newsletterId: row.newsletter_id,
      newsletterSlug: row.slug,
      editionId: row.edition_id,
      editionDate: row.edition_date,
      code: row.code,
      detail: row.detail,
      raisedAt: row.raised_at,
    }));
  }

  /** Whether it was open; undefined: there is none. */
  async settle(db: Db, id: string): Promise<boolean | undefined> {
    const settled = await db
      .updateTable('desk_alarm')
      .set({ settled_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where('settled_at', 'is', null)
      .executeTakeFirst();
    if (settled.numUpdatedRows === 1n) return true;
    const known = await db.selectFrom('desk_alarm').select('id').where('id', '=', id).executeTakeFirst();
    return known === undefined ? undefined : false;
  }

  async newsletterOf(id: string): Promise<string | undefined> {
    const row = await this.database
      .selectFrom('desk_alarm')
      .select('newsletter_id')
      .where('id', '=', id)
      .executeTakeFirst();
    return row?.newsletter_id;
  }

  /** What the desk was called for is over. */
  async settleAllOf(db: Db, editionId: string): Promise<void> {
    await db
      .updateTable('desk_alarm')
      .set({ settled_at: sql<Date>`now()` })
      .where('edition_id', '=', editionId)
      .where('settled_at', 'is', null)
      .execute();
  }
}
