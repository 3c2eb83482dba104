import { Injectable } from '@nestjs/common';
import { Clock, Database, JobBell, Log, type EditionKind } from '@app/platform';
import { dueBetween, localDate } from './calendar.js';
import { EditionRepository } from '../edition.repository.js';
import { prepareEdition } from '../editions.jobs.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Brings editions into being: by the calendar, or because an operator wants one now. */
@Injectable()
export class ClaimEditions {
  constructor(
    private readonly database: Database,
    private readonly newsletters: NewsletterRepository,
    private readonly editions: EditionRepository,
    private readonly bell: JobBell,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * Claims every edition whose content is to be frozen by now and which is still useful. Harmless at any time, any
   * number of times, on any number of machines. Returns the ids claimed by this very call.
   */
  async claimDue(): Promise<string[]> {
    const now = this.clock.now();
    const claimed: string[] = [];
    for (const newsletter of await this.newsletters.all()) {
      // An edition due before the newsletter existed was never promised to anybody.
      const after = new Date(
        Math.max(now.getTime() - newsletter.usefulHours * HOUR_MS, newsletter.createdAt.getTime()),
      );
      const until = new Date(now.getTime() + newsletter.freezeLeadMinutes * MINUTE_MS);
      for (const due of dueBetween(newsletter, after, until)) {
        const id = await this.claim(newsletter, 'digest', due.editionDate, 1, due.dueAt);
        if (id !== undefined) claimed.push(id);
      }
    }
    await this.bell.ring(prepareEdition, ...claimed.map((editionId) => ({ editionId })));
    return claimed;
  }

  /** An extra edition of today, due at once; its sequence counts up from the calendar's own. */
  async claimNow(newsletter: Newsletter, kind: EditionKind = 'digest'): Promise<string> {
    const now = this.clock.now();
    const editionDate = localDate(newsletter.timeZone, now);
    for (;;) {
      // The calendar's edition of the day keeps number 1 even when it is not claimed yet.
      const sequence = Math.max(2, await this.editions.nextSequence(this.database, newsletter.id, kind, editionDate));
      const id = await this.claim(newsletter, kind, editionDate, sequence, now);
      if (id !== undefined) return id;
    }
  }

  /** The sweeper's round: rings for editions whose job was lost. */
  async ringUnprepared(): Promise<number> {
    const ids = await this.editions.unprepared(100);
    await this.bell.ring(prepareEdition, ...ids.map((editionId) => ({ editionId })));
    return ids.length;
  }

  private async claim(
    newsletter: Newsletter,
    kind: EditionKind,
    editionDate: string,
    sequence: number,
    dueAt: Date,
  ): Promise<string | undefined> {
    const id = await this.editions.claim(this.database, {
      newsletterId: newsletter.id,
      kind,
      editionDate,
      sequence,
      dueAt,
      usefulUntil: new Date(dueAt.getTime() + newsletter.usefulHours * HOUR_MS),
    });
    if (id !== undefined)
      this.log.info('edition.claimed', { editionId: id, newsletterId: newsletter.id, kind, editionDate, sequence });
    return id;
  }
}
