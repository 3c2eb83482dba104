import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { contrast, inkInDark, inkOnPaper, normaliseColour, textOn } from './colours.js';

describe('colours', () => {
  it('measures contrast as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
    expect(contrast('#ffffff', '#767676')).toBe(contrast('#767676', '#ffffff'));
  });

  it.each([
    ['#A8321F', '#a8321f'],
    ['#abc', '#aabbcc'],
    ['red', undefined],
    ['#a8321f;background:url(https://x.test)', undefined],
    ['', undefined],
  ])('normalises %s', (given, expected) => {
    expect(normaliseColour(given)).toBe(expected);
  });

  it('keeps the house palette as drawn', () => {
    expect([inkOnPaper('#a8321f'), inkInDark('#a8321f'), textOn('#a8321f')]).toEqual(['#a8321f', '#ff8f77', '#ffffff']);
    expect(textOn('#ff8f77')).toBe('#16191f');
  });

  it('makes any colour readable on paper, in the dark and under a text', () => {
    const anyColour = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(anyColour, (colour) => {
        expect(contrast(inkOnPaper(colour) ?? '', '#fbf8f3')).toBeGreaterThanOrEqual(4.5);
        expect(contrast(inkInDark(colour) ?? '', '#1f242c')).toBeGreaterThanOrEqual(4.5);
        expect(contrast(textOn(colour) ?? '', colour)).toBeGreaterThanOrEqual(4);
      }),
    );
  });
});
