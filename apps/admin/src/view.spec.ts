import { describe, expect, it } from '@jest/globals';
import { readTemplateView, readView } from './view.js';

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

  it('reads the newsletter that fills a template', () => {
    expect(readTemplateView({ newsletter: 'n-1' })).toEqual({ newsletter: 'n-1' });
    expect(readTemplateView({ newsletter: '' })).toEqual({});
    expect(readTemplateView({ newsletter: 7 })).toEqual({});
  });
});
