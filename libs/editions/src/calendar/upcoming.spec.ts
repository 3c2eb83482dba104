import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleNewsletter } from '../newsletters/newsletter.fixture.js';
import { readerDueAt } from './reader-due.js';
import { upcoming } from './upcoming.js';

const calendar = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, localTime: '02:30' }));
const offers = { regions: false, topics: false, timeZone: true, deliveryTimes: [] };
const newsletter = sampleNewsletter({ calendar, offers });
const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);

describe('the days to come', () => {
  it('names date, clock and instant, also where the clocks change', () => {
    const days = upcoming(newsletter, noon('2026-03-27'), 3);
    expect(days.map(({ editionDate, localTime, dueAt }) => [editionDate, localTime, dueAt?.toISOString()])).toEqual([
      ['2026-03-28', '2026-03-28T02:30', '2026-03-28T01:30:00.000Z'],
      ['2026-03-29', '2026-03-29T03:30', '2026-03-29T01:30:00.000Z'],
      ['2026-03-30', '2026-03-30T02:30', '2026-03-30T00:30:00.000Z'],
    ]);
    expect(days[0]).toMatchObject({ timeZone: 'Europe/Paris', slot: 'all', break: null });
  });

  it('shows why a day has none, between those that have', () => {
    const noel = { firstDay: '2026-12-24', lastDay: '2026-12-26', reason: 'Noël' };
    const days = upcoming({ ...newsletter, breaks: [noel] }, noon('2026-12-22'), 2, 'Pacific/Auckland');
    expect(days.map((day) => [day.editionDate, day.dueAt === null, day.break?.reason ?? null])).toEqual([
      ['2026-12-23', false, null],
      ['2026-12-24', true, 'Noël'],
      ['2026-12-25', true, 'Noël'],
      ['2026-12-26', true, 'Noël'],
      ['2026-12-27', false, null],
    ]);
    expect(days[0]).toMatchObject({ timeZone: 'Pacific/Auckland', localTime: '2026-12-23T02:30' });
  });

  it('ends where the calendar has nothing more: no line at all, a break of years', () => {
    expect(upcoming({ ...newsletter, calendar: [] }, noon('2026-12-22'), 30)).toEqual([]);
    const rests = { firstDay: '2026-01-01', lastDay: '2999-12-31', reason: '' };
    expect(upcoming({ ...newsletter, breaks: [rests] }, noon('2026-12-22'), 30).every((day) => day.dueAt === null)).toBe(true);
  }); // prettier-ignore

  it('are as many as asked, each later than the one before, and what each reader is told', () => {
    const zones = fc.constantFrom('Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Kathmandu', 'America/New_York', 'Pacific/Apia');
    const after = fc.date({ min: new Date('2011-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(zones, after, fc.integer({ min: 1, max: 12 }), (zone, from, count) => {
        const days = upcoming(newsletter, from, count, zone);
        expect(days).toHaveLength(count);
        let before = from;
        for (const { editionDate, dueAt } of days) {
          expect(dueAt).toEqual(readerDueAt(newsletter, editionDate, { timeZone: zone, deliveryTime: null }));
          expect(Number(dueAt)).toBeGreaterThan(Number(before));
          before = dueAt ?? before;
        }
        // Nothing was passed over: one day earlier is not after `from`.
        const first = new Date(`${days[0]?.editionDate ?? ''}T00:00Z`);
        const yesterday = new Date(Number(first) - 86_400_000).toISOString().slice(0, 10);
        expect(Number(readerDueAt(newsletter, yesterday, { timeZone: zone, deliveryTime: null }))).toBeLessThanOrEqual(Number(from));
      }),
      { numRuns: 40 },
    );
  }); // prettier-ignore
});
