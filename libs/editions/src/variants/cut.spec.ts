import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleBlock, sampleSponsor, sampleText } from '../digest/frozen-block.fixture.js';
import { canonicalChoice, choiceKey, cutPositions, EVERYTHING, type Choice } from './cut.js';

const blocks = [
  sampleBlock(0, 'afrique', { topics: ['sport'] }),
  sampleBlock(1, 'afrique', { regions: ['afrique', 'france'] }),
  sampleSponsor(2, 'afrique'),
  sampleBlock(3, 'europe', { topics: ['climat', 'sport'] }),
  sampleText(4, 'europe'),
  sampleBlock(5, 'monde', { regions: [], topics: ['sport'] }),
];
const cut = (choice: Partial<Choice>, cutMin = 1, kind: 'digest' | 'flash' = 'digest') =>
  cutPositions({ kind, blocks, cutMin }, { ...EVERYTHING, ...choice });
const everything = [0, 1, 2, 3, 4, 5];

describe('a cut', () => {
  it.each([
    [{}, everything],
    [{ regions: ['europe'] }, [2, 3, 4]],
    [{ regions: ['france'] }, [1, 2, 4]],
    [{ topics: ['sport'] }, [0, 2, 3, 4, 5]],
    [{ topics: ['climat'] }, [2, 3, 4]],
    // The second has no topic and is there by its region.
    [{ regions: ['afrique'], topics: ['sport'] }, [0, 1, 2, 4]],
    [{ regions: ['europe'], topics: ['sport'] }, [2, 3, 4]],
    [{ regions: ['monde'] }, [2, 4, 5]],
  ])('for %j holds %j', (choice, positions) => {
    expect(cut(choice)).toEqual(positions);
  });

  it('that leaves too little is the whole, and a flash is never cut', () => {
    expect(cut({ regions: ['europe'] }, 2)).toEqual(everything);
    expect(cut({ regions: ['afrique'] }, 2)).toEqual([0, 1, 2, 4]);
    expect(cut({ regions: ['oceanie'] }, 1)).toEqual(everything);
    expect(cut({ regions: ['europe'] }, 1, 'flash')).toEqual(everything);
  });

  it('keeps the order and every block that is no dispatch, whatever is chosen', () => {
    const slugs = fc.array(fc.constantFrom('afrique', 'europe', 'france', 'sport', 'climat', '', 'x'), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(slugs, slugs, fc.integer({ min: 1, max: 8 }), (regions, topics, cutMin) => {
        const held = cutPositions({ kind: 'digest', blocks: [...blocks].reverse(), cutMin }, { regions, topics });
        expect(held).toEqual([...held].sort((a, b) => a - b));
        expect(held).toEqual(expect.arrayContaining([2, 4]));
        const left = held.filter((position) => position !== 2 && position !== 4).length;
        expect(left >= cutMin || left === 4).toBe(true);
        // Choosing more never shows less.
        const more = cutPositions(
          { kind: 'digest', blocks, cutMin: 1 },
          { regions: [...regions, 'afrique'], topics: [] },
        );
        if (regions.length > 0 && topics.length === 0 && cutMin === 1 && held.length < blocks.length)
          expect(more).toEqual(expect.arrayContaining(held));
      }),
    );
  });
});

describe('the key of a choice', () => {
  it('is the same for every spelling, and apart for every choice', () => {
    expect(choiceKey({ regions: ['europe', 'afrique', 'europe'], topics: ['sport'] })).toBe('afrique,europe/sport');
    expect(choiceKey(EVERYTHING)).toBe('/');
    expect(choiceKey({ regions: [], topics: ['europe'] })).not.toBe(choiceKey({ regions: ['europe'], topics: [] }));
    expect(canonicalChoice({ regions: ['b', 'a', 'b'], topics: [] })).toEqual({ regions: ['a', 'b'], topics: [] });
  });
});
