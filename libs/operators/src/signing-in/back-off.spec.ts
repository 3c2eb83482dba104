import { expect, it } from '@jest/globals';
import { failuresLeft, FREE_TRIES, LONGEST_WAIT_SECONDS, waitSeconds } from './back-off.js';

it('lets somebody try a few times, then waits twice as long each time, and at most 15 minutes', () => {
  const waits = Array.from({ length: 20 }, (_, failures) => waitSeconds(failures, FREE_TRIES));
  expect(waits).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900, 900]);
  expect(waitSeconds(Number.MAX_SAFE_INTEGER, FREE_TRIES)).toBe(LONGEST_WAIT_SECONDS);
});

it('forgives one failure for every quarter of an hour without another', () => {
  const minute = 60_000;
  expect([0, 14.9 * minute, 15 * minute, 30 * minute, 24 * 60 * minute, -minute].map((quiet) => failuresLeft(7, quiet))).toEqual([7, 7, 6, 5, 0, 7]); // prettier-ignore
});
