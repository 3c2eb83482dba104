import { Injectable } from '@nestjs/common';
import { Clock, Database, Log, isCatalogueError, tokenErrors, type Db } from '@app/platform';
import { NewsletterRepository, type Newsletter } from '@app/editions';
import { ConsentRepository, type ConsentEntry } from '../consent.repository.js';
import { NetworkEvidence } from '../network-evidence.service.js';
import { ReaderLinks } from '../reader-links.js';
import { SubscriberRepository } from '../subscriber.repository.js';
import { subscriberErrors } from '../subscribers.errors.js';
import { SubscriptionRepository } from '../subscription.repository.js';
import { LeavingRepository, type EndedSubscription } from './leaving.repository.js';

/**
 * "It was a mistake": for an hour a leaving can be taken back by whoever holds the page it ended on. It gives back what
 * ended at that very instant and nothing else: not what was banned meanwhile, not what a new sign-up has taken up.
 */
@Injectable()
export class UndoLeaving {
  constructor(
    private readonly database: Database,
    private readonly subscribers: SubscriberRepository,
    private readonly subscriptions: SubscriptionRepository,
    private readonly leaving: LeavingRepository,
    private readonly consents: ConsentRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly evidence: NetworkEvidence,
    private readonly links: ReaderLinks,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** The newsletter the reader is back with. Doing it twice is doing it once. Throws `token.invalid` or `undo.over`. */
  async undo(token: string, clientAddress?: string): Promise<Newsletter> {
    const { subscriptionId, endedAt } = this.read(token);
    const known = await this.leaving.byId(this.database, subscriptionId);
    if (known === undefined) throw tokenErrors.error('token.invalid');
    const network = await this.evidence.of(clientAddress);
    await this.database.transaction().execute(async (trx) => {
      await this.subscribers.touch(trx, known.subscriberId);
      const all = await this.leaving.lockAll(trx, known.subscriberId);
      const mine = all.find(({ id }) => id === subscriptionId);
      if (mine?.state === 'active' || mine?.state === 'paused') return;
      const ended = all.filter((one) => one.endedAt?.getTime() === endedAt.getTime());
      if (mine === undefined || !ended.includes(mine) || !(await this.leaving.mayReturn(trx, known.subscriberId)))
        throw subscriberErrors.error('undo.over', { subscriptionId });
      // Ended together by "all newsletters", they come back together.
      for (const one of ended) await this.giveBack(trx, one, { isAskedFor: one.id === subscriptionId, network });
    });
    const newsletter = await this.newsletters.byId(this.database, known.newsletterId);
    if (newsletter === undefined) throw tokenErrors.error('token.invalid');
    return newsletter;
  }

  private read(token: string): { subscriptionId: string; endedAt: Date } {
    try {
      return this.links.readUndo(token);
    } catch (error) {
      if (isCatalogueError(error, 'token.expired')) throw subscriberErrors.error('undo.over', {}, { cause: error });
      throw error;
    }
  }

  private async giveBack(
    trx: Db,
    ended: EndedSubscription,
    { isAskedFor, network }: { readonly isAskedFor: boolean; readonly network: ConsentEntry['network'] },
  ): Promise<void> {
    const latest = await this.leaving.latestAct(trx, ended);
    const withdraws = latest?.act === 'withdrawn' ? latest.evidence['withdraws'] : undefined;
    const former = typeof withdraws === 'string' ? await this.leaving.given(trx, withdraws) : undefined;
    const isReaders = ended.endedBy === 'reader' || ended.endedBy === 'one_click';
    if (former === undefined || latest === undefined || !isReaders) {
      if (isAskedFor) throw subscriberErrors.error('undo.over', { subscriptionId: ended.id });
      return;
    }
    const consentId = await this.consents.append(trx, {
      ...former,
      subscriberId: ended.subscriberId,
      newsletterId: ended.newsletterId,
      act: 'given',
      placement: 'undo',
      occurredAt: this.clock.now(),
      evidence: { restores: withdraws },
      network,
    });
    await this.leaving.reactivate(trx, ended.id, consentId);
    if (latest.evidence['paused'] === true)
      await this.subscriptions.pause(trx, ended.id, readInstant(latest.evidence['pausedUntil']));
    this.log.info('subscription.restored', { subscriptionId: ended.id });
  }
}

function readInstant(value: unknown): Date | null {
  return typeof value === 'string' ? new Date(value) : null;
}
