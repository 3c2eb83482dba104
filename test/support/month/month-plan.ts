import { instantsShowing } from '../wall-clock.js';
import { BREAKS, SLOTS, WEEKDAYS } from './month-newsroom.js';

/**
 * What the month is to bring, reckoned apart from the product: clocks by Intl, windows by subtraction. The product is
 * right where the relay's log says the same.
 */

export type Slug = 'matin' | 'redaction' | 'fuseaux';

export interface Arrival {
  readonly at: Date;
  readonly mark: string;
}

/** Nothing runs from `from` on; at `until` it runs again. */
export interface Outage {
  readonly from: Date;
  readonly until: Date;
}

export interface PlannedWave {
  readonly newsletter: Slug;
  readonly date: string;
  readonly slot: string;
  readonly zone: string;
  readonly dueAt: Date;
}

export const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Of every newsletter: how long a copy is useful after its reader's own instant, and how far a window reaches back. */
const USEFUL_MS = 6 * HOUR_MS;
const WINDOW_MS = 60 * HOUR_MS;
const FREEZE_LEAD_MS = HOUR_MS / 2;
const PROPOSAL_LEAD_MS = HOUR_MS;

export function days(first: string, last: string): string[] {
  const found: string[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += DAY_MS)
    found.push(new Date(at).toISOString().slice(0, 10));
  return found;
}

/** The month's days: with clocks that go forward in Auckland and Sydney, and back in Europe and America. */
export const PERIODS = [
  days('2026-08-27', '2026-09-02'),
  days('2026-09-26', '2026-10-05'),
  days('2026-10-23', '2026-11-05'),
] as const;

export function isBreak(date: string): boolean {
  return BREAKS.some((one) => one.first_day <= date && date <= one.last_day);
}

/** The dates of a newsletter's editions. */
export function datesOf(newsletter: Slug): string[] {
  const weekdays: readonly number[] = WEEKDAYS[newsletter];
  const isDue = (day: string): boolean => weekdays.includes(new Date(day).getUTCDay() || 7);
  return PERIODS.flat().filter((day) => !isBreak(day) && isDue(day));
}

export function dueAt(newsletter: Slug, date: string, zone: string): Date {
  const [wall, at] = newsletter === 'redaction' ? [`${date}T06:30:00`, 'America/New_York'] : [`${date}T07:00:00`, zone];
  const [instant] = instantsShowing(at, wall);
  if (instant === undefined) throw new Error(`${at} skips ${wall}: another hour would tell more`);
  return new Date(instant);
}

export function slotFor(newsletter: Slug, zone: string): string {
  if (newsletter !== 'fuseaux') return 'all';
  return SLOTS.find(({ zones }) => (zones as readonly string[]).includes(zone))?.name ?? 'monde';
}

/** When the edition of these waves is assembled: the desk's an hour before the others. */
export function cutOffOf(newsletter: Slug, first: Date): Date {
  return new Date(Number(first) - FREEZE_LEAD_MS - (newsletter === 'redaction' ? PROPOSAL_LEAD_MS : 0));
}

/** When a copy due at an instant leaves; undefined: it would be old news. */
export function leavesAt(due: Date, outages: readonly Outage[]): Date | undefined {
  const outage = outages.find(({ from, until }) => due >= from && due < until);
  if (outage === undefined) return due;
  return Number(outage.until) < Number(due) + USEFUL_MS ? outage.until : undefined;
}

/** When an edition wanted at an instant is made; undefined: too late for all its readers. */
export function madeAt(wanted: Date, lastDue: Date, outages: readonly Outage[]): Date | undefined {
  const outage = outages.find(({ from, until }) => wanted >= from && wanted < until);
  if (outage === undefined) return wanted;
  return Number(outage.until) < Number(lastDue) + USEFUL_MS ? outage.until : undefined;
}

/** What came in since the last edition's cut-off, and not too long ago. */
export function windowOf(arrivals: readonly Arrival[], lastCutOff: Date | undefined, cutOff: Date): string[] {
  const from = Math.max(Number(lastCutOff ?? 0), Number(cutOff) - WINDOW_MS);
  return arrivals.filter(({ at }) => Number(at) > from && at <= cutOff).map(({ mark }) => mark);
}
