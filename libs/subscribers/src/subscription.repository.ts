import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, newId, type Db, type EndedBy, type SubscriptionState } from '@app/platform';

export interface SubscriptionRecord {
  readonly id: string;
  readonly subscriberId: string;
  readonly newsletterId: string;
  readonly state: SubscriptionState;
  readonly requestedAt: Date;
}

/** Every statement on subscriptions. */
@Injectable()
export class SubscriptionRepository {
  constructor(private readonly database: Database) {}

  /** Makes the subscription if there is none, and locks it. */
  async ensure(
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

  async lock(db: Db, id: string): Promise<SubscriptionRecord | undefined> {
    const row = await db.selectFrom('subscription').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
    return row === undefined ? undefined : toSubscription(row);
  }

  async byId(id: string): Promise<SubscriptionRecord | undefined> {
    const row = await this.database.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : toSubscription(row);
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
