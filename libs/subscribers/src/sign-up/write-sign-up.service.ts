import { Injectable } from '@nestjs/common';
import { Clock, Config, Database, Log, newId, type Db } from '@app/platform';
import { NewsletterRepository, editionErrors, type Newsletter } from '@app/editions';
import { NoticeOutbox, type OwedNotice } from '@app/mail';
import { ConsentRepository } from '../consent.repository.js';
import { SubscriberRepository } from '../subscriber.repository.js';
import { effectOfSignUp } from '../subscription-state.js';
import { SubscriptionRepository, type SubscriptionRecord } from '../subscription.repository.js';
import { stopsNotices } from '../suppression/suppression-causes.js';
import { SuppressionRepository } from '../suppression.repository.js';
import type { JudgedNewsletter, JudgedSignUp } from './judged-sign-up.js';
import { ReaderNotices, type NoticeAbout } from './reader-notices.service.js';

const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;
/**
 * Confirmations a day to one reader. The gate stops strangers well before; a preferences link in a forwarded mail asks
 * without passing it, and must not fill somebody's mailbox with the house's own.
 */
const CONFIRMATIONS_A_DAY = 10;

/** A sign-up among what stands there for its reader. */
interface Asked {
  readonly signUp: JudgedSignUp;
  readonly reader: NoticeAbout['reader'];
  /** Every subscription of this reader, locked. */
  readonly known: readonly SubscriptionRecord[];
  /** The newsletters of the sign-up that are to be confirmed. */
  readonly waiting: readonly JudgedNewsletter[];
}

/**
 * Writes one sign-up, whatever stands there already: the table "What a sign-up does" of CONTEXT.md. Most sign-ups are
 * of strangers and are written together (`write-new-readers.service.ts`), to rows that are the same as these.
 */
@Injectable()
export class WriteSignUp {
  constructor(
    private readonly database: Database,
    private readonly subscribers: SubscriberRepository,
    private readonly subscriptions: SubscriptionRepository,
    private readonly consents: ConsentRepository,
    private readonly suppressions: SuppressionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly notices: ReaderNotices,
    private readonly outbox: NoticeOutbox,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** The id of a notice to ring for, once this has returned. */
  async write(signUp: JudgedSignUp): Promise<string | undefined> {
    return this.database.transaction().execute(async (trx) => {
      const causes = await this.suppressions.causes(trx, signUp.addressHash);
      if (stopsNotices(causes)) {
        this.log.info('sign_up.suppressed', { newsletterId: signUp.newsletters[0]?.newsletter.id });
        return undefined;
      }
      const locale = signUp.newsletters[0]?.newsletter.language ?? 'und';
      const reader = await this.subscribers.ensure(trx, { ...signUp, locale });
      const known = await this.subscriptions.lockOf(trx, reader.id);
      const waiting = signUp.newsletters.filter(
        ({ newsletter }) => effectOfSignUp(tieTo(known, newsletter)?.state) === 'ask_confirmation',
      );
      const asked = { signUp, reader, known, waiting };
      const notice = waiting.length === 0 ? this.already(asked) : await this.ask(trx, asked);
      return notice === undefined ? undefined : this.outbox.owe(trx, notice);
    });
  }

  private already({ signUp, reader, known }: Asked): OwedNotice {
    const newsletters = signUp.newsletters.map(({ newsletter }) => newsletter);
    const [first] = newsletters;
    const subscriptionId = (first && tieTo(known, first)?.id) ?? '';
    return this.notices.alreadySubscribed({ reader, newsletters, subscriptionId });
  }

  /** All that waits gets one link: that of the request it waits from already, or that of a new one. */
  private async ask(trx: Db, asked: Asked): Promise<OwedNotice | undefined> {
    const { signUp, reader, known, waiting } = asked;
    if ((await this.outbox.owedLately(trx, 'confirmation', reader.id, DAY_SECONDS)) >= CONFIRMATIONS_A_DAY)
      return undefined;
    const now = this.clock.now();
    const sameRequest = this.sameRequest(asked, now);
    const requestedAt = sameRequest ?? laterThanAll(known, now);
    if (sameRequest === undefined) await this.request(trx, asked, requestedAt);
    for (const { newsletter, wording, wordingVersion } of waiting) {
      // The record names the form that was used last: somebody else may have typed this address elsewhere before.
      if (
        sameRequest !== undefined &&
        !(await this.isOtherForm(trx, reader.id, signUp, { newsletter, wordingVersion }))
      )
        continue;
      await this.consents.append(trx, {
        subscriberId: reader.id,
        newsletterId: newsletter.id,
        act: 'requested',
        basis: null,
        wording,
        wordingVersion,
        language: newsletter.language,
        page: signUp.page,
        placement: signUp.placement,
        occurredAt: now,
        network: signUp.network,
      });
    }
    const together = await this.subscriptions.pendingAt(trx, reader.id, requestedAt);
    const [first] = together;
    // Another transaction has made them active meanwhile, such as an import: nothing is left to confirm.
    if (first === undefined) return undefined;
    const newsletters = await Promise.all(
      together.map(({ newsletterId }) => this.newsletterOf(trx, asked, newsletterId)),
    );
    for (const { id, newsletterId } of together) this.log.info('sign_up.pending', { subscriptionId: id, newsletterId });
    return this.notices.confirmation({ reader, newsletters, subscriptionId: first.id }, requestedAt);
  }

  /** When everything that waits was asked for together, and lately enough for its link to be an answer. */
  private sameRequest({ known, waiting }: Asked, now: Date): Date | undefined {
    const ties = waiting.map(({ newsletter }) => tieTo(known, newsletter));
    const [first] = ties;
    if (first === undefined) return undefined;
    const isJoint = ties.every(
      (tie) => tie?.state === 'pending' && tie.requestedAt.getTime() === first.requestedAt.getTime(),
    );
    // With less than half of its time left a request is made anew: a link that dies tomorrow is no answer to a reader.
    const isFresh = now.getTime() - first.requestedAt.getTime() <= (this.config.env.CONFIRMATION_DAYS / 2) * DAY_MS;
    return isJoint && isFresh ? first.requestedAt : undefined;
  }

  /** A request is renewed whole: what waits under the link of one that is renewed moves to the new link with it. */
  private async request(trx: Db, { reader, known, waiting }: Asked, requestedAt: Date): Promise<void> {
    const ties = known.filter((tie) => waiting.some(({ newsletter }) => newsletter.id === tie.newsletterId));
    const instants = ties.filter(({ state }) => state === 'pending').map((tie) => tie.requestedAt);
    if (ties.length > 0)
      await this.subscriptions.renew(trx, {
        subscriberId: reader.id,
        ids: ties.map(({ id }) => id),
        instants,
        requestedAt,
      });
    const missing = waiting.filter(({ newsletter }) => tieTo(known, newsletter) === undefined);
    await this.subscriptions.add(
      trx,
      missing.map(({ newsletter }) => ({
        id: newId(),
        subscriberId: reader.id,
        newsletterId: newsletter.id,
        requestedAt,
      })),
    );
  }

  private async isOtherForm(
    trx: Db,
    subscriberId: string,
    signUp: JudgedSignUp,
    { newsletter, wordingVersion }: Pick<JudgedNewsletter, 'newsletter' | 'wordingVersion'>,
  ): Promise<boolean> {
    const asked = await this.consents.latest(trx, subscriberId, newsletter.id);
    return asked?.wordingVersion !== wordingVersion || asked.page !== signUp.page;
  }

  private async newsletterOf(trx: Db, { signUp }: Asked, newsletterId: string): Promise<Newsletter> {
    const named = signUp.newsletters.find(({ newsletter }) => newsletter.id === newsletterId)?.newsletter;
    const found = named ?? (await this.newsletters.byId(trx, newsletterId));
    if (found === undefined) throw editionErrors.error('newsletter.unknown', { newsletterId });
    return found;
  }
}

function tieTo(known: readonly SubscriptionRecord[], newsletter: Newsletter): SubscriptionRecord | undefined {
  return known.find(({ newsletterId }) => newsletterId === newsletter.id);
}

/** An instant of its own for every request of one reader: a link confirms what was asked for at its instant. */
function laterThanAll(known: readonly SubscriptionRecord[], now: Date): Date {
  return new Date(Math.max(now.getTime(), ...known.map(({ requestedAt }) => requestedAt.getTime() + 1)));
}
