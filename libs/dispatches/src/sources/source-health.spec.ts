import { describe, expect, it } from '@jest/globals';
import type { SourceCounts } from './health.repository.js';
import { healthOf } from './source-health.js';

const now = new Date('2026-11-22T08:00:00Z');
const counts: SourceCounts = {
  id: '00000000-0000-7000-8000-000000000000',
  kind: 'feed',
  state: 'active',
  lastPolledAt: now,
  lastSuccessAt: now,
  lastNewAt: now,
  nextPollAt: now,
  failingSince: null,
  lastFailure: null,
  consecutiveFailures: 0,
  usualGapSeconds: null,
  createdAt: new Date('2026-01-01T00:00:00Z'),
  polls: 100,
  created: 70,
  updated: 5,
  unchanged: 15,
  duplicate: 10,
  refused: 0,
  damaged: 1,
  alarms: [],
};
const health = (given: Partial<SourceCounts>) => healthOf({ ...counts, ...given }, [], { now, days: 7 });

describe('healthOf', () => {
  it('counts shares of all entries seen, and news by the day', () => {
    expect(health({})).toMatchObject({
      duplicateShare: 0.1,
      damagedShare: 0.01,
      dispatchesPerDay: 10,
      isSilent: false,
    });
  });

  it('knows no share where nothing was seen', () => {
    const nothing = { created: 0, updated: 0, unchanged: 0, duplicate: 0, damaged: 0 };
    expect(health(nothing)).toMatchObject({ duplicateShare: null, damagedShare: null, dispatchesPerDay: 0 });
  });

  it('does not divide a new source’s dispatches by a week it was not watched', () => {
    expect(health({ createdAt: new Date('2026-11-20T08:00:00Z') }).dispatchesPerDay).toBe(35);
    expect(health({ createdAt: now }).dispatchesPerDay).toBe(70);
  });

  it('promises no poll of a source that nobody polls', () => {
    expect(health({ state: 'paused', alarms: ['source.paused', 'source.silent'] })).toMatchObject({
      nextPollAt: null,
      isSilent: true,
    });
    expect(health({ kind: 'api' }).nextPollAt).toBeNull();
    expect(health({}).nextPollAt).toEqual(now);
  });
});
