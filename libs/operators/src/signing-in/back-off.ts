/**
 * How long a guesser waits. Never for ever: what ends by itself cannot be used to keep somebody out for good.
 */

/** Tries somebody may get wrong before they wait: a forgotten password and its variants. */
export const FREE_TRIES = 5;
/** The same for a whole network, behind whose one address a newsroom may sit. */
export const FREE_TRIES_OF_A_NETWORK = 50;
/** Second factors one may get wrong wherever one sits: three codes of a million are right at any time. */
export const FREE_CODES_OF_AN_ACCOUNT = 30;

/** Seconds. Four guesses in an hour are no attack on a password that is not on a list. */
export const LONGEST_WAIT_SECONDS = 900;
/** After a day without a failure nothing is left to remember. */
export const FORGIVEN_AFTER_HOURS = 24;

/** Seconds until the next try after so many failures in a row: 1, 2, 4 … 900. */
export function waitSeconds(failures: number, freeTries: number): number {
  const beyond = failures - freeTries;
  if (beyond < 0) return 0;
  // 2 ** 10 is past the longest wait; no larger power is needed.
  return Math.min(LONGEST_WAIT_SECONDS, 2 ** Math.min(beyond, 10));
}

/**
 * What is left of failures after a while without any: one is forgiven per longest wait. Nobody guesses faster by taking
 * pauses, and who mistypes every morning never comes to wait.
 */
export function failuresLeft(failures: number, quietMs: number): number {
  return Math.max(0, failures - Math.floor(Math.max(0, quietMs) / (LONGEST_WAIT_SECONDS * 1000)));
}
