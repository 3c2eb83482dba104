import { describe, expect, it } from '@jest/globals';
import { fragments } from './fragments.js';
import { alternatives, searchTerms, spelled } from './search-terms.js';
import { pairsOf, searchText } from './search-text.js';

describe('what somebody types', () => {
  it.each([
    ['Élections à Brest', [['elections', false, false], ['a', false, false], ['brest', false, true]]],
    ['brest -port', [['brest', false, false], ['port', true, false]]],
    ['"prix nobel" paix ', [['prix nobel', false, false], ['paix', false, false]]],
    ['-"prix nobel', [['prix nobel', true, false]]],
    ['«\u00a0prix nobel\u00a0» “de la paix”', [['prix nobel', false, false], ['de la paix', false, false]]],
    ['U-Bahn', [['u bahn', false, true]]],
    ['"" -- \' & | !', []],
  ])('reads %s', (typed, expected) => {
    expect(searchTerms(typed).map(({ text, isNegated, isBegun }) => [text, isNegated, isBegun])).toEqual(expected);
  });

  it('is cut off where nothing is narrowed any more', () => {
    expect(searchTerms('mot '.repeat(50))).toHaveLength(16);
  });

  it('is looked for as pairs in scripts without spaces, and by one sign as a beginning', () => {
    const [term] = searchTerms('总统nato');
    expect(term && alternatives(term, 'pairs')).toEqual([
      [{ kind: 'lexeme', text: '总统', isPrefix: false }, { kind: 'phrase', text: 'nato' }],
    ]);
    expect(pairsOf('选', { ends: false })).toEqual(['选']);
    expect(spelled({ kind: 'lexeme', text: "l'\\", isPrefix: true })).toBe("'l''\\\\':*");
  });
}); // prettier-ignore

describe('folding', () => {
  it.each([
    ['L’ÉTÉ œuvre', 'l ete oeuvre'],
    ['Straße', 'strasse'],
    ['أُسْتَاذ', 'استاذ'],
    ['مدرسه', 'مدرسة'],
    ['Ｎａｔｏ', 'nato'],
    ['हिन्दी', 'हिन्दी'],
    ['がんばって', 'がんばって'],
  ])('makes %s %s', (text, folded) => {
    expect(searchText(text)).toBe(folded);
  });
});

describe('what was found', () => {
  it('is marked in pieces that together are the text', () => {
    const text = '<b>Été</b> 总统选举';
    const pieces = fragments(text, { isHit: (word) => word === 'ete', runs: ['选举'] });
    expect(pieces).toEqual([
      { text: '<b>', hit: false },
      { text: 'Été', hit: true },
      { text: '</b> 总统', hit: false },
      { text: '选举', hit: true },
    ]);
    expect(fragments('', { isHit: () => true, runs: [] })).toEqual([]);
  });
});
