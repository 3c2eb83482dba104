/**
 * When the silent have left. Constants of the protocol that CONTEXT.md describes: who gave no sign for the newsletter's
 * `inactivityMonths` is told, and has left when the notice days are over without one.
 */

/** Between the notice and the end: a holiday, and the reader's own time. */
export const NOTICE_DAYS = 30;
/** Telling a round's readers is done within so many days of its approval; who could not be told by then stays. */
export const TELLING_DAYS = 7;
/** Above this share of a newsletter's readers one operator does not decide alone, in percent. */
export const ALONE_PERCENT = 1;

export function needsSecondOperator({ inactive, readers }: { inactive: number; readers: number }): boolean {
  return inactive * 100 > readers * ALONE_PERCENT;
}

const DAY_MS = 86_400_000;

export function daysAfter(instant: Date, days: number): Date {
  return new Date(instant.getTime() + days * DAY_MS);
}
