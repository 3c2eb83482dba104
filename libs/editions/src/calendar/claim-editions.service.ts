import { Injectable } from '@nestjs/common';
import { Clock, Database, JobBell, Log, type Db, type EditionKind } from '@app/platform';
import { localDate } from './calendar.js';
import { CalendarClaimRepository } from './calendar-claim.repository.js';
import { earliestDate, editionTimes, plannedEditions, slotNames, type PlannedEdition } from './planned-editions.js';
import { ReaderMornings } from './reader-mornings.js';
import { EditionRepository } from '../edition.repository.js';
import { prepareEdition } from '../editions.jobs.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';

export interface ExtraEdition {
  /** Left out: now. */
  readonly dueAt?: Date;
  /** The operator who wants it. */
  readonly createdBy?: string | null;
  /** A transaction that also writes what it holds. */
  readonly db?: Db;
}

/** Brings editions into being: by the calendar, or because an operator wants one. */
@Injectable()
export class ClaimEditions {
  constructor(
    private readonly database: Database,
    private readonly newsletters: NewsletterRepository,
    private readonly editions: EditionRepository,
    private readonly calendar: CalendarClaimRepository,
    private readonly mornings: ReaderMornings,
    private readonly bell: JobBell,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * Claims every edition that is to be made by now and is still useful for its last readers. Harmless at any time, any
   * number of times, on any number of machines. Returns the ids claimed by this very call.
   */
  async claimDue(): Promise<string[]> {
    const claimed: string[] = [];
    for (const newsletter of await this.newsletters.all()) {
      try {
        claimed.push(...(await this.claimOf(newsletter)));
      } catch (error) {
        // One newsletter that cannot be reckoned with must not keep the others from their readers; tried again in a minute.
        this.log.failure('edition.claim_failed', error, { newsletterId: newsletter.id });
      }
    }
    await this.bell.ring(prepareEdition, ...claimed.map((editionId) => ({ editionId })));
    return claimed;
  }

  /**
   * An extra edition, one instant for all its readers; its sequence counts up from the calendar's own. Dated by the
   * newsletter's day at that instant; proposed at once, frozen with the newsletter's leads where there is time for them.
   */
  async claimNow(newsletter: Newsletter, kind: EditionKind = 'digest', extra: ExtraEdition = {}): Promise<string> {
    const now = this.clock.now();
    const dueAt = extra.dueAt !== undefined && extra.dueAt > now ? extra.dueAt : now;
    const times = editionTimes(newsletter, dueAt, dueAt);
    const freezeAt = times.freezeAt > now ? times.freezeAt : now;
    const editionDate = localDate(newsletter.timeZone, dueAt);
    const { db = this.database, createdBy = null } = extra;
    for (;;) {
      const next = await this.editions.nextSequence(db, newsletter.id, kind, editionDate);
      // The calendar's digest of the day keeps number 1 even when it is not claimed yet.
      const sequence = kind === 'digest' ? Math.max(2, next) : next;
      const edition = { newsletterId: newsletter.id, kind, editionDate, sequence };
      const id = await this.editions.claim(db, { ...edition, ...times, proposeAt: now, freezeAt, createdBy });
      if (id === undefined) continue;
      this.log.info('edition.claimed', { editionId: id, ...edition });
      return id;
    }
  }

  /** The sweeper's round: rings for editions whose job was lost. */
  async ringUnprepared(): Promise<number> {
    const ids = await this.editions.unprepared(100);
    await this.bell.ring(prepareEdition, ...ids.map((editionId) => ({ editionId })));
    return ids.length;
  }

  /** As {@link claimDue}, for one newsletter, without ringing: for somebody who makes the editions at once. */
  async claimOf(newsletter: Newsletter): Promise<string[]> {
    const now = this.clock.now();
    const claimed = await this.calendar.claimed(newsletter.id, earliestDate(newsletter, now));
    const ids: string[] = [];
    const startLeadMinutes = await this.mornings.startLeadMinutes(this.database, newsletter, now);
    for (const planned of await this.planned(newsletter, { now, claimed, startLeadMinutes })) {
      const found = await this.calendar.claim(newsletter.id, planned, slotNames(newsletter));
      if (found === undefined) continue;
      ids.push(found.id);
      const { editionDate, slot, startLeadMinutes: lead } = planned;
      const { id: editionId, sequence } = found;
      const edition = { editionId, newsletterId: newsletter.id, kind: 'digest', editionDate, sequence, slot, lead };
      this.log.info('edition.claimed', edition);
    }
    return ids;
  }
  /** Most minutes nothing is to be claimed, and the mornings of a while ago say so. */
  private async planned(newsletter: Newsletter, at: Parameters<typeof plannedEditions>[2]): Promise<PlannedEdition[]> {
    const { timeZone, deliveryTimes } = newsletter.offers;
    // None of its readers may choose a morning.
    if (!timeZone && deliveryTimes.length === 0) return plannedEditions(newsletter, [], at);
    const recent = await this.mornings.recent(this.database, newsletter.id, at.now);
    if (plannedEditions(newsletter, recent, at).length === 0) return [];
    return plannedEditions(newsletter, await this.mornings.of(this.database, newsletter.id), at);
  }
}
