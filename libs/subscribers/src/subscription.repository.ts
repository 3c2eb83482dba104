import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { Database, type Db, type EndedBy, type SubscriptionState } from '@app/platform';

export interface SubscriptionRecord {
  readonly id: string;
  readonly subscriberId: string;
  readonly newsletterId: string;
  readonly state: SubscriptionState;
  readonly requestedAt: Date;
}

/** Sign-ups of one transaction of a purge: its locks are held for well under a second, also after a flood. */
const PURGED_AT_ONCE = 5_000;

/** Every statement on subscriptions. */
@Injectable()
export class SubscriptionRepository {
  constructor(private readonly database: Database) {}

  /**
   * Every subscription of one subscriber, locked, by id. Whoever changes several of them locks them in this order, so
   * that nobody waits for anybody who waits for them.
   */
  async lockOf(db: Db, subscriberId: string): Promise<SubscriptionRecord[]> {
    const rows = await db
      .selectFrom('subscription')
      .selectAll()
      .where('subscriber_id', '=', subscriberId)
      .orderBy('id')
      .forUpdate()
      .execute();
    return rows.map(toSubscription);
  }

  /** New ones, pending. What another transaction made meanwhile stays as it is. */
  async add(db: Db, subscriptions: readonly Omit<SubscriptionRecord, 'state'>[]): Promise<void> {
    if (subscriptions.length === 0) return;
    await db
      .insertInto('subscription')
      .values(
        subscriptions.map((one) => ({
          id: one.id,
          subscriber_id: one.subscriberId,
          newsletter_id: one.newsletterId,
          requested_at: one.requestedAt,
        })),
      )
      .onConflict((conflict) => conflict.columns(['subscriber_id', 'newsletter_id']).doNothing())
      .execute();
  }

  /** What one link confirms: what of this subscriber waits from that instant, by id. */
  async pendingAt(db: Db, subscriberId: string, requestedAt: Date): Promise<SubscriptionRecord[]> {
    const rows = await db
      .selectFrom('subscription')
      .selectAll()
      .where('subscriber_id', '=', subscriberId)
      .where('state', '=', 'pending')
      .where('requested_at', '=', requestedAt)
      .orderBy('id')
      .execute();
    return rows.map(toSubscription);
  }

  /** All of one subscriber, by id. */
  async of(subscriberId: string): Promise<SubscriptionRecord[]> {
    const rows = await this.database
      .selectFrom('subscription')
      .selectAll()
      .where('subscriber_id', '=', subscriberId)
      .orderBy('id')
      .execute();
    return rows.map(toSubscription);
  }

  async lock(db: Db, id: string): Promise<SubscriptionRecord | undefined> {
    const row = await db.selectFrom('subscription').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
    return row === undefined ? undefined : toSubscription(row);
  }

  async byId(id: string, db: Db = this.database): Promise<SubscriptionRecord | undefined> {
    const row = await db.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : toSubscription(row);
  }

  /** Which of this subscriber's were ended after an instant, by id. */
  async endedAfter(db: Db, subscriberId: string, instant: Date): Promise<string[]> {
    const rows = await db
      .selectFrom('subscription')
      .select('id')
      .where('subscriber_id', '=', subscriberId)
      .where('state', '=', 'ended')
      .where('ended_at', '>=', instant)
      .execute();
    return rows.map((row) => row.id);
  }

  /**
   * `ended → pending`, or `pending` once more: links of an earlier request confirm nothing from now on. What waits from
   * one of the `instants` moves along.
   */
  async renew(
    db: Db,
    request: { subscriberId: string; ids: readonly string[]; instants: readonly Date[]; requestedAt: Date },
  ): Promise<void> {
    await db
      .updateTable('subscription')
      .set({
        state: 'pending',
        requested_at: request.requestedAt,
        reminded_at: null,
        ended_at: null,
        ended_by: null,
        ended_edition_id: null,
        leave_reason: null,
      })
      .where('subscriber_id', '=', request.subscriberId)
      .where((where) =>
        where.or([
          where.and([where('id', 'in', request.ids), where('state', 'in', ['pending', 'ended'])]),
          where.and([
            where('state', '=', 'pending'),
            where('requested_at', '=', sql<Date>`any(${[...request.instants]}::timestamptz[])`),
          ]),
        ]),
      )
      .execute();
  }

  async activate(db: Db, id: string, consentId: string): Promise<void> {
    await db
      .updateTable('subscription')
      // Who was to be let in with a cohort and has asked by themself is held back no longer.
      .set({ state: 'active', consent_id: consentId, activated_at: sql<Date>`now()`, held_until: null })
      .where('id', '=', id)
      .where('state', '=', 'pending')
      .execute();
  }

  async end(db: Db, id: string, by: EndedBy, editionId: string | null): Promise<void> {
    await db
      .updateTable('subscription')
      .set({
        state: 'ended',
        consent_id: null,
        open_consent_id: null,
        click_consent_id: null,
        paused_until: null,
        ended_at: sql<Date>`now()`,
        ended_by: by,
        ended_edition_id: editionId,
        leave_reason: null,
      })
      .where('id', '=', id)
      .where('state', '<>', 'ended')
      .execute();
  }

  /** `active → paused`, or a pause of another length. `until` null: until the reader comes back. */
  async pause(db: Db, id: string, until: Date | null): Promise<void> {
    await db
      .updateTable('subscription')
      .set({ state: 'paused', paused_until: until })
      .where('id', '=', id)
      .where('state', 'in', ['active', 'paused'])
      .execute();
  }

  /** `paused → active`, by the reader's own hand. */
  async resume(db: Db, id: string): Promise<void> {
    await db
      .updateTable('subscription')
      .set({ state: 'active', paused_until: null })
      .where('id', '=', id)
      .where('state', '=', 'paused')
      .execute();
  }

  /** Every pause whose day has come is over, in one statement. Returns how many. */
  async resumeDue(): Promise<number> {
    const done = await this.database
      .updateTable('subscription')
      .set({ state: 'active', paused_until: null })
      .where('state', '=', 'paused')
      .where('paused_until', '<=', sql<Date>`now()`)
      .where('consent_id', 'is not', null)
      .executeTakeFirst();
    return Number(done.numUpdatedRows);
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
    for (let count = 0; ;) {
      const { people, purged } = await this.database.transaction().execute((trx) => this.purgeSet(trx, days));
      count += purged;
      if (people === 0) return count;
    }
  }

  /**
   * The people first, as a sign-up does; whoever signs up or confirms at this moment is left to the next round.
   *
   * Nothing is joined here: statistics taken while a flood was still being written say that the tables are empty, and a
   * join planned by them compares everybody with everybody. Sets of ids as values are looked up whatever they say.
   */
  private async purgeSet(trx: Db, days: number): Promise<{ people: number; purged: number }> {
    const isOver = sql<boolean>`state = 'pending' and requested_at < now() - make_interval(days => ${days})`;
    const due = await sql<{ id: string }>`
      select subscriber_id as id from subscription where ${isOver}
       order by requested_at limit ${PURGED_AT_ONCE}`.execute(trx);
    const locked = await sql<{ id: string }>`
      select id from subscriber where id = ${anyOf(due.rows)} order by id for update skip locked`.execute(trx);
    const people = anyOf(locked.rows);
    // Who was a reader once is one who left, not a stranger: old links must go on working, whoever typed the address.
    await sql`
      update subscription set state = 'ended', ended_at = now(), ended_by = 'reader'
       where subscriber_id = ${people} and ${isOver} and activated_at is not null`.execute(trx);
    const purged = await sql`delete from subscription where subscriber_id = ${people} and ${isOver}`.execute(trx);
    const left = await sql<{ id: string }>`
      select subscriber_id as id from subscription where subscriber_id = ${people}`.execute(trx);
    const stay = new Set(left.rows.map(({ id }) => id));
    const strangers = anyOf(locked.rows.filter(({ id }) => !stay.has(id)));
    await sql`delete from subscriber where id = ${strangers}`.execute(trx);
    return { people: locked.rows.length, purged: Number(purged.numAffectedRows ?? 0n) };
  }
}

/** One parameter, however many there are: more than 65,535 would not fit into a statement. */
function anyOf(rows: readonly { id: string }[]): RawBuilder<unknown> {
  return sql`any(${rows.map(({ id }) => id)}::uuid[])`;
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
