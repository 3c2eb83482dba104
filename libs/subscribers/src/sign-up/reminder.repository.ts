import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { submittedNotices } from '@app/mail';
import type { Db } from '@app/platform';

/** A request that waits for its confirmation. */
export interface WaitingRequest {
  readonly subscriberId: string;
  readonly address: string;
  readonly requestedAt: Date;
  readonly subscriptionIds: readonly string[];
  readonly newsletterIds: readonly string[];
}

/** Which requests are due, as instants of the clock that sign-ups are dated by. */
export interface ReminderRound {
  readonly now: Date;
  /** Asked for then or earlier. */
  readonly until: Date;
  /** Asked for later than this: of an earlier one the link is dead. */
  readonly since: Date;
  readonly limit: number;
}

/** The set-based claim of reminders. */
@Injectable()
export class ReminderRepository {
  /**
   * Takes what is due, each request once and for all, and returns whom to remind: the first confirmation has left, the
   * address is not suppressed, and nothing else was reminded of as lately as one waits for a reminder. Of several
   * requests of one reader the latest speaks.
   */
  async claim(db: Db, { now, until, since, limit }: ReminderRound): Promise<WaitingRequest[]> {
    const { rows } = await sql<WaitingRequest>`
      with due as (
        select id from subscription
         where state = 'pending' and reminded_at is null and requested_at <= ${until} and requested_at > ${since}
         order by requested_at, subscriber_id
         limit ${limit}
           for update skip locked
      ), claimed as (
        update subscription set reminded_at = ${now} from due where subscription.id = due.id
        returning subscription.id, subscription.subscriber_id, subscription.newsletter_id, subscription.requested_at
      ), request as (
        select subscriber_id, requested_at, array_agg(id order by id) as ids,
               array_agg(newsletter_id order by id) as newsletter_ids
          from claimed group by subscriber_id, requested_at
      )
      select distinct on (request.subscriber_id)
             request.subscriber_id as "subscriberId", subscriber.address, request.requested_at as "requestedAt",
             request.ids as "subscriptionIds", request.newsletter_ids as "newsletterIds"
        from request
        join subscriber on subscriber.id = request.subscriber_id
       where subscriber.address is not null
         and not exists (select from suppression
                          where suppression.address_hash = subscriber.address_hash
                            and cause in ('hard_bounce', 'complaint', 'operator'))
         -- A minute for the clocks of two machines.
         and exists (select from ${submittedNotices(db, 'confirmation').as('sent')}
                      where sent.recipient_id = request.subscriber_id and sent.subject_id = any (request.ids)
                        and sent.settled_at > request.requested_at - interval '1 minute')
         -- As it stood before this statement.
         and not exists (select from subscription other
                          where other.subscriber_id = request.subscriber_id
                            and other.reminded_at > ${until}::timestamptz)
       order by request.subscriber_id, request.requested_at desc`.execute(db);
    return rows;
  }
}
