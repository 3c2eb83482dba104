import { Injectable } from '@nestjs/common';
import { Clock, Database, Log, tokenErrors, type EndedBy } from '@app/platform';
import { EditionRepository, NewsletterRepository, type Newsletter } from '@app/editions';
import { ConsentRepository } from '../consent.repository.js';
import { ReaderLinks } from '../reader-links.js';
import { SubscriptionRepository, type SubscriptionRecord } from '../subscription.repository.js';

export interface LeavePage {
  readonly newsletter: Newsletter;
  readonly hasLeft: boolean;
}

/**
 * Leaving is as easy as joining: a link that never expires, one button or RFC 8058 one-click. Binds every delivery that
 * is not yet being submitted, because the ledger asks again at that very moment.
 */
@Injectable()
export class LeaveNewsletter {
  constructor(
    private readonly database: Database,
    private readonly subscriptions: SubscriptionRepository,
    private readonly consents: ConsentRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly editions: EditionRepository,
    private readonly links: ReaderLinks,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** What the page names; changes nothing. */
  async look(token: string): Promise<LeavePage> {
    const { subscriptionId } = this.links.readUnsubscribe(token);
    return this.page(await this.subscriptions.byId(subscriptionId));
  }

  /** Ends the subscription. Doing it again is not an error: the reader has what they want. */
  async leave(token: string, by: Extract<EndedBy, 'reader' | 'one_click'>): Promise<LeavePage> {
    const { subscriptionId, editionId } = this.links.readUnsubscribe(token);
    const subscription = await this.database.transaction().execute(async (trx) => {
      const found = await this.subscriptions.lock(trx, subscriptionId);
      if (found === undefined || found.state === 'ended') return found;
      const asked = await this.consents.latest(trx, found.subscriberId, found.newsletterId);
      // The edition may be long gone from the tables; the wish to leave is not.
      const edition = await this.editions.byId(trx, editionId);
      await this.subscriptions.end(trx, found.id, by, edition?.id ?? null);
      await this.consents.append(trx, {
        subscriberId: found.subscriberId,
        newsletterId: found.newsletterId,
        act: 'withdrawn',
        basis: null,
        wording: asked?.wording ?? '',
        wordingVersion: asked?.wordingVersion ?? '',
        language: asked?.language ?? 'und',
        page: null,
        placement: by,
        occurredAt: this.clock.now(),
      });
      this.log.info('subscription.ended', { subscriptionId, by });
      return found;
    });
    return { ...(await this.page(subscription)), hasLeft: true };
  }

  private async page(subscription: SubscriptionRecord | undefined): Promise<LeavePage> {
    if (subscription === undefined) throw tokenErrors.error('token.invalid');
    const newsletter = await this.newsletters.byId(this.database, subscription.newsletterId);
    if (newsletter === undefined) throw tokenErrors.error('token.invalid');
    return { newsletter, hasLeft: subscription.state === 'ended' };
  }
}
