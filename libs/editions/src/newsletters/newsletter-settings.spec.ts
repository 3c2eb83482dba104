import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { settingsOf, settingsWith } from './newsletter-settings.js';
import { sampleNewsletter } from './newsletter.fixture.js';
import { differences } from './settings-differences.js';
import { settingsProblems } from './settings-problems.js';
import { changeFields, settingFields, slugText } from './settings-schema.js';

const before = settingsOf(sampleNewsletter(), { contactAddress: null, accent: null, template: 'digest' });
const change = z.strictObject(changeFields((text) => text.includes('@')));

const day = fc.constantFrom('2026-08-01', '2026-08-09', '2026-08-31', '2027-01-01');
const zone = fc.constantFrom('Asia/Tokyo', 'asia/tokyo', 'Europe/Paris', 'utc', '*');
const section = fc.record(
  {
    label: fc.constantFrom('region' as const, 'topic' as const, 'rest' as const),
    slug: fc.constantFrom('a', 'b', 'c'),
    min: fc.nat(40),
    max: fc.option(fc.integer({ min: 1, max: 40 })),
    weekdays: fc.option(fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 })),
  },
  { requiredKeys: ['slug'] },
);
const anyChange = fc.record(
  {
    timeZone: fc.constantFrom('europe/paris', 'Asia/Kolkata'),
    sections: fc.array(fc.oneof(fc.constantFrom('a', 'b'), section), { maxLength: 5 }),
    breaks: fc.array(fc.record({ firstDay: day, lastDay: day }), { maxLength: 4 }),
    slots: fc.array(fc.record({ name: fc.constantFrom('x', 'y'), zones: fc.array(zone, { minLength: 1, maxLength: 3 }) })),
    maxDispatches: fc.integer({ min: 1, max: 40 }),
    freezeLeadMinutes: fc.integer({ min: 1, max: 1440 }),
    offers: fc.record({ regions: fc.boolean(), topics: fc.boolean() }, { requiredKeys: [] }),
    calendar: fc.constantFrom({ 1: '07:00' } as const, { 6: '08:30', 7: '09:00' } as const),
  },
  { requiredKeys: [] },
); // prettier-ignore

describe('settings', () => {
  it('have a form for each one there is, and no other', () => {
    expect(Object.keys(settingFields(() => true)).sort()).toEqual(Object.keys(before).sort());
  });

  it('are the same again after the same change, and as they may be stated', () => {
    fc.assert(
      fc.property(anyChange, (given) => {
        const stated = change.parse(given);
        const once = settingsWith(before, stated);
        expect(differences(once, settingsWith(once, stated))).toEqual([]);
        expect(differences(once, settingsWith(once, once))).toEqual([]);
        expect(change.safeParse(once).error).toBeUndefined();
        for (const { path, expected } of settingsProblems(once)) expect([path[0], expected]).not.toContain(undefined);
      }),
    );
  });

  it('left out or changed to themselves are no difference', () => {
    expect(differences(before, settingsWith(before, {}))).toEqual([]);
    expect(settingsProblems(before)).toEqual([]);
    expect(settingsProblems({})).toEqual([]);
  });

  it('say what together cannot be meant, on the weekday that asks for most', () => {
    const sections = [{ slug: 'a', min: 6, weekdays: [1] }, { slug: 'b', min: 6, weekdays: [2] }, { slug: 'c', min: 4 }];
    expect(settingsProblems({ sections, maxDispatches: 10 })).toEqual([]);
    expect(settingsProblems({ sections, maxDispatches: 9 })).toMatchObject([{ path: ['sections'], given: 10 }]);
    // What a file leaves out is judged with what is stored.
    expect(settingsProblems({ sections })).toEqual([]);
  }); // prettier-ignore

  it('differ field by field, lists as a whole', () => {
    const was = { a: { b: 1, c: [1, 2] }, d: null, e: 'x' };
    expect(differences(was, { a: { b: 2, c: [2, 1] }, d: { f: 1 }, e: 'x', g: 0 })).toEqual([
      { field: 'a.b', before: 1, after: 2 },
      { field: 'a.c', before: [1, 2], after: [2, 1] },
      { field: 'd', before: null, after: { f: 1 } },
      { field: 'g', before: null, after: 0 },
    ]);
  });
});

describe('a slug', () => {
  it('never has the form of an id, which the same addresses take', () => {
    expect(slugText.safeParse('a1b2c3d4-0000-7000-8000-00000000000a').success).toBe(false);
    expect(slugText.safeParse('a1b2c3d4-0000-7000-8000-matin').success).toBe(true);
  });
});
