import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { Database, type EndedBy, type SubscriptionState } from '@app/platform';
import type { FindWish } from './find-wish.js';

export interface ListFilter {
  /** Ids; undefined: all. */
  readonly newsletterId?: string | undefined;
  readonly state?: SubscriptionState | undefined;
  readonly endedBy?: EndedBy | undefined;
  readonly importId?: string | undefined;
  /** Asked for from then on, and before. */
  readonly joinedFrom?: Date | undefined;
  readonly joinedBefore?: Date | undefined;
  readonly endedFrom?: Date | undefined;
  readonly endedBefore?: Date | undefined;
  /** Looked for among the newest of the others, a stretch at a time. */
  readonly locale?: string | undefined;
  readonly placement?: string | undefined;
  readonly suppressed?: boolean | undefined;
}

/** Behind the last row of a page: the instant it is ordered by, in full, and the subscription's id. */
export interface ListPlace {
  readonly at: string;
  readonly id: string;
}

export interface ListedSubscription {
  readonly id: string;
  readonly subscriberId: string;
  /** null after erasure. */
  readonly address: string | null;
  readonly newsletterId: string;
  readonly state: SubscriptionState;
  readonly locale: string;
  readonly requestedAt: Date;
  readonly activatedAt: Date | null;
  readonly endedAt: Date | null;
  readonly endedBy: EndedBy | null;
  readonly importId: string | null;
  readonly suppressed: boolean;
}

export interface FoundSubscriber {
  readonly id: string;
  readonly address: string | null;
  readonly locale: string;
  readonly since: Date;
  readonly suppressed: boolean;
  readonly subscriptions: readonly {
    readonly id: string;
    readonly newsletter: string;
    readonly state: SubscriptionState;
  }[];
}

/**
 * Rows looked at for one page where a filter has no index: a rare language among five million is looked for a stretch at
 * a time, and each stretch takes some hundredths of a second.
 */
const LOOKED_AT = 2_500;

/** The statements by which an operator finds readers. Each one follows an index, whatever it is asked. */
@Injectable()
export class FindRepository {
  constructor(private readonly database: Database) {}

  /**
   * A page, newest first: by the end where an end is asked about, else by the request. `next`: where the following page
   * begins, also where this one is short because the stretch that was looked at held no more.
   */
  async list(
    filter: ListFilter,
    { limit, after }: { readonly limit: number; readonly after?: ListPlace | undefined },
  ): Promise<{ readonly rows: ListedSubscription[]; readonly next: ListPlace | null }> {
    const order = orderOf(filter);
    const scanned = await sql<{ at: string; id: string }>`
      select ${order}::text as at, id from (${candidates(filter, order, after)}
        order by ${order} desc, id desc offset ${(isNarrow(filter) ? limit : LOOKED_AT) - 1} limit 1) as subscription`.execute(this.database);
    const [last] = scanned.rows;
    const { rows } = await sql<ListedSubscription & { at: string }>`
      select one.id, one.subscriber_id as "subscriberId", subscriber.address, one.newsletter_id as "newsletterId", one.state,
             subscriber.locale, one.requested_at as "requestedAt", one.activated_at as "activatedAt", one.ended_at as "endedAt",
             one.ended_by as "endedBy", one.import_id as "importId", ${isSuppressed} as suppressed, one.at
        from (select subscription.*, ${order}::text as at from (${candidates(filter, order, after)}
                order by ${order} desc, id desc limit ${isNarrow(filter) ? limit : LOOKED_AT}) as subscription) as one
        cross join lateral (${readerOf}) as subscriber
       where ${wide(filter)}
       order by one.${endsAreAsked(filter) ? sql`ended_at` : sql`requested_at`} desc, one.id desc limit ${limit}`.execute(this.database);
    const end = rows.length === limit ? rows.at(-1) : last;
    return { rows, next: end === undefined ? null : { at: end.at, id: end.id } };
  } // prettier-ignore

  /** Whether somebody is known by an address still. */
  async hasAddress(subscriberId: string): Promise<boolean> {
    const found = await this.database
      .selectFrom('subscriber')
      .select('id')
      .where('id', '=', subscriberId)
      .where('canonical_address', 'is not', null)
      .executeTakeFirst();
    return found !== undefined;
  }

  /** @param after the subscriber behind which a page begins; an address travels in no cursor */
  async find(
    wish: FindWish,
    { limit, after }: { readonly limit: number; readonly after?: string | undefined },
  ): Promise<FoundSubscriber[]> {
    const { rows } = await sql<FoundSubscriber>`
      select subscriber.id, subscriber.address, subscriber.locale, subscriber.created_at as since, ${isSuppressed} as suppressed,
             coalesce((select json_agg(json_build_object('id', subscription.id, 'newsletter', newsletter.slug, 'state', subscription.state)
                                       order by subscription.requested_at desc)
                         from subscription join newsletter on newsletter.id = subscription.newsletter_id
                        where subscription.subscriber_id = subscriber.id), '[]') as subscriptions
        from subscriber where ${wanted(wish, after)} limit ${limit}`.execute(this.database);
    return rows;
  } // prettier-ignore
}

const isSuppressed = sql`exists (select from suppression where suppression.address_hash = subscriber.address_hash)`;

/** Offset 0 keeps the filter outside: for a language that nobody speaks, PostgreSQL would rather read all subscribers once. */
const readerOf = sql`select * from subscriber where id = one.subscriber_id offset 0`;

function wanted(wish: FindWish, after: string | undefined): RawBuilder<unknown> {
  switch (wish.by) {
    case 'address':
      return sql`canonical_address = ${wish.canonical}`;
    case 'prefix': {
      const behind = after === undefined ? sql`` : sql`and canonical_address collate "C" > (select canonical_address from subscriber where id = ${after}::uuid)`;
      return sql`canonical_address collate "C" like ${`${wish.prefix.replace(/[\\%_]/g, '\\$&')}%`} ${behind}
        order by canonical_address collate "C"`;
    } // prettier-ignore
    case 'domain':
      return sql`substring(canonical_address from '@([^@]*)$') = ${wish.domain} and canonical_address is not null
        ${after === undefined ? sql`` : sql`and id < ${after}::uuid`} order by id desc`;
  }
}

function endsAreAsked({ endedFrom, endedBefore, endedBy }: ListFilter): boolean {
  return endedFrom !== undefined || endedBefore !== undefined || endedBy !== undefined;
}

function orderOf(filter: ListFilter): RawBuilder<unknown> {
  return endsAreAsked(filter) ? sql`subscription.ended_at` : sql`subscription.requested_at`;
}

/** What an index answers by itself; then a page is what is looked at. */
function isNarrow(filter: ListFilter): boolean {
  const { locale, placement, suppressed, state, newsletterId, endedBy, importId, joinedFrom, joinedBefore } = filter;
  const byEnd = endsAreAsked(filter);
  const byState = state !== undefined && (newsletterId === undefined || importId !== undefined || byEnd);
  const byJoining = byEnd && (joinedFrom !== undefined || joinedBefore !== undefined);
  const others = [locale, placement, suppressed, endedBy].some((value) => value !== undefined);
  return !byState && !byJoining && !others;
}

/** Rows in the order of an index, and only by what that index knows. */
function candidates(filter: ListFilter, order: RawBuilder<unknown>, after: ListPlace | undefined): RawBuilder<unknown> {
  const { newsletterId, state, importId, joinedFrom, joinedBefore, endedFrom, endedBefore } = filter;
  const byEnd = endsAreAsked(filter);
  const conditions = [
    byEnd && sql`subscription.ended_at is not null`,
    newsletterId !== undefined && sql`subscription.newsletter_id = ${newsletterId}::uuid`,
    importId !== undefined && sql`subscription.import_id = ${importId}::uuid`,
    state !== undefined && newsletterId !== undefined && importId === undefined && !byEnd && sql`subscription.state = ${state}::subscription_state`,
    !byEnd && joinedFrom !== undefined && sql`subscription.requested_at >= ${joinedFrom}::timestamptz`,
    !byEnd && joinedBefore !== undefined && sql`subscription.requested_at < ${joinedBefore}::timestamptz`,
    endedFrom !== undefined && sql`subscription.ended_at >= ${endedFrom}::timestamptz`,
    endedBefore !== undefined && sql`subscription.ended_at < ${endedBefore}::timestamptz`,
    after !== undefined && sql`(${order}, subscription.id) < (${after.at}::timestamptz, ${after.id}::uuid)`,
  ].filter((condition) => condition !== false); // prettier-ignore
  return sql`select subscription.* from subscription where ${conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)}`;
} // prettier-ignore

/** What is asked of each row that was looked at. */
function wide(filter: ListFilter): RawBuilder<unknown> {
  const { locale, placement, suppressed, state, endedBy, joinedFrom, joinedBefore } = filter;
  const conditions = [
    sql`true`,
    state !== undefined && sql`one.state = ${state}::subscription_state`,
    endedBy !== undefined && sql`one.ended_by = ${endedBy}::ended_by`,
    endsAreAsked(filter) && joinedFrom !== undefined && sql`one.requested_at >= ${joinedFrom}::timestamptz`,
    endsAreAsked(filter) && joinedBefore !== undefined && sql`one.requested_at < ${joinedBefore}::timestamptz`,
    locale !== undefined && sql`subscriber.locale = ${locale}`,
    suppressed !== undefined && sql`${isSuppressed} = ${suppressed}`,
    placement !== undefined &&
      sql`(select consent.placement from consent where consent.subscriber_id = one.subscriber_id
      and consent.newsletter_id = one.newsletter_id and consent.act <> 'withdrawn' and consent.purpose = 'newsletter'
      order by consent.occurred_at desc limit 1) = ${placement}`,
  ].filter((condition) => condition !== false);
  return sql.join(conditions, sql` and `);
}
