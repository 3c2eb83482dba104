import { Injectable } from '@nestjs/common';
import { knownZone, Log, type Db } from '@app/platform';
import type { Newsletter } from '../newsletters/newsletter.js';
import type { ReaderMorning } from './reader-due.js';

/** The distinct mornings of a newsletter's mailable readers. */
export type ReaderMorningsSource = (db: Db, newsletterId: string) => Promise<readonly ReaderMorning[]>;

/** So many minutes before its readers' hour an edition must begin for its largest wave to be in time. */
export type StartLeadSource = (db: Db, newsletter: Newsletter) => Promise<number>;

/** Longer than that is another morning; a relay so slow is the alarm's, not the calendar's. Minutes. */
export const MAX_START_LEAD_MINUTES = 240;

/**
 * Seconds. Asking is a distinct over all readers, ten seconds of a processor where a million are judged; an edition that
 * somebody's new zone makes due earlier is claimed so much later at most, which the lead before its freezing covers.
 */
const KEPT_SECONDS = 300;

interface Kept {
  readonly at: Date;
  readonly mornings: readonly ReaderMorning[];
}

interface KeptLead {
  readonly at: Date;
  readonly minutes: number;
}

/**
 * In which mornings a newsletter is read. editions never asks who reads: a floor above that knows registers where the
 * answer comes from. Without one, or without readers, every morning is the newsletter's own.
 */
@Injectable()
export class ReaderMornings {
  private readonly sources: ReaderMorningsSource[] = [];
  private readonly unknownZones = new Set<string>();
  /** By newsletter. */
  private readonly kept = new Map<string, Kept>();
  private readonly keptLeads = new Map<string, KeptLead>();
  private leadSource: StartLeadSource | undefined;

  constructor(private readonly log: Log) {}

  register(source: ReaderMorningsSource): void {
    this.sources.push(source);
  }

  registerLead(source: StartLeadSource): void {
    this.leadSource = source;
  }

  /** 0 for a newsletter without a target, and where no floor above knows better. */
  async startLeadMinutes(db: Db, newsletter: Newsletter, now: Date): Promise<number> {
    if (newsletter.targetMinutes === null || this.leadSource === undefined) return 0;
    const kept = this.keptLeads.get(newsletter.id);
    if (kept !== undefined && isRecent(kept.at, now)) return kept.minutes;
    const wanted = Math.ceil(await this.leadSource(db, newsletter));
    const minutes = Math.min(Math.max(0, wanted), MAX_START_LEAD_MINUTES);
    this.keptLeads.set(newsletter.id, { at: now, minutes });
    return minutes;
  }

  async of(db: Db, newsletterId: string): Promise<readonly ReaderMorning[]> {
    const found: ReaderMorning[] = [];
    for (const source of this.sources) found.push(...(await source(db, newsletterId)));
    for (const { timeZone } of found) this.tellUnknown(timeZone, newsletterId);
    return found;
  }

  /** As they were at most {@link KEPT_SECONDS} ago: for whoever asks every minute whether there is anything to do. */
  async recent(db: Db, newsletterId: string, now: Date): Promise<readonly ReaderMorning[]> {
    const kept = this.kept.get(newsletterId);
    if (kept !== undefined && isRecent(kept.at, now)) return kept.mornings;
    const mornings = await this.of(db, newsletterId);
    this.kept.set(newsletterId, { at: now, mornings });
    return mornings;
  }

  /** Its readers are served in the newsletter's zone; said once a process, because this is asked every minute. */
  private tellUnknown(timeZone: string | null, newsletterId: string): void {
    if (timeZone === null || this.unknownZones.has(timeZone) || knownZone(timeZone) !== null) return;
    this.unknownZones.add(timeZone);
    this.log.warn('calendar.unknown_zone', { timeZone, newsletterId });
  }
}

function isRecent(at: Date, now: Date): boolean {
  return Math.abs(now.getTime() - at.getTime()) < KEPT_SECONDS * 1_000;
}
