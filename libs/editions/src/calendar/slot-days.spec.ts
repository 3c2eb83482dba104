import { describe, expect, it } from '@jest/globals';
import { sampleNewsletter } from '../newsletters/newsletter.fixture.js';
import { slotDays } from './slot-days.js';

const daily = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, localTime: '07:00' }));
const offers = { regions: false, topics: false, timeZone: true, deliveryTimes: [] };
const slots = [
  { name: 'monde', zones: ['*'] },
  { name: 'asie', zones: ['Asia/Seoul', 'Australia/Sydney', 'Asia/Tokyo'] },
  { name: 'lointain', zones: ['Etc/Nowhere'] },
];
const rule = sampleNewsletter({ calendar: daily, offers, slots });

describe('the slots of a day', () => {
  it('are due when their earliest zone is, the own zone speaking for all others', () => {
    const [day] = slotDays({ ...rule, slots: slots.slice(0, 2) }, ['2026-11-23']).values();
    expect(day).toEqual([
      { slot: 'asie', dueAt: new Date('2026-11-22T20:00:00Z') },
      { slot: 'monde', dueAt: new Date('2026-11-23T06:00:00Z') },
    ]);
  });

  it('change places when clocks change', () => {
    // Sydney puts its clocks back on 5 April 2026, and is an hour ahead of Tokyo all the same.
    const days = slotDays({ ...rule, slots: [{ name: 'asie', zones: ['Asia/Tokyo', 'Australia/Sydney', '*'] }] }, ['2026-04-04', '2026-04-05']);
    expect([...days.values()].map(([one]) => one?.dueAt?.toISOString())).toEqual(['2026-04-03T20:00:00.000Z', '2026-04-04T21:00:00.000Z']);
  }); // prettier-ignore

  it('are unknown where only other readers’ zones decide', () => {
    const others = [{ name: 'paris', zones: ['Europe/Paris'] }, { name: 'monde', zones: ['*'] }]; // prettier-ignore
    const [day] = slotDays({ ...rule, slots: others }, ['2026-11-23']).values();
    expect(day).toEqual([
      { slot: 'paris', dueAt: new Date('2026-11-23T06:00:00Z') },
      { slot: 'monde', dueAt: null },
    ]);
  });

  it('are none without slots, without own zones, and without days', () => {
    expect(slotDays({ ...rule, slots: [] }, ['2026-11-23']).size).toBe(0);
    expect(slotDays({ ...rule, offers: { ...offers, timeZone: false } }, ['2026-11-23']).size).toBe(0);
    expect(slotDays(rule, []).size).toBe(0);
  });
});
