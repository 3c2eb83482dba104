import { describe, expect, it } from '@jest/globals';
import { countsOf, expectedEnd, rateSince, type StateCount, type WaveProgress } from './progress.js';

const now = new Date('2026-11-22T06:00:00Z');
const inMinutes = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);

const rows: StateCount[] = [
  { dueAt: now, state: 'submitted', count: 70 },
  { dueAt: now, state: 'planned', count: 30 },
  { dueAt: inMinutes(60), state: 'planned', count: 200 },
];

function wave(minutes: number): WaveProgress {
  const dueAt = inMinutes(minutes);
  return { dueAt, isSeed: false, size: 0, openedAt: null, counts: countsOf(rows, dueAt) };
}

describe('an edition’s progress', () => {
  it('counts all of it, and wave by wave', () => {
    expect(countsOf(rows)).toMatchObject({ recipients: 300, planned: 230, submitted: 70, uncertain: 0 });
    expect(countsOf(rows, inMinutes(60))).toMatchObject({ recipients: 200, planned: 200, submitted: 0 });
    expect(countsOf([])).toMatchObject({ recipients: 0 });
  });

  it('is as fast as it was since the note, and says nothing of a moment or of what was counted anew', () => {
    const note = { notedAt: inMinutes(-2), settled: 10, now };
    expect(rateSince(note, countsOf(rows))).toBe(30);
    expect(rateSince({ ...note, settled: 500 }, countsOf(rows))).toBe(0);
    expect(rateSince({ ...note, notedAt: new Date(now.getTime() - 1_000) }, countsOf(rows))).toBeNull();
    expect(rateSince(undefined, countsOf(rows))).toBeNull();
  });

  it('ends when the last wave is done: each begins when it is due and the one before it has left', () => {
    expect(expectedEnd([wave(60), wave(0)], 10, now)).toEqual(inMinutes(80));
    expect(expectedEnd([wave(0), wave(60)], 0.25, now)).toEqual(inMinutes(120 + 800));
    expect(expectedEnd([wave(0)], 0, now)).toBeNull();
    expect(expectedEnd([wave(0)], null, now)).toBeNull();
    expect(expectedEnd([], 10, now)).toBeNull();
  });
});
