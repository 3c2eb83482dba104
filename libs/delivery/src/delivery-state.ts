import type { DeliveryState } from '@app/platform';
import type { SubmissionOutcome } from '@app/mail';
import { refusalClass } from './refusal-class.js';

/**
 * The ledger's states and what may follow what. Every transition in the repository is one set-based statement that names
 * the state it starts from; this table is the same rule as data, and a spec holds the two together.
 *
 * Not promised: exactly once. Promised: at most one submission per (edition, subscriber) that we make knowingly, and a
 * named, bounded set of `uncertain` rows where a crash left us not knowing.
 */
export const deliveryTransitions: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  planned: ['claimed', 'skipped'],
  // back to planned: the lease ran out, the edition was paused, or the worker is stopping
  claimed: ['submitting', 'planned', 'skipped'],
  // back to planned: certainly not offered to the relay
  submitting: ['submitted', 'deferred', 'rejected', 'planned', 'uncertain'],
  deferred: ['claimed', 'skipped'],
  // a late answer to the same claim still wins; planned is an operator's decision
  uncertain: ['submitted', 'rejected', 'deferred', 'planned'],
  submitted: [],
  rejected: [],
  skipped: [],
};

/** States in which the edition still owes the row something. */
export const openStates = ['planned', 'claimed', 'submitting', 'deferred'] as const satisfies readonly DeliveryState[];

/** What a dialogue's end makes of its row. */
export interface Settlement {
  readonly subscriberId: string;
  readonly state: Extract<DeliveryState, 'submitted' | 'rejected' | 'deferred' | 'planned' | 'uncertain'>;
  /** How often it was tried, this time included. */
  readonly attempts: number;
  readonly smtpCode: number | null;
  readonly enhancedCode: string | null;
  readonly reply: string;
  /** Seconds until a deferred row may be tried again. */
  readonly retrySeconds: number | null;
  /** The relay said that this mailbox does not exist: the address is suppressed in the settling transaction. */
  readonly isHardBounce: boolean;
}

/** Greylisting passes after minutes; a digest is stale within its day, so nothing waits for hours. */
const RETRY_SECONDS = [60, 300, 900, 1_800];

/** Pure. `attempts` counts this one. */
export function settlementOf(subscriberId: string, outcome: SubmissionOutcome, attempts: number): Settlement {
  const { code, enhancedCode, text } = outcome.reply;
  const base = {
    subscriberId,
    attempts,
    smtpCode: code,
    enhancedCode,
    reply: text,
    retrySeconds: null,
    isHardBounce: false,
  };
  switch (outcome.kind) {
    case 'submitted':
      return { ...base, state: 'submitted' };
    case 'refused':
      return { ...base, state: 'rejected', isHardBounce: refusalClass(enhancedCode) === 'hard' };
    case 'unknown':
      return { ...base, state: 'uncertain' };
    case 'postponed':
      if (!outcome.begun) return { ...base, state: 'planned' };
      return {
        ...base,
        state: 'deferred',
        retrySeconds: retryAfter(attempts),
      };
  }
}

/**
 * Pure. Every recipient of a batch refused for policy or reputation (x.7.x): that is about us, not about them (STANDARDS
 * P3). A wrong relay password or a spent quota must not reject an audience. A refusal that stands alone counts too until it
 * was tried {@link POLICY_ATTEMPTS} times.
 */
export function isRefusalOfUs(settlements: readonly Settlement[]): boolean {
  const isPolicy = (settlement: Settlement): boolean =>
    settlement.state === 'rejected' && refusalClass(settlement.enhancedCode) === 'policy';
  const [only, ...others] = settlements;
  if (only === undefined || !settlements.every(isPolicy)) return false;
  return others.length > 0 || only.attempts < POLICY_ATTEMPTS;
}

const POLICY_ATTEMPTS = 4;

/** The same end, tried again later. */
export function postponed(settlement: Settlement): Settlement {
  return { ...settlement, state: 'deferred', retrySeconds: retryAfter(settlement.attempts) };
}

function retryAfter(attempts: number): number {
  return RETRY_SECONDS[Math.min(attempts, RETRY_SECONDS.length) - 1] ?? 60;
}
