import { createHash } from 'node:crypto';

/** How a sending domain's cap grows. */
export interface WarmUpPlan {
  /** Messages on the first day. */
  readonly first: number;
  /** Each day is so many times the day before. */
  readonly factor: number;
  readonly days: number;
}

/** A year of warming up is a mistake in typing, and a day's cap fits the column. */
export const MAX_WARM_UP_DAYS = 365;
/** Whoever gives so many on the first day needs no warm-up. */
export const MAX_FIRST = 1_000_000;
/** More than tenfold a day is no warm-up either. */
export const MAX_FACTOR = 10;
const MAX_CAP = 2_000_000_000;

/** Pure. Messages on each day, first to last; never fewer than the day before. */
export function capsOf({ first, factor, days }: WarmUpPlan): number[] {
  return Array.from({ length: days }, (_, day) => Math.min(MAX_CAP, Math.floor(first * factor ** day)));
}

const DAY_MS = 86_400_000;

/** Pure. The cap on a day; null after the last one: no cap any more. Before the first, the first day's. */
export function capOn(warmUp: { readonly caps: readonly number[]; readonly startedOn: string }, day: string): number | null {
  const index = Math.max(0, Math.round((Date.parse(day) - Date.parse(warmUp.startedOn)) / DAY_MS));
  return warmUp.caps[index] ?? null;
} // prettier-ignore

/**
 * Pure. A reader's place in the line of a domain's readers: always the same, and nothing else about them. Whoever was
 * within a day's cap is within the next one's, which is larger. Equals `encode(sha256(…), 'hex')` in the repository.
 */
export function placeInLine(domain: string, subscriberId: string): string {
  return createHash('sha256').update(`${domain} ${subscriberId}`).digest('hex');
}
