import { expect, it } from '@jest/globals';
import { median, rounded } from './figures.js';

it.each([
  [[7], 7],
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[10, 9, 100], 10],
])('finds the middle of %j', (values, expected) => {
  expect(median(values)).toBe(expected);
});

it('keeps three digits', () => {
  expect([rounded(1234.5), rounded(0.12345), rounded(13.37)]).toEqual([1230, 0.123, 13.4]);
});
