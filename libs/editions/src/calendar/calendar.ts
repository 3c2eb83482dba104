import { Temporal } from 'temporal-polyfill';
import type { CalendarBreak, Newsletter } from '../newsletters/newsletter.js';

/** An instant at which an edition is due, with the day it is dated. */
export interface DueInstant {
  readonly dueAt: Date;
  /** `YYYY-MM-DD` in the newsletter's zone. */
  readonly editionDate: string;
}

/** What of a newsletter says when its editions are due. */
export type CalendarRule = Pick<Newsletter, 'calendar' | 'timeZone' | 'breaks'>;

/**
 * How far the next instant is looked for: every weekday with a line comes up within seven days, and a break longer than
 * a year is a newsletter that rests, not one that has a next edition.
 */
const DAYS_AHEAD = 400;

/** Every zone there is for a dozen dates and hours. */
const MAX_INSTANTS = 5_000;

/** Asked every minute of the same mornings of the same dates; reckoning one takes fifty microseconds. */
const instants = new Map<string, number>();

/**
 * The due instants in (after, until], earliest first; none on days of a break. A local time that a change of clocks skips
 * is due right after the gap; one that comes twice is due the first time (Temporal's `compatible`, as RFC 5545 §3.3.5
 * has it).
 */
export function dueBetween(rule: CalendarRule, after: Date, until: Date): DueInstant[] {
  return [...dueFrom(rule, after, until)];
}

/** The first due instant after `after`; undefined for a calendar without lines, or in a break of more than a year. */
export function nextDue(rule: CalendarRule, after: Date): DueInstant | undefined {
  const until = new Date(after.getTime() + DAYS_AHEAD * 24 * 3_600_000);
  for (const due of dueFrom(rule, after, until)) return due;
  return undefined;
}

/** The calendar's day an instant falls on in a zone, `YYYY-MM-DD`. */
export function localDate(timeZone: string, instant: Date): string {
  return dayIn(timeZone, instant).toString();
}

/** The calendar's hour for the edition of a day, `HH:MM`; undefined: its weekday has none. Breaks are not looked at. */
export function hourOn(rule: CalendarRule, day: Temporal.PlainDate): string | undefined {
  return rule.calendar.find((line) => line.weekday === day.dayOfWeek)?.localTime;
}

/** The break an edition of this date falls into, `YYYY-MM-DD`; a reader's own day does not matter. */
export function breakOn(rule: CalendarRule, editionDate: string): CalendarBreak | undefined {
  return rule.breaks.find(({ firstDay, lastDay }) => firstDay <= editionDate && editionDate <= lastDay);
}

/**
 * The instant at which clocks in `timeZone` show `localTime` on `day`. In a gap: so much later as the clocks jump, but
 * not on another day: where a day ends in a gap or is skipped (Samoa, 30 December 2011), as the next one begins. Shown
 * twice: the first time.
 */
export function instantOf(day: Temporal.PlainDate, localTime: string, timeZone: string): Date {
  const key = `${day.toString()} ${localTime} ${timeZone}`;
  const known = instants.get(key);
  if (known !== undefined) return new Date(known);
  if (instants.size >= MAX_INSTANTS) instants.clear();
  const found = findInstant(day, localTime, timeZone);
  instants.set(key, found);
  return new Date(found);
}

function findInstant(day: Temporal.PlainDate, localTime: string, timeZone: string): number {
  const zoned = day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(localTime) });
  const due = zoned.toPlainDate().equals(day) ? zoned : zoned.startOfDay();
  return due.epochMilliseconds;
}

export function dayIn(timeZone: string, instant: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}

function* dueFrom(rule: CalendarRule, after: Date, until: Date): Generator<DueInstant> {
  const from = dayIn(rule.timeZone, after).subtract({ days: 1 });
  const to = dayIn(rule.timeZone, until).add({ days: 1 });
  for (let day = from; Temporal.PlainDate.compare(day, to) <= 0; day = day.add({ days: 1 })) {
    const localTime = hourOn(rule, day);
    const editionDate = day.toString();
    if (localTime === undefined || breakOn(rule, editionDate) !== undefined) continue;
    const dueAt = instantOf(day, localTime, rule.timeZone);
    if (dueAt > after && dueAt <= until) yield { dueAt, editionDate };
  }
}
