import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import type { Db, EndedBy, SubscriptionState } from '@app/platform';

/** One subscription, with what is known of its reader. The columns of an export, in their order. */
export interface ExportedRow {
  readonly address: string;
  readonly newsletter: string;
  readonly state: string;
  readonly language: string;
  readonly time_zone: string | null;
  readonly regions: readonly string[] | null;
  readonly topics: readonly string[] | null;
  readonly delivery_time: string | null;
  readonly consented_at: Date | null;
  readonly basis: string | null;
  readonly wording: string | null;
  readonly wording_version: string | null;
  readonly page: string | null;
  readonly requested_at: Date;
  readonly activated_at: Date | null;
  readonly ended_at: Date | null;
  readonly last_contact_at: Date;
  /** Causes of a ban on the address, the gravest first; null: none. */
  readonly suppressed: readonly string[] | null;
}

/** Which of the subscriptions; what is not said is not asked. */
export interface ExportFilter {
  readonly state?: SubscriptionState | undefined;
  readonly endedBy?: EndedBy | undefined;
  readonly importId?: string | undefined;
  readonly joinedFrom?: Date | undefined;
  readonly joinedBefore?: Date | undefined;
  readonly endedFrom?: Date | undefined;
  readonly endedBefore?: Date | undefined;
  readonly locale?: string | undefined;
  readonly placement?: string | undefined;
  readonly suppressed?: boolean | undefined;
}

/** Behind the last row of a page: rows are ordered by these two. */
export interface ExportPlace {
  readonly subscriberId: string;
  readonly newsletterId: string;
}

/** Rows fetched at a time: a few megabytes at most. */
const PAGE_ROWS = 5_000;
const FIRST: ExportPlace = {
  subscriberId: '00000000-0000-0000-0000-000000000000',
  newsletterId: '00000000-0000-0000-0000-000000000000',
};

/** The statement that reads an export, page by page along the key of subscriptions. */
@Injectable()
export class ExportRepository {
  /** `newsletterIds`: whose. Who was erased has no address, and stands in no export. */
  async page(
    db: Db,
    { newsletterIds, filter = {} }: { readonly newsletterIds: readonly string[]; readonly filter?: ExportFilter | undefined },
    after: ExportPlace = FIRST,
  ): Promise<{ readonly rows: readonly ExportedRow[]; readonly last: ExportPlace | undefined }> {
    const { rows } = await sql<ExportedRow & { subscriber_id: string; newsletter_id: string }>`
      select subscription.subscriber_id, subscription.newsletter_id,
             subscriber.address, newsletter.slug as newsletter, subscription.state::text, subscriber.locale as language,
             subscriber.time_zone, subscription.regions, subscription.topics, subscription.delivery_time,
             consent.occurred_at as consented_at, consent.basis::text, consent.wording, consent.wording_version, consent.page,
             subscription.requested_at, subscription.activated_at, subscription.ended_at, subscriber.last_contact_at,
             (select array_agg(cause::text order by cause) from suppression
               where suppression.address_hash = subscriber.address_hash) as suppressed
        from subscription
        join subscriber on subscriber.id = subscription.subscriber_id
        join newsletter on newsletter.id = subscription.newsletter_id
        left join consent on consent.id = subscription.consent_id
       where (subscription.subscriber_id, subscription.newsletter_id) > (${after.subscriberId}::uuid, ${after.newsletterId}::uuid)
         and subscription.newsletter_id = any(${[...newsletterIds]}::uuid[])
         and subscriber.address is not null and ${asked(filter)}
       order by subscription.subscriber_id, subscription.newsletter_id
       limit ${PAGE_ROWS}`.execute(db);
    const end = rows.at(-1);
    const last = end && { subscriberId: end.subscriber_id, newsletterId: end.newsletter_id };
    return { rows, last };
  } // prettier-ignore
}

function asked(filter: ExportFilter): RawBuilder<unknown> {
  const { state, endedBy, importId, joinedFrom, joinedBefore, endedFrom, endedBefore, locale, placement, suppressed } = filter;
  const conditions = [
    sql`true`,
    state !== undefined && sql`subscription.state = ${state}::subscription_state`,
    endedBy !== undefined && sql`subscription.ended_by = ${endedBy}::ended_by`,
    importId !== undefined && sql`subscription.import_id = ${importId}::uuid`,
    joinedFrom !== undefined && sql`subscription.requested_at >= ${joinedFrom}::timestamptz`,
    joinedBefore !== undefined && sql`subscription.requested_at < ${joinedBefore}::timestamptz`,
    endedFrom !== undefined && sql`subscription.ended_at >= ${endedFrom}::timestamptz`,
    endedBefore !== undefined && sql`subscription.ended_at < ${endedBefore}::timestamptz`,
    locale !== undefined && sql`subscriber.locale = ${locale}`,
    placement !== undefined && sql`(select asked.placement from consent as asked where asked.subscriber_id = subscription.subscriber_id
      and asked.newsletter_id = subscription.newsletter_id and asked.act <> 'withdrawn' and asked.purpose = 'newsletter'
      order by asked.occurred_at desc limit 1) = ${placement}`,
    suppressed !== undefined && sql`exists (select from suppression
      where suppression.address_hash = subscriber.address_hash) = ${suppressed}`,
  ].filter((condition) => condition !== false);
  return sql.join(conditions, sql` and `);
} // prettier-ignore
