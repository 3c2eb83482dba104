import type { RelayTrouble } from '../smtp/relay-trouble.js';
import type { SubmissionOutcome } from '../smtp/submission-outcome.js';

/**
 * When a transport is called failing, and when it is tried again. Pure: what this worker saw is its own, what is decided
 * from it is shared by the table.
 */

/** So many dialogues in a row that could not begin: one is a relay's restart or a lost packet. */
export const FAILURES_IN_A_ROW = 3;
/** … within this time: two failures a day are no reason to leave a relay alone. */
const WINDOW_MS = 60_000;

/** What a worker remembers of a transport that works, as far as it knows. */
export interface Misses {
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly since: number;
}

export const noMisses: Misses = { count: 0, since: 0 };

/** One more dialogue that could not begin. */
export function missed(misses: Misses, at: number): Misses {
  const isFresh = misses.count > 0 && at - misses.since <= WINDOW_MS;
  return isFresh ? { count: misses.count + 1, since: misses.since } : { count: 1, since: at };
}

/** A wrong password or certificate does not heal by itself, and offering a password again and again locks accounts. */
export function isFailing(misses: Misses, trouble: RelayTrouble): boolean {
  return failsAtOnce(trouble) || misses.count >= FAILURES_IN_A_ROW;
}

export function failsAtOnce(trouble: RelayTrouble): boolean {
  return trouble === 'sign_in' || trouble === 'tls';
}

/**
 * Seconds until a transport that fails is tried again. Soon at first, since a relay that restarts is back in seconds and
 * somebody waits for a confirmation; seldom where only a person can mend it.
 */
const TRY_SECONDS = [5, 10, 15, 30, 60];
const TRY_SECONDS_FOR_A_PERSON = [60, 120, 300];

/** `tries`: how many were made since it fails, 0 when it has only just begun to. */
export function nextTrySeconds(tries: number, trouble: RelayTrouble): number {
  const steps = failsAtOnce(trouble) ? TRY_SECONDS_FOR_A_PERSON : TRY_SECONDS;
  return steps[Math.min(tries, steps.length - 1)] ?? 60;
}

/** What a dialogue's end says about the transport. */
export type Sign =
  { readonly kind: 'works' | 'nothing' } | { readonly kind: 'trouble'; readonly trouble: RelayTrouble };

/** The relay asks for a sign-in or for TLS that our settings do not give (RFC 4954 §6, RFC 3207 §4). */
const DEMANDS_SIGN_IN: ReadonlySet<number | null> = new Set([530, 534, 538]);

/**
 * A recipient's refusal is an answer, and an answer shows that the relay works. No answer after a connection was made
 * says nothing yet: the next connection tells.
 */
export function signOf(outcome: SubmissionOutcome): Sign {
  if (outcome.kind === 'postponed') {
    if (outcome.trouble !== undefined) return { kind: 'trouble', trouble: outcome.trouble };
    if (!outcome.begun && DEMANDS_SIGN_IN.has(outcome.reply.code)) return { kind: 'trouble', trouble: 'sign_in' };
  }
  return { kind: outcome.reply.code === null ? 'nothing' : 'works' };
}
