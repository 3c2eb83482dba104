import { describe, expect, it } from '@jest/globals';
import { liquidFilters, liquidTags } from './liquid-words.js';

describe('what Liquid of a template may say', () => {
  it('describes every filter and tag of the engine that renders', () => {
    expect([...liquidFilters(), ...liquidTags()].filter(({ doc }) => doc === '')).toEqual([]);
  });

  it('tells arguments and ends, and leaves out what the renderer refuses', () => {
    expect(liquidFilters()).toContainEqual(expect.objectContaining({ name: 'fill', arguments: ['[columns]', '[indent]'] }));
    expect(liquidTags()).toContainEqual(expect.objectContaining({ name: 'for', form: 'for name in list', end: 'endfor' }));
    expect(liquidTags().map(({ name }) => name)).not.toContain('include');
  }); // prettier-ignore
});
