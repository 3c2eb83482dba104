/** Dates and times as an operator reads them: absolute in a named zone, and relative to now. Intl only. */

export type Locale = 'en' | 'fr';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** English as newsrooms write it: day before month, 24 hours. */
const tags: Record<Locale, string> = { en: 'en-GB', fr: 'fr-FR' };

export function localeTag(locale: Locale): string {
  return tags[locale];
}

/** `06:40` in English, `6 h 40` in French (with no-break spaces). */
export function formatTime(at: Date, zone: string, locale: Locale): string {
  if (locale === 'en') {
    return new Intl.DateTimeFormat(tags.en, { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at);
  }
  const found = new Intl.DateTimeFormat(tags.fr, {
    timeZone: zone,
    hour: 'numeric',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes): string => found.find((part) => part.type === type)?.value ?? '';
  return `${String(Number(of('hour')))}\u00a0h\u00a0${of('minute')}`;
}

/** `Mon 23 Nov`, `lun. 23 nov.` */
export function formatDay(at: Date, zone: string, locale: Locale): string {
  const parts = new Intl.DateTimeFormat(tags[locale], {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  }).formatToParts(at);
  // English sets a comma after the weekday; in a dense list it only adds noise.
  return parts.map((part) => (part.type === 'literal' ? part.value.replace(',', '') : part.value)).join('');
}

/** An edition's date (`2026-11-23`) belongs to no zone: it is formatted as written. */
export function formatEditionDate(date: string, locale: Locale): string {
  return formatDay(new Date(`${date}T12:00:00Z`), 'UTC', locale);
}

/** The first day of a day, a week or a month (`2026-11-23`), short enough to stand along a chart: `23 Nov`, `23 nov.` */
export function formatPeriod(begins: string, step: 'day' | 'week' | 'month', locale: Locale): string {
  const parts = step === 'month' ? ({ month: 'short', year: 'numeric' } as const) : ({ day: 'numeric', month: 'short' } as const); // prettier-ignore
  return new Intl.DateTimeFormat(tags[locale], { timeZone: 'UTC', ...parts }).format(new Date(`${begins}T12:00:00Z`));
}

/** `in 22 hours`, `il y a 3 minutes`; whole units, rounded towards now. */
export function formatRelative(at: Date, now: Date, locale: Locale): string {
  const distance = at.getTime() - now.getTime();
  const size = Math.abs(distance);
  const format = new Intl.RelativeTimeFormat(tags[locale], { numeric: 'always' });
  if (size < minute) return new Intl.RelativeTimeFormat(tags[locale], { numeric: 'auto' }).format(0, 'second');
  if (size < hour) return format.format(Math.trunc(distance / minute), 'minute');
  if (size < 2 * day) return format.format(Math.trunc(distance / hour), 'hour');
  return format.format(Math.trunc(distance / day), 'day');
}
