import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextPoll, type NextPollFacts } from './next-poll.js';

const now = new Date('2026-11-22T08:00:00Z');
const bounds = { minSeconds: 300, maxSeconds: 21_600 };
/** The middle of the jitter: no change. */
const MIDDLE = 0.5;

function facts(given: Partial<NextPollFacts> & { headers?: Headers | null } = {}): NextPollFacts {
  return {
    now,
    outcome: { kind: 'not_modified' },
    headers: new Headers(),
    feedHints: {},
    history: { pauseSeconds: 1_000, failures: 0, usualGapSeconds: null },
    bounds,
    random: MIDDLE,
    ...given,
  };
}
const history = (pauseSeconds: number, usualGapSeconds: number | null = null, failures = 0) => ({
  pauseSeconds,
  usualGapSeconds,
  failures,
});
const news = { kind: 'read', created: 3 } as const;
const failed = { kind: 'failed' } as const;

const anyOutcome = fc.oneof(
  fc.constant({ kind: 'first_read' } as const),
  fc.constant({ kind: 'not_modified' } as const),
  fc.constant(failed),
  fc.nat(500).map((created) => ({ kind: 'read', created }) as const),
);
const anyHeader = fc.constantFrom(
  'max-age=600', 'max-age=99999999999999', 'max-age=-5', 'no-cache, max-age=900', 'private, max-age="120"', '=,,=', 'max-age',
); // prettier-ignore
const anyBounds = fc
  .tuple(fc.integer({ min: 30, max: 86_400 }), fc.integer({ min: 0, max: 604_800 }))
  .map(([minSeconds, more]) => ({ minSeconds, maxSeconds: minSeconds + more }));
const anyFacts = fc.record({
  now: fc.constant(now),
  outcome: anyOutcome,
  headers: fc.option(
    fc.record({ 'cache-control': anyHeader, age: fc.constantFrom('0', '30', 'x', '9999999999') }).map((h) => new Headers(h)),
  ),
  feedHints: fc.record(
    {
      ttlSeconds: fc.nat(10_000_000),
      skipHours: fc.array(fc.nat(23)),
      skipDays: fc.array(fc.nat(6)),
    },
    { requiredKeys: [] },
  ),
  history: fc.record({
    pauseSeconds: fc.nat(1_000_000),
    failures: fc.nat(5_000),
    usualGapSeconds: fc.option(fc.nat(10_000_000)),
  }),
  bounds: anyBounds,
  random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
}); // prettier-ignore

describe('nextPoll', () => {
  it('stays within its bounds, whatever it is told', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const { delaySeconds, pauseSeconds } = nextPoll(given);
        for (const seconds of [delaySeconds, pauseSeconds]) {
          expect(Number.isInteger(seconds)).toBe(true);
          expect(seconds).toBeGreaterThanOrEqual(given.bounds.minSeconds);
          expect(seconds).toBeLessThanOrEqual(given.bounds.maxSeconds);
        }
      }),
    );
  });

  it('never asks earlier than a failing server asked, a day at most', () => {
    fc.assert(
      fc.property(anyFacts, fc.nat(10_000_000), (given, rest) => {
        const headers = new Headers({ 'retry-after': String(rest) });
        const { delaySeconds } = nextPoll({ ...given, outcome: failed, headers });
        expect(delaySeconds).toBeGreaterThanOrEqual(Math.min(rest, 86_400));
        expect(delaySeconds).toBeLessThanOrEqual(Math.max(86_400, given.bounds.maxSeconds));
      }),
    );
  });

  it('is never sooner after one more failure, and at the bound in the end', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const after = (failures: number): number =>
          nextPoll({ ...given, outcome: failed, headers: null, history: { ...given.history, failures } }).delaySeconds;
        expect(after(5)).toBeGreaterThanOrEqual(after(4));
        expect(after(40)).toBeGreaterThanOrEqual(given.bounds.maxSeconds * 0.89);
      }),
    );
  });

  it.each([
    ['something new', facts({ outcome: news }), 500, ['something_new']],
    ['nothing new', facts(), 1_500, ['nothing_new']],
    ['read, and nothing new in it', facts({ outcome: { kind: 'read', created: 0 } }), 1_500, ['nothing_new']],
    ['a first read, which tells nothing', facts({ outcome: { kind: 'first_read' } }), 1_000, []],
    ['news over and over', facts({ outcome: news, history: history(310) }), 300, ['something_new', 'lower_bound']],
    ['nothing for long', facts({ history: history(20_000) }), 21_600, ['nothing_new']],
  ] as const)('adapts to %s', (_, given, seconds, reasons) => {
    expect(nextPoll(given)).toEqual({ delaySeconds: seconds, pauseSeconds: seconds, reasons });
  });

  it('comes back from a long pause to half the usual gap at the first news', () => {
    const { pauseSeconds, reasons } = nextPoll(facts({ outcome: news, history: history(20_000, 3_600) }));
    expect([pauseSeconds, reasons]).toEqual([1_800, ['something_new', 'usual_rhythm']]);
  });

  it('does not look four times as often as a quiet source speaks, whatever came', () => {
    expect(nextPoll(facts({ outcome: news, history: history(1_000, 40_000) })).pauseSeconds).toBe(10_000);
  });

  it('does not let a source that speaks every hour go to sleep', () => {
    expect(nextPoll(facts({ history: history(7_000, 3_600) })).pauseSeconds).toBe(7_200);
  });

  it.each([
    ['max-age', new Headers({ 'cache-control': 'public, max-age=3600' }), {}, 3_600],
    ['max-age less its age', new Headers({ 'cache-control': 'max-age=3600', age: '600' }), {}, 3_000],
    ['Expires less Date', new Headers({ expires: 'Sun, 22 Nov 2026 09:00:00 GMT', date: 'Sun, 22 Nov 2026 08:00:00 GMT' }), {}, 3_600],
    ['ttl', new Headers(), { ttlSeconds: 7_200 }, 7_200],
    ['skipped hours', new Headers(), { skipHours: [8, 9] }, 7_200],
    ['skipped days, as far as the bound', new Headers(), { skipDays: [0] }, 21_600],
    ['skipped week, which says nothing', new Headers(), { skipDays: [0, 1, 2, 3, 4, 5, 6] }, 1_500],
    ['the longer of both', new Headers({ 'cache-control': 'max-age=3600' }), { ttlSeconds: 7_200 }, 7_200],
    ['no-cache', new Headers({ 'cache-control': 'no-cache, max-age=3600' }), {}, 1_500],
    ['a year', new Headers({ 'cache-control': 'max-age=31536000' }), {}, 21_600],
  ])('waits for the publisher’s %s', (_, headers, feedHints, seconds) => {
    // Jitter never goes below a wish, so the middle of it is the wish itself.
    const { delaySeconds, pauseSeconds } = nextPoll(facts({ headers, feedHints }));
    expect([delaySeconds, pauseSeconds]).toEqual([seconds, 1_500]);
    expect(nextPoll(facts({ headers, feedHints, random: 0 })).delaySeconds).toBeGreaterThanOrEqual(Math.min(seconds, 1_350));
  }); // prettier-ignore

  it.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [6, 21_600],
    [1_000, 21_600],
  ])('backs off after %d failures in a row', (failures, seconds) => {
    const next = nextPoll(facts({ outcome: failed, headers: null, history: history(1_000, null, failures) }));
    // The pause itself stays: when it works again, it goes on as before.
    expect([next.delaySeconds, next.pauseSeconds]).toEqual([seconds, 1_000]);
  });

  it.each([
    ['seconds', '7200', 7_560],
    ['a date', 'Sun, 22 Nov 2026 10:00:00 GMT', 7_560],
    ['less than the pause', '10', 1_000],
    ['a date long past', 'Sun, 22 Nov 2020 10:00:00 GMT', 1_000],
    ['a month', '2592000', 86_400],
    ['nonsense', 'soon', 1_000],
    ['a negative number', '-1', 1_000],
  ])('rests as Retry-After says: %s', (_, value, seconds) => {
    const headers = new Headers({ 'retry-after': value });
    expect(nextPoll(facts({ outcome: failed, headers, history: history(1_000, null, 1) })).delaySeconds).toBe(seconds);
  });

  it('spreads what became due together over a fifth of the pause, at a bound too', () => {
    for (const pause of [1_000, 300, 21_600]) {
      const delays = Array.from({ length: 1_000 }, (_, index) =>
        nextPoll(facts({ outcome: { kind: 'first_read' }, history: history(pause), random: index / 1_000 })).delaySeconds,
      );
      expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(pause * 0.09);
      expect(new Set(delays).size).toBeGreaterThan(25);
    }
  }); // prettier-ignore
});
