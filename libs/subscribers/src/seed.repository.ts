import { Injectable } from '@nestjs/common';
import type { Db, SubscriptionState } from '@app/platform';

/** A subscription of staff, or of an address that is watched: it gets an edition before everyone. */
export interface Seed {
  readonly subscriptionId: string;
  /** null after erasure. */
  readonly address: string | null;
  /** Only an active one is mailed. */
  readonly state: SubscriptionState;
}

/**
 * Which subscriptions are seeds. A seed is a subscription like any other, with its consent: being staff is no basis for
 * being mailed.
 */
@Injectable()
export class SeedRepository {
  async of(db: Db, newsletterId: string): Promise<Seed[]> {
    return db
      .selectFrom('subscription')
      .innerJoin('subscriber', 'subscriber.id', 'subscription.subscriber_id')
      .select(['subscription.id as subscriptionId', 'subscriber.address', 'subscription.state'])
      .where('subscription.newsletter_id', '=', newsletterId)
      .where('subscription.is_seed', '=', true)
      .orderBy('subscriber.address')
      .execute();
  }

  /**
   * Makes the active subscription of this address a seed.
   *
   * @returns its id; undefined where the address has no active subscription to the newsletter
   */
  async add(db: Db, newsletterId: string, canonical: string): Promise<string | undefined> {
    const row = await this.change(db, { newsletterId, canonical, isSeed: true })
      .where('state', '=', 'active')
      .where('consent_id', 'is not', null)
      .executeTakeFirst();
    return row?.id;
  }

  /** Whatever state it is in. @returns its id; undefined where the address has no subscription to the newsletter */
  async remove(db: Db, newsletterId: string, canonical: string): Promise<string | undefined> {
    return (await this.change(db, { newsletterId, canonical, isSeed: false }).executeTakeFirst())?.id;
  }

  private change(db: Db, to: { newsletterId: string; canonical: string; isSeed: boolean }) {
    return db
      .updateTable('subscription')
      .set({ is_seed: to.isSeed })
      .where('newsletter_id', '=', to.newsletterId)
      .where(
        'subscriber_id',
        'in',
        db.selectFrom('subscriber').select('id').where('canonical_address', '=', to.canonical),
      )
      .returning('id');
  }
}
