import { Injectable } from '@nestjs/common';
import { Clock, JobBell, type Db } from '@app/platform';
import { noticeContent, sendNotice, type NoticeContent } from './notice.js';
import type { NoticeKind } from './notice-rendering.js';
import { NoticeRepository, type NoticeTrace } from './notice.repository.js';

export interface OwedNotice {
  readonly kind: NoticeKind;
  readonly address: string;
  readonly locale: string;
  /** The opaque subscriber or operator it is for. */
  readonly recipientId: string;
  /** What it is about; a second notice about the same thing is not owed while one waits. */
  readonly subjectId: string;
  readonly content: NoticeContent;
  readonly usefulUntil: Date;
  /** Two notices of this kind to one recipient leave at least this far apart; the later one waits. */
  readonly apartSeconds?: number;
  /** A transport, by name, that it complains about: it goes by another one where there is one. */
  readonly avoidTransport?: string;
}

export const SETTLED_DAYS = 30;
/** A notice that gives 30 days' time is asked after when they are over: who was not reached by it must not lose by it. */
const UNSENT_DAYS = 45;

/** A ring is given this long to be heard before the same notice is rung for again. */
const RING_APART_SECONDS = 60;

/**
 * The outbox. A notice is a row in the requester's transaction: if that commits the notice will leave, if it rolls back
 * nobody hears of it, and a lost queue loses nothing.
 */
@Injectable()
export class NoticeOutbox {
  constructor(
    private readonly notices: NoticeRepository,
    private readonly bell: JobBell,
    private readonly clock: Clock,
  ) {}

  /** Returns the notice's id, or undefined when the same one waits already. Ring after the commit: {@link ring}. */
  async owe(db: Db, notice: OwedNotice): Promise<string | undefined> {
    const { apartSeconds, ...row } = notice;
    return this.notices.owe(db, {
      ...row,
      content: noticeContent.parse(notice.content),
      notBefore: await this.earliest(db, notice, apartSeconds ?? 0),
    });
  }

  /** As {@link owe}, for many at once, each to a recipient of its own. Returns the ids to {@link ring} for. */
  async oweMany(db: Db, notices: readonly OwedNotice[]): Promise<string[]> {
    if (notices.length === 0) return [];
    const notBefore = this.clock.now();
    const rows = notices.map(({ apartSeconds = 0, ...notice }) => ({
      ...notice,
      content: noticeContent.parse(notice.content),
      notBefore,
      apartSeconds,
    }));
    return this.notices.oweMany(db, rows);
  }

  /** Tells the queue about committed notices. A ring that is lost is made good by the sweeper. */
  async ring(...noticeIds: readonly (string | undefined)[]): Promise<void> {
    const owed = noticeIds.filter((id) => id !== undefined);
    await this.bell.ring(sendNotice, ...owed.map((noticeId) => ({ noticeId })));
  }

  /** Gives up whatever is owed to these recipients: a ban on sending, or a change, makes it wrong. Returns how many. */
  async forgetRecipient(db: Db, ...recipientIds: readonly string[]): Promise<number> {
    return recipientIds.length === 0 ? 0 : this.notices.giveUp(db, recipientIds, 'the recipient may not be written to');
  }

  /** Gives up what was owed by an instant, which a restored backup cannot know the end of. Returns how many. */
  giveUpBefore(db: Db, instant: Date): Promise<number> {
    return this.notices.giveUpBefore(db, instant, 'may have been sent before the restore');
  }

  /** How many {@link giveUpBefore} would. */
  countOwedBefore(instant: Date): Promise<number> {
    return this.notices.countOwedBefore(instant);
  }

  /** Part of an erasure: nothing about the recipient, where one is known, nor to this address, stays here. */
  eraseRecipient(db: Db, recipientId: string | null, address: string | null): Promise<void> {
    return this.notices.erase(db, recipientId, address);
  }

  /** What was or will be written to a recipient, newest first, as far as it is still known. */
  tracesOf(db: Db, recipientId: string): Promise<NoticeTrace[]> {
    return this.notices.of(db, recipientId);
  }

  /** How many notices of a kind a recipient was owed within so many seconds; for limits. */
  owedLately(db: Db, kind: NoticeKind, recipientId: string, seconds: number): Promise<number> {
    return this.notices.count(db, kind, recipientId, seconds);
  }

  /** The sweeper's round: rings for everything owed now. */
  async ringDue(): Promise<number> {
    await this.notices.expire();
    // A round's worth: more are rung in the next one.
    const due = await this.notices.takeRingable(RING_APART_SECONDS, 500);
    await this.bell.ring(sendNotice, ...due.map((noticeId) => ({ noticeId })));
    return due.length;
  }

  /** Keeps docs/retention.md: 30 days of what left, 45 of what never did, without addresses. */
  forgetSettled(): Promise<number> {
    return this.notices.forgetSettled({ submitted: SETTLED_DAYS, failed: UNSENT_DAYS });
  }

  private async earliest(db: Db, notice: OwedNotice, apartSeconds: number): Promise<Date> {
    const now = this.clock.now();
    if (apartSeconds === 0) return now;
    const latest = await this.notices.latest(db, notice.kind, notice.recipientId);
    if (latest === undefined) return now;
    return new Date(Math.max(now.getTime(), latest.getTime() + apartSeconds * 1000));
  }
}
