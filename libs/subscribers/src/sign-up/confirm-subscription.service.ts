import { Injectable } from '@nestjs/common';
import { Clock, Database, Log, tokenErrors, type Db } from '@app/platform';
import { NewsletterRepository, editionErrors, type Newsletter } from '@app/editions';
import { NoticeOutbox } from '@app/mail';
import { ConsentRepository, type ConsentEntry } from '../consent.repository.js';
import { NetworkEvidence } from '../network-evidence.service.js';
import { ReaderLinks } from '../reader-links.js';
import { SubscriberRepository } from '../subscriber.repository.js';
import { subscriberErrors } from '../subscribers.errors.js';
import { SubscriptionRepository, type SubscriptionRecord } from '../subscription.repository.js';
import { SuppressionRepository } from '../suppression.repository.js';
import { ReaderNotices } from './reader-notices.service.js';

/**
 * The second half of double opt-in. Looking changes nothing; only {@link confirm} does, and only from a POST. A link
 * confirms what was asked for at its instant, all of it at once.
 */
@Injectable()
export class ConfirmSubscription {
  constructor(
    private readonly database: Database,
    private readonly subscribers: SubscriberRepository,
    private readonly subscriptions: SubscriptionRepository,
    private readonly consents: ConsentRepository,
    private readonly suppressions: SuppressionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly notices: ReaderNotices,
    private readonly outbox: NoticeOutbox,
    private readonly evidence: NetworkEvidence,
    private readonly links: ReaderLinks,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * The newsletters the confirmation page names, at least one, and whether they are confirmed already.
   *
   * @throws `token.invalid`, `token.expired`, and `subscription.ended` where the link is of a request that is over
   */
  async look(token: string): Promise<{ readonly newsletters: readonly Newsletter[]; readonly isConfirmed: boolean }> {
    const { subscriptionId, requestedAt } = this.links.readConfirm(token);
    const subscription = await this.subscriptions.byId(subscriptionId);
    if (subscription === undefined) throw tokenErrors.error('token.expired');
    const known = await this.subscriptions.of(subscription.subscriberId);
    const pending = waitingSince(requestedAt, known);
    const isConfirmed = pending.length === 0;
    const meant = isConfirmed ? confirmedWith(subscription, known) : pending;
    return { newsletters: await this.named(this.database, meant), isConfirmed };
  }

  /**
   * Makes active what waits under this link, and names it. Pressing the button twice is one confirmation.
   *
   * @param network the client's internet address, of which a keyed hash is kept with the consent
   */
  async confirm(token: string, network?: string): Promise<readonly Newsletter[]> {
    const { subscriptionId, requestedAt } = this.links.readConfirm(token);
    const evidence = await this.evidence.of(network);
    const { newsletters, noticeId } = await this.database.transaction().execute(async (trx) => {
      const subscription = await this.subscriptions.byId(subscriptionId, trx);
      // Purged because nobody confirmed in time: the same to the reader as an expired link.
      if (subscription === undefined) throw tokenErrors.error('token.expired');
      // A sign of life from the reader; and it locks the reader before their subscriptions.
      await this.subscribers.touch(trx, subscription.subscriberId);
      const known = await this.subscriptions.lockOf(trx, subscription.subscriberId);
      const pending = waitingSince(requestedAt, known);
      if (pending.length > 0) return this.activate(trx, pending, evidence);
      const own = known.find(({ id }) => id === subscriptionId);
      const confirmed = confirmedWith(own ?? subscription, known);
      return { newsletters: await this.named(trx, confirmed), noticeId: undefined };
    });
    await this.outbox.ring(noticeId);
    return newsletters;
  }

  private async activate(
    trx: Db,
    pending: readonly SubscriptionRecord[],
    network: ConsentEntry['network'],
  ): Promise<{ newsletters: readonly Newsletter[]; noticeId: string | undefined }> {
    const newsletters = await this.named(trx, pending);
    for (const subscription of pending) await this.consentTo(trx, subscription, network);
    const [first] = pending;
    if (first === undefined) return { newsletters, noticeId: undefined };
    await this.suppressions.liftByReader(trx, first.subscriberId);
    const contact = await this.subscribers.contact(trx, first.subscriberId);
    // Banned since the link was mailed: what was agreed to is on record, and nothing is sent.
    if (contact === undefined || (await this.suppressions.stopsNoticesTo(trx, first.subscriberId)))
      return { newsletters, noticeId: undefined };
    const reader = { id: first.subscriberId, address: contact.address };
    const notice = this.notices.welcome({ reader, newsletters, subscriptionId: first.id });
    return { newsletters, noticeId: await this.outbox.owe(trx, notice) };
  }

  private async consentTo(trx: Db, subscription: SubscriptionRecord, network: ConsentEntry['network']): Promise<void> {
    const { id: subscriptionId, subscriberId, newsletterId } = subscription;
    const asked = await this.consents.latest(trx, subscriberId, newsletterId);
    if (asked === undefined) throw subscriberErrors.error('subscription.ended', { subscriptionId });
    const consentId = await this.consents.append(trx, {
      ...asked,
      subscriberId,
      newsletterId,
      act: 'given',
      basis: 'confirmed',
      occurredAt: this.clock.now(),
      network,
    });
    await this.subscriptions.activate(trx, subscriptionId, consentId);
    this.log.info('subscription.active', { subscriptionId, newsletterId });
  }

  private async named(db: Db, subscriptions: readonly SubscriptionRecord[]): Promise<readonly Newsletter[]> {
    return Promise.all(
      subscriptions.map(async ({ newsletterId }) => {
        const newsletter = await this.newsletters.byId(db, newsletterId);
        if (newsletter === undefined) throw editionErrors.error('newsletter.unknown', { newsletterId });
        return newsletter;
      }),
    );
  }
}

/** What one link confirms. */
function waitingSince(requestedAt: Date, known: readonly SubscriptionRecord[]): readonly SubscriptionRecord[] {
  return known.filter((tie) => tie.state === 'pending' && tie.requestedAt.getTime() === requestedAt.getTime());
}

/** What one link confirmed before. Throws `subscription.ended` where its request is over. */
function confirmedWith(own: SubscriptionRecord, known: readonly SubscriptionRecord[]): readonly SubscriptionRecord[] {
  if (!isConfirmed(own)) throw subscriberErrors.error('subscription.ended', { subscriptionId: own.id });
  return known.filter((tie) => isConfirmed(tie) && tie.requestedAt.getTime() === own.requestedAt.getTime());
}

function isConfirmed({ state }: SubscriptionRecord): boolean {
  return state === 'active' || state === 'paused';
}
