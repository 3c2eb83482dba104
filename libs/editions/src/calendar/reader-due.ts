import { Temporal } from 'temporal-polyfill';
import { knownZone } from '@app/platform';
import type { Newsletter } from '../newsletters/newsletter.js';
import { breakOn, hourOn, instantOf, type CalendarRule } from './calendar.js';

/**
 * When a reader wants to be written to, exactly as it is stored with the reader. What the newsletter does not offer (any
 * more), and a zone that no machine knows, counts as not said.
 */
export interface ReaderMorning {
  /** IANA zone; null: the newsletter's. */
  readonly timeZone: string | null;
  /** `HH:MM`; null: the calendar's. */
  readonly deliveryTime: string | null;
}

/** What of a newsletter says when each of its readers is due. */
export type ReaderRule = CalendarRule & Pick<Newsletter, 'offers' | 'slots'>;

/** The slot of a newsletter that has none. */
export const WHOLE_DAY = 'all';

/** In a slot's zones: every zone that no other slot names. */
const OTHER_ZONES = '*';

/**
 * When the edition of `editionDate` is due for a reader; undefined: that date has no edition (its weekday, or a break).
 * The date is the edition's everywhere: readers at +14 get it 26 hours before those at −12 do.
 */
export function readerDueAt(rule: ReaderRule, editionDate: string, morning: ReaderMorning): Date | undefined {
  const day = Temporal.PlainDate.from(editionDate);
  const calendars = hourOn(rule, day);
  if (calendars === undefined || breakOn(rule, editionDate) !== undefined) return undefined;
  const { deliveryTime } = morning;
  const wanted = deliveryTime !== null && rule.offers.deliveryTimes.includes(deliveryTime) ? deliveryTime : calendars;
  return instantOf(day, wanted, readerZone(rule, morning.timeZone));
}

/** The zone that decides for a reader: the stored one where the newsletter offers that, else the newsletter's. */
export function readerZone(rule: Pick<ReaderRule, 'offers' | 'timeZone'>, stored: string | null): string {
  if (!rule.offers.timeZone || stored === null) return rule.timeZone;
  return knownZone(stored) ?? rule.timeZone;
}

/** The name of the slot whose edition a reader gets; {@link WHOLE_DAY} where the newsletter has no slots. */
export function slotOf(rule: Pick<ReaderRule, 'offers' | 'timeZone' | 'slots'>, timeZone: string | null): string {
  const zone = readerZone(rule, timeZone);
  const own = rule.slots.find(({ zones }) => zones.some((name) => name === zone || knownZone(name) === zone));
  return (own ?? rule.slots.find(({ zones }) => zones.includes(OTHER_ZONES)))?.name ?? WHOLE_DAY;
}
