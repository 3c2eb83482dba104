import { Injectable } from '@nestjs/common';
import { Clock, Database, Log, tokenErrors, type Db } from '@app/platform';
import { NewsletterRepository, NewsletterWords, editionErrors, type Newsletter } from '@app/editions';
import { NoticeOutbox } from '@app/mail';
import { ConsentRepository } from '../consent.repository.js';
import { noticeFrame } from '../notice-frame.js';
import { ReaderLinks } from '../reader-links.js';
import { SubscriberRepository } from '../subscriber.repository.js';
import { subscriberErrors } from '../subscribers.errors.js';
import { SubscriptionRepository, type SubscriptionRecord } from '../subscription.repository.js';
import { SuppressionRepository } from '../suppression.repository.js';

const DAY_MS = 86_400_000;

/** The second half of double opt-in. Looking changes nothing; only {@link confirm} does, and only from a POST. */
@Injectable()
export class ConfirmSubscription {
  constructor(
    private readonly database: Database,
    private readonly subscribers: SubscriberRepository,
    private readonly subscriptions: SubscriptionRepository,
    private readonly consents: ConsentRepository,
    private readonly suppressions: SuppressionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly words: NewsletterWords,
    private readonly outbox: NoticeOutbox,
    private readonly links: ReaderLinks,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** What the confirmation page names. Throws `token.invalid` or `token.expired`. */
  async look(token: string): Promise<Newsletter> {
    const { subscriptionId } = this.links.readConfirm(token);
    const subscription = await this.subscriptions.byId(subscriptionId);
    if (subscription === undefined) throw tokenErrors.error('token.expired');
    return this.newsletterOf(this.database, subscription);
  }

  /** Makes the subscription active. Pressing the button twice is one confirmation. */
  async confirm(token: string): Promise<Newsletter> {
    const { subscriptionId, requestedAt } = this.links.readConfirm(token);
    const { newsletter, noticeId } = await this.database.transaction().execute(async (trx) => {
      const subscription = await this.subscriptions.lock(trx, subscriptionId);
      // Purged because nobody confirmed in time: the same to the reader as an expired link.
      if (subscription === undefined) throw tokenErrors.error('token.expired');
      const found = await this.newsletterOf(trx, subscription);
      if (subscription.state === 'active' || subscription.state === 'paused')
        return { newsletter: found, noticeId: undefined };
      if (subscription.state === 'ended' || subscription.requestedAt.getTime() !== requestedAt.getTime()) {
        throw subscriberErrors.error('subscription.ended', { subscriptionId });
      }
      return { newsletter: found, noticeId: await this.activate(trx, subscription, found) };
    });
    await this.outbox.ring(noticeId);
    return newsletter;
  }

  private async activate(
    trx: Db,
    subscription: SubscriptionRecord,
    newsletter: Newsletter,
  ): Promise<string | undefined> {
    const now = this.clock.now();
    const asked = await this.consents.latest(trx, subscription.subscriberId, newsletter.id);
    if (asked === undefined) throw subscriberErrors.error('subscription.ended', { subscriptionId: subscription.id });
    const consentId = await this.consents.append(trx, {
      ...asked,
      subscriberId: subscription.subscriberId,
      newsletterId: newsletter.id,
      act: 'given',
      basis: 'confirmed',
      occurredAt: now,
    });
    await this.subscriptions.activate(trx, subscription.id, consentId);
    await this.suppressions.liftByReader(trx, subscription.subscriberId);
    this.log.info('subscription.active', { subscriptionId: subscription.id, newsletterId: newsletter.id });
    const contact = await this.subscribers.contact(trx, subscription.subscriberId);
    if (contact === undefined) return undefined;
    return this.outbox.owe(trx, {
      kind: 'welcome',
      address: contact.address,
      locale: newsletter.language,
      recipientId: subscription.subscriberId,
      subjectId: subscription.id,
      content: {
        ...noticeFrame(newsletter),
        values: { newsletter: newsletter.name, nextEdition: this.words.nextEdition(newsletter, now) },
      },
      usefulUntil: new Date(now.getTime() + DAY_MS),
    });
  }

  private async newsletterOf(db: Db, subscription: SubscriptionRecord): Promise<Newsletter> {
    const newsletter = await this.newsletters.byId(db, subscription.newsletterId);
    if (newsletter === undefined)
      throw editionErrors.error('newsletter.unknown', { newsletterId: subscription.newsletterId });
    return newsletter;
  }
}
