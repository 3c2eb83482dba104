import type { DeliveryState } from '@app/platform';
import type { SubmissionOutcome } from '@app/mail';
import { judgeReply, type Answer } from '../pace/classify-reply.js';
import { retryAfterSeconds } from '../pace/retry-after.js';
import { refusalClass } from './refusal-class.js';

/**
 * The ledger's states and what may follow what. Every transition in the repository is one set-based statement that names
 * the state it starts from; this table is the same rule as data, and a spec holds the two together.
 *
 * Not promised: exactly once. Promised: at most one submission per (edition, subscriber) that we make knowingly, and a
 * named, bounded set of `uncertain` rows where a crash left us not knowing.
 */
export const deliveryTransitions: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  // uncertain: the ledger is a backup's, and what it is a backup of may have submitted the row
  planned: ['claimed', 'skipped', 'uncertain'],
  // back to planned: the lease ran out, the edition was paused, or the worker is stopping
  claimed: ['submitting', 'planned', 'skipped', 'uncertain'],
  // back to planned: certainly not offered to the relay
  submitting: ['submitted', 'deferred', 'rejected', 'planned', 'uncertain'],
  deferred: ['claimed', 'skipped', 'uncertain'],
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
  readonly provider: string;
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
  /** Refused for what may be our fault, not the reader's: {@link isRefusalOfUs} decides. */
  readonly isAboutUs: boolean;
}

/** Pure but for the jitter of a retry. `attempts` counts this one. */
export function settlementOf(
  row: Pick<Settlement, 'subscriberId' | 'provider' | 'attempts'>,
  outcome: SubmissionOutcome,
): Settlement {
  const { code, enhancedCode, text } = outcome.reply;
  const base: Omit<Settlement, 'state'> = {
    subscriberId: row.subscriberId,
    provider: row.provider,
    attempts: row.attempts,
    smtpCode: code,
    enhancedCode,
    reply: text,
    retrySeconds: null,
    isHardBounce: false,
    isAboutUs: false,
  };
  switch (outcome.kind) {
    case 'submitted':
      return { ...base, state: 'submitted' };
    case 'refused':
      return refused(base, outcome.reply);
    case 'unknown':
      return { ...base, state: 'uncertain' };
    case 'postponed':
      return outcome.begun ? postponed({ ...base, state: 'deferred' }) : { ...base, state: 'planned' };
  }
}

/** Whose fault it is, words tell better than codes: what is known to be about us is never this reader's (STANDARDS P3). */
function refused(base: Omit<Settlement, 'state'>, answer: Answer): Settlement {
  const { says, isUncertain } = judgeReply(answer, base.provider);
  const isAboutUs = says === 'us';
  const isHardBounce = refusalClass(answer.enhancedCode) === 'hard';
  const settlement: Settlement = { ...base, state: 'rejected', isHardBounce, isAboutUs };
  return isAboutUs && !isUncertain ? { ...postponed(settlement), isAboutUs } : settlement;
}

/**
 * Pure. Every recipient of a set refused for policy or reputation: that is about us, not about them (STANDARDS P3). A
 * spent quota must not reject an audience. A refusal that stands alone counts too until it was tried
 * {@link POLICY_ATTEMPTS} times.
 */
export function isRefusalOfUs(settlements: readonly Settlement[]): boolean {
  const [only, ...others] = settlements;
  if (only === undefined || !settlements.every((settlement) => settlement.isAboutUs)) return false;
  return others.length > 0 || only.attempts < POLICY_ATTEMPTS;
}

const POLICY_ATTEMPTS = 4;

/** The same end, tried again later. */
export function postponed(settlement: Settlement): Settlement {
  const { smtpCode: code, enhancedCode, reply: text, provider, attempts } = settlement;
  const retrySeconds = retryAfterSeconds({ code, enhancedCode, text, provider, attempts }, Math.random());
  return { ...settlement, state: 'deferred', retrySeconds, isAboutUs: false };
}
