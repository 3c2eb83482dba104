import { BREAKER } from './limits.js';

const DAY_MINUTES = 1_440;

/** How much is asked at the moment, by all processes together. */
export interface Traffic {
  /** Asked in the last minute, whatever became of it: an attack that is turned away goes on being one. */
  readonly asked: number;
  /** Went through in the last minute. */
  readonly passed: number;
  /** Went through in the last day. */
  readonly passedToday: number;
}

/**
 * Tells an attack by what is asked in all, for one that comes from a thousand addresses shows nowhere else. Every process
 * judges the same shared counts, so they agree without talking. Falls back by itself.
 */
export class Breaker {
  private trippedUntil = 0;
  private wasTripped = false;

  /** @param perMinute SIGN_UP_PER_MINUTE; 0 trips at the first sign-up and stays so */
  constructor(private readonly perMinute: number) {}

  /** 'tripped' and 'calm' are said once, when it changes. */
  see(now: Date, traffic: Traffic): 'tripped' | 'calm' | undefined {
    if (traffic.asked > this.bound(traffic)) this.trippedUntil = now.getTime() + BREAKER.calmSeconds * 1000;
    const isTripped = this.isTripped(now);
    if (isTripped === this.wasTripped) return undefined;
    this.wasTripped = isTripped;
    return isTripped ? 'tripped' : 'calm';
  }

  isTripped(now: Date): boolean {
    return this.perMinute === 0 || now.getTime() < this.trippedUntil;
  }

  /** What everybody's price rises by, whoever they are. */
  level(now: Date, traffic: Traffic): 0 | 1 | 2 | 3 | 'refuse' {
    if (!this.isTripped(now)) return 0;
    const bound = Math.max(this.bound(traffic), BREAKER.leastBound);
    if (traffic.passed > bound * BREAKER.refuseFactor) return 'refuse';
    if (traffic.passed > bound * BREAKER.heaviestFactor) return 3;
    return traffic.passed > bound * BREAKER.heavyFactor ? 2 : 1;
  }

  private bound({ passedToday }: Traffic): number {
    const usual = (passedToday / DAY_MINUTES) * BREAKER.timesAverage;
    return Math.min(Math.max(this.perMinute, usual), this.perMinute * BREAKER.mostTimesAbsolute);
  }
}
