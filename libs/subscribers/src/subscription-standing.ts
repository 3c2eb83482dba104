import { sql } from 'kysely';
import type { Db, SkipCause } from '@app/platform';

/** Why a subscription may not be mailed, or `eligible`. */
export type Standing = 'eligible' | Extract<SkipCause, 'unsubscribed' | 'paused' | 'suppressed' | 'no_consent'>;

/** Suppression outranks everything; only a consent that was given makes mailing lawful. */
const standing = sql<Standing>`case
  when exists (select from suppression where suppression.address_hash = subscriber.address_hash) then 'suppressed'
  when subscriber.address is null then 'unsubscribed'
  when subscription.state = 'paused' or subscription.held_until > now() then 'paused'
  when subscription.state <> 'active' then 'unsubscribed'
  when consent.id is null then 'no_consent'
  else 'eligible' end`;

function judged(db: Db) {
  return db
    .selectFrom('subscription')
    .innerJoin('subscriber', 'subscriber.id', 'subscription.subscriber_id')
    .leftJoin('consent', (join) =>
      join.onRef('consent.id', '=', 'subscription.consent_id').on('consent.act', '=', 'given'),
    );
}

/**
 * The query higher floors join for "may this subscription be mailed right now": one row a subscription, with the
 * address to use. A query and not rows, so that the statement which marks deliveries `submitting` judges and marks at
 * one moment.
 */
export function subscriptionStandings(db: Db) {
  return judged(db).select([
    'subscription.id as subscription_id',
    'subscription.subscriber_id',
    'subscription.newsletter_id',
    'subscriber.address',
    standing.as('standing'),
    // Agreed that it is counted which stories they open.
    sql<boolean>`(subscription.click_consent_id is not null)`.as('counts_clicks'),
  ]);
}

/** The domain of each subscriber's address, as A-labels: who carries their mail is asked by it, and no address is needed. */
export function addressDomains(db: Db) {
  return db
    .selectFrom('subscriber')
    .select([
      'subscriber.id as subscriber_id',
      sql<string | null>`substring(subscriber.canonical_address from '@([^@]*)$')`.as('domain'),
    ]);
}

/** The subscriptions of a newsletter that may be mailed now, by the same rule. */
export function eligibleSubscriptions(db: Db, newsletterId: string) {
  return eligible(db, newsletterId).select([
    'subscription.id as subscription_id',
    'subscription.subscriber_id as subscriber_id',
  ]);
}

/**
 * The readers an edition's audience is frozen from, with what decides when they are due and what their copy holds. Zone
 * and hour are '' where the reader said nothing; regions and topics null: everything.
 */
export function eligibleReaders(db: Db, newsletterId: string) {
  return eligible(db, newsletterId).select([
    'subscription.id as subscription_id',
    'subscription.subscriber_id as subscriber_id',
    sql<string>`coalesce(subscriber.time_zone, '')`.as('time_zone'),
    sql<string>`coalesce(subscription.delivery_time, '')`.as('delivery_time'),
    'subscription.regions as regions',
    'subscription.topics as topics',
    'subscription.is_seed as is_seed',
    sql<Date>`coalesce(subscription.activated_at, subscription.requested_at)`.as('active_since'),
    // As the index of newcomers knows it.
    'subscription.activated_at as activated_at',
  ]);
}

/** The distinct mornings of a newsletter's readers. Grouped in the database: a million readers have a few hundred. */
export function eligibleMornings(db: Db, newsletterId: string) {
  return db
    .selectFrom(eligibleReaders(db, newsletterId).as('reader'))
    .select(['reader.time_zone', 'reader.delivery_time'])
    .groupBy(['reader.time_zone', 'reader.delivery_time']);
}

/** As {@link eligibleMornings}, of every active subscription: some too many, in a third of the time. */
export function activeMornings(db: Db, newsletterId: string) {
  return db
    .selectFrom('subscription')
    .innerJoin('subscriber', 'subscriber.id', 'subscription.subscriber_id')
    .select([
      sql<string>`coalesce(subscriber.time_zone, '')`.as('time_zone'),
      sql<string>`coalesce(subscription.delivery_time, '')`.as('delivery_time'),
    ])
    .where('subscription.newsletter_id', '=', newsletterId)
    .where('subscription.state', '=', 'active')
    .groupBy([sql`1`, sql`2`]);
}

/** As {@link activeMornings}, with how many readers each has: for a forecast, which no mail depends on. */
export function activeMorningCounts(db: Db, newsletterId: string) {
  return activeMornings(db, newsletterId).select(({ fn }) => fn.countAll<string>().as('readers'));
}

/** When the active subscriptions of each newsletter became so. */
export function activations(db: Db) {
  return db
    .selectFrom('subscription')
    .select(['subscription.newsletter_id', 'subscription.activated_at'])
    .where('subscription.state', '=', 'active');
}

function eligible(db: Db, newsletterId: string) {
  return (
    judged(db)
      .where('subscription.newsletter_id', '=', newsletterId)
      // Implied by the standing; said so that the index of active subscriptions serves.
      .where('subscription.state', '=', 'active')
      .where(standing, '=', 'eligible')
  );
}
