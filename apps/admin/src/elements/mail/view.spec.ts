import { describe, expect, it } from '@jest/globals';
import { readView } from './view.js';

describe('the view in the address', () => {
  it('keeps what it knows', () => {
    expect(readView({ width: 'phone', part: 'source' })).toEqual({ width: 'phone', part: 'source' });
  });

  it.each([
    [{}],
    [{ width: 'watch', part: 'script' }],
    [{ width: 360, part: null }],
    [{ width: ['phone'], part: { html: true } }],
    [{ width: '__proto__', part: 'toString' }],
  ])('leaves out what it does not know: %j', (search) => {
    expect(readView(search)).toEqual({});
  });
});
