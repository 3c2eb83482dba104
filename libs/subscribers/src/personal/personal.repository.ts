import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db } from '@app/platform';
import type { ConsentRecord, SubscriptionStory } from './reader-story.js';

/** A subscriber with what only their own pages and an operator's look-up read. */
export interface PersonRecord {
  readonly id: string;
  /** null after erasure. */
  readonly address: string | null;
  readonly canonical: string | null;
  readonly addressHash: Buffer;
  readonly locale: string;
  readonly timeZone: string | null;
  readonly createdAt: Date;
  readonly lastContactAt: Date;
  readonly erasedAt: Date | null;
  /** The change of address under way; all null when there is none. */
  readonly newAddress: string | null;
  readonly newAskedAt: Date | null;
  readonly oldConfirmedAt: Date | null;
  readonly newConfirmedAt: Date | null;
}

/** Every statement that reads one reader's whole record from this lib's own tables. */
@Injectable()
export class PersonalRepository {
  async byId(db: Db, id: string): Promise<PersonRecord | undefined> {
    return person(db).where('id', '=', id).executeTakeFirst();
  }

  /** Holds the row until the transaction ends: a change of address and an erasure never meet half-way. */
  async lock(db: Db, id: string): Promise<PersonRecord | undefined> {
    return person(db).where('id', '=', id).forUpdate().executeTakeFirst();
  }

  /**
   * Whoever is known by this canonical address or, after an erasure, by its keyed hash. Both, because a hash made with a
   * secret that is not listed any more finds nobody.
   */
  async known(db: Db, canonical: string, addressHash: Buffer): Promise<PersonRecord | undefined> {
    const byAddress = await person(db).where('canonical_address', '=', canonical).executeTakeFirst();
    return byAddress ?? (await person(db).where('address_hash', '=', addressHash).executeTakeFirst());
  }

  /** Whoever is known by this keyed hash of an address. */
  async byHash(db: Db, addressHash: Buffer): Promise<PersonRecord | undefined> {
    return person(db).where('address_hash', '=', addressHash).executeTakeFirst();
  }

  /** The newsletter in whose name a reader is written to: one they receive rather than one they left, the newest first. */
  async newsletterId(db: Db, subscriberId: string): Promise<string | undefined> {
    const row = await db
      .selectFrom('subscription')
      .select('newsletter_id')
      .where('subscriber_id', '=', subscriberId)
      .orderBy(sql`state = 'ended'`)
      .orderBy('requested_at', 'desc')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
    return row?.newsletter_id;
  }

  async subscriptions(db: Db, subscriberId: string): Promise<SubscriptionStory[]> {
    const result = await sql<SubscriptionStory>`
      select s.id, json_build_object('slug', n.slug, 'name', n.name, 'language', n.language) as newsletter, s.state,
             s.requested_at as "requestedAt", s.reminded_at as "remindedAt", s.activated_at as "activatedAt",
             nullif(s.paused_until, 'infinity') as "pausedUntil", s.held_until is not null and s.held_until > now() as "isHeld",
             s.inactivity_told_at as "inactivityToldAt", s.ended_at as "endedAt", s.ended_by as "endedBy",
             s.ended_edition_id as "endedEditionId", s.leave_reason as "leaveReason", s.consent_id as "consentId",
             s.open_consent_id as "openConsentId", s.click_consent_id as "clickConsentId",
             s.import_id as "importId", s.cohort,
             json_build_object('regions', s.regions, 'topics', s.topics, 'deliveryTime', s.delivery_time) as choices
        from subscription s join newsletter n on n.id = s.newsletter_id
       where s.subscriber_id = ${subscriberId}
       order by s.requested_at, n.slug`.execute(db);
    return result.rows;
  }

  /** In the order in which they were given and taken away. */
  async consents(db: Db, subscriberId: string): Promise<ConsentRecord[]> {
    const result = await sql<ConsentRecord>`
      select c.id, coalesce(n.slug, c.newsletter_id::text) as newsletter, c.purpose, c.act, c.basis,
             c.occurred_at as "occurredAt", c.wording, c.wording_version as "wordingVersion", c.language, c.page,
             c.placement, c.evidence,
             case when c.network_hash is not null
                  then json_build_object('hash', encode(c.network_hash, 'hex'), 'keyId', c.network_key_id) end as network
        from consent c left join newsletter n on n.id = c.newsletter_id
       where c.subscriber_id = ${subscriberId}
       order by c.occurred_at, c.id`.execute(db);
    return result.rows;
  }
}

function person(db: Db) {
  return db
    .selectFrom('subscriber')
    .select([
      'id',
      'address',
      'canonical_address as canonical',
      'address_hash as addressHash',
      'locale',
      'time_zone as timeZone',
      'created_at as createdAt',
      'last_contact_at as lastContactAt',
      'erased_at as erasedAt',
      'new_address as newAddress',
      'new_asked_at as newAskedAt',
      'old_confirmed_at as oldConfirmedAt',
      'new_confirmed_at as newConfirmedAt',
    ]);
}
