import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database, Log, type Db } from '@app/platform';
import { NewsletterRepository, type Newsletter } from '@app/editions';
import { NoticeOutbox, type OwedNotice } from '@app/mail';
import { noticeFrame } from '../notice-frame.js';
import { ReaderLinks } from '../reader-links.js';
import { daysAfter, NOTICE_DAYS, TELLING_DAYS } from './inactivity-rule.js';
import { InactivityRoundRepository, type InactivityRound } from './inactivity-round.repository.js';
import { InactivityRepository, type Silence, type ToldReader } from './inactivity.repository.js';

/** Readers in one transaction: its locks are held for well under a second. */
const BATCH = 1_000;
/** Batches of a round in one minute, so that other work of the clock is not kept waiting. */
const BATCHES_A_MINUTE = 10;

/** Carries out approved rounds: tells the silent, and ends what nobody gave a sign for when the notice days are over. */
@Injectable()
export class EndInactive {
  constructor(
    private readonly database: Database,
    private readonly rounds: InactivityRoundRepository,
    private readonly silences: InactivityRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly outbox: NoticeOutbox,
    private readonly links: ReaderLinks,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** The minute's part. Any number of workers may do it at once. */
  async carryOn(): Promise<void> {
    for (const round of await this.rounds.approved(this.database)) {
      const newsletter = await this.newsletters.byId(this.database, round.newsletterId);
      if (newsletter === undefined || round.approvedAt === null || round.endsAt === null) continue;
      await inBatches(() => this.tell(round.id, newsletter));
      if (this.clock.now() >= round.endsAt) await inBatches(() => this.settle(round.id));
    }
  }

  private async tell(roundId: string, newsletter: Newsletter): Promise<number> {
    const noticeIds = await this.inRound(roundId, async (trx, round, now) => {
      if (round.approvedAt === null || now >= daysAfter(round.approvedAt, TELLING_DAYS)) return [];
      const told = await this.silences.tell(trx, silenceOf(round), { now, limit: BATCH });
      const until = daysAfter(now, NOTICE_DAYS);
      return this.outbox.oweMany(trx, told.map((reader) => this.notice(reader, newsletter, { round, until }))); // prettier-ignore
    });
    await this.outbox.ring(...(noticeIds ?? []));
    return noticeIds?.length ?? 0;
  }

  private async settle(roundId: string): Promise<number> {
    const seen = await this.inRound(roundId, async (trx, round, now) => {
      const toldUntil = daysAfter(now, -NOTICE_DAYS);
      const settled = await this.silences.settle(trx, silenceOf(round), { now, toldUntil, limit: BATCH });
      await this.rounds.addEnded(trx, round.id, settled.ended);
      if (settled.seen === 0 && !(await this.silences.anyTold(trx, round.newsletterId)))
        await this.finish(trx, round, now);
      return settled.seen;
    });
    return seen ?? 0;
  }

  private async finish(trx: Db, round: InactivityRound, now: Date): Promise<void> {
    await this.rounds.close(trx, round.id, { state: 'done', at: now });
    const detail = { newsletterId: round.newsletterId, ended: round.ended };
    await this.audit.append(trx, { operatorId: null, action: 'inactivity.done', object: `inactivity_round:${round.id}`, detail }); // prettier-ignore
    this.log.info('inactivity.done', { roundId: round.id, ...detail });
  }

  /** A batch while the round is still approved; its lock makes a cancellation wait for the batch, and stops the next. */
  private async inRound<T>(
    roundId: string,
    batch: (trx: Db, round: InactivityRound, now: Date) => Promise<T>,
  ): Promise<T | undefined> {
    return this.database.transaction().execute(async (trx) => {
      const round = await this.rounds.lock(trx, roundId);
      return round?.state === 'approved' ? batch(trx, round, this.clock.now()) : undefined;
    });
  }

  private notice(
    { subscriptionId, subscriberId, address }: ToldReader,
    newsletter: Newsletter,
    { round, until }: { round: InactivityRound; until: Date },
  ): OwedNotice {
    const { language, timeZone } = newsletter;
    const date = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(until);
    return {
      kind: 'inactivity',
      address,
      locale: language,
      recipientId: subscriberId,
      subjectId: subscriptionId,
      content: {
        ...noticeFrame(newsletter),
        values: { newsletters: [newsletter.name], months: round.months, until: date },
        actionUrl: this.links.preferencesUrl(subscriptionId),
      },
      usefulUntil: until,
    };
  }
}

function silenceOf({ newsletterId, proposedAt, months }: InactivityRound): Silence {
  return { newsletterId, before: proposedAt, months };
}

/** Until a batch finds nothing more, or the minute's share is done. */
async function inBatches(batch: () => Promise<number>): Promise<void> {
  for (let count = 0; count < BATCHES_A_MINUTE; count += 1) if ((await batch()) === 0) return;
}
