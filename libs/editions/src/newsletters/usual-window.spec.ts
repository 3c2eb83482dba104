import { describe, expect, it } from '@jest/globals';
import { usualWindowHours } from './usual-window.js';

describe('the window of a newsletter that says nothing of it', () => {
  it.each([
    ['daily', [1, 2, 3, 4, 5, 6, 7], 36],
    ['on weekdays: Monday reaches back to Friday', [5, 4, 3, 2, 1], 84],
    ['from Monday to Saturday', [1, 2, 3, 4, 5, 6], 60],
    ['weekly', [7], 180],
    ['on Tuesdays and Thursdays', [2, 4], 132],
    ['without a calendar', [], 36],
  ])('%s', (_, weekdays, hours) => {
    expect(usualWindowHours(weekdays)).toBe(hours);
  });
});
