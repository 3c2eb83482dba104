import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db } from '@app/platform';
import type { PersonRecord } from './personal.repository.js';

/** The statements that take an address, and what only its owner chose, out of this lib's tables. */
@Injectable()
export class ErasureRepository {
  /** The row stays, emptied: the keyed hash finds the suppression, the id the proof of consent. */
  async empty(db: Db, subscriberId: string): Promise<void> {
    await db
      .updateTable('subscriber')
      .set({
        address: null,
        canonical_address: null,
        time_zone: null,
        new_address: null,
        new_asked_at: null,
        old_confirmed_at: null,
        new_confirmed_at: null,
        erased_at: sql<Date>`now()`,
      })
      .where('id', '=', subscriberId)
      .execute();
  }

  /** What the reader chose goes; when and how each subscription began and ended stays, for the counts. */
  async forgetChoices(db: Db, subscriberId: string): Promise<void> {
    await db
      .updateTable('subscription')
      .set({
        regions: null,
        topics: null,
        delivery_time: null,
        paused_until: null,
        held_until: null,
        open_consent_id: null,
        click_consent_id: null,
      })
      .where('subscriber_id', '=', subscriberId)
      .execute();
  }

  /** Changes by which somebody else named this address as theirs to be. */
  async dropChangesTo(db: Db, person: Pick<PersonRecord, 'address' | 'canonical'>): Promise<void> {
    await sql`
      update subscriber
         set new_address = null, new_asked_at = null, old_confirmed_at = null, new_confirmed_at = null
       where new_asked_at is not null and lower(new_address) in (lower(${person.address}), lower(${person.canonical}))`.execute(
      db,
    );
  }

  /** Lines of imports that are under way. They would come to nothing, but they hold the address until then. */
  async forgetStaged(db: Db, addressHash: Buffer): Promise<void> {
    await db.deleteFrom('import_row').where('address_hash', '=', addressHash).execute();
  }

  /** Who had everything erased within so many days and did not come back. */
  async erasedLately(db: Db, days: number): Promise<string[]> {
    const rows = await db
      .selectFrom('subscriber')
      .select('id')
      .where('erased_at', '>', sql<Date>`now() - make_interval(days => ${days})`)
      .execute();
    return rows.map(({ id }) => id);
  }
}
