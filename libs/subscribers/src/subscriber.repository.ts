import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import {
  Database,
  newId,
  type ConsentAct,
  type ConsentBasis,
  type Db,
  type EndedBy,
  type SubscriptionState,
  type SuppressionCause,
} from '@app/platform';

export interface SubscriptionRecord {
  readonly id: string;
  readonly subscriberId: string;
  readonly newsletterId: string;
  readonly state: SubscriptionState;
  readonly requestedAt: Date;
}

export interface ConsentEntry {
  readonly subscriberId: string;
  readonly newsletterId: string;
  readonly act: ConsentAct;
  readonly basis: ConsentBasis | null;
  readonly wording: string;
  readonly wordingVersion: string;
  readonly language: string;
  readonly page: string | null;
  readonly placement: string | null;
  readonly occurredAt: Date;
}

/** Every statement on subscribers, subscriptions, consent and suppression. */
@Injectable()
export class SubscriberRepository {
  constructor(private readonly database: Database) {}

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

  /** Makes the subscription if there is none, and locks it. */
  async ensureSubscription(
    db: Db,
    subscriberId: string,
    newsletterId: string,
    requestedAt: Date,
  ): Promise<SubscriptionRecord & { isNew: boolean }> {
    const inserted = await db
      .insertInto('subscription')
      .values({ id: newId(), subscriber_id: subscriberId, newsletter_id: newsletterId, requested_at: requestedAt })
      .onConflict((conflict) => conflict.columns(['subscriber_id', 'newsletter_id']).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (inserted !== undefined) return { ...toSubscription(inserted), isNew: true };
    const row = await db
      .selectFrom('subscription')
      .selectAll()
      .where('subscriber_id', '=', subscriberId)
      .where('newsletter_id', '=', newsletterId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    return { ...toSubscription(row), isNew: false };
  }

  async lockSubscription(db: Db, id: string): Promise<SubscriptionRecord | undefined> {
    const row = await db.selectFrom('subscription').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
    return row === undefined ? undefined : toSubscription(row);
  }

  async subscription(id: string): Promise<SubscriptionRecord | undefined> {
    const row = await this.database.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : toSubscription(row);
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

  /** `ended → pending`, or `pending` once more: links of an earlier request confirm nothing from now on. */
  async askAnew(db: Db, id: string, requestedAt: Date): Promise<void> {
    await db
      .updateTable('subscription')
      .set({ state: 'pending', requested_at: requestedAt, ended_at: null, ended_by: null, ended_edition_id: null })
      .where('id', '=', id)
      .where('state', 'in', ['pending', 'ended'])
      .execute();
  }

  async activate(db: Db, id: string, consentId: string): Promise<void> {
    await db
      .updateTable('subscription')
      .set({ state: 'active', consent_id: consentId, activated_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where('state', '=', 'pending')
      .execute();
  }

  async end(db: Db, id: string, by: EndedBy, editionId: string | null): Promise<void> {
    await db
      .updateTable('subscription')
      .set({ state: 'ended', consent_id: null, ended_at: sql<Date>`now()`, ended_by: by, ended_edition_id: editionId })
      .where('id', '=', id)
      .where('state', '<>', 'ended')
      .execute();
  }

  async appendConsent(db: Db, entry: ConsentEntry): Promise<string> {
    const id = newId();
    await db
      .insertInto('consent')
      .values({
        id,
        subscriber_id: entry.subscriberId,
        newsletter_id: entry.newsletterId,
        act: entry.act,
        basis: entry.basis,
        wording: entry.wording,
        wording_version: entry.wordingVersion,
        language: entry.language,
        page: entry.page,
        placement: entry.placement,
        occurred_at: entry.occurredAt,
      })
      .execute();
    return id;
  }

  /** What the reader was shown when they asked; the confirmation repeats it. */
  async latestConsent(
    db: Db,
    subscriberId: string,
    newsletterId: string,
  ): Promise<Pick<ConsentEntry, 'wording' | 'wordingVersion' | 'language' | 'page' | 'placement'> | undefined> {
    const row = await db
      .selectFrom('consent')
      .select(['wording', 'wording_version', 'language', 'page', 'placement'])
      .where('subscriber_id', '=', subscriberId)
      .where('newsletter_id', '=', newsletterId)
      .orderBy('occurred_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    return {
      wording: row.wording,
      wordingVersion: row.wording_version,
      language: row.language,
      page: row.page,
      placement: row.placement,
    };
  }

  async suppressions(db: Db, addressHash: Buffer): Promise<SuppressionCause[]> {
    const rows = await db.selectFrom('suppression').select('cause').where('address_hash', '=', addressHash).execute();
    return rows.map((row) => row.cause);
  }

  /** By subscriber, so that no caller needs the address. The first evidence is kept. */
  async suppress(
    db: Db,
    subscriberIds: readonly string[],
    cause: SuppressionCause,
    evidence: Record<string, unknown>,
  ): Promise<void> {
    if (subscriberIds.length === 0) return;
    await db
      .insertInto('suppression')
      .columns(['address_hash', 'cause', 'evidence'])
      .expression((eb) =>
        eb
          .selectFrom('subscriber')
          .select([
            'subscriber.address_hash',
            sql<SuppressionCause>`${cause}::suppression_cause`.as('cause'),
            sql<string>`${JSON.stringify(evidence)}::jsonb`.as('evidence'),
          ])
          .where('subscriber.id', 'in', subscriberIds),
      )
      .onConflict((conflict) => conflict.columns(['address_hash', 'cause']).doNothing())
      .execute();
  }

  /** An erasure is lifted by the reader's own confirmation; every other ban stays. */
  async liftErasure(db: Db, subscriberId: string): Promise<void> {
    await db
      .deleteFrom('suppression')
      .where('cause', '=', 'erased')
      .where('address_hash', '=', (eb) =>
        eb.selectFrom('subscriber').select('subscriber.address_hash').where('subscriber.id', '=', subscriberId),
      )
      .execute();
  }

  async activeCounts(): Promise<Map<string, number>> {
    const rows = await this.database
      .selectFrom('subscription')
      .select(['newsletter_id', ({ fn }) => fn.countAll<number>().as('count')])
      .where('state', '=', 'active')
      .groupBy('newsletter_id')
      .execute();
    return new Map(rows.map((row) => [row.newsletter_id, row.count]));
  }

  /** Sign-ups nobody confirmed in time are forgotten, and with them people who have nothing else here. Returns how many. */
  async purgeUnconfirmed(days: number): Promise<number> {
    return this.database.transaction().execute(async (trx) => {
      // Who was a reader once is one who left, not a stranger: old links must go on working, whoever typed the address.
      await trx
        .updateTable('subscription')
        .set({ state: 'ended', ended_at: sql<Date>`now()`, ended_by: 'reader' })
        .where('state', '=', 'pending')
        .where('activated_at', 'is not', null)
        .where('requested_at', '<', sql<Date>`now() - make_interval(days => ${days})`)
        .execute();
      const purged = await trx
        .deleteFrom('subscription')
        .where('state', '=', 'pending')
        .where('activated_at', 'is', null)
        .where('requested_at', '<', sql<Date>`now() - make_interval(days => ${days})`)
        .returning('subscriber_id')
        .execute();
      const people = [...new Set(purged.map((row) => row.subscriber_id))];
      if (people.length > 0) {
        await trx
          .deleteFrom('subscriber')
          // One parameter: after a flood of sign-ups there are more than a statement takes (65,535).
          .where(sql<boolean>`id = any(${people}::uuid[])`)
          .where((where) =>
            where.not(
              where.exists(
                where
                  .selectFrom('subscription')
                  .select('subscription.id')
                  .whereRef('subscription.subscriber_id', '=', 'subscriber.id'),
              ),
            ),
          )
          .execute();
      }
      return purged.length;
    });
  }
}

function toSubscription(row: {
  id: string;
  subscriber_id: string;
  newsletter_id: string;
  state: SubscriptionState;
  requested_at: Date;
}): SubscriptionRecord {
  return {
    id: row.id,
    subscriberId: row.subscriber_id,
    newsletterId: row.newsletter_id,
    state: row.state,
    requestedAt: row.requested_at,
  };
}
