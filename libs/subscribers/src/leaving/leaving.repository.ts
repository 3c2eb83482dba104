import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { ConsentBasis, Db, EndedBy, LeaveReason, SubscriptionState } from '@app/platform';

/** An ended subscription with what ended it, as far as an undo has to know. */
export interface EndedSubscription {
  readonly id: string;
  readonly subscriberId: string;
  readonly newsletterId: string;
  readonly state: SubscriptionState;
  readonly endedAt: Date | null;
  readonly endedBy: EndedBy | null;
}

/** The newest act about the newsletter itself. */
export interface LatestAct {
  readonly act: 'requested' | 'given' | 'withdrawn';
  readonly evidence: Record<string, unknown>;
}

/** A consent that was given, as it is given again. */
export interface GivenConsent {
  readonly basis: ConsentBasis;
  readonly wording: string;
  readonly wordingVersion: string;
  readonly language: string;
  readonly page: string | null;
}

/** What leaving and its undo ask of the tables beyond what every room asks. */
@Injectable()
export class LeavingRepository {
  async byId(db: Db, id: string): Promise<EndedSubscription | undefined> {
    const [row] = await this.select(db).where('id', '=', id).execute();
    return row;
  }

  /** All of a subscriber's, over all newsletters, in the order in which every statement locks them. */
  async lockAll(db: Db, subscriberId: string): Promise<EndedSubscription[]> {
    return this.select(db).where('subscriber_id', '=', subscriberId).orderBy('id').forUpdate().execute();
  }

  /** Whether anything else is alive, which a second choice on the page could end. */
  async hasOthers(db: Db, { id, subscriberId }: { id: string; subscriberId: string }): Promise<boolean> {
    const row = await db
      .selectFrom('subscription')
      .select('id')
      .where('subscriber_id', '=', subscriberId)
      .where('id', '<>', id)
      .where('state', '<>', 'ended')
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** The consents a subscription stands on now: for the newsletter, for opens, for clicks. */
  async standingOn(
    db: Db,
    id: string,
  ): Promise<{ newsletter: string | null; opens: string | null; clicks: string | null; pausedUntil: Date | null }> {
    return db
      .selectFrom('subscription')
      .select([
        'consent_id as newsletter',
        'open_consent_id as opens',
        'click_consent_id as clicks',
        'paused_until as pausedUntil',
      ])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  }

  async latestAct(db: Db, { subscriberId, newsletterId }: EndedSubscription): Promise<LatestAct | undefined> {
    return db
      .selectFrom('consent')
      .select(['act', 'evidence'])
      .where('subscriber_id', '=', subscriberId)
      .where('newsletter_id', '=', newsletterId)
      .where('purpose', '=', 'newsletter')
      .orderBy('occurred_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
  }

  async given(db: Db, consentId: string): Promise<GivenConsent | undefined> {
    const row = await db
      .selectFrom('consent')
      .select(['basis', 'wording', 'wording_version as wordingVersion', 'language', 'page'])
      .where('id', '=', consentId)
      .where('act', '=', 'given')
      .executeTakeFirst();
    if (row === undefined || row.basis === null) return undefined;
    return { ...row, basis: row.basis };
  }

  /** `ended → active`, as if it had never ended; what is measured stays off until it is agreed to anew. */
  async reactivate(db: Db, id: string, consentId: string): Promise<void> {
    await db
      .updateTable('subscription')
      .set({
        state: 'active',
        consent_id: consentId,
        ended_at: null,
        ended_by: null,
        ended_edition_id: null,
        leave_reason: null,
      })
      .where('id', '=', id)
      .where('state', '=', 'ended')
      .execute();
  }

  /** Why the reader left. Only of a subscription that the reader ended. */
  async setReason(db: Db, id: string, reason: LeaveReason): Promise<void> {
    await db
      .updateTable('subscription')
      .set({ leave_reason: reason })
      .where('id', '=', id)
      .where('state', '=', 'ended')
      .where('ended_by', 'in', ['reader', 'one_click'])
      .execute();
  }

  /** Whether the subscriber still has an address, and nothing bans it. */
  async mayReturn(db: Db, subscriberId: string): Promise<boolean> {
    const row = await db
      .selectFrom('subscriber')
      .select(
        sql<boolean>`address is not null and not exists (
          select from suppression where suppression.address_hash = subscriber.address_hash)`.as('may'),
      )
      .where('id', '=', subscriberId)
      .executeTakeFirst();
    return row?.may ?? false;
  }

  private select(db: Db) {
    return db
      .selectFrom('subscription')
      .select([
        'id',
        'subscriber_id as subscriberId',
        'newsletter_id as newsletterId',
        'state',
        'ended_at as endedAt',
        'ended_by as endedBy',
      ]);
  }
}
