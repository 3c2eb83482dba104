import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { habitSpan, isSilent, rhythmOf } from './rhythm.js';

const HOUR = 3_600_000;
const now = new Date('2026-11-22T08:00:00Z');
/** Arrivals so many hours ago, newest first. */
const ago = (...hours: number[]): Date[] => hours.map((hour) => new Date(now.getTime() - hour * HOUR));
const everyHour = ago(...Array.from({ length: 60 }, (_, hour) => hour));

describe('rhythmOf', () => {
  it('is the median of the newest gaps', () => {
    expect(rhythmOf(ago(0, 1, 2, 3, 5, 6, 7, 20, 21, 22))).toEqual({
      usualGapSeconds: 3_600,
      silentAfterSeconds: 13 * 3_600 * 6,
    });
    expect(rhythmOf(everyHour)).toEqual({ usualGapSeconds: 3_600, silentAfterSeconds: 6 * 3_600 });
  });

  it('waits for enough arrivals before it judges', () => {
    expect(rhythmOf(ago(0, 1, 2, 3, 4, 5, 6, 7))).toBeUndefined();
    expect(rhythmOf([])).toBeUndefined();
    expect(rhythmOf(ago(0, 1, 2, 3, 4, 5, 6, 7, 8))).toBeDefined();
  });

  it('forgets what is older than fifty arrivals', () => {
    const older = Array.from({ length: 400 }, (_, index) => 60 + index * 100);
    expect(rhythmOf([...everyHour, ...ago(...older)])?.usualGapSeconds).toBe(3_600);
  });

  it('never calls less than six hours a silence, nor less than the usual gap', () => {
    const gaps = fc.array(fc.integer({ min: 60_000, max: 40 * HOUR }), { minLength: 8, maxLength: 80 });
    fc.assert(
      fc.property(gaps, (given) => {
        let at = now.getTime();
        const rhythm = rhythmOf([now, ...given.map((gap) => new Date((at -= gap)))]);
        expect(rhythm?.silentAfterSeconds).toBeGreaterThanOrEqual(6 * 3_600);
        expect(rhythm?.silentAfterSeconds).toBeGreaterThanOrEqual(rhythm?.usualGapSeconds ?? 0);
      }),
    );
  });
});

describe('silence', () => {
  const rhythm = { usualGapSeconds: 3_600, silentAfterSeconds: 6 * 3_600 };

  it('begins after what the rhythm explains', () => {
    expect(isSilent(rhythm, new Date(now.getTime() - 6 * HOUR), now)).toBe(false);
    expect(isSilent(rhythm, new Date(now.getTime() - 6 * HOUR - 1), now)).toBe(true);
  });

  it('is looked for at the same hour a week ago', () => {
    expect(habitSpan(rhythm, new Date(now.getTime() - 7 * HOUR), now)).toEqual({
      from: new Date('2026-11-15T02:00:00Z'),
      to: new Date('2026-11-15T08:00:00Z'),
    });
  });

  it('is no habit when it has lasted for a week', () => {
    expect(habitSpan(rhythm, new Date(now.getTime() - 8 * 24 * HOUR), now)).toBeUndefined();
  });
});
