import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock, Database, Log, TokenSigner, keyedHash, type Db, type SuppressionCause } from '@app/platform';
import { NewsletterRepository, NewsletterWords, editionErrors, type Newsletter } from '@app/editions';
import { NoticeOutbox } from '@app/mail';
import { judgeAddress } from '../address/address.js';
import { ConsentRepository } from '../consent.repository.js';
import { noticeFrame } from '../notice-frame.js';
import { CONFIRMATION_DAYS, ReaderLinks } from '../reader-links.js';
import { SubscriberRepository } from '../subscriber.repository.js';
import { subscriberErrors } from '../subscribers.errors.js';
import { effectOfSignUp } from '../subscription-state.js';
import { SubscriptionRepository, type SubscriptionRecord } from '../subscription.repository.js';
import { SuppressionRepository } from '../suppression.repository.js';

export interface SignUpRequest {
  /** 1 to 20, of one brand: one confirmation confirms all of them. */
  readonly newsletters: readonly AskedNewsletter[];
  readonly address: string;
  /** IANA zone of the reader's browser, where known. */
  readonly timeZone?: string | undefined;
  /** The page the form stood on and where on it, as the form said. */
  readonly page?: string | undefined;
  readonly placement?: string | undefined;
  /** The client's internet address as text; only a keyed hash of it is kept. */
  readonly network?: string | undefined;
}

export interface AskedNewsletter {
  readonly slug: string;
  /** The very words the reader was shown, and a version that names them for ever. */
  readonly wording: string;
  readonly wordingVersion: string;
}

type Words = Omit<AskedNewsletter, 'slug'>;

/** Longer than a sign-up takes on a small machine (median 20 ms): no answer is quicker than any other. */
const ANSWER_FLOOR_MS = 80;

/** Two confirmations to one address, over all newsletters, leave at least this far apart (STANDARDS S3). */
const CONFIRMATIONS_APART_SECONDS = 300;
/** An active reader who signs up again is told so, but not for every press of the button. */
const REMINDERS_APART_SECONDS = 3_600;
const DAY_MS = 86_400_000;

/** Addresses with one of these are never written to, whoever asks. An erasure is lifted by the reader's own confirmation. */
const MUTE: readonly SuppressionCause[] = ['hard_bounce', 'complaint', 'operator'];

/**
 * "Je m'abonne". Always ends the same way for the caller, whether the address is new, pending, active or suppressed:
 * who stands before the form must not learn who reads what.
 */
@Injectable()
export class SignUp {
  private readonly addressKey: Buffer;

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
    tokens: TokenSigner,
  ) {
    this.addressKey = tokens.stableKey('address');
  }

  async signUp(request: SignUpRequest): Promise<void> {
    const asked = await Promise.all(
      request.newsletters.map(async ({ slug, ...words }) => {
        const newsletter = await this.newsletters.bySlug(slug);
        if (newsletter === undefined) throw editionErrors.error('newsletter.unknown', { slug });
        return { newsletter, words };
      }),
    );
    const [first] = asked;
    if (first === undefined) throw editionErrors.error('newsletter.unknown');
    const judged = judgeAddress(request.address);
    if (judged.verdict === 'reject')
      throw subscriberErrors.error('subscriber.address_invalid', { reason: judged.reason });
    const addressHash = keyedHash(this.addressKey, judged.canonical);
    // Who is known here answers sooner or later than who is not; the floor covers both.
    const floor = wait(ANSWER_FLOOR_MS);
    const noticeIds = await this.database.transaction().execute(async (trx) => {
      const causes = await this.suppressions.causes(trx, addressHash);
      if (causes.some((cause) => MUTE.includes(cause))) {
        this.log.info('sign_up.suppressed', { newsletterId: first.newsletter.id });
        return [];
      }
      const subscriber = await this.subscribers.ensure(trx, {
        ...judged,
        addressHash,
        locale: first.newsletter.language,
        timeZone: knownZone(request.timeZone),
      });
      const owed: (string | undefined)[] = [];
      for (const { newsletter, words } of asked)
        owed.push(await this.subscribe(trx, newsletter, subscriber, { ...request, ...words }));
      return owed;
    });
    for (const noticeId of noticeIds) await this.outbox.ring(noticeId);
    await floor;
  }

  private async subscribe(
    trx: Db,
    newsletter: Newsletter,
    subscriber: { id: string; address: string },
    request: SignUpRequest & Words,
  ): Promise<string | undefined> {
    const now = this.clock.now();
    // The address on file, not the one typed now in other letters: what is confirmed is where the newsletter goes.
    const { id: subscriberId, address } = subscriber;
    const subscription = await this.subscriptions.ensure(trx, subscriberId, newsletter.id, now);
    if (effectOfSignUp(subscription.state) === 'remind_active')
      return this.remindActive(trx, newsletter, subscription, address);
    const asksAnew = subscription.isNew || subscription.state === 'ended' || lapsesSoon(subscription, now);
    if (asksAnew && !subscription.isNew) await this.subscriptions.askAnew(trx, subscription.id, now);
    // The record names the form that was used last: somebody else may have typed this address elsewhere before.
    if (asksAnew || (await this.isOtherForm(trx, subscription, request))) {
      await this.consents.append(trx, {
        subscriberId,
        newsletterId: newsletter.id,
        act: 'requested',
        basis: null,
        wording: request.wording,
        wordingVersion: request.wordingVersion,
        language: newsletter.language,
        page: request.page ?? null,
        placement: request.placement ?? null,
        occurredAt: now,
      });
      this.log.info('sign_up.pending', { subscriptionId: subscription.id, newsletterId: newsletter.id });
    }
    const requestedAt = asksAnew ? now : subscription.requestedAt;
    const expiresAt = new Date(requestedAt.getTime() + CONFIRMATION_DAYS * DAY_MS);
    return this.outbox.owe(trx, {
      kind: 'confirmation',
      address,
      locale: newsletter.language,
      recipientId: subscriberId,
      subjectId: subscription.id,
      content: {
        ...noticeFrame(newsletter),
        values: {
          newsletter: newsletter.name,
          days: Math.floor((expiresAt.getTime() - now.getTime()) / DAY_MS),
        },
        actionUrl: this.links.confirmUrl(subscription.id, requestedAt),
      },
      usefulUntil: expiresAt,
      apartSeconds: CONFIRMATIONS_APART_SECONDS,
    });
  }

  private async isOtherForm(
    trx: Db,
    subscription: SubscriptionRecord,
    request: SignUpRequest & Words,
  ): Promise<boolean> {
    const asked = await this.consents.latest(trx, subscription.subscriberId, subscription.newsletterId);
    return asked?.wordingVersion !== request.wordingVersion || asked.page !== (request.page ?? null);
  }

  private remindActive(
    trx: Db,
    newsletter: Newsletter,
    subscription: SubscriptionRecord,
    address: string,
  ): Promise<string | undefined> {
    const now = this.clock.now();
    return this.outbox.owe(trx, {
      kind: 'welcome',
      address,
      locale: newsletter.language,
      recipientId: subscription.subscriberId,
      subjectId: subscription.id,
      content: {
        ...noticeFrame(newsletter),
        values: { newsletter: newsletter.name, nextEdition: this.words.nextEdition(newsletter, now) },
      },
      usefulUntil: new Date(now.getTime() + DAY_MS),
      apartSeconds: REMINDERS_APART_SECONDS,
    });
  }
}

/** With less than half of its time left a request is made anew: a link that dies tomorrow is no answer to a reader. */
function lapsesSoon(subscription: SubscriptionRecord, now: Date): boolean {
  return now.getTime() - subscription.requestedAt.getTime() > (CONFIRMATION_DAYS / 2) * DAY_MS;
}

/** A zone this machine knows, or none: what a browser says is not trusted to exist. */
function knownZone(zone: string | undefined): string | null {
  if (zone === undefined || zone.length > 64) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    // RangeError is Intl's way of saying that it knows no such zone.
    return null;
  }
}
