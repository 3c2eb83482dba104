import { Temporal } from 'temporal-polyfill';
import type { CalendarBreak } from '../newsletters/newsletter.js';
import { breakOn, dayIn, hourOn } from './calendar.js';
import { readerDueAt, readerZone, slotOf, type ReaderRule } from './reader-due.js';

/** A day of the calendar as a desk sees it ahead of time. */
export interface UpcomingDay {
  /** `YYYY-MM-DD`. */
  readonly editionDate: string;
  /** Null: the day falls into a break. */
  readonly dueAt: Date | null;
  /** `YYYY-MM-DDTHH:MM` on the clocks of `timeZone`; null in a break. */
  readonly localTime: string | null;
  /** The zone that decided: the newsletter's, where it does not offer readers their own. */
  readonly timeZone: string;
  readonly slot: string;
  /** Why there is no edition. */
  readonly break: CalendarBreak | null;
}

/** Twice the days that thirty weekly editions take, and a year's break besides: further ahead nobody plans. */
const DAYS_AHEAD = 800;

/**
 * The next `count` due instants after `after` for a reader in `timeZone` (left out: the newsletter's), and the days
 * between them that a break skips. Fewer where the calendar has fewer within two years.
 */
export function upcoming(rule: ReaderRule, after: Date, count: number, timeZone: string | null = null): UpcomingDay[] {
  const zone = readerZone(rule, timeZone);
  const slot = slotOf(rule, timeZone);
  const days: UpcomingDay[] = [];
  let due = 0;
  let day = dayIn(zone, after).subtract({ days: 1 });
  for (let ahead = 0; ahead < DAYS_AHEAD && due < count; ahead += 1, day = day.add({ days: 1 })) {
    const found = dayOf(rule, day, { zone, slot, asked: timeZone });
    if (found === undefined || (found.dueAt ?? endOf(day, zone)) <= after) continue;
    if (found.dueAt !== null) due += 1;
    days.push(found);
  }
  return days;
}

interface Reader {
  readonly zone: string;
  readonly slot: string;
  readonly asked: string | null;
}

function dayOf(rule: ReaderRule, day: Temporal.PlainDate, reader: Reader): UpcomingDay | undefined {
  if (hourOn(rule, day) === undefined) return undefined;
  const editionDate = day.toString();
  const dueAt = readerDueAt(rule, editionDate, { timeZone: reader.asked, deliveryTime: null }) ?? null;
  const localTime =
    dueAt &&
    Temporal.Instant.fromEpochMilliseconds(dueAt.getTime())
      .toZonedDateTimeISO(reader.zone)
      .toPlainDateTime()
      .toString({ smallestUnit: 'minute' });
  const skipped = breakOn(rule, editionDate) ?? null;
  return { editionDate, dueAt, localTime, timeZone: reader.zone, slot: reader.slot, break: skipped };
}

function endOf(day: Temporal.PlainDate, zone: string): Date {
  return new Date(day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds);
}
