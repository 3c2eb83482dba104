import { sql } from 'kysely';
import type { Db, SkipCause } from '@app/platform';

/** Why a subscription may not be mailed, or `eligible`. */
export type Standing = 'eligible' | Extract<SkipCause, 'unsubscribed' | 'paused' | 'suppressed' | 'no_consent'>;

/**
 * The query higher floors join for "may this subscription be mailed right now": one row a subscription, with the
 * address to use. A query and not rows, so that the statement which marks deliveries `submitting` judges and marks at
 * one moment. Suppression outranks everything; only a consent that was given makes mailing lawful.
 */
export function subscriptionStandings(db: Db) {
  return db
    .selectFrom('subscription')
    .innerJoin('subscriber', 'subscriber.id', 'subscription.subscriber_id')
    .leftJoin('consent', (join) =>
      join.onRef('consent.id', '=', 'subscription.consent_id').on('consent.act', '=', 'given'),
    )
    .select([
      'subscription.id as subscription_id',
      'subscription.subscriber_id',
      'subscription.newsletter_id',
      'subscriber.address',
      sql<Standing>`case
        when exists (select from suppression where suppression.address_hash = subscriber.address_hash) then 'suppressed'
        when subscriber.address is null then 'unsubscribed'
        when subscription.state = 'paused' or subscription.held_until > now() then 'paused'
        when subscription.state <> 'active' then 'unsubscribed'
        when consent.id is null then 'no_consent'
        else 'eligible' end`.as('standing'),
    ]);
}

/** The subscriptions an edition's audience is frozen from. */
export function eligibleSubscriptions(db: Db, newsletterId: string) {
  return db
    .selectFrom(subscriptionStandings(db).as('standing'))
    .select(['standing.subscription_id', 'standing.subscriber_id'])
    .where('standing.newsletter_id', '=', newsletterId)
    .where('standing.standing', '=', 'eligible');
}
