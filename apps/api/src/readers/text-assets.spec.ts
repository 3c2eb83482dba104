import { describe, expect, it } from '@jest/globals';
import { takesGzip } from './text-assets.js';

describe('whether a browser takes gzip', () => {
  it.each([
    ['gzip, deflate, br, zstd', true],
    ['br;q=1.0, GZIP;q=0.8, *;q=0.1', true],
    ['gzip;q=0', false],
    ['gzip; q=0.000, identity', false],
    ['x-gzip', false],
    ['identity', false],
    ['', false],
    [undefined, false],
    [';;,,;q=0,=', false],
  ])('%j: %s', (accepted, expected) => {
    expect(takesGzip(accepted)).toBe(expected);
  });
});
