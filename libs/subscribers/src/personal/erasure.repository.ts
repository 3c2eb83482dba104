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

  /**
   * Whoever typed an erased reader's address into a form put it back on file, for the confirmation. Where that did not
   * come and nothing waits for it any more, the address goes again. Returns how many. The hour is for a sign-up that is
   * being written at this moment.
   */
  async emptyAgain(db: Db): Promise<number> {
    const result = await sql`
      update subscriber
         set address = null, canonical_address = null, time_zone = null, new_address = null, new_asked_at = null,
             old_confirmed_at = null, new_confirmed_at = null, erased_at = now()
        from suppression
       where suppression.cause = 'erased' and subscriber.address_hash = suppression.address_hash
         and subscriber.address is not null and subscriber.last_contact_at < now() - interval '1 hour'
         and not exists (select from subscription
                          where subscription.subscriber_id = subscriber.id and subscription.state <> 'ended')`.execute(
      db,
    );
    return Number(result.numAffectedRows ?? 0n);
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
