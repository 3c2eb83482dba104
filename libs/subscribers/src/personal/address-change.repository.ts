import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db } from '@app/platform';

/** Every statement on the change of address that a subscriber may have under way. The caller holds the row's lock. */
@Injectable()
export class AddressChangeRepository {
  constructor(private readonly database: Database) {}

  /** A new request takes the place of an earlier one, whose links confirm nothing from now on. */
  async ask(db: Db, subscriberId: string, newAddress: string, askedAt: Date): Promise<void> {
    await db
      .updateTable('subscriber')
      .set({ new_address: newAddress, new_asked_at: askedAt, old_confirmed_at: null, new_confirmed_at: null })
      .where('id', '=', subscriberId)
      .execute();
  }

  async confirm(db: Db, subscriberId: string, side: 'old' | 'new', at: Date): Promise<void> {
    const column = side === 'old' ? 'old_confirmed_at' : 'new_confirmed_at';
    await db
      .updateTable('subscriber')
      .set({ [column]: at })
      .where('id', '=', subscriberId)
      .where(column, 'is', null)
      .execute();
  }

  /** Makes the new address the address. False when somebody is known by it already. */
  async complete(
    db: Db,
    subscriberId: string,
    next: { address: string; canonical: string; addressHash: Buffer },
  ): Promise<boolean> {
    const result = await sql`
      update subscriber
         set address = ${next.address}, canonical_address = ${next.canonical}, address_hash = ${next.addressHash},
             new_address = null, new_asked_at = null, old_confirmed_at = null, new_confirmed_at = null,
             last_contact_at = now()
       where id = ${subscriberId}
         and not exists (select from subscriber other
                          where other.id <> ${subscriberId}
                            and (other.address_hash = ${next.addressHash} or other.canonical_address = ${next.canonical}))`.execute(
      db,
    );
    return result.numAffectedRows === 1n;
  }

  /**
   * What waits for a confirmation was asked for in the old mailbox: its links confirm nothing any more, and the reminder
   * goes to the new one.
   */
  async renewPending(db: Db, subscriberId: string): Promise<void> {
    await db
      .updateTable('subscription')
      .set({ requested_at: sql<Date>`requested_at + interval '1 millisecond'` })
      .where('subscriber_id', '=', subscriberId)
      .where('state', '=', 'pending')
      .execute();
  }

  /**
   * Whoever is known by this address and never confirmed anything goes, as the clock would have them go: the mailbox has
   * just said whose it is, and a stranger's sign-up must not keep its reader out. Returns their ids.
   */
  async dropUnconfirmed(db: Db, addressHash: Buffer): Promise<string[]> {
    const strangers = await sql<{ id: string }>`
      select id from subscriber
       where address_hash = ${addressHash} and erased_at is null
         and not exists (select from subscription
                          where subscription.subscriber_id = subscriber.id
                            and (subscription.state <> 'pending' or subscription.activated_at is not null))
         for update`.execute(db);
    const ids = strangers.rows.map(({ id }) => id);
    if (ids.length === 0) return ids;
    await db.deleteFrom('subscription').where('subscriber_id', 'in', ids).execute();
    await db.deleteFrom('subscriber').where('id', 'in', ids).execute();
    return ids;
  }

  async drop(db: Db, subscriberId: string): Promise<void> {
    await this.dropping(db).where('id', '=', subscriberId).execute();
  }

  /**
   * Whether somebody else has this address confirm a change already: one message a day to one address, however many
   * subscribers somebody makes up to have it written to.
   */
  async isAskedElsewhere(db: Db, subscriberId: string, address: string, hours: number): Promise<boolean> {
    const row = await db
      .selectFrom('subscriber')
      .select('id')
      .where('id', '<>', subscriberId)
      .where('new_asked_at', '>', sql<Date>`now() - make_interval(hours => ${hours})`)
      .where(sql<boolean>`lower(new_address) = lower(${address})`)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Changes that were not confirmed in time, and with them the addresses that never became anybody's. Returns how many. */
  async expire(hours: number): Promise<number> {
    const result = await this.dropping(this.database)
      .where('new_asked_at', '<', sql<Date>`now() - make_interval(hours => ${hours})`)
      .executeTakeFirst();
    return Number(result.numUpdatedRows);
  }

  private dropping(db: Db) {
    return db
      .updateTable('subscriber')
      .set({ new_address: null, new_asked_at: null, old_confirmed_at: null, new_confirmed_at: null });
  }
}
