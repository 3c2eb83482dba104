import { describe, expect, it } from '@jest/globals';
import { readTemplateView } from './template-view.js';

describe('the view of a template in the address', () => {
  it('reads the newsletter that fills a template', () => {
    expect(readTemplateView({ newsletter: 'n-1', part: 'text' })).toEqual({ newsletter: 'n-1', part: 'text' });
    expect(readTemplateView({ newsletter: '' })).toEqual({});
    expect(readTemplateView({ newsletter: 7 })).toEqual({});
  });
});
