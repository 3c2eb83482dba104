import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db } from '@app/platform';
import type { JournalEntry } from './journal-entry.js';

/** What a replay has to know of a subscription, locked. */
export interface ReplayedSubscription {
  readonly id: string;
  readonly subscriberId: string;
  readonly newsletterId: string;
  /** When the consent it stands on was given; null: it stands on none. */
  readonly consentAt: Date | null;
  readonly openConsentId: string | null;
  readonly clickConsentId: string | null;
}

/** Withdrawals on their way out, which triggers write, and what a replay asks. */
@Injectable()
export class WithdrawalRepository {
  /** The oldest, held until the transaction ends; what another worker holds is left to it. */
  async take(trx: Db, limit: number): Promise<JournalEntry[]> {
    const { rows } = await sql<JournalEntry>`
      select id as n, kind, subscription_id as "subscriptionId", subscriber_id as "subscriberId",
             translate(encode(address_hash, 'base64'), E'\n', '') as "addressHash", detail, happened_at as at
        from withdrawal_outbox order by id limit ${limit} for update skip locked`.execute(trx);
    return rows;
  }

  async remove(trx: Db, entries: readonly JournalEntry[]): Promise<void> {
    await sql`delete from withdrawal_outbox where id = any(${entries.map(({ n }) => n)}::bigint[])`.execute(trx);
  }

  /** By the subscription's own id, or by whose and to what it is. */
  async lockSubscription(
    trx: Db,
    of: { readonly id: string } | { readonly subscriberId: string; readonly newsletterId: string },
  ): Promise<ReplayedSubscription | undefined> {
    const which =
      'id' in of
        ? sql`s.id = ${of.id}::uuid`
        : sql`s.subscriber_id = ${of.subscriberId}::uuid and s.newsletter_id = ${of.newsletterId}::uuid`;
    const { rows } = await sql<ReplayedSubscription>`
      select s.id, s.subscriber_id as "subscriberId", s.newsletter_id as "newsletterId",
             (select c.occurred_at from consent c where c.id = s.consent_id) as "consentAt",
             s.open_consent_id as "openConsentId", s.click_consent_id as "clickConsentId"
        from subscription s where ${which} for update of s`.execute(trx);
    return rows[0];
  }
}
