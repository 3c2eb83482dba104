import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db } from '@app/platform';
import type { Edition } from '@app/editions';
import { subscriptionStandings, type Standing } from '@app/subscribers';
import type { StoryAttempt, StoryPace, StoryRow } from './delivery-story.js';

type Key = Pick<Edition, 'id' | 'editionDate'>;

/** What the ledger, its attempts and the pace say of one reader and one edition; each by its whole key. */
@Injectable()
export class DeliveryStoryRepository {
  async row(db: Db, { id, editionDate }: Key, subscriberId: string): Promise<StoryRow | undefined> {
    const { rows } = await sql<StoryRow>`
      select state, skip_cause as "skipCause", due_at as "dueAt", not_before as "notBefore", attempts, cut, revision,
             variant_id as "variantId", transport, provider, submitting_at as "submittingAt", settled_at as "settledAt",
             smtp_code as "smtpCode", enhanced_code as "enhancedCode", reply, bounced_at as "bouncedAt",
             complained_at as "complainedAt", clicked_at as "clickedAt", evidence
        from delivery
       where edition_date = ${editionDate}::date and edition_id = ${id}::uuid and subscriber_id = ${subscriberId}::uuid`.execute(db);
    return rows[0];
  } // prettier-ignore

  async attempts(db: Db, { id, editionDate }: Key, subscriberId: string): Promise<StoryAttempt[]> {
    const { rows } = await sql<StoryAttempt>`
      select attempt, ended_at as "endedAt", transport, provider, state, smtp_code as "smtpCode",
             enhanced_code as "enhancedCode", reply
        from delivery_attempt
       where edition_date = ${editionDate}::date and edition_id = ${id}::uuid and subscriber_id = ${subscriberId}::uuid
       order by attempt`.execute(db);
    return rows;
  }

  /** Transports over which a provider is spared now. Without a provider: whole transports. */
  async spared(db: Db, provider: string | null): Promise<StoryPace[]> {
    const { rows } = await sql<StoryPace>`
      select transport, case when suspended_until > now() then suspended_until end as "suspendedUntil",
             case when slowed_until > now() then slowed_until end as "slowedUntil", reason
        from provider_pace
       where (provider = '*' or provider = ${provider}) and greatest(suspended_until, slowed_until) > now()
       order by transport`.execute(db);
    return rows;
  }

  /** How the reader stands with a newsletter now, and what the database's clock says. */
  async standing(
    db: Db,
    newsletterId: string,
    subscriberId: string,
  ): Promise<{ standing: Standing | null; now: Date }> {
    const { rows } = await sql<{ standing: Standing | null; now: Date }>`
      select (select reader.standing from ${subscriptionStandings(db).as('reader')}
               where reader.newsletter_id = ${newsletterId}::uuid and reader.subscriber_id = ${subscriberId}::uuid) as standing,
             now() as now`.execute(db);
    const [row] = rows;
    if (row === undefined) throw new Error('a select without a table gave no row');
    return row;
  }
}
