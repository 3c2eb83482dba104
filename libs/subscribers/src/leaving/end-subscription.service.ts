import { Injectable } from '@nestjs/common';
import { Clock, Log, type Db, type EndedBy } from '@app/platform';
import { ConsentRepository, type ConsentEntry } from '../consent.repository.js';
import { SubscriptionRepository, type SubscriptionRecord } from '../subscription.repository.js';
import { LeavingRepository } from './leaving.repository.js';

export interface Ending {
  readonly by: EndedBy;
  /** The edition whose link was used, where it is still known. */
  readonly editionId?: string | null | undefined;
  /** Where the reader said so, for the record: `reader`, `one_click`, `preferences`. Default: `by`. */
  readonly placement?: string | undefined;
  readonly network?: ConsentEntry['network'];
}

/**
 * What every end of a subscription is made of: the state, the consents that end with it, and the record of their
 * withdrawal. The record names the consent it withdraws, so that an undo knows what to give back.
 */
@Injectable()
export class EndSubscription {
  constructor(
    private readonly subscriptions: SubscriptionRepository,
    private readonly consents: ConsentRepository,
    private readonly leaving: LeavingRepository,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** The caller holds the subscription's lock. One that has ended stays as it is. */
  async end(trx: Db, subscription: SubscriptionRecord, ending: Ending): Promise<void> {
    if (subscription.state === 'ended') return;
    const { by, editionId = null, placement = by, network } = ending;
    const asked = await this.consents.latest(trx, subscription.subscriberId, subscription.newsletterId);
    const standing = await this.leaving.standingOn(trx, subscription.id);
    await this.subscriptions.end(trx, subscription.id, by, editionId);
    const withdrawn: ConsentEntry = {
      subscriberId: subscription.subscriberId,
      newsletterId: subscription.newsletterId,
      act: 'withdrawn',
      basis: null,
      wording: asked?.wording ?? '',
      wordingVersion: asked?.wordingVersion ?? '',
      language: asked?.language ?? 'und',
      page: null,
      placement,
      occurredAt: this.clock.now(),
      ...(network === undefined ? {} : { network }),
    };
    await this.consents.append(trx, { ...withdrawn, evidence: evidenceOf(subscription, standing) });
    for (const purpose of ['opens', 'clicks'] as const) {
      const withdraws = standing[purpose];
      if (withdraws === null) continue;
      const given = await this.leaving.given(trx, withdraws);
      const { wording, wordingVersion, language } = given ?? withdrawn;
      const evidence = { withdraws };
      await this.consents.append(trx, { ...withdrawn, wording, wordingVersion, language, purpose, evidence });
    }
    this.log.info('subscription.ended', { subscriptionId: subscription.id, by });
  }
}

/** Nothing is withdrawn by ending what was never confirmed. */
function evidenceOf(
  { state }: SubscriptionRecord,
  standing: { readonly newsletter: string | null; readonly pausedUntil: Date | null },
): Record<string, unknown> {
  if (standing.newsletter === null) return {};
  const pause = state === 'paused' ? { paused: true, pausedUntil: standing.pausedUntil?.toISOString() ?? null } : {};
  return { withdraws: standing.newsletter, ...pause };
}
