import { Injectable } from '@nestjs/common';
import { Clock, Config, Database, Log } from '@app/platform';
import { NewsletterRepository, type Newsletter } from '@app/editions';
import { NoticeOutbox, type OwedNotice } from '@app/mail';
import { ReaderNotices } from './reader-notices.service.js';
import { ReminderRepository, type WaitingRequest } from './reminder.repository.js';

/** Two nights: who meant to confirm and forgot still remembers having asked. */
const REMIND_AFTER_HOURS = 48;
/** A round's worth; more are reminded in the next minute. */
const MOST_AT_ONCE = 500;
const HOUR_MS = 3_600_000;

/** The one reminder of a confirmation that did not come. It has the confirmation's own link. */
@Injectable()
export class RemindSignUps {
  constructor(
    private readonly database: Database,
    private readonly repository: ReminderRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly notices: ReaderNotices,
    private readonly outbox: NoticeOutbox,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Any number of workers may do it at once. Returns how many reminders are owed. */
  async remind(): Promise<number> {
    const now = this.clock.now();
    const before = (hours: number): Date => new Date(now.getTime() - hours * HOUR_MS);
    const round = {
      now,
      until: before(REMIND_AFTER_HOURS),
      since: before(this.config.env.CONFIRMATION_DAYS * 24),
      limit: MOST_AT_ONCE,
    };
    const noticeIds = await this.database.transaction().execute(async (trx) => {
      const waiting = await this.repository.claim(trx, round);
      const newsletters = waiting.length === 0 ? [] : await this.newsletters.all();
      return this.outbox.oweMany(trx, waiting.flatMap((request) => this.reminder(request, newsletters))); // prettier-ignore
    });
    await this.outbox.ring(...noticeIds);
    if (noticeIds.length > 0) this.log.info('sign_up.reminded', { count: noticeIds.length });
    return noticeIds.length;
  }

  private reminder(request: WaitingRequest, all: readonly Newsletter[]): OwedNotice[] {
    const newsletters = request.newsletterIds.flatMap((id) => all.find((newsletter) => newsletter.id === id) ?? []);
    const [subscriptionId] = request.subscriptionIds;
    if (subscriptionId === undefined || newsletters.length === 0) return [];
    const reader = { id: request.subscriberId, address: request.address };
    return [this.notices.confirmation({ reader, newsletters, subscriptionId }, request.requestedAt, 'reminder')];
  }
}
