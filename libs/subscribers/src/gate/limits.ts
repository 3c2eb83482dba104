import type { ProofLevel } from './proof-levels.js';

/**
 * How often is too often. Every number counts sign-ups that went through within a {@link Period}; what was refused
 * counts for nobody but the {@link Breaker}, so that whoever is turned away cannot use up another reader's share.
 */

/** Counted in slices of a fixed grid: the one under way and `slices` before it, so never less than the whole period. */
export interface Period {
  readonly seconds: number;
  readonly slices: number;
}

export const MINUTE: Period = { seconds: 60, slices: 4 };
export const HOUR: Period = { seconds: 3_600, slices: 4 };
export const DAY: Period = { seconds: 86_400, slices: 4 };
export const PERIODS: readonly Period[] = [MINUTE, HOUR, DAY];

/** Below `free` nobody is asked for anything; below the others a proof of level 1, 2, 3; from `most` on: later. */
export interface Ladder {
  readonly free: number;
  readonly light: number;
  readonly heavy: number;
  readonly most: number;
}

/**
 * Per hour from one line. A class of thirty signs up behind one address unasked; a mobile operator puts hundreds of
 * readers behind one, which is why the last step is far up and reached by work.
 */
export const LINE: Ladder = { free: 30, light: 60, heavy: 150, most: 400 };

/** Per hour from one IPv6 address: one device, on a line that may hold more of them. */
export const DEVICE: Ladder = { free: 15, light: 40, heavy: 100, most: 400 };

/** Per hour from a /24 or a /48: neighbours who may have nothing to do with each other, so nobody is refused for them. */
export const NETWORK: Ladder = { free: 150, light: 600, heavy: 2_000, most: Infinity };

/**
 * Per hour to one mail domain. Somebody who bombs a company's mailboxes, or feeds us a catch-all of their own, is
 * slowed down; a university that announces the newsletter is not stopped.
 */
export const DOMAIN: Ladder = { free: 200, light: 600, heavy: 1_800, most: 7_200 };

/** As large as that many ordinary domains: half of all readers may have their mailbox at one provider. */
export const PROVIDER_FACTOR = 100;

/**
 * Per day to one address, over all newsletters: each may owe one confirmation, and who has five of them in the mailbox
 * needs no sixth (STANDARDS S3). What goes beyond is answered like anything else and forgotten.
 */
export const ADDRESS_PER_DAY = 5;

/**
 * Per hour from one line, of forms that came back sooner than anybody types. A password manager is that fast once; the
 * sixth such form in an hour is a machine's.
 */
export const HASTY_PER_LINE = 5;

/** Per minute in all, of sign-ups that waited instead of working: a patient machine must not get round the breaker. */
export const WAITERS_PER_MINUTE = 30;

/**
 * The breaker: when more is asked in a minute than SIGN_UP_PER_MINUTE and than ten times the day's average, everybody
 * is asked for a proof, until it has been calm for five minutes.
 */
export const BREAKER = {
  timesAverage: 10,
  /** A day of paid-for attack raises the average, and with it the bound, but never above so many times the absolute one. */
  mostTimesAbsolute: 10,
  calmSeconds: 300,
  /** What got through with proofs in a minute raises the price at so many times the bound. */
  heavyFactor: 1,
  heaviestFactor: 4,
  /** And here whoever pays has to wait, too: no newsroom grows that fast. */
  refuseFactor: 16,
  /** Under SIGN_UP_PER_MINUTE=0, which asks everybody for a proof at all times, the price still rises by traffic alone. */
  leastBound: 120,
} as const;

/** Refused for how often their line or domain was here: one slice of the hour later the count has fallen. */
export const RETRY_SECONDS = HOUR.seconds / HOUR.slices;

/** Nothing, a proof of that level, or 'refuse'. */
export function step(ladder: Ladder, count: number): 0 | ProofLevel | 'refuse' {
  if (count < ladder.free) return 0;
  if (count < ladder.light) return 1;
  if (count < ladder.heavy) return 2;
  return count < ladder.most ? 3 : 'refuse';
}

/** The ladder of a mail domain, which grows with what the installation takes in all. */
export function domainLadder(perMinute: number, isProvider: boolean): Ladder {
  // At the default of 120 a minute one domain may bring all of an hour's sign-ups, at ever dearer prices.
  const factor = Math.max(1, perMinute / (DOMAIN.most / 60)) * (isProvider ? PROVIDER_FACTOR : 1);
  return {
    free: DOMAIN.free * factor,
    light: DOMAIN.light * factor,
    heavy: DOMAIN.heavy * factor,
    most: isProvider ? Infinity : DOMAIN.most * factor,
  };
}
