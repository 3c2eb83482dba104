import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseFeedDate } from './feed-dates.js';

const MORNING = '2026-02-03T07:15:00.000Z';
const MORNING_UTC = '2026-02-03T08:15:00.000Z';
const DAY = '2026-02-03T00:00:00.000Z';

describe('parseFeedDate', () => {
  it.each([
    // RFC 822 and its liberties.
    ['Tue, 03 Feb 2026 08:15:00 +0100', MORNING],
    ['Tue, 3 Feb 2026 08:15:00 GMT', MORNING_UTC],
    ['Tue, 3 Feb 2026 09:15:00 CEST', MORNING],
    ['Tue, 3 Feb 2026 02:15:00 EST', MORNING],
    ['Mon, 3 Feb 2026 08:15:00 +0100', MORNING],
    ['Tuesday, 03-Feb-26 08:15:00 GMT', MORNING_UTC],
    ['3 Feb 26 08:15 Z', MORNING_UTC],
    ['Tue, 3 Feb 2026 08:15:00', MORNING_UTC],
    ['Tue, 3 Feb 2026 8:15 +0100', MORNING],
    ['Tue,3 Feb 2026 08:15:00 +0100', MORNING],
    ['Tue, 3 February 2026 08:15:00 +01:00 (CET)', MORNING],
    ['Tue, 3 Feb 2026 08:15:00 GMT+1', MORNING],
    ['Tue, 3 Feb 2026 08:15:00 UTC+01:00', MORNING],
    ['Tue Feb  3 08:15:00 +0100 2026', MORNING],
    ['Tue Feb 3 08:15:00 UTC 2026', MORNING_UTC],
    ['Feb 3, 2026 8:15 AM', MORNING_UTC],
    ['February 3rd, 2026', DAY],
    ['Tue, 3 Feb 2026 12:15:00 AM +0000', '2026-02-03T00:15:00.000Z'],
    ['Tue, 3 Feb 2026 12:15:00 PM +0000', '2026-02-03T12:15:00.000Z'],
    ['02/03/98 8:15 PM', '1998-03-02T20:15:00.000Z'],
    ['Tue, 03 Feb 2026 24:00:00 GMT', '2026-02-04T00:00:00.000Z'],
    ['Thu, 01 Jan 1970 00:00:00 GMT', '1970-01-01T00:00:00.000Z'],
    // RFC 3339 and its neighbours.
    ['2026-02-03T08:15:00+01:00', MORNING],
    ['2026-02-03T08:15:00+0100', MORNING],
    ['2026-02-03T08:15+01', MORNING],
    ['2026-02-03T08:15:00.5Z', '2026-02-03T08:15:00.500Z'],
    ['2026-02-03T08:15:00,123456Z', '2026-02-03T08:15:00.123Z'],
    ['2026-02-03t08:15:00z', MORNING_UTC],
    ['2026-02-03T08:15:00', MORNING_UTC],
    ['2026-02-03 08:15', MORNING_UTC],
    ['2026-02-03 08:15:00 UTC', MORNING_UTC],
    ['2026-02-03 08:15:00 +0100', MORNING],
    ['2026-02-03', DAY],
    ['2026-2-3', DAY],
    ['20260203T081500Z', MORNING_UTC],
    ['20260203', DAY],
    // In figures, the day first where it can be.
    ['2026/02/03', DAY],
    ['2026/02/03 08:15:00 +0100', MORNING],
    ['03.02.2026', DAY],
    ['03.02.2026 08:15', MORNING_UTC],
    ['03.02.2026, 08.15 Uhr', MORNING_UTC],
    ['03/02/2026 - 08:15', MORNING_UTC],
    ['03/02/2026 08h15', MORNING_UTC],
    ['02/13/2026', '2026-02-13T00:00:00.000Z'],
    ['2026年2月3日 08:15', MORNING_UTC],
    ['2026년 2월 3일', DAY],
    ['1770106500', MORNING_UTC],
    ['1770106500000', MORNING_UTC],
    // In words.
    ['mar., 3 févr. 2026 08:15:00 +0100', MORNING],
    ['mar. 03 fév 2026 08:15:00 +0100', MORNING],
    ['mardi 3 février 2026 à 8h15', MORNING_UTC],
    ['mardi 3 fevrier 2026, 8 h 15', MORNING_UTC],
    ['1er février 2026', '2026-02-01T00:00:00.000Z'],
    ['lun., 15 déc. 2025 18:30:00 +0000', '2025-12-15T18:30:00.000Z'],
    ['12 août 2025', '2025-08-12T00:00:00.000Z'],
    ['3 juil. 2025', '2025-07-03T00:00:00.000Z'],
    ['3 de febrero de 2026', DAY],
    ['martes, 3 de febrero de 2026 08:15', MORNING_UTC],
    ['mar, 3 feb 2026 08:15:00 +0100', MORNING],
    ['mié, 04 mar 2026 08:15:00 +0100', '2026-03-04T07:15:00.000Z'],
    ['3 ene. 2026 8:15 p. m.', '2026-01-03T20:15:00.000Z'],
    ['Dienstag, 3. Februar 2026 08:15', MORNING_UTC],
    ['Di, 03 Mär 2026 08:15:00 +0100', '2026-03-03T07:15:00.000Z'],
    ['Mi., 5. Dez. 2025, 08:15 Uhr MEZ', '2025-12-05T07:15:00.000Z'],
    ['martedì 3 febbraio 2026, ore 08:15', MORNING_UTC],
    ['gio, 1 gen 2026 08:15:00 +0100', '2026-01-01T07:15:00.000Z'],
    ['3 de fevereiro de 2026 às 08:15', MORNING_UTC],
    ['ter, 03 fev 2026 08:15:00 -0300', '2026-02-03T11:15:00.000Z'],
    ['dom, 20 set 2026', '2026-09-20T00:00:00.000Z'],
    ['٣ فبراير ٢٠٢٦', DAY],
    ['الثلاثاء، 3 فبراير 2026 08:15', MORNING_UTC],
    ['3 شباط 2026', DAY],
    ['3 كانون الثاني 2026', '2026-01-03T00:00:00.000Z'],
    ['3 تشرين الأول 2026 - 8:15 م', '2026-10-03T20:15:00.000Z'],
    ['3 février 2026 à 08:15 (heure de Paris)', MORNING_UTC],
    ['вт, 03 фев 2026 08:15:00 +0300', '2026-02-03T05:15:00.000Z'],
    ['3 февраля 2026', DAY],
    ['3 lutego 2026', DAY],
    ['3 Şubat 2026', DAY],
    ['di 3 mrt 2026', '2026-03-03T00:00:00.000Z'],
  ])('%s', (raw, iso) => {
    expect(parseFeedDate(raw)?.toISOString()).toBe(iso);
  });

  it.each([
    '', ' ', 'yesterday', 'hier', 'il y a 2 heures', 'item 5', '2026', '2026-13-45', '2026-02-31', '31 février 2026', '31/02/2026', 'Tue, 99 Foo 2026 08:15:00 GMT',
    'Tue, 3 Feb 2026 25:15:00 GMT', '08:15', '0', '12345', 'NaN', '3 foo 2026', 'février 2026', '0000-00-00T00:00:00Z', '0000-00-00 00:00:00', '9'.repeat(200),
  ])('not %j', (raw) => {
    expect(parseFeedDate(raw)).toBeUndefined();
  }); // prettier-ignore

  it('never throws, and reads what it has written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[0-9a-z :.,+/-]{0,40}$/)), (raw) => {
        const date = parseFeedDate(raw);
        expect(date === undefined || !Number.isNaN(date.getTime())).toBe(true);
      }),
    );
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1971-01-01'), max: new Date('2199-01-01'), noInvalidDate: true }),
        (date) => {
          expect(parseFeedDate(date.toISOString())).toEqual(date);
          expect(parseFeedDate(date.toUTCString())?.getTime()).toBe(Math.floor(date.getTime() / 1_000) * 1_000);
        },
      ),
    );
  });

  it('reads every month in the languages of its list, in full and short', () => {
    for (const locale of ['fr', 'en', 'es', 'de', 'it', 'pt', 'ar']) {
      for (const month of ['long', 'short'] as const) {
        const format = new Intl.DateTimeFormat(locale, {
          day: 'numeric',
          month,
          year: 'numeric',
          timeZone: 'UTC',
          calendar: 'gregory',
        });
        for (let at = 0; at < 12; at += 1) {
          const date = new Date(Date.UTC(2026, at, 15));
          expect([locale, format.format(date), parseFeedDate(format.format(date))]).toEqual([
            locale,
            format.format(date),
            date,
          ]);
        }
      }
    }
  });
});
