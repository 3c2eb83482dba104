import { assertNever, type DispatchStatus } from '@app/platform';
import type { TitleMark } from '../store/title-marks.js';

/**
 * A dispatch's life. Three acts move it; who acts decides whether they may. A machine errs towards silence: it takes a
 * dispatch away on little evidence and never brings back what a person, or the source itself, took away.
 */
export type LifeAct = 'withhold' | 'release' | 'kill';

/** The status an act leads to. Where an entry is missing, the act is refused. */
type LifeTable = Readonly<Record<DispatchStatus, Partial<Readonly<Record<LifeAct, DispatchStatus>>>>>;

/** An operator may do everything, but a killed dispatch comes back in two steps, so that no slip of the hand does it. */
export const OPERATOR_LIFE: LifeTable = {
  usable: { withhold: 'withheld', release: 'usable', kill: 'killed' },
  withheld: { withhold: 'withheld', release: 'usable', kill: 'killed' },
  killed: { withhold: 'withheld', kill: 'killed' },
};

/** By a source's machine status or a word in a title. Killed stays killed. */
export const MACHINE_LIFE: LifeTable = {
  usable: { withhold: 'withheld', release: 'usable', kill: 'killed' },
  withheld: { withhold: 'withheld', release: 'usable', kill: 'killed' },
  killed: { withhold: 'killed', release: 'killed', kill: 'killed' },
};

/** Why a dispatch is not usable; an operator's own words are in its events. */
export const STATUS_REASONS = {
  desk: 'dispatch.by_desk',
  /** A source's machine status. */
  source: 'dispatch.by_source',
  /** A source that is not trusted says killed: the desk decides. */
  sourceKill: 'dispatch.source_kill',
  titleMark: 'dispatch.title_mark',
  /** A later dispatch corrects it or stands in its place. */
  replaced: 'dispatch.replaced',
  /** By an order: nobody brings it back, and no version of it is stored any more. */
  takenDown: 'dispatch.taken_down',
} as const;
export type StatusReason = (typeof STATUS_REASONS)[keyof typeof STATUS_REASONS];

export interface Standing {
  readonly status: DispatchStatus;
  /** null while usable. */
  readonly reason: string | null;
}

export interface ArrivalFacts {
  /** undefined: nobody had it. */
  readonly before: Standing | undefined;
  readonly says: DispatchStatus;
  readonly isTrusted: boolean;
  readonly marks: readonly TitleMark[];
  /** Of the headline as it was stored: what the desk released with its mark stays released. */
  readonly marksBefore: readonly TitleMark[];
  readonly hasEmbargoInstant: boolean;
}

export interface ArrivalStanding extends Standing {
  /** An alarm for the desk; undefined: nothing to look at. */
  readonly alarm: typeof STATUS_REASONS.sourceKill | typeof STATUS_REASONS.titleMark | undefined;
}

/** What becomes of a dispatch's status by a version that arrives. Pure. */
export function standingOnArrival(facts: ArrivalFacts): ArrivalStanding {
  const before = facts.before ?? { status: 'usable', reason: null };
  const bySource = afterSource(before, facts);
  if (bySource.status !== 'usable') return bySource;
  // Released by its source just now: nobody at the desk has seen its marks yet.
  const seen = before.status === 'usable' ? facts.marksBefore.map((mark) => mark.kind) : [];
  const withholding = facts.marks.filter(
    (mark) => !seen.includes(mark.kind) && !(mark.kind === 'embargo' && facts.hasEmbargoInstant),
  );
  if (withholding.length === 0) return bySource;
  return { ...moved(before, 'withhold', STATUS_REASONS.titleMark), alarm: STATUS_REASONS.titleMark };
}

/** A source may always hold back its own dispatch and give it free again, as a newsroom's system does with a draft. */
function afterSource(before: Standing, { says, isTrusted }: ArrivalFacts): ArrivalStanding {
  const quiet = (standing: Standing): ArrivalStanding => ({ ...standing, alarm: undefined });
  switch (says) {
    case 'usable': {
      const wasItsOwn = before.status === 'withheld' && before.reason === STATUS_REASONS.source;
      return quiet(wasItsOwn ? moved(before, 'release', null) : before);
    }
    case 'withheld':
      return quiet(before.status === 'usable' ? moved(before, 'withhold', STATUS_REASONS.source) : before);
    case 'killed': {
      if (isTrusted) return quiet(before.status === 'killed' ? before : moved(before, 'kill', STATUS_REASONS.source));
      if (before.status === 'killed') return quiet(before);
      return { ...moved(before, 'withhold', STATUS_REASONS.sourceKill), alarm: STATUS_REASONS.sourceKill };
    }
    default:
      return assertNever(says);
  }
}

function moved(before: Standing, act: LifeAct, reason: StatusReason | null): Standing {
  const status = MACHINE_LIFE[before.status][act] ?? before.status;
  return { status, reason: status === 'usable' ? null : reason };
}
