/**
 * From about this many messages a day to one provider, over a whole organizational domain, its rules for bulk senders hold,
 * and never end (STANDARDS P1; https://support.google.com/mail/answer/81126).
 */
export const BULK_SENDER_MESSAGES = 5_000;
/** Near enough that the next day may be the one: time to set up DKIM and DMARC. */
export const BULK_SENDER_NEAR = 4_000;

export interface DailyCounts {
  readonly today: number;
  readonly yesterday: number;
  /** How much of today is over, from 0 to 1. */
  readonly elapsed: number;
}

/** Pure. About the last 24 hours, from days: yesterday counts by as much of it as lies within them. */
export function lastDay({ today, yesterday, elapsed }: DailyCounts): number {
  return Math.round(today + yesterday * (1 - elapsed));
}

/** Pure. */
export function bulkStanding(messages: number): 'crossed' | 'near' | null {
  if (messages >= BULK_SENDER_MESSAGES) return 'crossed';
  return messages >= BULK_SENDER_NEAR ? 'near' : null;
}
