import { Injectable } from '@nestjs/common';
import { Clock, Database, Log, tokenErrors, type Db } from '@app/platform';
import { NewsletterRepository, type Newsletter } from '@app/editions';
import { NoticeOutbox } from '@app/mail';
import { noticeFrame } from '../notice-frame.js';
import { ReaderLinks } from '../reader-links.js';
import { SubscriptionRepository } from '../subscription.repository.js';
import { stopsNotices } from '../suppression/suppression-causes.js';
import { SuppressionRepository } from '../suppression.repository.js';
import { PERSONAL_LINK_MINUTES, PersonalLinks } from './personal-links.js';
import { PersonalRepository } from './personal.repository.js';

/** Seconds between two links to one reader: the earlier one still works, and a button is pressed more than once. */
const LINKS_APART_SECONDS = 300;
/** Links a day to one reader: whoever holds a forwarded mail must not fill somebody's mailbox with the house's own. */
const LINKS_A_DAY = 10;
const DAY_SECONDS = 86_400;

/**
 * From the preferences link, which stands in mails and so gets forwarded, to a short-lived link in the reader's own
 * mailbox. The answer is always the same; only the mailbox learns more.
 */
@Injectable()
export class AskPersonalLink {
  constructor(
    private readonly database: Database,
    private readonly people: PersonalRepository,
    private readonly subscriptions: SubscriptionRepository,
    private readonly suppressions: SuppressionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly outbox: NoticeOutbox,
    private readonly readerLinks: ReaderLinks,
    private readonly links: PersonalLinks,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Owes the notice, unless one left just now or none may be sent. Throws `token.invalid` for a forged link. */
  async ask(preferencesToken: string): Promise<Newsletter> {
    const { subscriptionId } = this.readerLinks.readPreferences(preferencesToken);
    const subscription = await this.subscriptions.byId(subscriptionId);
    if (subscription === undefined) throw tokenErrors.error('token.invalid');
    const newsletter = await this.newsletters.byId(this.database, subscription.newsletterId);
    if (newsletter === undefined) throw tokenErrors.error('token.invalid');
    const noticeId = await this.database
      .transaction()
      .execute((trx) => this.owe(trx, subscription.subscriberId, newsletter));
    await this.outbox.ring(noticeId);
    return newsletter;
  }

  /**
   * For a reader who asked an operator: the same link to the address on file, as often as the reader themself may have
   * it, in the caller's transaction. The notice to ring for; undefined where none is owed: one left just now, or none may
   * be sent.
   */
  async askFor(db: Db, subscriberId: string): Promise<string | undefined> {
    const newsletterId = await this.people.newsletterId(db, subscriberId);
    const newsletter = newsletterId === undefined ? undefined : await this.newsletters.byId(db, newsletterId);
    return newsletter && this.owe(db, subscriberId, newsletter);
  }

  private async owe(trx: Db, subscriberId: string, newsletter: Newsletter): Promise<string | undefined> {
    // Locked, so that two presses at once are one notice.
    const person = await this.people.lock(trx, subscriberId);
    if (person === undefined || person.address === null) return undefined;
    if (stopsNotices(await this.suppressions.causes(trx, person.addressHash))) return undefined;
    if ((await this.outbox.owedLately(trx, 'personal_link', subscriberId, LINKS_APART_SECONDS)) > 0) return undefined;
    if ((await this.outbox.owedLately(trx, 'personal_link', subscriberId, DAY_SECONDS)) >= LINKS_A_DAY)
      return undefined;
    const expiresAt = new Date(this.clock.now().getTime() + PERSONAL_LINK_MINUTES * 60_000);
    this.log.info('personal_link.owed', { subscriberId });
    return this.outbox.owe(trx, {
      kind: 'personal_link',
      address: person.address,
      locale: person.locale,
      recipientId: subscriberId,
      subjectId: subscriberId,
      content: {
        ...noticeFrame(newsletter),
        values: { minutes: PERSONAL_LINK_MINUTES },
        actionUrl: this.links.personalUrl(subscriberId, person.addressHash, expiresAt),
      },
      usefulUntil: expiresAt,
    });
  }
}
