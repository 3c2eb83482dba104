import { describe, expect, it } from '@jest/globals';
import type { Newsletter } from '../newsletters/newsletter.js';
import { sampleNewsletter } from '../newsletters/newsletter.fixture.js';
import { plannedEditions, type ClaimedSlot } from './planned-editions.js';
import type { ReaderMorning } from './reader-due.js';

/** Every day at 7:00 in each reader's zone; frozen half an hour before the first, useful for six hours. */
const newsletter = (change: Partial<Newsletter> = {}): Newsletter =>
  sampleNewsletter({
    calendar: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, localTime: '07:00' })),
    offers: { regions: false, topics: false, timeZone: true, deliveryTimes: [] },
    createdAt: new Date('2026-01-01T00:00:00Z'),
    ...change,
  });
const inZones = (...zones: (string | null)[]): ReaderMorning[] =>
  zones.map((timeZone) => ({ timeZone, deliveryTime: null }));
const slots = [
  { name: 'asie', zones: ['Asia/Tokyo', 'Asia/Kolkata'] },
  { name: 'monde', zones: ['*'] },
];

function planned(
  rule: Newsletter,
  zones: readonly ReaderMorning[],
  at: string,
  claimed: readonly ClaimedSlot[] = [],
): string[] {
  const editions = plannedEditions(rule, zones, { now: new Date(at), claimed });
  const time = (instant: Date): string => instant.toISOString().slice(5, 16);
  return editions.map(({ editionDate, slot, proposeAt, freezeAt, dueAt, lastDueAt, usefulUntil }) =>
    [editionDate, slot, ...[proposeAt, freezeAt, dueAt, lastDueAt, usefulUntil].map(time)].join(' '),
  );
}

describe('the editions that are to be made', () => {
  it('run from the first wave that has readers to the last one’s useful time', () => {
    const readers = inZones('Asia/Tokyo', null, 'America/Lima');
    const whole = '2026-11-23 all 11-22T21:30 11-22T21:30 11-22T22:00 11-23T12:00 11-23T18:00';
    expect(planned(newsletter(), readers, '2026-11-22T21:29:59Z')).toEqual([]);
    expect(planned(newsletter(), readers, '2026-11-22T21:30:00Z')).toEqual([whole]);
    // What nobody claimed in time is still made while the last readers can use it.
    expect(planned(newsletter(), readers, '2026-11-23T17:59:59Z')).toEqual([whole]);
    expect(planned(newsletter(), readers, '2026-11-23T18:00:00Z')).toEqual([]);
  });

  it('begin as much earlier as their largest wave needs, and are useful as long as without', () => {
    const at = { now: new Date('2026-11-22T20:10:00Z'), claimed: [] };
    const [early] = plannedEditions(newsletter(), inZones('Asia/Tokyo', null), { ...at, startLeadMinutes: 80 });
    expect(early).toMatchObject({
      editionDate: '2026-11-23',
      startLeadMinutes: 80,
      freezeAt: new Date('2026-11-22T20:10:00Z'),
      dueAt: new Date('2026-11-22T20:40:00Z'),
      lastDueAt: new Date('2026-11-23T04:40:00Z'),
      usefulUntil: new Date('2026-11-23T12:00:00Z'),
    });
    expect(plannedEditions(newsletter(), inZones('Asia/Tokyo', null), at)).toEqual([]);
  });

  it('are due in the newsletter’s own morning where nobody reads yet, and where zones are not offered', () => {
    const whole = '2026-11-23 all 11-23T05:30 11-23T05:30 11-23T06:00 11-23T06:00 11-23T12:00';
    expect(planned(newsletter(), [], '2026-11-23T05:45:00Z')).toEqual([whole]);
    const offers = { regions: false, topics: false, timeZone: false, deliveryTimes: [] };
    expect(planned(newsletter({ offers }), inZones('Asia/Tokyo'), '2026-11-23T05:45:00Z')).toEqual([whole]);
  });

  it('are shown to the desk before they are frozen, and to staff before the readers', () => {
    const rule = newsletter({ approval: 'desk', seedLeadMinutes: 20, proposalLeadMinutes: 90 });
    expect(planned(rule, [], '2026-11-23T03:39:59Z')).toEqual([]);
    expect(planned(rule, [], '2026-11-23T03:40:00Z')).toEqual([
      '2026-11-23 all 11-23T03:40 11-23T05:10 11-23T06:00 11-23T06:00 11-23T12:00',
    ]);
  });

  it('of two dates overlap where the Earth is that wide', () => {
    const readers = inZones('Pacific/Kiritimati', 'Pacific/Pago_Pago');
    expect(planned(newsletter(), readers, '2026-11-22T17:00:00Z').map((edition) => edition.slice(0, 10))).toEqual([
      '2026-11-22',
      '2026-11-23',
    ]);
  });

  it('begin with the first wave after the newsletter came into being', () => {
    const rule = newsletter({ createdAt: new Date('2026-11-23T00:00:00Z') });
    const readers = inZones('Asia/Tokyo', null, 'America/Lima');
    expect(planned(rule, readers, '2026-11-23T05:45:00Z')).toEqual([
      '2026-11-23 all 11-23T05:30 11-23T05:30 11-23T06:00 11-23T12:00 11-23T18:00',
    ]);
    expect(planned(rule, inZones('Asia/Tokyo'), '2026-11-23T00:01:00Z')).toEqual([]);
  });

  it('do not exist in a break, by the edition’s date in every zone', () => {
    const rule = newsletter({ breaks: [{ firstDay: '2026-11-23', lastDay: '2026-11-23', reason: 'Fête' }] });
    const readers = inZones('Pacific/Kiritimati', 'Pacific/Pago_Pago');
    const hours = Array.from({ length: 96 }, (_, hour) => new Date(Date.UTC(2026, 10, 21, hour)).toISOString());
    const dates = new Set(hours.flatMap((at) => planned(rule, readers, at)).map((edition) => edition.slice(0, 10)));
    expect([...dates]).toEqual(['2026-11-21', '2026-11-22', '2026-11-24', '2026-11-25']);
  });
});

describe('slots', () => {
  const rule = newsletter({ slots });
  const readers = inZones('Asia/Tokyo', 'Asia/Calcutta', 'America/Lima');
  const asia = '2026-11-23 asie 11-22T21:30 11-22T21:30 11-22T22:00 11-23T01:30 11-23T07:30';
  const world = '2026-11-23 monde 11-23T11:30 11-23T11:30 11-23T12:00 11-23T12:00 11-23T18:00';

  it('have an edition each, with cut-off and deadline of its own', () => {
    expect(planned(rule, readers, '2026-11-22T21:30:00Z')).toEqual([asia]);
    expect(planned(rule, readers, '2026-11-23T11:29:00Z')).toEqual([]);
    expect(planned(rule, readers, '2026-11-23T11:30:00Z')).toEqual([world]);
  });

  it('that nobody reads have none, but the newsletter’s own zone always has one', () => {
    expect(planned(rule, [], '2026-11-22T21:30:00Z')).toEqual([]);
    expect(planned(rule, [], '2026-11-23T05:30:00Z')).toHaveLength(1);
    expect(planned(rule, inZones('Asia/Tokyo'), '2026-11-23T05:30:00Z').map((one) => one.slice(11, 16))).toEqual(['monde']);
  }); // prettier-ignore

  it('that changed after the day began change the next day', () => {
    const day = { editionDate: '2026-11-23' };
    const at = '2026-11-23T11:45:00Z';
    expect(planned(rule, readers, at, [{ ...day, slot: 'asie' }])).toEqual([world]);
    expect(planned(rule, readers, at, [{ ...day, slot: 'all' }])).toEqual([]);
    expect(planned(rule, readers, at, [{ ...day, slot: 'europe' }])).toEqual([]);
    expect(planned(newsletter(), readers, at, [{ ...day, slot: 'asie' }])).toEqual([]);
    expect(planned(newsletter(), readers, at, [{ editionDate: '2026-11-22', slot: 'asie' }])).toHaveLength(1);
  });
});
