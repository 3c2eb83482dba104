import type { DeliveryState } from '@app/platform';
import type { Wave } from '../audience/wave.repository.js';
import { openStates } from '../ledger/delivery-state.js';
import type { PaceNote } from './pace.repository.js';

export type LedgerCounts = Readonly<Record<DeliveryState | 'recipients', number>>;

export interface WaveProgress extends Wave {
  readonly counts: LedgerCounts;
}

/** Rows of one wave in one state. */
export interface StateCount {
  readonly dueAt: Date;
  readonly state: DeliveryState;
  readonly count: number;
}

const MINUTE_MS = 60_000;
/** A rate over less than this says more about when we looked. */
const SHORTEST_MS = 5_000;

/** Sums over waves; without a wave, all of them. */
export function countsOf(rows: readonly StateCount[], dueAt?: Date): LedgerCounts {
  const counts: Record<DeliveryState | 'recipients', number> = {
    recipients: 0, planned: 0, claimed: 0, submitting: 0, submitted: 0, deferred: 0, rejected: 0, skipped: 0, uncertain: 0,
  }; // prettier-ignore
  for (const row of rows) {
    if (dueAt !== undefined && Number(row.dueAt) !== Number(dueAt)) continue;
    counts[row.state] += row.count;
    counts.recipients += row.count;
  }
  return counts;
}

/** Messages a minute since a note was taken; null: there is none that is old enough. */
export function rateSince(note: (PaceNote & { readonly now: Date }) | undefined, counts: LedgerCounts): number | null {
  if (note === undefined) return null;
  const elapsedMs = Number(note.now) - Number(note.notedAt);
  if (elapsedMs < SHORTEST_MS) return null;
  const settled = counts.submitted + counts.rejected + counts.uncertain;
  return Math.round((Math.max(0, settled - note.settled) / elapsedMs) * MINUTE_MS * 10) / 10;
}

/**
 * When the last row will have been tried at this rate: each wave begins when it is due or the one before it is done.
 * Null: nothing is owed, or nothing leaves.
 */
export function expectedEnd(waves: readonly WaveProgress[], rate: number | null, now: Date): Date | null {
  if (rate === null || rate <= 0) return null;
  let end: number | null = null;
  for (const { dueAt, counts } of [...waves].sort((a, b) => Number(a.dueAt) - Number(b.dueAt))) {
    const owed = openStates.reduce((sum, state) => sum + counts[state], 0);
    if (owed === 0) continue;
    end = Math.max(end ?? Number(now), Number(dueAt)) + (owed / rate) * MINUTE_MS;
  }
  return end === null ? null : new Date(Math.round(end));
}
