import { readerDueAt, slotOf, type ReaderRule } from './reader-due.js';

/** When a slot's first readers get a day's edition. */
export interface SlotDue {
  readonly slot: string;
  /** null: readers of all other zones only, and who they are is not known ahead of time. */
  readonly dueAt: Date | null;
}

/** Hours that a zone may come before another one on another day, by changes of clocks. */
const CLOCK_CHANGE_HOURS = 2;
const HOUR_MS = 3_600_000;

/**
 * The slots of some days, the earliest first: each is an edition, made before its earliest zone's hour. Of hundreds of
 * zones only those are looked at on every day that come first on one of them, give or take a change of clocks. Pure.
 *
 * @param days those with an hour, `YYYY-MM-DD`
 */
export function slotDays(rule: ReaderRule, days: readonly string[]): ReadonlyMap<string, readonly SlotDue[]> {
  const [first] = days;
  if (first === undefined || rule.slots.length === 0 || !rule.offers.timeZone) return new Map();
  const early = new Map(rule.slots.map((slot) => [slot.name, earlyZones(rule, slot, first)]));
  return new Map(
    days.map((day) => [
      day,
      rule.slots.map(({ name }) => ({ slot: name, dueAt: earliest(rule, day, early.get(name) ?? []) })).sort(bySoonest),
    ]),
  );
}

function earlyZones(rule: ReaderRule, slot: ReaderRule['slots'][number], day: string): (string | null)[] {
  const named = slot.zones.filter((zone) => zone !== '*');
  const zones = slotOf(rule, null) === slot.name ? [null, ...named] : named;
  const due = zones.map((zone) => ({ zone, at: dueIn(rule, day, zone) ?? Infinity }));
  const first = Math.min(...due.map(({ at }) => at));
  return due.filter(({ at }) => at <= first + CLOCK_CHANGE_HOURS * HOUR_MS).map(({ zone }) => zone);
}

function earliest(rule: ReaderRule, day: string, zones: readonly (string | null)[]): Date | null {
  const due = Math.min(...zones.map((zone) => dueIn(rule, day, zone) ?? Infinity));
  return Number.isFinite(due) ? new Date(due) : null;
}

function dueIn(rule: ReaderRule, day: string, timeZone: string | null): number | undefined {
  return readerDueAt(rule, day, { timeZone, deliveryTime: null })?.getTime();
}

function bySoonest(a: SlotDue, b: SlotDue): number {
  return (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity);
}
