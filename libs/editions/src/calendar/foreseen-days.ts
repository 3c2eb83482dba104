import { Temporal } from 'temporal-polyfill';
import type { ReaderRule } from './reader-due.js';
import { upcoming, type UpcomingDay } from './upcoming.js';

const MINUTE_MS = 60_000;

/** A day of a calendar that is not stored yet, beside what the stored one says of it. */
export interface ForeseenDay extends UpcomingDay {
  /** ISO 8601: 1 Monday … 7 Sunday. */
  readonly weekday: number;
  /** Of the zone's clocks from UTC at that instant, such as `+01:00`; null in a break. */
  readonly offset: string | null;
  /** The clocks have been changed since the day before in the list: the same hour is another instant. */
  readonly isClockChange: boolean;
  /** When it is due by the settings as they are stored; null: not at all. */
  readonly wasDueAt: Date | null;
  /** Its work begins before the edition before it is due, so that a desk would have two before it. */
  readonly isTight: boolean;
}

type Rule = ReaderRule & {
  readonly proposalLeadMinutes: number;
  readonly freezeLeadMinutes: number;
  readonly seedLeadMinutes: number | null;
};

/** The next `count` due instants after `after` under `rule`, and what of them is different from `stored`. Pure. */
export function foreseenDays(
  rule: Rule,
  stored: ReaderRule,
  { after, count }: { readonly after: Date; readonly count: number },
): ForeseenDay[] {
  const days = upcoming(rule, after, count);
  const last = days.at(-1)?.editionDate ?? '';
  const before = new Map(
    upcoming(stored, after, Math.max(count, days.length) * 8)
      .filter(({ editionDate }) => editionDate <= last)
      .map((day) => [day.editionDate, day.dueAt]),
  );
  const lead = (rule.proposalLeadMinutes + rule.freezeLeadMinutes + (rule.seedLeadMinutes ?? 0)) * MINUTE_MS;
  const seen: { dueAt: Date | null; offset: string | null } = { dueAt: null, offset: null };
  return days.map((day) => {
    const offset = day.dueAt === null ? null : offsetAt(day.dueAt, day.timeZone);
    const foreseen = {
      ...day,
      weekday: Temporal.PlainDate.from(day.editionDate).dayOfWeek,
      offset,
      isClockChange: offset !== null && seen.offset !== null && offset !== seen.offset,
      wasDueAt: before.get(day.editionDate) ?? null,
      isTight: day.dueAt !== null && seen.dueAt !== null && day.dueAt.getTime() - lead < seen.dueAt.getTime(),
    };
    seen.dueAt = day.dueAt ?? seen.dueAt;
    seen.offset = offset ?? seen.offset;
    return foreseen;
  });
}

function offsetAt(at: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).offset;
}
