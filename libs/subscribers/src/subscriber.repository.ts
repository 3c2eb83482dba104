import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId, type Db } from '@app/platform';

/** Every statement on subscribers. */
@Injectable()
export class SubscriberRepository {
  /**
   * The subscriber with this canonical address, made if new, locked if not, with the address on file. One row under any
   * number of simultaneous sign-ups. Somebody who had everything erased and signs up again is found by the keyed hash,
   * the only thing left of them, and is the same subscriber again.
   */
  async ensure(
    db: Db,
    person: { address: string; canonical: string; addressHash: Buffer; locale: string; timeZone: string | null },
  ): Promise<{ id: string; address: string }> {
    const { address, canonical, addressHash } = person;
    // Purged between the two statements, somebody is met by neither; the next insert makes them anew.
    for (let attempt = 0; attempt < 3; attempt += 1) {
      // Two indexes are unique, and of two sign-ups at once either may be hit first: no single one can be named here.
      const inserted = await db
        .insertInto('subscriber')
        .values({
          id: newId(),
          address,
          canonical_address: canonical,
          address_hash: addressHash,
          locale: person.locale,
          time_zone: person.timeZone,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (inserted !== undefined) return { id: inserted.id, address };
      const known = await sql<{ id: string; address: string }>`
        update subscriber
           set last_contact_at = now(), address = coalesce(address, ${address}),
               canonical_address = coalesce(canonical_address, ${canonical}), erased_at = null
         where id = (select id from subscriber
                      where canonical_address = ${canonical} or address_hash = ${addressHash}
                      order by canonical_address = ${canonical} desc nulls last limit 1)
        returning id, address`.execute(db);
      const [row] = known.rows;
      if (row !== undefined) return row;
    }
    throw new Error('a subscriber could neither be made nor found');
  }

  /**
   * Waits for whoever changes the person with this hash, and keeps them until the transaction ends; nothing where nobody
   * is known by it. What is then asked about their bans is still true when they are written.
   */
  async lockByHash(db: Db, addressHash: Buffer): Promise<void> {
    await db.selectFrom('subscriber').select('id').where('address_hash', '=', addressHash).forUpdate().execute();
  }

  /** Where a notice to this subscriber goes; undefined after erasure. */
  async contact(db: Db, subscriberId: string): Promise<{ address: string; locale: string } | undefined> {
    const row = await db
      .selectFrom('subscriber')
      .select(['address', 'locale'])
      .where('id', '=', subscriberId)
      .executeTakeFirst();
    if (row === undefined || row.address === null) return undefined;
    return { address: row.address, locale: row.locale };
  }

  /** A sign of the reader. Locks the person, which is what whoever changes several of their subscriptions begins with. */
  async touch(db: Db, subscriberId: string): Promise<void> {
    await db
      .updateTable('subscriber')
      .set({ last_contact_at: sql<Date>`now()` })
      .where('id', '=', subscriberId)
      .execute();
  }
}
