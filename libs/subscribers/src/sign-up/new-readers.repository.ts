import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId, type Db } from '@app/platform';

/** A stranger, with ids made beforehand, so that everything about them is written in one statement. */
export interface NewReader {
  readonly id: string;
  readonly address: string;
  readonly canonical: string;
  readonly addressHash: Buffer;
  readonly locale: string;
  readonly timeZone: string | null;
}

export interface NewRequest {
  readonly subscriptionId: string;
  readonly subscriberId: string;
  readonly newsletterId: string;
  readonly requestedAt: Date;
  readonly wording: string;
  readonly wordingVersion: string;
  readonly language: string;
  readonly page: string | null;
  readonly placement: string | null;
  readonly network: { readonly hash: Buffer; readonly keyId: string } | undefined;
}

/** The set-based way of a sign-up. Apart from the repositories of its tables, because it is one statement on three. */
@Injectable()
export class NewReadersRepository {
  /**
   * Writes those whom nobody knows: no subscriber with this address or its hash, no suppression of any cause. Returns
   * their ids; of the others nothing is written. In the order of their addresses, so that of two sets at once neither
   * waits for the other while being waited for.
   */
  async add(db: Db, readers: readonly NewReader[], requests: readonly NewRequest[]): Promise<Set<string>> {
    const reader = <T>(value: (one: NewReader) => T): T[] => readers.map(value);
    const request = <T>(value: (one: NewRequest) => T): T[] => requests.map(value);
    const { rows } = await sql<{ id: string }>`
      with person as (
        insert into subscriber (id, address, canonical_address, address_hash, locale, time_zone)
        select asked.* from unnest(
                 ${reader((one) => one.id)}::uuid[], ${reader((one) => one.address)}::text[],
                 ${reader((one) => one.canonical)}::text[], ${reader((one) => one.addressHash)}::bytea[],
                 ${reader((one) => one.locale)}::text[], ${reader((one) => one.timeZone)}::text[])
            as asked (id, address, canonical_address, address_hash, locale, time_zone)
         where not exists (select from suppression where suppression.address_hash = asked.address_hash)
         order by asked.canonical_address
            on conflict do nothing
        returning id
      ), request as (
        select asked.* from unnest(
                 ${request((one) => one.subscriptionId)}::uuid[], ${request((one) => one.subscriberId)}::uuid[],
                 ${request((one) => one.newsletterId)}::uuid[], ${request((one) => one.requestedAt)}::timestamptz[],
                 ${request(() => newId())}::uuid[], ${request((one) => one.wording)}::text[],
                 ${request((one) => one.wordingVersion)}::text[], ${request((one) => one.language)}::text[],
                 ${request((one) => one.page)}::text[], ${request((one) => one.placement)}::text[],
                 ${request((one) => one.network?.hash ?? null)}::bytea[],
                 ${request((one) => one.network?.keyId ?? null)}::uuid[])
            as asked (subscription_id, subscriber_id, newsletter_id, requested_at, consent_id, wording, wording_version,
                      language, page, placement, network_hash, network_key_id)
          join person on person.id = asked.subscriber_id
      ), tie as (
        insert into subscription (id, subscriber_id, newsletter_id, requested_at)
        select subscription_id, subscriber_id, newsletter_id, requested_at from request
      ), record as (
        insert into consent (id, subscriber_id, newsletter_id, act, wording, wording_version, language, page, placement,
                             occurred_at, network_hash, network_key_id)
        select consent_id, subscriber_id, newsletter_id, 'requested', wording, wording_version, language, page, placement,
               requested_at, network_hash, network_key_id
          from request
      )
      select id from person`.execute(db);
    return new Set(rows.map((row) => row.id));
  }
}
