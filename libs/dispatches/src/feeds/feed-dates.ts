import { monthNamesOfTwoWords, monthOf } from './month-names.js';
import { offsetOf } from './zone-offsets.js';

/**
 * Dates as feeds write them: RFC 822 (RSS) and RFC 3339 (Atom, JSON Feed, Dublin Core) with the liberties that feeds
 * take, dates in figures, and dates in the words of the newsroom's language. What has no zone is read as UTC, so that
 * the same feed gives the same instant on every machine. Where day and month could change places, the day comes
 * first, as everywhere but in the United States. What is no whole date is none: never a guess.
 */

/** Longer than any date with its weekday and its zone in words. */
const MAX_LENGTH = 120;

const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:T|\s+|\s*,\s*)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i;
const RFC_822 =
  /^(?:[a-z]{3,9}\.?,?\s*)?(\d{1,2})[\s-]([a-z]{3})[a-z]{0,6}[\s-](\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([a-z]{1,5}|[+-]\d{4})$/i;
const ENGLISH_MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec';

interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour?: number | undefined;
  readonly minute?: number | undefined;
  readonly second?: number | undefined;
  readonly millisecond?: number | undefined;
  /** Minutes east of Greenwich. */
  readonly offset?: number | undefined;
}

/** Undefined for anything that is no date. */
export function parseFeedDate(raw: string): Date | undefined {
  const text = raw.trim();
  if (text === '' || text.length > MAX_LENGTH) return undefined;
  const moment = fromIso(text) ?? fromRfc822(text) ?? fromFigures(text) ?? fromWords(text);
  if (moment instanceof Date || moment === undefined) return moment;
  return instant(moment);
}

function fromIso(text: string): Moment | undefined {
  const found = ISO.exec(text);
  if (!found) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = found;
  return {
    year: Number(year), month: Number(month), day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second),
    millisecond: Number(fraction.padEnd(3, '0').slice(0, 3)),
    offset: offsetOf(zone),
  }; // prettier-ignore
}

/** The form most feeds have, read without taking it to pieces. */
function fromRfc822(text: string): Moment | undefined {
  const found = RFC_822.exec(text);
  if (!found) return undefined;
  const [, day, name = '', year, hour, minute, second = '0', zone] = found;
  const at = ENGLISH_MONTHS.indexOf(name.toLowerCase());
  if (at === -1 || at % 3 !== 0) return undefined;
  return {
    year: Number(year), month: at / 3 + 1, day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second),
    offset: offsetOf(zone),
  }; // prettier-ignore
}

/** Seconds or milliseconds since 1970, and dates without separators. */
function fromFigures(text: string): Date | Moment | undefined {
  if (/^\d{9,10}(?:\.\d{1,9})?$/.test(text)) return new Date(Math.trunc(Number(text) * 1_000));
  if (/^\d{12,13}$/.test(text)) return new Date(Number(text));
  const compact = /^((?:19|20)\d{2})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(text);
  if (!compact) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', zone] = compact;
  return {
    year: Number(year), month: Number(month), day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second),
    offset: offsetOf(zone),
  }; // prettier-ignore
}

const TIME =
  /(?<!\d)(\d{1,2})(?:\s?:\s?|\s?h\s?|\.)(\d{2})(?:(?::|\.|\s?min\s?|m)(\d{2})(?:[.,]\d{1,9})?s?)?(?![\d./])\s*(?:uhr\b|h(?:rs?)?\b)?\s*(am|pm|a\.\s?m\.?|p\.\s?m\.?|ص|م)?(?![\p{L}\p{M}])\s*((?:utc|gmt)?\s?[+\u2212-]\s?\d{1,2}(?::?\d{2})?(?!\d)|z(?![\p{L}])|[a-z]{2,5}(?![\p{L}]))?/iu;
const HOUR = /(?<!\d)(\d{1,2})\s?(?:h|uhr)(?![\p{L}\d])|(?<!\d)(\d{1,2})\s?(am|pm|a\.\s?m\.?|p\.\s?m\.?)(?![\p{L}])/iu;

/** Everything else: the time is found and taken out, and what is left holds a day, a month and a year. */
function fromWords(raw: string): Moment | undefined {
  const text = normalised(raw);
  const time = timeIn(text);
  const rest =
    time === undefined ? text : `${text.slice(0, time.start)} ${text.slice(time.end)}`.replace(/\s+/g, ' ').trim();
  const date = namedDate(rest) ?? figuredDate(rest);
  return date && { ...date, ...time?.moment };
}

/** Lower case, European figures, no marks of direction, no comments, no second name of the zone. */
function normalised(raw: string): string {
  return raw
    .replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/\([^)]{0,60}\)/g, ' ')
    .replace(/\s+/g, ' ')
    .toLowerCase()
    .trim();
}

interface FoundTime {
  readonly start: number;
  readonly end: number;
  readonly moment: Pick<Moment, 'hour' | 'minute' | 'second' | 'offset'>;
}

function timeIn(text: string): FoundTime | undefined {
  const found = TIME.exec(text);
  // `03.02.2026` is no time; `08.15` is one beside a date.
  if (found) {
    const [whole, hour, minute, second = '0', half, zone] = found;
    const end = found.index + whole.length;
    const isWordOfDate = zone !== undefined && /^[a-z]+$/.test(zone) && offsetOf(zone) === undefined;
    return {
      start: found.index,
      end: isWordOfDate ? end - zone.length : end,
      moment: {
        hour: in24(Number(hour), half),
        minute: Number(minute),
        second: Number(second),
        offset: offsetOf(zone) ?? 0,
      },
    };
  }
  const hour = HOUR.exec(text);
  if (!hour) return undefined;
  return {
    start: hour.index,
    end: hour.index + hour[0].length,
    moment: { hour: in24(Number(hour[1] ?? hour[2]), hour[3]) },
  };
}

function in24(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour;
  const isAfternoon = /^[pم]/.test(half);
  return (hour % 12) + (isAfternoon ? 12 : 0);
}

const ORDINAL = String.raw`(?:er|re|st|nd|rd|th|eme|[.ºª°])?`;
const LINK = String.raw`[\s,./-]{0,3}(?:(?:de|del|do|di|of|d'|den|der|من)\s{1,2})?`;
const WORD = String.raw`(\p{L}[\p{L}\p{M}_'’]{1,20})\.?`;
const YEAR = String.raw`(\d{4}|'?\d{2})(?!\d)`;
const DAY_MONTH_YEAR = new RegExp(String.raw`(?<!\d)(\d{1,2})${ORDINAL}${LINK}${WORD}${LINK}${YEAR}`, 'gu');
const MONTH_DAY_YEAR = new RegExp(String.raw`${WORD}\s{0,2}(?<!\d)(\d{1,2})${ORDINAL},?\s{1,2}${YEAR}`, 'gu');
const YEAR_MONTH_DAY = new RegExp(String.raw`(?<!\d)(\d{4})${LINK}${WORD}${LINK}(\d{1,2})(?!\d)`, 'gu');

function namedDate(text: string): Moment | undefined {
  const one = withMonthsOfOneWord(text);
  for (const [, day, word = '', year = ''] of one.matchAll(DAY_MONTH_YEAR)) {
    const month = monthNamed(word);
    if (month !== undefined) return { year: fullYear(year), month, day: Number(day) };
  }
  for (const [, word = '', day, year = ''] of one.matchAll(MONTH_DAY_YEAR)) {
    const month = monthNamed(word);
    if (month !== undefined) return { year: fullYear(year), month, day: Number(day) };
  }
  for (const [, year = '', word = '', day] of one.matchAll(YEAR_MONTH_DAY)) {
    const month = monthNamed(word);
    if (month !== undefined) return { year: Number(year), month, day: Number(day) };
  }
  return undefined;
}

/** The Levant's months are two words; so that a date is day, word, year, they are joined. */
function withMonthsOfOneWord(text: string): string {
  let one = text;
  for (const name of monthNamesOfTwoWords()) one = one.replaceAll(name, name.replaceAll(' ', '_'));
  return one;
}

function monthNamed(word: string): number | undefined {
  return monthOf(word.replaceAll('_', ' '));
}

const YEAR_FIRST = /(?<!\d)(\d{4})\s?[年./-]\s?(\d{1,2})\s?[月./-]\s?(\d{1,2})(?!\d)/u;
const DAY_FIRST = /(?<!\d)(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})(?!\d)/u;
const KOREAN = /(?<!\d)(\d{4})년\s?(\d{1,2})월\s?(\d{1,2})일/u;

function figuredDate(text: string): Moment | undefined {
  const [, year, month, day] = YEAR_FIRST.exec(text) ?? KOREAN.exec(text) ?? [];
  if (year !== undefined) return { year: Number(year), month: Number(month), day: Number(day) };
  const [, first, second, last] = DAY_FIRST.exec(text) ?? [];
  if (last === undefined) return undefined;
  const isMonthFirst = Number(second) > 12;
  return {
    year: fullYear(last),
    month: Number(isMonthFirst ? first : second),
    day: Number(isMonthFirst ? second : first),
  };
}

/** Two-digit years are of RFC 822's own time or of ours (RFC 2822 §4.3). */
function fullYear(year: string): number {
  const number = Number(year.replace("'", ''));
  if (number >= 100) return number;
  return number + (number < 50 ? 2000 : 1900);
}

/** Undefined for the 31st of February and the 25th hour. */
function instant(moment: Moment): Date | undefined {
  const { year, month, day, hour = 0, minute = 0, second = 0, millisecond = 0, offset = 0 } = moment;
  const isTime = (hour < 24 && minute < 60 && second <= 60) || (hour === 24 && minute === 0 && second === 0);
  if (!isTime || year < 1000) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const time = date.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1_000 + millisecond;
  return Number.isNaN(time) ? undefined : new Date(time);
}
