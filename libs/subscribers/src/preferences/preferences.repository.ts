import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId, type Db, type SubscriptionState } from '@app/platform';

/** A subscription with what its reader chose, as stored. */
export interface ChoiceRow {
  readonly id: string;
  readonly newsletterId: string;
  readonly state: SubscriptionState;
  readonly regions: readonly string[] | null;
  readonly topics: readonly string[] | null;
  readonly deliveryTime: string | null;
  readonly pausedUntil: Date | null;
  readonly consentId: string | null;
  readonly openConsentId: string | null;
  readonly clickConsentId: string | null;
  readonly requestedAt: Date;
}

export interface ChosenSettings {
  readonly regions: readonly string[] | null;
  readonly topics: readonly string[] | null;
  readonly deliveryTime: string | null;
}

/** What a move takes along besides what the reader chose. */
export interface MovedSubscription extends ChosenSettings {
  /** The subscription that ended. */
  readonly fromId: string;
  readonly subscriberId: string;
  readonly newsletterId: string;
  readonly consentId: string;
  /** Null where it was not paused, and where it was paused for good. */
  readonly pausedUntil: Date | null;
  readonly isPaused: boolean;
}

const MEASURE_COLUMNS = { opens: 'open_consent_id', clicks: 'click_consent_id' } as const;

/** What the preference page reads and writes. */
@Injectable()
export class PreferencesRepository {
  /** Undefined after an erasure: then there is nobody to choose anything. */
  async person(db: Db, subscriberId: string): Promise<{ address: string; timeZone: string | null } | undefined> {
    const row = await db
      .selectFrom('subscriber')
      .select(['address', 'time_zone as timeZone'])
      .where('id', '=', subscriberId)
      .executeTakeFirst();
    if (row === undefined || row.address === null) return undefined;
    return { address: row.address, timeZone: row.timeZone };
  }

  /** All of a subscriber's subscriptions, in the order in which every statement locks them. */
  async of(db: Db, subscriberId: string, { isLocked }: { readonly isLocked: boolean }): Promise<ChoiceRow[]> {
    const query = db
      .selectFrom('subscription')
      .select([
        'id',
        'newsletter_id as newsletterId',
        'state',
        'regions',
        'topics',
        'delivery_time as deliveryTime',
        'paused_until as pausedUntil',
        'consent_id as consentId',
        'open_consent_id as openConsentId',
        'click_consent_id as clickConsentId',
        'requested_at as requestedAt',
      ])
      .where('subscriber_id', '=', subscriberId)
      .orderBy('id');
    return (isLocked ? query.forUpdate() : query).execute();
  }

  async setTimeZone(db: Db, subscriberId: string, timeZone: string | null): Promise<void> {
    await db.updateTable('subscriber').set({ time_zone: timeZone }).where('id', '=', subscriberId).execute();
  }

  async choose(db: Db, id: string, chosen: ChosenSettings): Promise<void> {
    await db
      .updateTable('subscription')
      .set({
        regions: chosen.regions === null ? null : [...chosen.regions],
        topics: chosen.topics === null ? null : [...chosen.topics],
        delivery_time: chosen.deliveryTime,
      })
      .where('id', '=', id)
      .execute();
  }

  /** `consentId` null: measured no more, from this moment on. */
  async measure(db: Db, id: string, purpose: 'opens' | 'clicks', consentId: string | null): Promise<void> {
    await db
      .updateTable('subscription')
      .set({ [MEASURE_COLUMNS[purpose]]: consentId })
      .where('id', '=', id)
      .execute();
  }

  /**
   * The sister's subscription, made or taken up again, in the standing of the one that was left: its choices, its pause,
   * and a hold it came in with. Measuring is asked anew.
   */
  async moveInto(db: Db, moved: MovedSubscription): Promise<string> {
    const { fromId, subscriberId, newsletterId, consentId } = moved;
    const { rows } = await sql<{ id: string }>`
      insert into subscription as one (id, subscriber_id, newsletter_id, state, consent_id, requested_at, activated_at,
                                       regions, topics, delivery_time, paused_until, held_until, import_id, cohort)
      select ${newId()}::uuid, ${subscriberId}::uuid, ${newsletterId}::uuid,
             ${moved.isPaused ? 'paused' : 'active'}::subscription_state, ${consentId}::uuid, now(), now(),
             ${moved.regions}::text[], ${moved.topics}::text[], ${moved.deliveryTime}::text,
             ${moved.pausedUntil}::timestamptz, former.held_until, former.import_id, former.cohort
        from subscription former where former.id = ${fromId}::uuid
      on conflict (subscriber_id, newsletter_id) do update
         set state = excluded.state, consent_id = excluded.consent_id, requested_at = now(), activated_at = now(),
             regions = excluded.regions, topics = excluded.topics, delivery_time = excluded.delivery_time,
             paused_until = excluded.paused_until, held_until = excluded.held_until, import_id = excluded.import_id,
             cohort = excluded.cohort, ended_at = null, ended_by = null, ended_edition_id = null, leave_reason = null
       where one.state in ('pending', 'ended')
      returning id`.execute(db);
    const [row] = rows;
    if (row === undefined) throw new Error('a subscription was moved into one that is alive');
    return row.id;
  }
}
