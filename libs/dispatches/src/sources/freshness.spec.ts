import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { freshSeconds, retryAfterSeconds } from './freshness.js';

const now = new Date('2026-11-22T08:00:00Z');

describe('freshSeconds', () => {
  it.each<[Record<string, string>, number]>([
    [{}, 0],
    [{ 'cache-control': 'max-age=60' }, 60],
    [{ 'cache-control': 'PUBLIC , Max-Age = 60' }, 60],
    [{ 'cache-control': 'max-age="60"' }, 60],
    [{ 'cache-control': 'max-age=60, max-age=600' }, 60],
    [{ 'cache-control': 's-maxage=600' }, 0],
    [{ 'cache-control': 'max-age=-1' }, 0],
    [{ 'cache-control': 'max-age=60, no-store' }, 0],
    [{ 'cache-control': 'max-age=60', age: '90' }, 0],
    [{ 'cache-control': 'max-age=0', expires: 'Sun, 22 Nov 2026 09:00:00 GMT' }, 0],
    [{ expires: 'Sun, 22 Nov 2026 08:10:00 GMT' }, 600],
    [{ expires: 'Sunday, 22-Nov-26 08:10:00 GMT' }, 600],
    [{ expires: 'Sun Nov 22 08:10:00 2026' }, 600],
    // The server's clock is an hour ahead: only the difference counts.
    [{ expires: 'Sun, 22 Nov 2026 09:10:00 GMT', date: 'Sun, 22 Nov 2026 09:00:00 GMT' }, 600],
    [{ expires: '0' }, 0],
    [{ expires: '-1' }, 0],
    [{ expires: 'Thu, 01 Jan 1970 00:00:00 GMT' }, 0],
  ])('%j → %d', (headers, seconds) => {
    expect(freshSeconds(new Headers(headers), now)).toBe(seconds);
  });

  it('takes any header at all', () => {
    const text = fc.string({ unit: 'binary-ascii', maxLength: 200 });
    fc.assert(
      fc.property(text, text, text, (control, expires, age) => {
        const given: Record<string, string> = { 'cache-control': control, expires, age, 'retry-after': expires };
        const headers = { get: (name: string) => given[name] ?? null };
        expect(freshSeconds(headers, now)).toBeGreaterThanOrEqual(0);
        expect(retryAfterSeconds(headers, now) ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('retryAfterSeconds', () => {
  it.each([
    ['120', 120],
    [' 120 ', 120],
    ['Sun, 22 Nov 2026 08:02:00 GMT', 120],
    ['Sun, 22 Nov 2026 07:00:00 GMT', 0],
    ['99999999999999999999', 366 * 86_400],
    ['1.5', undefined],
    ['2027', 2_027],
    ['tomorrow', undefined],
    ['', undefined],
  ])('%j → %s', (value, seconds) => {
    expect(retryAfterSeconds(new Headers({ 'retry-after': value }), now)).toBe(seconds);
  });
});
