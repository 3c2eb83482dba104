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

  /** The subscriber with this canonical address, made if new. One row under any number of simultaneous sign-ups. */
  async ensure(
    db: Db,
    person: { address: string; canonical: string; addressHash: Buffer; locale: string; timeZone: string | null },
  ): Promise<string> {
    const row = await db
      .insertInto('subscriber')
      .values({
        id: newId(),
        address: person.address,
        canonical_address: person.canonical,
        address_hash: person.addressHash,
        locale: person.locale,
        time_zone: person.timeZone,
      })
      .onConflict((conflict) => conflict.column('canonical_address').doUpdateSet({ last_contact_at: sql<Date>`now()` }))
      .returning('id')
      .executeTakeFirstOrThrow();
    return row.id;
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

  /** `ended → pending`: a new sign-up. */
  async reopen(db: Db, id: string, requestedAt: Date): Promise<void> {
    await db
      .updateTable('subscription')
      .set({ state: 'pending', requested_at: requestedAt, ended_at: null, ended_by: null, ended_edition_id: null })
      .where('id', '=', id)
      .where('state', '=', 'ended')
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
      const purged = await trx
        .deleteFrom('subscription')
        .where('state', '=', 'pending')
        .where('requested_at', '<', sql<Date>`now() - make_interval(days => ${days})`)
        .returning('subscriber_id')
        .execute();
      const people = [...new Set(purged.map((row) => row.subscriber_id))];
      if (people.length > 0) {
        await trx
          .deleteFrom('subscriber')
          .where('id', 'in', people)
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
