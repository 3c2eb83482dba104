import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db } from '@app/platform';
import { EditionRepository } from '../edition.repository.js';
import type { ClaimedSlot, PlannedEdition } from './planned-editions.js';

/** Which of the calendar's editions exist: apart from the edition's own statements, because only claiming asks. */
@Injectable()
export class CalendarClaimRepository {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
  ) {}

  /** Those dated `from` or later. */
  async claimed(newsletterId: string, from: string): Promise<ClaimedSlot[]> {
    const rows = await this.digests(this.database, newsletterId).where('edition_date', '>=', from).execute();
    return rows.flatMap((row) => (row.slot === null ? [] : [{ editionDate: row.edition_date, slot: row.slot }]));
  }

  /**
   * The planned edition's id, or undefined where another scheduler has it, or divides the day otherwise: one that read
   * the newsletter before its slots changed, another after. The first of a day has sequence 1, which is never an extra
   * edition's; each further slot the next free one.
   */
  async claim(
    newsletterId: string,
    planned: PlannedEdition,
    slots: ReadonlySet<string>,
  ): Promise<{ id: string; sequence: number } | undefined> {
    return this.database.transaction().execute(async (trx) => {
      // Claims of one newsletter's day wait for one another: rare, and short.
      const lock = `claim:${newsletterId}:${planned.editionDate}`;
      await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(trx);
      for (;;) {
        const day = await this.digests(trx, newsletterId).where('edition_date', '=', planned.editionDate).execute();
        const taken = day.flatMap(({ slot }) => (slot === null ? [] : [slot]));
        if (taken.includes(planned.slot) || taken.some((slot) => !slots.has(slot))) return undefined;
        const sequence = day.some((row) => row.sequence === 1) ? Math.max(...day.map((row) => row.sequence)) + 1 : 1;
        const id = await this.editions.claim(trx, { newsletterId, kind: 'digest', sequence, ...planned });
        // An extra edition may have taken the number meanwhile: then it is there to be counted.
        if (id !== undefined) return { id, sequence };
      }
    });
  }

  private digests(db: Db, newsletterId: string) {
    return db
      .selectFrom('edition')
      .select(['edition_date', 'slot', 'sequence'])
      .where('newsletter_id', '=', newsletterId)
      .where('kind', '=', 'digest');
  }
}
