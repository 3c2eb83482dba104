/** Before anybody kept lists of readers, a date is a mistake of some program: 0000-00-00, 1970-01-01. */
const EARLIEST = Date.UTC(1990, 0, 1);
const DAY_MS = 86_400_000;

const TIME = String.raw`(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?`;
const ZONE = String.raw`\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?`;
const YEAR_FIRST = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${TIME}${ZONE}$`, 'i');
const YEAR_LAST = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})[-/.](\\d{4})${TIME}${ZONE}$`, 'i');
const EPOCH = /^\d{10}(?:\d{3})?$/;

/**
 * An instant as exports write it; without a zone it is taken as UTC. Undefined for what cannot be told: an unknown
 * notation, a day that does not exist, one in the future, and 03/04/2025 where nothing says which comes first. A date
 * is evidence of a consent: none is better than a wrong one.
 */
export function readInstant(text: string, now: Date, dayFirst?: boolean): Date | undefined {
  const given = text.slice(0, 64).trim();
  const time = EPOCH.test(given) ? epoch(given) : (yearFirst(given) ?? yearLast(given, dayFirst));
  if (time === undefined || time < EARLIEST || time > now.getTime() + DAY_MS) return undefined;
  return new Date(time);
}

function epoch(given: string): number {
  return given.length === 13 ? Number(given) : Number(given) * 1_000;
}

function yearFirst(given: string): number | undefined {
  const [, year, month, day, ...clock] = YEAR_FIRST.exec(given) ?? [];
  if (year === undefined) return undefined;
  return instant([Number(year), Number(month), Number(day)], clock);
}

function yearLast(given: string, dayFirst: boolean | undefined): number | undefined {
  const [, one, separator, other, year, ...clock] = YEAR_LAST.exec(given) ?? [];
  if (one === undefined) return undefined;
  // Nobody writes the month first with dots between.
  const isDayFirst = Number(one) > 12 || one === other || separator === '.' || dayFirst;
  const isMonthFirst = Number(other) > 12 || dayFirst === false;
  if (isDayFirst !== true && !isMonthFirst) return undefined;
  const [day, month] = isDayFirst === true ? [one, other] : [other, one];
  return instant([Number(year), Number(month), Number(day)], clock);
}

function instant(
  [year, month, day]: readonly [number, number, number],
  [hour = '0', minute = '0', second = '0', zone = 'Z']: readonly (string | undefined)[],
): number | undefined {
  const date = new Date(Date.UTC(year, month - 1, day, Number(hour), Number(minute), Number(second)));
  // 31 February rolls over into March, 25 o'clock into the next day.
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && Number(hour) < 24;
  if (!isReal || Number(minute) > 59 || Number(second) > 60) return undefined;
  return date.getTime() - offsetMinutes(zone) * 60_000;
}

function offsetMinutes(zone: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
