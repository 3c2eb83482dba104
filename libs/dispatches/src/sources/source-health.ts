import type { FailureCount, SourceCounts } from './health.repository.js';

/** How a source is doing, as the admin and the command line show it. Shares are over the last seven days. */
export interface SourceHealth extends Pick<
  SourceCounts,
  | 'lastPolledAt'
  | 'lastSuccessAt'
  | 'lastNewAt'
  | 'failingSince'
  | 'lastFailure'
  | 'consecutiveFailures'
  | 'usualGapSeconds'
  | 'polls'
> {
  /** null: nobody will poll it. */
  readonly nextPollAt: Date | null;
  readonly failures: readonly Omit<FailureCount, 'sourceId'>[];
  /** New dispatches a day, over the days it was watched. */
  readonly dispatchesPerDay: number;
  /** Of the entries seen, those another source had told before; 0 to 1, null where none were seen. */
  readonly duplicateShare: number | null;
  /** Of the entries seen, those with damaged characters; 0 to 1, null where none were seen. */
  readonly damagedShare: number | null;
  readonly refused: number;
  readonly isSilent: boolean;
  /** Codes of the alarms that are open about it. */
  readonly alarms: readonly string[];
}

const DAY_MS = 86_400_000;

/** Pure: what the counts of `days` mean at `now`. */
export function healthOf(
  counts: SourceCounts,
  failures: readonly FailureCount[],
  { now, days }: { now: Date; days: number },
): SourceHealth {
  const seen = counts.created + counts.updated + counts.unchanged + counts.duplicate + counts.refused;
  const watchedDays = Math.min((now.getTime() - counts.createdAt.getTime()) / DAY_MS, days);
  return {
    lastPolledAt: counts.lastPolledAt,
    lastSuccessAt: counts.lastSuccessAt,
    lastNewAt: counts.lastNewAt,
    failingSince: counts.failingSince,
    lastFailure: counts.lastFailure,
    consecutiveFailures: counts.consecutiveFailures,
    usualGapSeconds: counts.usualGapSeconds,
    polls: counts.polls,
    nextPollAt: counts.kind === 'feed' && counts.state === 'active' ? counts.nextPollAt : null,
    failures: failures.map(({ reason, httpStatus, count, lastAt }) => ({ reason, httpStatus, count, lastAt })),
    // Within its first day a source is judged as if it had been watched for one.
    dispatchesPerDay: rounded(counts.created / Math.max(watchedDays, 1)),
    duplicateShare: share(counts.duplicate, seen),
    damagedShare: share(counts.damaged, seen),
    refused: counts.refused,
    isSilent: counts.alarms.includes('source.silent'),
    alarms: counts.alarms,
  };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : rounded(Math.min(part / whole, 1));
}

/** Four digits after the point: shares and rates are for people to compare. */
function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
