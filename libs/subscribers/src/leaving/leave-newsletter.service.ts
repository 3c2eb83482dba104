import { Injectable } from '@nestjs/common';
import { Clock, Database, tokenErrors, type Db, type EndedBy, type LeaveReason } from '@app/platform';
import { EditionRepository, NewsletterRepository, type Newsletter } from '@app/editions';
import { ReaderLinks, UNDO_MINUTES } from '../reader-links.js';
import { SubscriberRepository } from '../subscriber.repository.js';
import { SubscriptionRepository } from '../subscription.repository.js';
import { EndSubscription } from './end-subscription.service.js';
import { LeavingRepository, type EndedSubscription } from './leaving.repository.js';

export interface LeavePage {
  readonly newsletter: Newsletter;
  readonly hasLeft: boolean;
  /** Other subscriptions of this reader are alive, of whatever newsletter of this installation. */
  readonly hasOthers: boolean;
  /** Takes the leaving back, as long as it can be; null: it cannot (any more). */
  readonly undoToken: string | null;
}

/**
 * Leaving is as easy as joining: a link that never expires, one button or RFC 8058 one-click. Binds every delivery that
 * is not yet being submitted, because the ledger asks again at that very moment.
 */
@Injectable()
export class LeaveNewsletter {
  constructor(
    private readonly database: Database,
    private readonly subscribers: SubscriberRepository,
    private readonly subscriptions: SubscriptionRepository,
    private readonly leaving: LeavingRepository,
    private readonly ending: EndSubscription,
    private readonly newsletters: NewsletterRepository,
    private readonly editions: EditionRepository,
    private readonly links: ReaderLinks,
    private readonly clock: Clock,
  ) {}

  /** What the page names; changes nothing. */
  async look(token: string): Promise<LeavePage> {
    return this.page(this.links.readUnsubscribe(token).subscriptionId);
  }

  /** Ends the subscription. Doing it again is not an error: the reader has what they want. */
  async leave(token: string, by: Extract<EndedBy, 'reader' | 'one_click'>): Promise<LeavePage> {
    return this.end(token, { by, all: false });
  }

  /** Ends every subscription this reader has in this installation, and not only the one the link is of. */
  async leaveAll(token: string): Promise<LeavePage> {
    return this.end(token, { by: 'reader', all: true });
  }

  /** One of five reasons, from the goodbye page. Kept only while the subscription is ended by its reader. */
  async giveReason(token: string, reason: LeaveReason): Promise<LeavePage> {
    const { subscriptionId } = this.links.readUnsubscribe(token);
    await this.leaving.setReason(this.database, subscriptionId, reason);
    return this.page(subscriptionId);
  }

  private async end(
    token: string,
    { by, all }: { readonly by: Extract<EndedBy, 'reader' | 'one_click'>; readonly all: boolean },
  ): Promise<LeavePage> {
    const { subscriptionId, editionId } = this.links.readUnsubscribe(token);
    const known = await this.subscriptions.byId(subscriptionId);
    if (known === undefined) throw tokenErrors.error('token.invalid');
    await this.database.transaction().execute(async (trx) => {
      // The edition may be long gone from the tables; the wish to leave is not.
      const edition = await this.editions.byId(trx, editionId);
      for (const id of all ? await this.lockAll(trx, known.subscriberId) : [subscriptionId]) {
        const found = await this.subscriptions.lock(trx, id);
        if (found !== undefined) await this.ending.end(trx, found, { by, editionId: edition?.id });
      }
    });
    return this.page(subscriptionId);
  }

  /** The person first, as a sign-up does: two who lock in one order never wait for each other. */
  private async lockAll(trx: Db, subscriberId: string): Promise<string[]> {
    await this.subscribers.touch(trx, subscriberId);
    return (await this.leaving.lockAll(trx, subscriberId)).map(({ id }) => id);
  }

  private async page(subscriptionId: string): Promise<LeavePage> {
    const subscription = await this.leaving.byId(this.database, subscriptionId);
    if (subscription === undefined) throw tokenErrors.error('token.invalid');
    const newsletter = await this.newsletters.byId(this.database, subscription.newsletterId);
    if (newsletter === undefined) throw tokenErrors.error('token.invalid');
    const hasLeft = subscription.state === 'ended';
    const hasOthers = await this.leaving.hasOthers(this.database, subscription);
    return { newsletter, hasLeft, hasOthers, undoToken: hasLeft ? await this.undoToken(subscription) : null };
  }

  /** The same token for the same leaving, however often the page is opened. */
  private async undoToken(subscription: EndedSubscription): Promise<string | null> {
    const { id, endedAt, endedBy } = subscription;
    if (endedAt === null || (endedBy !== 'reader' && endedBy !== 'one_click')) return null;
    if (this.clock.now().getTime() >= endedAt.getTime() + UNDO_MINUTES * 60_000) return null;
    const latest = await this.leaving.latestAct(this.database, subscription);
    // What was never confirmed has nothing to come back to.
    if (latest?.act !== 'withdrawn' || typeof latest.evidence['withdraws'] !== 'string') return null;
    return this.links.undoToken(id, endedAt);
  }
}
