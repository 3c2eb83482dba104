import { Injectable } from '@nestjs/common';
import { Clock, assertNever, type Db } from '@app/platform';
import type { Newsletter } from '@app/editions';
import { ConsentRepository, type ConsentEntry } from '../consent.repository.js';
import { EndSubscription } from '../leaving/end-subscription.service.js';
import { LeavingRepository } from '../leaving/leaving.repository.js';
import { SubscriptionRepository, type SubscriptionRecord } from '../subscription.repository.js';
import { knownChoice, pauseZone, startOfDay, type ReaderChoices } from './choices.js';
import type { PlannedChanges, SubscriptionChange } from './planned-changes.js';
import { PreferencesRepository } from './preferences.repository.js';

/** The very words beside a choice, and a version that names them. */
export interface Wording {
  readonly wording: string;
  readonly wordingVersion: string;
}

/** What the page said to the reader, in `language`. */
export interface ShownWords {
  readonly language: string;
  readonly opens: Wording;
  readonly clicks: Wording;
  readonly move: Wording;
}

interface Applying {
  readonly planned: PlannedChanges;
  readonly shown: ShownWords & { readonly page: string };
  readonly network: ConsentEntry['network'];
}

interface Subject {
  readonly current: ReaderChoices;
  readonly shown: Applying['shown'];
  readonly network: ConsentEntry['network'];
  readonly subscription: SubscriptionRecord;
}

/** Where on the record these consents say they were given. */
const PLACEMENT = 'preferences';

/** Writes planned changes, in the caller's transaction and under its locks. */
@Injectable()
export class ApplyChoices {
  constructor(
    private readonly subscriptions: SubscriptionRepository,
    private readonly preferences: PreferencesRepository,
    private readonly leaving: LeavingRepository,
    private readonly consents: ConsentRepository,
    private readonly ending: EndSubscription,
    private readonly clock: Clock,
  ) {}

  async apply(trx: Db, current: ReaderChoices, { planned, shown, network }: Applying): Promise<void> {
    if (planned.timeZone !== undefined) await this.preferences.setTimeZone(trx, current.subscriberId, planned.timeZone);
    for (const change of planned.subscriptions) {
      const subscription = await this.subscriptions.lock(trx, change.of.id);
      if (subscription === undefined) throw new Error('a locked subscription is not there');
      const subject = { current, shown, network, subscription };
      if (change.ends) await this.ending.end(trx, subscription, { by: 'reader', placement: PLACEMENT, network });
      else await this.changeOne(trx, change, subject);
    }
  }

  private async changeOne(trx: Db, change: SubscriptionChange, subject: Subject): Promise<void> {
    const { of: live, moveTo, choices, pauseUntil, resumes } = change;
    let id = live.id;
    let newsletter = live.newsletter;
    if (moveTo !== undefined) {
      id = await this.move(trx, { ...change, moveTo }, subject);
      newsletter = moveTo;
    } else if (choices !== undefined) await this.preferences.choose(trx, id, choices);
    const zone = pauseZone(subject.current.timeZone, live.newsletter);
    if (pauseUntil !== undefined) await this.subscriptions.pause(trx, id, startOfDay(pauseUntil, zone));
    else if (resumes) await this.subscriptions.resume(trx, id);
    for (const { purpose, isGiven } of change.measures)
      await this.measure(trx, { id, newsletter, purpose, isGiven }, subject);
  }

  /** On to the sister newsletter, on the basis of the consent there was: the same person, the same wish, other words. */
  private async move(
    trx: Db,
    { of: live, moveTo, choices = live.choices }: SubscriptionChange & { readonly moveTo: Newsletter },
    { current, shown, network, subscription }: Subject,
  ): Promise<string> {
    const { subscriberId } = current;
    const { newsletter: consentId, pausedUntil } = await this.leaving.standingOn(trx, live.id);
    const former = consentId === null ? undefined : await this.leaving.given(trx, consentId);
    // Only what stands on a consent can be moved on it; the table lets nothing else be active.
    if (former === undefined) throw new Error('a subscription without a consent was to be moved');
    await this.ending.end(trx, subscription, { by: 'moved', placement: PLACEMENT, network });
    const given = await this.consents.append(trx, {
      ...entry(shown, moveTo),
      ...shown.move,
      subscriberId,
      act: 'given',
      basis: former.basis,
      occurredAt: this.clock.now(),
      evidence: { movedFrom: live.newsletter.id, restsOn: consentId },
      network,
    });
    return this.preferences.moveInto(trx, {
      fromId: live.id,
      subscriberId,
      newsletterId: moveTo.id,
      consentId: given,
      regions: carriedLabels(choices.regions, { isOffered: moveTo.offers.regions, within: moveTo.sections }),
      topics: carriedLabels(choices.topics, { isOffered: moveTo.offers.topics, within: live.topics }),
      deliveryTime:
        choices.deliveryTime !== null && moveTo.offers.deliveryTimes.includes(choices.deliveryTime)
          ? choices.deliveryTime
          : null,
      pausedUntil,
      isPaused: live.choices.isPaused,
    });
  }

  /** Consent and withdrawal each leave a row; what is withdrawn is off before the transaction ends. */
  private async measure(
    trx: Db,
    what: { id: string; newsletter: Newsletter; purpose: 'opens' | 'clicks'; isGiven: boolean },
    { current, shown, network }: Subject,
  ): Promise<void> {
    const { id, newsletter, purpose, isGiven } = what;
    const consentId = await this.consents.append(trx, {
      ...entry(shown, newsletter),
      ...wordingOf(purpose, shown),
      subscriberId: current.subscriberId,
      act: isGiven ? 'given' : 'withdrawn',
      basis: isGiven ? 'confirmed' : null,
      purpose,
      occurredAt: this.clock.now(),
      network,
    });
    await this.preferences.measure(trx, id, purpose, isGiven ? consentId : null);
  }
}

function entry(
  { language, page }: Applying['shown'],
  newsletter: Newsletter,
): Pick<ConsentEntry, 'newsletterId' | 'language' | 'page' | 'placement'> {
  return { newsletterId: newsletter.id, language, page, placement: PLACEMENT };
}

function wordingOf(purpose: 'opens' | 'clicks', shown: ShownWords): Wording {
  switch (purpose) {
    case 'opens':
      return shown.opens;
    case 'clicks':
      return shown.clicks;
    default:
      return assertNever(purpose);
  }
}

/** The sister may offer less, or have other sections: what it does not know is not carried into it. */
function carriedLabels(
  chosen: readonly string[] | null,
  { isOffered, within }: { readonly isOffered: boolean; readonly within: readonly string[] },
): readonly string[] | null {
  return isOffered ? knownChoice(chosen, within) : null;
}
