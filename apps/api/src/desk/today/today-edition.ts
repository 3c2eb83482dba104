import type { Sending, SentCount } from '@app/delivery';
import { localDate, type Newsletter, type TodayEdition } from '@app/editions';
import type { SendingAnswer, TodayEditionAnswer } from './today-answers.js';

/** What is known beside the edition's own row. */
export interface Beside {
  readonly now: Date;
  readonly names: ReadonlyMap<string, string>;
  /** null: a program asks. */
  readonly askedBy: string | null;
  /** A declared newsroom of one: no second person is waited for. */
  readonly isAlone: boolean;
  readonly sending: Sending | undefined;
  readonly result: SentCount | undefined;
}

/** A person can still decide about it. */
const AT_THE_DESK: readonly string[] = ['proposed', 'held', 'approved'];

export function todayEditionAnswer(edition: TodayEdition, newsletter: Newsletter, beside: Beside): TodayEditionAnswer {
  const { now, sending, result } = beside;
  const { id, kind, editionDate, sequence, slot, state, reason, proposalVersion, blocks, dispatches } = edition;
  const emptySections = AT_THE_DESK.includes(state) ? sectionsWithout(edition, newsletter) : [];
  return {
    id, kind, editionDate, sequence, slot, state, reason, proposalVersion, blocks, dispatches, emptySections,
    dueAt: edition.dueAt.toISOString(),
    lastDueAt: edition.lastDueAt.toISOString(),
    proposeAt: edition.proposeAt.toISOString(),
    freezesAt: edition.freezeAt.toISOString(),
    secondsToFreeze: Math.round((edition.freezeAt.getTime() - now.getTime()) / 1000),
    releaseAt: text(edition.releaseAt),
    pausedAt: text(edition.pausedAt),
    sentAt: text(edition.sentAt),
    approvals: approvalsOf(edition, newsletter, beside),
    oddities: odditiesOf(edition, { newsletter, now, emptySections }),
    sending: sending === undefined ? null : sendingAnswer(sending),
    result: result === undefined ? null : { ...result },
  };
} // prettier-ignore

function approvalsOf(
  { kind, approvedBy }: TodayEdition,
  { approval, approvalsNeeded }: Newsletter,
  { names, askedBy, isAlone }: Beside,
): TodayEditionAnswer['approvals'] {
  // What a person made leaves when a person approves it, whatever the newsletter does by itself.
  if (approval === 'automatic' && kind === 'digest') return null;
  const needed = isAlone ? 1 : approvalsNeeded;
  return {
    needed,
    missing: Math.max(0, needed - approvedBy.length),
    by: approvedBy.map((operatorId) => ({ operatorId, name: names.get(operatorId) ?? null })),
    isMine: askedBy !== null && approvedBy.includes(askedBy),
  };
}

/** Sections of the edition's weekday that want a dispatch and have none. */
function sectionsWithout(edition: TodayEdition, { sectionRules }: Newsletter): string[] {
  if (edition.kind !== 'digest') return [];
  const weekday = ((new Date(`${edition.editionDate}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
  return sectionRules
    .filter(({ min, weekdays }) => min > 0 && (weekdays === null || weekdays.includes(weekday)))
    .map(({ slug }) => slug)
    .filter((slug) => (edition.sections[slug] ?? 0) === 0);
}

function odditiesOf(
  edition: TodayEdition,
  given: { newsletter: Newsletter; now: Date; emptySections: readonly string[] },
): string[] {
  const { state, kind, slot, blocks, dispatches, hasLeadPicture, hasVoidedApproval, freezeAt, approvedBy } = edition;
  if (!AT_THE_DESK.includes(state)) return [];
  const isSlow = kind === 'digest' && dispatches > 0 && dispatches < given.newsletter.slowDayMin;
  const odd: readonly (readonly [string, boolean])[] = [
    ['proposal_empty', blocks === 0],
    ['slow_day', isSlow],
    ['no_lead_picture', kind === 'digest' && hasLeadPicture === false],
    ['section_empty', given.emptySections.length > 0],
    ['changed_after_approval', hasVoidedApproval && approvedBy.length === 0],
    // Outside the calendar nothing happens at a deadline.
    ['deadline_passed', slot !== null && state !== 'approved' && freezeAt <= given.now],
  ];
  return odd.filter(([, applies]) => applies).map(([code]) => code);
}

function sendingAnswer({ counts, waves, messagesPerMinute, expectedEnd, target }: Sending): SendingAnswer {
  return {
    counts: { ...counts },
    waves: waves.map((wave) => ({
      dueAt: wave.dueAt.toISOString(),
      isSeed: wave.isSeed,
      size: wave.size,
      openedAt: text(wave.openedAt),
      counts: { ...wave.counts },
    })),
    messagesPerMinute,
    expectedEnd: text(expectedEnd),
    target: target === null ? null : { ...target, at: target.at.toISOString() },
  };
}

/** Whether an edition is the calendar's for a day that has not come: then nothing later is shown as next. */
export function isAhead({ slot, editionDate, state }: TodayEdition, newsletter: Newsletter, now: Date): boolean {
  const isOver = state === 'sent' || state === 'empty' || state === 'cancelled';
  return slot !== null && !isOver && editionDate >= localDate(newsletter.timeZone, now);
}

function text(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
