import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wordDiff } from './word-diff.js';

describe('the difference of two texts', () => {
  it('is told by words', () => {
    expect(wordDiff('The old bridge opens', 'The new bridge opens')).toEqual([
      { kind: 'same', text: 'The ' },
      { kind: 'removed', text: 'old' },
      { kind: 'added', text: 'new' },
      { kind: 'same', text: ' bridge opens' },
    ]);
    expect(wordDiff('', '')).toEqual([]);
  });

  it('gives both texts back, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        const parts = wordDiff(before, after);
        const without = (kind: string): string =>
          parts
            .filter((part) => part.kind !== kind)
            .map(({ text }) => text)
            .join('');
        expect(without('added')).toBe(before);
        expect(without('removed')).toBe(after);
      }),
    );
  });

  it('does not compare texts without end', () => {
    const [before, after] = ['a '.repeat(30_000), 'b '.repeat(30_000)];
    expect(wordDiff(before, after).map(({ kind }) => kind)).toEqual(['removed', 'added']);
  });
});
