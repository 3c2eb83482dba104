const DAYS = 7;
const DAY_HOURS = 24;
/** So much later than usual may a source be, and a cut-off earlier. Hours. */
const MARGIN_HOURS = 12;

/**
 * How far back a newsletter's window may reach that says nothing of it itself, in hours: over the longest gap of its
 * calendar and half a day, 36 for a daily one. With less, Monday's edition of a newsletter without a weekend would lose
 * Friday's news; a break of weeks is still not made up for. Pure.
 *
 * @param weekdays ISO 8601, 1 Monday … 7 Sunday
 */
export function usualWindowHours(weekdays: readonly number[]): number {
  const days = [...new Set(weekdays)].sort((a, b) => a - b);
  const gaps = days.map((day, at) => (days[at + 1] ?? (days[0] ?? day) + DAYS) - day);
  return Math.max(1, ...gaps) * DAY_HOURS + MARGIN_HOURS;
}
