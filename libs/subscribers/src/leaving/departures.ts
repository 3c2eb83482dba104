import type { Db } from '@app/platform';

/** Subscriptions that ended by an edition's own link: who left by it had the edition in their mailbox. */
export function departures(db: Db) {
  return db
    .selectFrom('subscription')
    .select(['subscription.id as subscription_id', 'subscription.ended_edition_id as edition_id'])
    .where('subscription.ended_edition_id', 'is not', null);
}
