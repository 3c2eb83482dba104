/**
 * Clocks read through Intl alone: an oracle for properties that shares no code with the calendar, which reckons by
 * Temporal.
 */
const formats = new Map<string, Intl.DateTimeFormat>();

/** `YYYY-MM-DDTHH:MM:SS` as the clocks of a zone show an instant. */
export function wallClock(zone: string, instant: number): string {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}`;
}

/** Every instant at which clocks in the zone show `wall` (`YYYY-MM-DDTHH:MM:SS`), earliest first. */
export function instantsShowing(zone: string, wall: string): number[] {
  const asUtc = Date.parse(`${wall}Z`);
  // No zone has been further than this from UTC, nor changed twice within it.
  const offsets = [-30, -12, 0, 12, 30].map((hours) => {
    const instant = asUtc + hours * 3_600_000;
    return Date.parse(`${wallClock(zone, instant)}Z`) - instant;
  });
  const candidates = [...new Set(offsets)].map((offset) => asUtc - offset);
  return candidates.filter((instant) => wallClock(zone, instant) === wall).sort((a, b) => a - b);
}
