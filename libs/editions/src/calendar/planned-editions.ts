import { Temporal } from 'temporal-polyfill';
import type { Newsletter } from '../newsletters/newsletter.js';
import { breakOn, hourOn } from './calendar.js';
import { readerDueAt, slotOf, WHOLE_DAY, type ReaderMorning, type ReaderRule } from './reader-due.js';

/** What of a newsletter says when its editions are made. */
export type MakingRule = ReaderRule &
  Pick<
    Newsletter,
    'approval' | 'proposalLeadMinutes' | 'freezeLeadMinutes' | 'seedLeadMinutes' | 'usefulHours' | 'createdAt'
  >;

/** An edition that the calendar wants made now. */
export interface PlannedEdition extends EditionTimes {
  /** All its waves begin so many minutes before their readers' hour. */
  readonly startLeadMinutes: number;
  /** `YYYY-MM-DD`. */
  readonly editionDate: string;
  readonly slot: string;
}

export interface EditionTimes {
  /** The first wave's instant. */
  readonly dueAt: Date;
  /** The last wave's. */
  readonly lastDueAt: Date;
  readonly proposeAt: Date;
  readonly freezeAt: Date;
  readonly usefulUntil: Date;
}

/** A slot of a day that has its edition already. */
export interface ClaimedSlot {
  readonly editionDate: string;
  readonly slot: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A date begins at +14 and ends at −12; two hours more, for what a change of clocks moves. */
const EARLIEST_HOURS = -16;
const LATEST_HOURS = 38;

/**
 * The editions that are to be made by now and are still useful, one a slot, except those of `claimed`. A slot that nobody
 * reads is made only where it is the newsletter's own: there is always one edition a day. How a day is divided is settled
 * by the first edition claimed for it: after a change of the slots nothing is added to a day that began under other names.
 */
export function plannedEditions(
  rule: MakingRule,
  mornings: readonly ReaderMorning[],
  { now, claimed, startLeadMinutes = 0 }: { now: Date; claimed: readonly ClaimedSlot[]; startLeadMinutes?: number },
): PlannedEdition[] {
  const slots = morningsBySlot(rule, mornings);
  const names = slotNames(rule);
  const planned: PlannedEdition[] = [];
  for (const editionDate of datesAround(rule, now, startLeadMinutes)) {
    const taken = claimed.filter((one) => one.editionDate === editionDate).map(({ slot }) => slot);
    if (taken.some((slot) => !names.has(slot))) continue;
    for (const [slot, slotMornings] of slots) {
      if (taken.includes(slot)) continue;
      const times = timesOf(rule, { editionDate, mornings: slotMornings, startLeadMinutes });
      if (times !== undefined && times.proposeAt <= now && now < times.usefulUntil)
        planned.push({ editionDate, slot, startLeadMinutes, ...times });
    }
  }
  return planned;
}

/** The editions of one day. */
export function slotNames(rule: Pick<ReaderRule, 'slots'>): ReadonlySet<string> {
  return new Set(rule.slots.length === 0 ? [WHOLE_DAY] : rule.slots.map(({ name }) => name));
}

/** Days before which no edition can be due or useful any more: what was claimed earlier need not be read. */
export function earliestDate(rule: Pick<MakingRule, 'usefulHours'>, now: Date): string {
  return utcDate(now.getTime() - (rule.usefulHours + LATEST_HOURS) * HOUR_MS).toString();
}

/** When an edition is proposed, frozen and old news, from the instants of its first and last wave. */
export function editionTimes(
  rule: Omit<MakingRule, keyof ReaderRule | 'createdAt'>,
  dueAt: Date,
  lastDueAt: Date,
): EditionTimes {
  const freezeAt = minutesBefore(dueAt, rule.freezeLeadMinutes + (rule.seedLeadMinutes ?? 0));
  return {
    dueAt,
    lastDueAt,
    freezeAt,
    proposeAt: rule.approval === 'desk' ? minutesBefore(freezeAt, rule.proposalLeadMinutes) : freezeAt,
    usefulUntil: new Date(lastDueAt.getTime() + rule.usefulHours * HOUR_MS),
  };
}

function timesOf(
  rule: MakingRule,
  given: { editionDate: string; mornings: readonly ReaderMorning[]; startLeadMinutes: number },
): EditionTimes | undefined {
  const { editionDate, mornings, startLeadMinutes } = given;
  const instants = mornings
    .map((morning) => readerDueAt(rule, editionDate, morning))
    // What was due before the newsletter existed was promised to nobody.
    .filter((dueAt) => dueAt !== undefined && dueAt > rule.createdAt)
    .map(Number);
  if (instants.length === 0) return undefined;
  const [first, last] = [new Date(Math.min(...instants)), new Date(Math.max(...instants))];
  const { usefulUntil } = editionTimes(rule, first, last);
  // An early start takes nothing from the time in which it is useful.
  const times = editionTimes(rule, minutesBefore(first, startLeadMinutes), minutesBefore(last, startLeadMinutes));
  return { ...times, usefulUntil };
}

function morningsBySlot(rule: ReaderRule, mornings: readonly ReaderMorning[]): Map<string, readonly ReaderMorning[]> {
  const slots = new Map<string, ReaderMorning[]>();
  for (const morning of mornings) {
    const slot = slotOf(rule, morning.timeZone);
    slots.set(slot, [...(slots.get(slot) ?? []), morning]);
  }
  const own = slotOf(rule, null);
  return slots.has(own) ? slots : slots.set(own, [{ timeZone: null, deliveryTime: null }]);
}

/** The dates of the calendar whose editions could be wanted at `now` anywhere on Earth. */
function datesAround(rule: MakingRule, now: Date, startLeadMinutes: number): string[] {
  const leadMinutes =
    startLeadMinutes + rule.proposalLeadMinutes + rule.freezeLeadMinutes + (rule.seedLeadMinutes ?? 0);
  const last = utcDate(now.getTime() + leadMinutes * MINUTE_MS - EARLIEST_HOURS * HOUR_MS);
  const dates: string[] = [];
  let day = Temporal.PlainDate.from(earliestDate(rule, now));
  for (; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    const editionDate = day.toString();
    if (hourOn(rule, day) !== undefined && breakOn(rule, editionDate) === undefined) dates.push(editionDate);
  }
  return dates;
}

function utcDate(epochMilliseconds: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(epochMilliseconds).toZonedDateTimeISO('UTC').toPlainDate();
}

function minutesBefore(instant: Date, minutes: number): Date {
  return new Date(instant.getTime() - minutes * MINUTE_MS);
}
