import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dueBetween, localDate, nextDue, type CalendarRule } from './calendar.js';

const everyDay = (localTime: string, timeZone: string): CalendarRule => ({
  timeZone,
  breaks: [],
  calendar: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, localTime })),
});

describe('nextDue', () => {
  it('is seven in the morning in Paris, winter and summer', () => {
    expect(nextDue(everyDay('07:00', 'Europe/Paris'), new Date('2026-11-22T12:00:00Z'))).toEqual({
      dueAt: new Date('2026-11-23T06:00:00Z'),
      editionDate: '2026-11-23',
    });
    expect(nextDue(everyDay('07:00', 'Europe/Paris'), new Date('2026-07-01T12:00:00Z'))?.dueAt).toEqual(
      new Date('2026-07-02T05:00:00Z'),
    );
  });

  it('is after, never at, the instant it is asked from', () => {
    const due = new Date('2026-11-23T06:00:00Z');
    expect(nextDue(everyDay('07:00', 'Europe/Paris'), due)?.dueAt).toEqual(new Date('2026-11-24T06:00:00Z'));
  });

  it('comes right after the gap when the clocks skip it', () => {
    // 29 March 2026: 02:00 → 03:00 in Paris.
    expect(nextDue(everyDay('02:30', 'Europe/Paris'), new Date('2026-03-28T12:00:00Z'))?.dueAt).toEqual(
      new Date('2026-03-29T01:30:00Z'),
    );
  });

  it('comes once when the clocks show it twice', () => {
    // 25 October 2026: 03:00 → 02:00 in Paris.
    const rule = everyDay('02:30', 'Europe/Paris');
    expect(dueBetween(rule, new Date('2026-10-24T12:00:00Z'), new Date('2026-10-25T12:00:00Z'))).toEqual([
      { dueAt: new Date('2026-10-25T00:30:00Z'), editionDate: '2026-10-25' },
    ]);
  });

  it('follows the weekdays of the calendar', () => {
    const weekly: CalendarRule = { timeZone: 'UTC', breaks: [], calendar: [{ weekday: 1, localTime: '06:30' }] };
    expect(nextDue(weekly, new Date('2026-11-24T00:00:00Z'))?.editionDate).toBe('2026-11-30');
    expect(nextDue({ timeZone: 'UTC', breaks: [], calendar: [] }, new Date())).toBeUndefined();
  });

  it('dates an edition by the newsletter’s zone at both ends of the world', () => {
    expect(nextDue(everyDay('07:00', 'Pacific/Kiritimati'), new Date('2026-11-22T12:00:00Z'))).toEqual({
      dueAt: new Date('2026-11-22T17:00:00Z'),
      editionDate: '2026-11-23',
    });
    expect(localDate('Etc/GMT+12', new Date('2026-11-22T11:00:00Z'))).toBe('2026-11-21');
  });

  it('gives exactly one edition a day in any zone, whatever the clocks do', () => {
    const zones = [
      'Europe/Paris',
      'America/New_York',
      'Australia/Lord_Howe',
      'Pacific/Kiritimati',
      'Asia/Kathmandu',
      'Africa/Cairo',
      'America/St_Johns',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 0, max: 364 }),
        (zone, hour, minute, day) => {
          const from = new Date(Date.UTC(2026, 0, 1) + day * 86_400_000);
          const rule = everyDay(`${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`, zone);
          const dates = dueBetween(rule, from, new Date(from.getTime() + 10 * 86_400_000)).map(
            (due) => due.editionDate,
          );
          expect(new Set(dates).size).toBe(dates.length);
          expect(Math.abs(dates.length - 10)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 200 },
    );
  });
});
