import { Injectable } from '@nestjs/common';
import {
  newId,
  redactAddresses,
  type ConsentAct,
  type ConsentBasis,
  type ConsentPurpose,
  type Db,
} from '@app/platform';

export interface ConsentEntry {
  readonly subscriberId: string;
  readonly newsletterId: string;
  readonly act: ConsentAct;
  readonly basis: ConsentBasis | null;
  readonly wording: string;
  readonly wordingVersion: string;
  readonly language: string;
  readonly page: string | null;
  readonly placement: string | null;
  readonly occurredAt: Date;
  /** Default: the newsletter itself. */
  readonly purpose?: ConsentPurpose;
  /** What an imported or attested basis rests on; never an address. */
  readonly evidence?: Readonly<Record<string, unknown>>;
  /** Keyed hash of the internet address it came from, and the key's id. */
  readonly network?: { readonly hash: Buffer; readonly keyId: string } | undefined;
}

/** Every statement on consent. Rows are appended and read; the runtime role may do nothing else with them. */
@Injectable()
export class ConsentRepository {
  async append(db: Db, entry: ConsentEntry): Promise<string> {
    const id = newId();
    await db
      .insertInto('consent')
      .values({
        id,
        subscriber_id: entry.subscriberId,
        newsletter_id: entry.newsletterId,
        act: entry.act,
        basis: entry.basis,
        wording: entry.wording,
        wording_version: entry.wordingVersion,
        language: entry.language,
        // Nothing can take an address out of here again, so none gets in.
        page: withoutAddresses(entry.page),
        placement: withoutAddresses(entry.placement),
        occurred_at: entry.occurredAt,
        purpose: entry.purpose ?? 'newsletter',
        evidence: JSON.stringify(entry.evidence ?? {}),
        network_hash: entry.network?.hash ?? null,
        network_key_id: entry.network?.keyId ?? null,
      })
      .execute();
    return id;
  }

  /** What the reader was shown when they asked; the confirmation repeats it. */
  async latest(
    db: Db,
    subscriberId: string,
    newsletterId: string,
  ): Promise<Pick<ConsentEntry, 'wording' | 'wordingVersion' | 'language' | 'page' | 'placement'> | undefined> {
    const row = await db
      .selectFrom('consent')
      .select(['wording', 'wording_version', 'language', 'page', 'placement'])
      .where('subscriber_id', '=', subscriberId)
      .where('newsletter_id', '=', newsletterId)
      .where('purpose', '=', 'newsletter')
      .orderBy('occurred_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    return {
      wording: row.wording,
      wordingVersion: row.wording_version,
      language: row.language,
      page: row.page,
      placement: row.placement,
    };
  }
}

/** Where a form stood, fit for a record that holds no address: some sites write their visitor's into the page's. */
export function withoutAddresses(place: string | null | undefined): string | null {
  return place === null || place === undefined ? null : redactAddresses(place);
}
