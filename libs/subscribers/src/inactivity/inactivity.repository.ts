import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { unsentNotices } from '@app/mail';
import type { Db } from '@app/platform';

/** Whom a round concerns: who gave no sign for so many months before an instant. The set only ever shrinks. */
export interface Silence {
  readonly newsletterId: string;
  readonly before: Date;
  readonly months: number;
}

export interface SilenceCount {
  readonly inactive: number;
  readonly readers: number;
  /** Year of the last sign → readers. */
  readonly byYear: Readonly<Record<string, number>>;
}

export interface ToldReader {
  readonly subscriptionId: string;
  readonly subscriberId: string;
  readonly address: string;
}

/**
 * A subscription that could receive, of a reader without a sign: neither sign-up, confirmation, choice nor anything else
 * we count as contact. Suppressed and held ones receive nothing anyway and cannot be told.
 */
const silent = ({ newsletterId, before, months }: Silence) => sql<boolean>`
  subscription.newsletter_id = ${newsletterId} and subscription.state = 'active' and (subscription.held_until is null or subscription.held_until < ${before})
  and subscription.activated_at < ${before}::timestamptz - make_interval(months => ${months})
  and subscriber.last_contact_at < ${before}::timestamptz - make_interval(months => ${months})
  and subscriber.address is not null
  and not exists (select from suppression where suppression.address_hash = subscriber.address_hash)`;

/** The sets that inactivity works on. */
@Injectable()
export class InactivityRepository {
  async count(db: Db, silence: Silence): Promise<SilenceCount> {
    const { rows } = await sql<{ year: number; count: number }>`
      select extract(year from subscriber.last_contact_at at time zone 'UTC')::int as year, count(*)::int as count
        from subscription join subscriber on subscriber.id = subscription.subscriber_id
       where ${silent(silence)}
       group by 1 order by 1`.execute(db);
    const { readers } = await db
      .selectFrom('subscription')
      .select(({ fn }) => fn.countAll<number>().as('readers'))
      .where('newsletter_id', '=', silence.newsletterId)
      .where('state', '=', 'active')
      .executeTakeFirstOrThrow();
    return {
      inactive: rows.reduce((sum, { count }) => sum + count, 0),
      readers,
      byYear: Object.fromEntries(rows.map(({ year, count }) => [String(year), count])),
    };
  }

  /** Marks at most `limit` readers as told, and returns whom to write to. */
  async tell(db: Db, silence: Silence, { now, limit }: { now: Date; limit: number }): Promise<ToldReader[]> {
    const { rows } = await sql<ToldReader>`
      with due as (
        select subscription.id, subscription.subscriber_id, subscriber.address
          from subscription join subscriber on subscriber.id = subscription.subscriber_id
         where ${silent(silence)} and subscription.inactivity_told_at is null
         limit ${limit}
           for update of subscription skip locked
      )
      update subscription set inactivity_told_at = ${now} from due where subscription.id = due.id
      returning due.id as "subscriptionId", due.subscriber_id as "subscriberId", due.address`.execute(db);
    return rows;
  }

  /**
   * Settles at most `limit` readers who were told at `toldUntil` or earlier: who gave a sign since, was not reached by
   * the notice or cannot receive any more stays as they are and counts as not told; the others have left, with what they
   * had agreed to withdrawn on record. The reader's row is locked first, as by whoever records a sign of theirs.
   */
  async settle(
    db: Db,
    silence: Silence,
    { now, toldUntil, limit }: { now: Date; toldUntil: Date; limit: number },
  ): Promise<{ seen: number; ended: number }> {
    const { rows } = await sql<{ seen: number; ended: number }>`
      with due as materialized (
        select subscription.id, subscription.subscriber_id, subscription.newsletter_id, subscription.consent_id,
               subscription.open_consent_id, subscription.click_consent_id,
               ${silent(silence)} and not exists (
                 select from ${unsentNotices(db, 'inactivity').as('unsent')} where unsent.subject_id = subscription.id) as is_over
          from subscriber join subscription on subscription.subscriber_id = subscriber.id
         where subscription.newsletter_id = ${silence.newsletterId} and subscription.inactivity_told_at <= ${toldUntil}
         order by subscription.inactivity_told_at
         limit ${limit}
           for update of subscriber, subscription skip locked
      ), kept as (
        update subscription set inactivity_told_at = null from due where subscription.id = due.id and not due.is_over
      ), ended as (
        update subscription
           set state = 'ended', consent_id = null, open_consent_id = null, click_consent_id = null, ended_at = ${now},
               ended_by = 'inactivity', ended_edition_id = null, leave_reason = null, inactivity_told_at = null
          from due where subscription.id = due.id and due.is_over
      ), withdrawn as (
        insert into consent (id, subscriber_id, newsletter_id, act, wording, wording_version, language, placement,
                             occurred_at, purpose, evidence)
        select gen_random_uuid(), due.subscriber_id, due.newsletter_id, 'withdrawn', given.wording, given.wording_version,
               given.language, 'inactivity', ${now}, given.purpose, jsonb_build_object('withdraws', given.id)
          from due join consent given on given.id in (due.consent_id, due.open_consent_id, due.click_consent_id)
         where due.is_over
      )
      select count(*)::int as seen, count(*) filter (where is_over)::int as ended from due`.execute(db);
    return rows[0] ?? { seen: 0, ended: 0 };
  }

  /** Nobody of the newsletter counts as told any more. */
  async forgetTold(db: Db, newsletterId: string): Promise<void> {
    await db
      .updateTable('subscription')
      .set({ inactivity_told_at: null })
      .where('newsletter_id', '=', newsletterId)
      .where('inactivity_told_at', 'is not', null)
      .execute();
  }

  async anyTold(db: Db, newsletterId: string): Promise<boolean> {
    const row = await db
      .selectFrom('subscription')
      .select('id')
      .where('newsletter_id', '=', newsletterId)
      .where('inactivity_told_at', 'is not', null)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }
}
