import { judgeReply, type Answer } from './classify-reply.js';

/** What decides how long a postponed message waits. */
export interface Postponed extends Answer {
  readonly provider: string;
  /** How often it was tried, this time included. */
  readonly attempts: number;
}

/**
 * Seconds until the second, third … try; the last stands for all that follow. A digest is stale within its day, so
 * nothing waits for many hours; who asks skips what would come too late.
 */
const STEPS = {
  // Greylisting passes after one to fifteen minutes (RFC 6647 §2.1), if host, sender and recipient stay the same.
  greylisted: [60, 300, 900, 1_800],
  // Receiving too much just now, or full: that takes a person, or the night.
  mailbox: [900, 1_800, 3_600, 7_200],
  // The receiving system is out of something, restarting, or cannot be reached.
  system: [300, 600, 1_200, 1_800],
  // About us: the provider's pace holds it back as well, and tells when.
  us: [900, 1_800, 3_600],
} as const;

/** Spread of the waits, so that what was refused together does not come back together: ± 20 %. */
const JITTER = 0.2;

/** Pure. Seconds until the next try; `random` in [0, 1). */
export function retryAfterSeconds(postponed: Postponed, random: number): number {
  const steps: readonly number[] = STEPS[kindOf(postponed)];
  const step = steps[Math.min(Math.max(postponed.attempts, 1), steps.length) - 1] ?? STEPS.greylisted[0];
  return Math.round(step * (1 - JITTER + 2 * JITTER * random));
}

function kindOf(postponed: Postponed): keyof typeof STEPS {
  const { says } = judgeReply(postponed, postponed.provider);
  if (says === 'us') return 'us';
  if (says === 'recipient') return 'mailbox';
  const subject = postponed.enhancedCode?.split('.')[1];
  return says === 'later' && (subject === '3' || subject === '4' || postponed.code === 421) ? 'system' : 'greylisted';
}
