import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { Newsletter } from '../newsletters/newsletter.js';
import { sampleNewsletter } from '../newsletters/newsletter.fixture.js';
import { readerDueAt, slotOf, WHOLE_DAY } from './reader-due.js';
import { instantsShowing, wallClock } from '../../../../test/support/wall-clock.js';

const everyDay = (localTime: string) => [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, localTime }));
/** Read in each reader's morning. */
const newsletter = (change: Partial<Newsletter> = {}): Newsletter =>
  sampleNewsletter({
    calendar: everyDay('07:00'),
    offers: { regions: false, topics: false, timeZone: true, deliveryTimes: ['05:30', '18:00'] },
    ...change,
  });
const due = (date: string, timeZone: string | null, deliveryTime: string | null = null, rule = newsletter()) =>
  readerDueAt(rule, date, { timeZone, deliveryTime })?.toISOString();

describe('a reader’s due instant', () => {
  it.each([
    ['the newsletter’s zone where none is stored', null, '2026-11-22T06:00:00.000Z'],
    ['+14', 'Pacific/Kiritimati', '2026-11-21T17:00:00.000Z'],
    ['−12', 'Etc/GMT+12', '2026-11-22T19:00:00.000Z'],
    [':45', 'Asia/Kathmandu', '2026-11-22T01:15:00.000Z'],
    [':30', 'America/St_Johns', '2026-11-22T10:30:00.000Z'],
    ['an older name of a zone', 'Asia/Calcutta', '2026-11-22T01:30:00.000Z'],
    ['the newsletter’s zone where nobody knows the stored one', 'Mars/Olympus_Mons', '2026-11-22T06:00:00.000Z'],
    ['no offset, which would know no summer', '+05:00', '2026-11-22T06:00:00.000Z'],
  ])('is seven in the morning by %s', (_, zone, expected) => {
    expect(due('2026-11-22', zone)).toBe(expected);
  });

  it('is the newsletter’s for everybody where zones are not offered', () => {
    const rule = newsletter({ offers: { regions: false, topics: false, timeZone: false, deliveryTimes: [] } });
    expect(due('2026-11-22', 'Asia/Tokyo', '18:00', rule)).toBe('2026-11-22T06:00:00.000Z');
  });

  it('is the hour the reader chose, while the newsletter offers it', () => {
    expect(due('2026-11-22', 'Asia/Tokyo', '18:00')).toBe('2026-11-22T09:00:00.000Z');
    expect(due('2026-11-22', 'Asia/Tokyo', '06:00')).toBe('2026-11-21T22:00:00.000Z');
  });

  it('does not exist on a weekday without an edition, nor in a break, whatever day the reader has by then', () => {
    const weekdays = newsletter({ calendar: everyDay('07:00').slice(0, 5) });
    // A Sunday; Monday has come at +14 before Sunday ended in Paris.
    expect(due('2026-11-22', 'Pacific/Kiritimati', null, weekdays)).toBeUndefined();
    expect(due('2026-11-23', 'Etc/GMT+12', null, weekdays)).toBe('2026-11-23T19:00:00.000Z');
    const rests = newsletter({ breaks: [{ firstDay: '2026-12-24', lastDay: '2026-12-26', reason: 'Noël' }] });
    expect(['23', '24', '25', '26', '27'].map((day) => due(`2026-12-${day}`, 'Etc/GMT+12', null, rests) !== undefined)).toEqual([true, false, false, false, true]);
  }); // prettier-ignore

  it('comes once through half an hour’s change on Lord Howe, and through a day that Samoa skipped', () => {
    const night = newsletter({ calendar: everyDay('02:15') });
    // 4 October 2026: 02:00 → 02:30. 4 April 2027: 02:00 → 01:30, so that 01:45 comes twice.
    expect(due('2026-10-04', 'Australia/Lord_Howe', null, night)).toBe('2026-10-03T15:45:00.000Z');
    const early = newsletter({ calendar: everyDay('01:45') });
    expect(due('2027-04-04', 'Australia/Lord_Howe', null, early)).toBe('2027-04-03T14:45:00.000Z');
    // After 29 December 2011 came the 31st: its reader gets the edition of the 30th as the 31st begins.
    expect(['29', '30', '31'].map((day) => due(`2011-12-${day}`, 'Pacific/Apia'))).toEqual([
      '2011-12-29T17:00:00.000Z',
      '2011-12-30T10:00:00.000Z',
      '2011-12-30T17:00:00.000Z',
    ]);
  });
});

describe('a slot', () => {
  const rule = newsletter({
    slots: [
      { name: 'asie', zones: ['Asia/Tokyo', 'Asia/Calcutta'] },
      { name: 'monde', zones: ['*'] },
    ],
  });
  it.each([
    ['Asia/Tokyo', 'asie'],
    ['Asia/Kolkata', 'asie'],
    ['America/Lima', 'monde'],
    ['Mars/Olympus_Mons', 'monde'],
    [null, 'monde'],
  ])('of a reader in %s is %s', (zone, name) => {
    expect(slotOf(rule, zone)).toBe(name);
  });

  it('is the whole day without slots, and the newsletter’s own where readers have no zones', () => {
    expect(slotOf(newsletter(), 'Asia/Tokyo')).toBe(WHOLE_DAY);
    const offers = { ...rule.offers, timeZone: false };
    expect(slotOf({ ...rule, offers }, 'Asia/Tokyo')).toBe('monde');
  });
});

const ZONES = Intl.supportedValuesOf('timeZone');
const HOURS = ['00:00', '00:30', '02:30', '07:00', '23:45'];

/** The instant of one date against clocks read without Temporal; returns it. */
function prove(zone: string, date: string, localTime: string): number {
  const rule = newsletter({ calendar: everyDay(localTime) });
  const found = Number(readerDueAt(rule, date, { timeZone: zone, deliveryTime: null }));
  const wanted = `${date}T${localTime}:00`;
  const [first] = instantsShowing(zone, wanted);
  if (first === found) return found;
  const shown = wallClock(zone, found);
  // No clock shows the hour: later on the same day, or with the first minute of the next.
  const isLater = shown.startsWith(date) ? shown > wanted : wallClock(zone, found - 1) < wanted;
  if (first !== undefined || !isLater) throw new Error(`${zone} ${wanted} is due at ${shown}`);
  return found;
}

/** Three days around a date: one instant each, one after the other. */
function proveDays(zone: string, middle: Temporal.PlainDate, localTime: string): void {
  let before = -Infinity;
  for (const date of [-1, 0, 1].map((days) => middle.add({ days }).toString())) {
    const instant = prove(zone, date, localTime);
    if (instant <= before) throw new Error(`${zone} ${date} ${localTime}: out of order`);
    // The edition of a day that does not exist is due as the next one begins, together with that one's at midnight.
    const isSkipped =
      !wallClock(zone, instant).startsWith(date) && instantsShowing(zone, `${date}T12:00:00`).length === 0;
    before = isSkipped ? instant - 1 : instant;
  }
}

const isFull = process.env['TEST_FULL'] === '1';

/** The next change of the zone's clocks after the beginning of a day; undefined in a zone that has no more. */
function changeAfter(zone: string, day: Temporal.PlainDate): Temporal.PlainDate | undefined {
  return day.toZonedDateTime(zone).getTimeZoneTransition('next')?.toPlainDate();
}

describe('in every zone and year', () => {
  it('each date has one instant, at the hour asked for unless the clocks skip it, one date after the other', () => {
    const zones = fc.constantFrom(...ZONES);
    const days = fc.integer({ min: 0, max: 70 * 365 });
    fc.assert(
      fc.property(zones, days, fc.constantFrom(...HOURS), fc.boolean(), (zone, ahead, localTime, atChange) => {
        const day = Temporal.PlainDate.from('1970-01-03').add({ days: ahead });
        proveDays(zone, (atChange ? changeAfter(zone, day) : undefined) ?? day, localTime);
      }),
      { numRuns: isFull ? 1_000 : 150 },
    );
  });

  it('never has one in a break, and always one outside', () => {
    const day = fc.integer({ min: 0, max: 60 });
    const date = (days: number): string => Temporal.PlainDate.from('2026-10-01').add({ days }).toString();
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), day, day, day, (zone, first, length, asked) => {
        const broken = { firstDay: date(first), lastDay: date(first + length), reason: '' };
        const isBreak = asked >= first && asked <= first + length;
        expect(due(date(asked), zone, null, newsletter({ breaks: [broken] })) === undefined).toBe(isBreak);
      }),
    );
  });

  // Some fifty thousand changes take more than a minute; the sample above holds some of them each time.
  const every = isFull ? ZONES : ['Arctic/Longyearbyen'];
  const years = isFull ? { first: 1970, last: 2040 } : { first: 2025, last: 2027 };
  const groups = Array.from({ length: Math.ceil(every.length / 20) }, (_, n) => every.slice(20 * n, 20 * n + 20));
  it.each(groups.map((zones) => [zones[0], zones.at(-1), zones] as const))(
    'holds through each change of clocks: %s to %s',
    (_, __, zones) => {
      for (const zone of zones) {
        let change = changeAfter(zone, Temporal.PlainDate.from({ year: years.first, month: 1, day: 1 }));
        while (change !== undefined && change.year <= years.last) {
          // With the day before it, whose evening a change at midnight moves, and the one after.
          for (const localTime of ['00:30', '02:30', '23:45']) proveDays(zone, change, localTime);
          // At St. John's they went back at one past midnight: the next day began before the change.
          change = changeAfter(zone, change.add({ days: 2 }));
        }
      }
    },
  );
});
