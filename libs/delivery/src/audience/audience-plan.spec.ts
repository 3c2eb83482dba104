import { describe, expect, it } from '@jest/globals';
import type { SiblingEdition } from '@app/editions';
import { planAudience, type PlanRule } from './audience-plan.js';

const everyDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, localTime: '07:00' }));
const offers = { regions: false, topics: false, timeZone: true, deliveryTimes: ['18:00'] };
const rule: PlanRule = { offers, slots: [], timeZone: 'Europe/Paris', calendar: everyDay, breaks: [], seedLeadMinutes: null }; // prettier-ignore
const edition = {
  editionDate: '2026-10-25',
  slot: 'all',
  dueAt: new Date('2026-10-24T22:00:00Z'),
  startLeadMinutes: 0,
};
const now = new Date('2026-10-24T21:58:00Z');

function dues(given: PlanRule, zones: readonly (string | null)[], siblings: SiblingEdition[] = [], at = edition) {
  const mornings = zones.map((timeZone) => ({ timeZone, deliveryTime: null }));
  const plan = planAudience(given, at, { mornings, siblings, now });
  return Object.fromEntries(plan.mornings.map((one) => [one.timeZone ?? '', one.dueAt.toISOString().slice(0, 16)]));
}

describe('the plan of an audience', () => {
  it('has every reader due in their own morning of the edition’s date', () => {
    expect(dues(rule, [null, 'Asia/Tokyo', 'Asia/Kathmandu', 'America/New_York', 'Etc/GMT+12', 'Nowhere/At_All'])).toEqual({
      '': '2026-10-25T06:00',
      'Asia/Tokyo': '2026-10-24T22:00',
      'Asia/Kathmandu': '2026-10-25T01:15',
      'America/New_York': '2026-10-25T11:00',
      'Etc/GMT+12': '2026-10-25T19:00',
      'Nowhere/At_All': '2026-10-25T06:00',
    }); // prettier-ignore
  });

  it('begins every wave as much earlier as the edition does', () => {
    const early = { ...edition, dueAt: new Date('2026-10-24T20:40:00Z'), startLeadMinutes: 80 };
    expect(dues(rule, [null, 'Asia/Tokyo', 'America/New_York'], [], early)).toEqual({
      '': '2026-10-25T04:40',
      'Asia/Tokyo': '2026-10-24T20:40',
      'America/New_York': '2026-10-25T09:40',
    });
  });

  it('has nobody due before the edition’s first instant, for which its content was judged', () => {
    expect(dues(rule, ['Pacific/Kiritimati'])).toEqual({ 'Pacific/Kiritimati': '2026-10-24T22:00' });
  });

  it('keeps the claimed instant where readers choose neither zone nor hour, and where the date is no edition’s any more', () => {
    const fixed = { ...rule, offers: { ...offers, timeZone: false, deliveryTimes: [] } };
    expect(dues(fixed, ['Asia/Tokyo', null])).toEqual({ 'Asia/Tokyo': '2026-10-24T22:00', '': '2026-10-24T22:00' });
    expect(dues({ ...rule, calendar: [] }, ['Europe/Paris'])).toEqual({ 'Europe/Paris': '2026-10-24T22:00' });
  });

  it('takes whoever moved east into a slot that has left, and nobody of a slot that is still to leave', () => {
    const slots = [{ name: 'asia', zones: ['Asia/Tokyo'] }, { name: 'rest', zones: ['*'] }]; // prettier-ignore
    const rest = { ...edition, slot: 'rest', dueAt: new Date('2026-10-25T06:00:00Z') };
    const zones = ['Asia/Tokyo', 'Europe/Paris'];
    const late = { mornings: zones.map((timeZone) => ({ timeZone, deliveryTime: null })), now: new Date('2026-10-25T05:58:00Z') }; // prettier-ignore
    const served = (isAudienceFrozen: boolean) =>
      planAudience({ ...rule, slots }, rest, { ...late, siblings: [{ id: 'a', slot: 'asia', isAudienceFrozen }] })
        .mornings;
    expect(served(false).map((one) => one.timeZone)).toEqual(['Europe/Paris']);
    expect(served(true)).toEqual([
      { timeZone: 'Asia/Tokyo', deliveryTime: null, dueAt: rest.dueAt, activeBy: new Date('2026-10-24T22:00:00Z') },
      { timeZone: 'Europe/Paris', deliveryTime: null, dueAt: rest.dueAt, activeBy: rest.dueAt },
    ]);
  });

  it('sends to seed addresses before everybody, never before now, and with everybody when there is no time', () => {
    const plan = (minutes: number | null) =>
      planAudience({ ...rule, seedLeadMinutes: minutes }, edition, { mornings: [], siblings: [], now }).seedDueAt;
    expect([plan(null), plan(1), plan(30)]).toEqual([null, new Date('2026-10-24T21:59:00Z'), now]);
    const over = { ...edition, dueAt: now };
    expect(
      planAudience({ ...rule, seedLeadMinutes: 9 }, over, { mornings: [], siblings: [], now }).seedDueAt,
    ).toBeNull();
  });

  it('has one instant for everybody outside the calendar, whenever they signed up', () => {
    const mornings = [{ timeZone: 'Asia/Tokyo', deliveryTime: '18:00' }];
    const plan = planAudience(rule, { ...edition, slot: null }, { mornings, siblings: [], now });
    expect(plan.mornings).toEqual([{ ...mornings[0], dueAt: edition.dueAt, activeBy: null }]);
  });
});
