import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@app/platform';
import { NewsletterRepository, editionErrors } from '@app/editions';
import { daysBetween, periodsOf, type FilledPeriod } from './periods.js';
import { subscriberErrors } from '../subscribers.errors.js';
import {
  ReadershipRepository,
  type EditionEndings,
  type PlacementCount,
  type ReadershipRange,
  type ReadershipStep,
} from './readership.repository.js';

export interface ReadershipWish {
  /** Undefined: all newsletters together. */
  readonly slug?: string | undefined;
  /** First and last day, `YYYY-MM-DD`; the last 90 days where not said. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly step?: ReadershipStep | undefined;
}

export interface Readership {
  readonly newsletter: string | null;
  /** IANA; null for all, each of whose days is its own zone's. */
  readonly timeZone: string | null;
  readonly from: string;
  readonly to: string;
  readonly step: ReadershipStep;
  /** null: nothing was counted yet. */
  readonly countedAt: Date | null;
  readonly periods: readonly FilledPeriod[];
  readonly causes: Readonly<Record<string, number>>;
  readonly placements: readonly PlacementCount[];
  readonly editions: readonly EditionEndings[];
}

const DEFAULT_DAYS = 90;
/** Ten years by the month, and so by the day: more points than a screen has pixels. */
const MOST_DAYS = 3_660;
/** Points of one chart. */
const MOST_PERIODS = 400;
const PLACEMENTS_SHOWN = 20;
const DAY_MS = 86_400_000;

/** How a readership grew and shrank, from the counts by day. */
@Injectable()
export class ReadReadership {
  constructor(
    private readonly database: Database,
    private readonly readership: ReadershipRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws newsletter.unknown, readership.range */
  async read(wish: ReadershipWish): Promise<Readership> {
    const newsletter = wish.slug === undefined ? undefined : await this.newsletters.bySlug(wish.slug);
    if (wish.slug !== undefined && newsletter === undefined)
      throw editionErrors.error('newsletter.unknown', { slug: wish.slug });
    const range: ReadershipRange = { newsletterId: newsletter?.id, ...this.rangeOf(wish, newsletter?.timeZone) };
    const days = daysBetween(range.from, range.to);
    if (days < 1 || days > MOST_DAYS) throw subscriberErrors.error('readership.range', { days, most: MOST_DAYS });
    const step = wish.step ?? (days <= 100 ? 'day' : days <= 800 ? 'week' : 'month');
    if (step === 'day' && days > MOST_PERIODS)
      throw subscriberErrors.error('readership.range', { days, most: MOST_PERIODS, step });
    return this.database
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (trx) => ({
        newsletter: newsletter?.slug ?? null,
        timeZone: newsletter?.timeZone ?? null,
        from: range.from,
        to: range.to,
        step,
        countedAt: await this.readership.countedAt(),
        periods: periodsOf(
          { ...range, step },
          await this.readership.periods(trx, range, step),
          await this.readership.readersBefore(trx, range),
        ),
        causes: await this.readership.causes(trx, range),
        placements: await this.readership.placements(trx, range, PLACEMENTS_SHOWN),
        editions: await this.readership.endingsByEdition(trx, range),
      }));
  }

  /** Readers by newsletter id, as last counted: who agreed and has not withdrawn, paused ones among them. */
  readers(): Promise<Map<string, number>> {
    return this.readership.readers(this.database);
  }

  private rangeOf({ from, to }: ReadershipWish, timeZone = 'UTC'): { readonly from: string; readonly to: string } {
    const today = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(this.clock.now());
    const last = to ?? today;
    return {
      to: last,
      from: from ?? new Date(Date.parse(last) - (DEFAULT_DAYS - 1) * DAY_MS).toISOString().slice(0, 10),
    };
  }
}
