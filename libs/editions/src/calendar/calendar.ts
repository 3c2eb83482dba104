import { Temporal } from 'temporal-polyfill';
import type { CalendarDay } from '../newsletters/newsletter.js';

/** An instant at which an edition is due, with the day it is dated. */
export interface DueInstant {
  readonly dueAt: Date;
  /** `YYYY-MM-DD` in the newsletter's zone. */
  readonly editionDate: string;
}

export interface CalendarRule {
  readonly calendar: readonly CalendarDay[];
  /** IANA zone. */
  readonly timeZone: string;
}

/** A calendar is looked through one week at most: every weekday with a line comes up within seven days. */
const DAYS_AHEAD = 8;

/**
 * The due instants in (after, until], earliest first. A local time that a change of clocks skips is due right after the
 * gap; one that comes twice is due the first time (Temporal's `compatible`, as RFC 5545 §3.3.5 has it).
 */
export function dueBetween(rule: CalendarRule, after: Date, until: Date): DueInstant[] {
  const found: DueInstant[] = [];
  const from = dayIn(rule.timeZone, after).subtract({ days: 1 });
  const to = dayIn(rule.timeZone, until).add({ days: 1 });
  for (let day = from; Temporal.PlainDate.compare(day, to) <= 0; day = day.add({ days: 1 })) {
    const dueAt = dueOn(rule, day);
    if (dueAt !== undefined && dueAt > after && dueAt <= until) found.push({ dueAt, editionDate: day.toString() });
  }
  return found;
}

/** The first due instant after `after`; undefined for a calendar without lines. */
export function nextDue(rule: CalendarRule, after: Date): DueInstant | undefined {
  const until = new Date(after.getTime() + DAYS_AHEAD * 24 * 3_600_000);
  return dueBetween(rule, after, until)[0];
}

/** The calendar's day an instant falls on in a zone, `YYYY-MM-DD`. */
export function localDate(timeZone: string, instant: Date): string {
  return dayIn(timeZone, instant).toString();
}

function dueOn(rule: CalendarRule, day: Temporal.PlainDate): Date | undefined {
  const line = rule.calendar.find((candidate) => candidate.weekday === day.dayOfWeek);
  if (line === undefined) return undefined;
  const zoned = day.toZonedDateTime({ timeZone: rule.timeZone, plainTime: Temporal.PlainTime.from(line.localTime) });
  return new Date(zoned.epochMilliseconds);
}

function dayIn(timeZone: string, instant: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}
