import {
  readerDueAt,
  slotOf,
  WHOLE_DAY,
  type Edition,
  type Newsletter,
  type ReaderMorning,
  type SiblingEdition,
} from '@app/editions';

/** One morning of an edition's readers: when their rows are due, and by when they had to be readers. */
export interface PlannedMorning extends ReaderMorning {
  readonly dueAt: Date;
  /** Who became a reader later waits for the next edition; null: whoever is one when the audience is frozen. */
  readonly activeBy: Date | null;
}

export interface AudiencePlan {
  readonly mornings: readonly PlannedMorning[];
  /** When the seed addresses are due, before everybody; null: with everybody. */
  readonly seedDueAt: Date | null;
}

export type PlanRule = Pick<Newsletter, 'offers' | 'slots' | 'timeZone' | 'calendar' | 'breaks' | 'seedLeadMinutes'>;
export type PlannedEdition = Pick<Edition, 'editionDate' | 'slot' | 'dueAt' | 'startLeadMinutes'>;

const MINUTE_MS = 60_000;

/**
 * Pure: who is in an edition's audience, and when. Outside the calendar all readers are due at one instant. By the
 * calendar each at their own, never before the edition's first, for which its content was judged; and in the edition of
 * their slot. Whoever moved into a slot that has left already is served with this one, if they were due there before.
 */
export function planAudience(
  rule: PlanRule,
  edition: PlannedEdition,
  given: {
    readonly mornings: readonly ReaderMorning[];
    readonly siblings: readonly SiblingEdition[];
    readonly now: Date;
  },
): AudiencePlan {
  const mornings = given.mornings.flatMap((morning): PlannedMorning[] => {
    if (edition.slot === null) return [{ ...morning, dueAt: edition.dueAt, activeBy: null }];
    const due = ownDueAt(rule, edition, morning);
    if (!isServedBy(rule, edition, { morning, due, ...given })) return [];
    return [{ ...morning, dueAt: later(due, edition.dueAt), activeBy: due }];
  });
  return { mornings, seedDueAt: seedDueAt(rule, edition, given.now) };
}

/** Each morning's own instant, whichever edition serves it: who moved is due then, if an edition has a row for them. */
export function ownInstants(
  rule: PlanRule,
  edition: PlannedEdition,
  mornings: readonly ReaderMorning[],
): readonly PlannedMorning[] {
  return mornings.map((morning) => {
    const due = ownDueAt(rule, edition, morning);
    return { ...morning, dueAt: later(due, edition.dueAt), activeBy: due };
  });
}

/** A newsletter whose readers choose neither zone nor hour keeps the instant it was claimed with. */
function ownDueAt(rule: PlanRule, edition: PlannedEdition, morning: ReaderMorning): Date {
  const isOwn = rule.offers.timeZone || rule.offers.deliveryTimes.length > 0;
  const hour = isOwn ? readerDueAt(rule, edition.editionDate, morning) : undefined;
  // A date that the calendar has taken out since keeps the instant of the claimed edition too.
  return hour === undefined ? edition.dueAt : new Date(hour.getTime() - edition.startLeadMinutes * MINUTE_MS);
}

function isServedBy(
  rule: PlanRule,
  { slot }: PlannedEdition,
  reader: { morning: ReaderMorning; due: Date; siblings: readonly SiblingEdition[]; now: Date },
): boolean {
  if (slot === WHOLE_DAY) return true;
  const own = slotOf(rule, reader.morning.timeZone);
  if (own === slot) return true;
  return reader.due < reader.now && reader.siblings.some((other) => other.slot === own && other.isAudienceFrozen);
}

function seedDueAt(rule: PlanRule, edition: PlannedEdition, now: Date): Date | null {
  if (rule.seedLeadMinutes === null) return null;
  const due = later(new Date(edition.dueAt.getTime() - rule.seedLeadMinutes * MINUTE_MS), now);
  return due < edition.dueAt ? due : null;
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}
