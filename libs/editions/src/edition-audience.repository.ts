import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db } from '@app/platform';
import { isHollow } from './edition-standing.js';

/** Another slot's edition of the same newsletter and day. */
export interface SiblingEdition {
  readonly id: string;
  readonly slot: string;
  readonly isAudienceFrozen: boolean;
}

/** In hours after 0:00 UTC of its date an edition can be due nowhere on Earth any more: the day ends last at −12. */
const DATE_ENDS_HOURS = 36;

/** Days: nobody waits so long for a day's edition, also where every machine stood still. */
const REMEMBERED_DAYS = 14;

/** What delivery asks and tells the edition's row about its readers: who else serves the day, and how late one may come. */
@Injectable()
export class EditionAudienceRepository {
  constructor(private readonly database: Database) {}

  /** The calendar's other editions of the day; none for an edition outside the calendar. */
  async siblings(db: Db, editionId: string): Promise<SiblingEdition[]> {
    const rows = await db
      .selectFrom('edition as own')
      .innerJoin('edition as other', (join) =>
        join
          .onRef('other.newsletter_id', '=', 'own.newsletter_id')
          .onRef('other.kind', '=', 'own.kind')
          .onRef('other.edition_date', '=', 'own.edition_date')
          .onRef('other.id', '<>', 'own.id'),
      )
      .select(['other.id', 'other.slot', 'other.audience_frozen_at'])
      .where('own.id', '=', editionId)
      .where('own.slot', 'is not', null)
      .execute();
    return rows.flatMap(({ id, slot, audience_frozen_at }) =>
      slot === null ? [] : [{ id, slot, isAudienceFrozen: audience_frozen_at !== null }],
    );
  }

  /** When readers without a row were last looked for; undefined: never. */
  async seenAt(db: Db, editionId: string): Promise<Date | undefined> {
    const row = await db
      .selectFrom('edition')
      .select('audience_seen_at')
      .where('id', '=', editionId)
      .executeTakeFirst();
    return row?.audience_seen_at ?? undefined;
  }

  /** Readers without a row were looked for, as of the transaction's beginning. */
  async setSeen(db: Db, editionId: string): Promise<void> {
    await db
      .updateTable('edition')
      .set({ audience_seen_at: sql<Date>`now()` })
      .where('id', '=', editionId)
      .execute();
  }

  /** The last wave is `lastDueAt` at least, and what follows from that: the edition is useful as long after it as before. */
  async extend(db: Db, editionId: string, lastDueAt: Date): Promise<void> {
    await db
      .updateTable('edition')
      .set({
        last_due_at: lastDueAt,
        useful_until: sql<Date>`${lastDueAt}::timestamptz + (useful_until - last_due_at)`,
      })
      .where('id', '=', editionId)
      .where('last_due_at', '<', lastDueAt)
      .execute();
  }

  /**
   * Editions of the calendar on their way whose date has not ended for everybody, as a query to join: a reader who signs
   * up now may still be due. Without zones and hours to choose the last wave ends it. What is open must not be summed up.
   */
  openToNewcomers() {
    const closesAt = sql<Date>`(case when newsletter.offers_time_zone or newsletter.delivery_times <> '{}'
      then (edition.edition_date::timestamp at time zone 'UTC') + make_interval(hours => ${DATE_ENDS_HOURS})
      else edition.last_due_at end)`;
    return (
      this.database
        .selectFrom('edition')
        .innerJoin('newsletter', 'newsletter.id', 'edition.newsletter_id')
        .select(['edition.id as edition_id', 'edition.newsletter_id', 'edition.audience_seen_at as seen_at'])
        .select(closesAt.as('closes_at'))
        .where('edition.slot', 'is not', null)
        .where('edition.state', 'in', ['sending', 'sent'])
        .where(isHollow, '=', false)
        // Years of editions are sent: most fall away by their date, before anything is reckoned.
        .where('edition.edition_date', '>', sql<string>`(now() - make_interval(days => ${REMEMBERED_DAYS}))::date`)
        // The last look is one after the end, so that nobody who came just before it is left out.
        .where('edition.audience_seen_at', '<', closesAt)
    );
  }
}
