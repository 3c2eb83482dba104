import { describe, expect, it } from '@jest/globals';
import { sampleNewsletter } from '../newsletters/newsletter.fixture.js';
import { foreseenDays } from './foreseen-days.js';

const daily = (localTime: string) => [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, localTime }));
const stored = sampleNewsletter({ calendar: daily('07:00'), proposalLeadMinutes: 0, freezeLeadMinutes: 30 });
const from = (day: string, count: number) => ({ after: new Date(`${day}T12:00:00Z`), count });

describe('the days of a calendar that is not stored yet', () => {
  it('stand beside the instants they replace, with weekday and offset', () => {
    const [first] = foreseenDays({ ...stored, calendar: daily('06:40') }, stored, from('2026-11-22', 30));
    expect(first).toMatchObject({
      editionDate: '2026-11-23',
      weekday: 1,
      localTime: '2026-11-23T06:40',
      offset: '+01:00',
      dueAt: new Date('2026-11-23T05:40:00Z'),
      wasDueAt: new Date('2026-11-23T06:00:00Z'),
      isClockChange: false,
      isTight: false,
    });
  });

  it('say where the clocks change, also over a break', () => {
    const breaks = [{ firstDay: '2026-03-28', lastDay: '2026-03-29', reason: 'rest' }];
    const days = foreseenDays({ ...stored, breaks }, stored, from('2026-03-26', 3));
    expect(days.map((day) => [day.editionDate, day.offset, day.isClockChange])).toEqual([
      ['2026-03-27', '+01:00', false],
      ['2026-03-28', null, false],
      ['2026-03-29', null, false],
      ['2026-03-30', '+02:00', true],
      ['2026-03-31', '+02:00', false],
    ]);
    expect(days[1]).toMatchObject({ dueAt: null, wasDueAt: new Date('2026-03-28T06:00:00Z') });
  });

  it('say what is new, and what would be worked on before the edition before it has left', () => {
    const mondays = { ...stored, calendar: [{ weekday: 1, localTime: '07:00' }] };
    const days = foreseenDays({ ...stored, proposalLeadMinutes: 24 * 60 - 30 }, mondays, from('2026-11-22', 3));
    expect(days.map((day) => [day.wasDueAt === null, day.isTight])).toEqual([
      [false, false],
      [true, false],
      [true, false],
    ]);
    const wide = { ...stored, proposalLeadMinutes: 24 * 60 };
    expect(foreseenDays(wide, mondays, from('2026-11-22', 2)).map(({ isTight }) => isTight)).toEqual([false, true]);
  });

  it('are none where the calendar is empty', () => {
    expect(foreseenDays({ ...stored, calendar: [] }, stored, from('2026-11-22', 30))).toEqual([]);
  });
});
