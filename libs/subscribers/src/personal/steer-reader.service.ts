import { Injectable } from '@nestjs/common';
import { Audit, Database, redactedLine, type Db, type SuppressionCause } from '@app/platform';
import { NewsletterRepository } from '@app/editions';
import { NoticeOutbox } from '@app/mail';
import { EndSubscription } from '../leaving/end-subscription.service.js';
import { ReaderNotices } from '../sign-up/reader-notices.service.js';
import { SubscriptionRepository, type SubscriptionRecord } from '../subscription.repository.js';
import { subscriberErrors } from '../subscribers.errors.js';
import { OperatorBans } from '../suppression/operator-bans.service.js';
import { stopsNotices } from '../suppression/suppression-causes.js';
import { SuppressionRepository } from '../suppression.repository.js';
import { AskPersonalLink } from './ask-personal-link.service.js';
import { EraseReader } from './erase-reader.service.js';
import { PersonalRepository, type PersonRecord } from './personal.repository.js';

/** Characters of an operator's reason: a sentence, not a file. */
const REASON_LIMIT = 300;
/** As for a reader who presses the button again (STANDARDS S3). */
const CONFIRMATIONS_APART_SECONDS = 300;
const CONFIRMATIONS_A_DAY = 10;
const DAY_SECONDS = 86_400;

export interface OperatorsWord {
  readonly operatorId: string;
  /** Kept with the act, so without an address; what looks like one is masked. */
  readonly reason: string;
}

/** What an operator does for a reader who asked by letter or telephone. Each act is in the audit, by ids. */
@Injectable()
export class SteerReader {
  constructor(
    private readonly database: Database,
    private readonly people: PersonalRepository,
    private readonly subscriptions: SubscriptionRepository,
    private readonly suppressions: SuppressionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly ending: EndSubscription,
    private readonly notices: ReaderNotices,
    private readonly outbox: NoticeOutbox,
    private readonly links: AskPersonalLink,
    private readonly bans: OperatorBans,
    private readonly erasing: EraseReader,
    private readonly audit: Audit,
  ) {}

  /** Which subscription it is, for who asks whether they may. @throws subscription.unknown */
  async subscription(subscriberId: string, id: string): Promise<SubscriptionRecord> {
    return belonging(await this.subscriptions.byId(id), subscriberId);
  }

  /** One that has ended stays as it is. */
  async end(subscriberId: string, id: string, word: OperatorsWord): Promise<void> {
    await this.change({ subscriberId, id, word, action: 'subscription.ended' }, async (trx, subscription) => {
      if (subscription.state === 'ended') return false;
      await this.ending.end(trx, subscription, { by: 'operator' });
      return true;
    });
  }

  /** `until` null: until the reader or an operator says so. @throws subscription.not_pausable */
  async pause(subscriberId: string, id: string, word: OperatorsWord & { readonly until: Date | null }): Promise<void> {
    await this.change({ subscriberId, id, word, action: 'subscription.paused' }, async (trx, { state }) => {
      if (state !== 'active' && state !== 'paused') throw subscriberErrors.error('subscription.not_pausable');
      await this.subscriptions.pause(trx, id, word.until);
      return true;
    });
  }

  /** @throws subscription.not_pausable */
  async resume(subscriberId: string, id: string, word: OperatorsWord): Promise<void> {
    await this.change({ subscriberId, id, word, action: 'subscription.resumed' }, async (trx, { state }) => {
      if (state !== 'paused') throw subscriberErrors.error('subscription.not_pausable');
      await this.subscriptions.resume(trx, id);
      return true;
    });
  }

  /**
   * The confirmation once more, with its link and its end as at first.
   * @throws subscription.not_pending, subscriber.unreachable, confirmation.too_often
   */
  async confirmAgain(subscriberId: string, id: string, word: OperatorsWord): Promise<void> {
    let noticeId: string | undefined;
    await this.change({ subscriberId, id, word, action: 'confirmation.sent_again' }, async (trx, subscription, person) => {
      if (subscription.state !== 'pending') throw subscriberErrors.error('subscription.not_pending');
      const { address } = person;
      if (address === null || stopsNotices(await this.suppressions.causes(trx, person.addressHash)))
        throw subscriberErrors.error('subscriber.unreachable');
      const isSoon = (await this.outbox.owedLately(trx, 'confirmation', subscriberId, CONFIRMATIONS_APART_SECONDS)) > 0;
      if (isSoon || (await this.outbox.owedLately(trx, 'confirmation', subscriberId, DAY_SECONDS)) >= CONFIRMATIONS_A_DAY)
        throw subscriberErrors.error('confirmation.too_often');
      const together = await this.subscriptions.pendingAt(trx, subscriberId, subscription.requestedAt);
      const all = await this.newsletters.all();
      const newsletters = together.flatMap(({ newsletterId }) => all.find((one) => one.id === newsletterId) ?? []);
      const about = { reader: { id: subscriberId, address }, newsletters, subscriptionId: together[0]?.id ?? id };
      noticeId = await this.outbox.owe(trx, this.notices.confirmation(about, subscription.requestedAt));
      return true;
    });
    await this.outbox.ring(noticeId);
  } // prettier-ignore

  /** The short-lived link behind which a reader's data lie, to the address on file. @throws confirmation.too_often */
  async sendDataLink(subscriberId: string, word: OperatorsWord): Promise<void> {
    const noticeId = await this.database.transaction().execute(async (trx) => {
      await this.reader(trx, subscriberId);
      const owed = await this.links.askFor(trx, subscriberId);
      if (owed === undefined) throw subscriberErrors.error('confirmation.too_often');
      await this.note(trx, 'personal_link.sent', `subscriber:${subscriberId}`, { word });
      return owed;
    });
    await this.outbox.ring(noticeId);
  }

  /** @throws subscriber.erased, suppression.readers_own, suppression.unknown */
  async lift(subscriberId: string, word: OperatorsWord & { readonly cause: SuppressionCause }): Promise<void> {
    const person = await this.people.byId(this.database, subscriberId);
    if (person === undefined) throw subscriberErrors.error('subscriber.unknown');
    if (person.canonical === null) throw subscriberErrors.error('subscriber.erased');
    await this.bans.lift(person.canonical, word);
  }

  /** Everything that could tell who the reader was. Doing it again is not an error. */
  async erase(subscriberId: string, word: OperatorsWord): Promise<void> {
    const person = await this.people.byId(this.database, subscriberId);
    if (person === undefined) throw subscriberErrors.error('subscriber.unknown');
    if (person.canonical !== null) await this.erasing.byOperator(person.canonical, word.operatorId, word.reason);
  }

  /** The reader first, then the subscription, as everybody locks. `act` says whether anything was done. */
  private async change(
    { subscriberId, id, word, action }: Act,
    act: (trx: Db, subscription: SubscriptionRecord, person: PersonRecord) => Promise<boolean>,
  ): Promise<void> {
    await this.database.transaction().execute(async (trx) => {
      const person = await this.reader(trx, subscriberId);
      const subscription = belonging(await this.subscriptions.lock(trx, id), subscriberId);
      if (!(await act(trx, subscription, person))) return;
      const { newsletterId } = subscription;
      await this.note(trx, action, `subscription:${id}`, { word, detail: { subscriberId, newsletterId } });
    });
  }

  private async reader(trx: Db, subscriberId: string): Promise<PersonRecord> {
    const person = await this.people.lock(trx, subscriberId);
    if (person === undefined) throw subscriberErrors.error('subscriber.unknown');
    return person;
  }

  private async note(
    trx: Db,
    action: string,
    object: string,
    { word, detail = {} }: { readonly word: OperatorsWord; readonly detail?: Readonly<Record<string, unknown>> },
  ): Promise<void> {
    const reason = redactedLine(word.reason, REASON_LIMIT);
    await this.audit.append(trx, { operatorId: word.operatorId, action, object, detail: { ...detail, reason } });
  }
}

interface Act {
  readonly subscriberId: string;
  readonly id: string;
  readonly word: OperatorsWord;
  readonly action: string;
}

function belonging(subscription: SubscriptionRecord | undefined, subscriberId: string): SubscriptionRecord {
  if (subscription?.subscriberId !== subscriberId) throw subscriberErrors.error('subscription.unknown');
  return subscription;
}
