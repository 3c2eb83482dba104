import { describe, expect, it } from '@jest/globals';
import { expectedPercent, judgeWave, startLeadMinutes, UNMEASURED_PER_MINUTE, type TimedWave } from './on-time.js';

const now = new Date('2026-11-22T05:55:00Z');
const wave = (given: Partial<TimedWave>): TimedWave => ({
  editionId: 'e', newsletterId: 'n', size: 1_000, done: 0, targetAt: new Date('2026-11-22T06:15:00Z'), percent: 95, perMinute: 40, ...given,
}); // prettier-ignore

describe('a newsletter that wants 95 % by a quarter past', () => {
  it('begins so much before the hour as its largest wave needs at the rate it has', () => {
    const given = { percent: 95, targetMinutes: 15, perMinute: 10_000 };
    expect(startLeadMinutes({ ...given, largestWave: 1_000_000 })).toBe(80);
    expect(startLeadMinutes({ ...given, largestWave: 150_000 })).toBe(0);
    expect(startLeadMinutes({ ...given, largestWave: 0 })).toBe(0);
    expect(startLeadMinutes({ ...given, largestWave: 100, perMinute: 0 })).toBe(80);
    const unmeasured = startLeadMinutes({ ...given, largestWave: 24_000, perMinute: null });
    expect(unmeasured).toBe(Math.ceil(24_000 * 0.95 / UNMEASURED_PER_MINUTE - 15));
  }); // prettier-ignore

  it('is behind when it will not be in time at this rate, and says nothing before it has one', () => {
    expect(judgeWave(wave({ done: 100 }), now)).toBe('behind');
    expect(expectedPercent(wave({ done: 100 }), now)).toBe(90);
    expect(judgeWave(wave({ done: 150 }), now)).toBe('kept');
    expect(judgeWave(wave({ done: 100, perMinute: null }), now)).toBeUndefined();
    expect(judgeWave(wave({ done: 100, perMinute: 0 }), now)).toBe('behind');
  });

  it('has kept it or not when the time has come, whatever the rate', () => {
    const late = new Date('2026-11-22T06:16:00Z');
    expect(judgeWave(wave({ done: 949, perMinute: 9_999 }), late)).toBe('behind');
    expect(judgeWave(wave({ done: 950, perMinute: null }), late)).toBe('kept');
    expect(judgeWave(wave({ size: 0 }), now)).toBe('kept');
    expect(expectedPercent(wave({ size: 0 }), now)).toBe(100);
  });
});
