/** What decides how long a postponed message waits. */
export interface Postponed {
  readonly code: number | null;
  readonly enhancedCode: string | null;
  /** The relay's words. */
  readonly text: string;
  readonly provider: string;
  /** How often it was tried, this time included. */
  readonly attempts: number;
}

/** Greylisting passes after minutes; a digest is stale within its day, so nothing waits for hours. */
const STEPS = [60, 300, 900, 1_800];

/** Pure. Seconds until the next try; `random` in [0, 1). */
export function retryAfterSeconds({ attempts }: Postponed, random: number): number {
  const step = STEPS[Math.min(Math.max(attempts, 1), STEPS.length) - 1] ?? 60;
  return Math.round(step * (0.8 + 0.4 * random));
}
