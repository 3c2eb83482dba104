import { describe, expect, it } from '@jest/globals';
import { withoutWords } from './without-words.js';

const lost = { ids: new Set(['id-1']), words: ['Le manteau du ministre', 'Court'] };

describe('a document without what was taken down', () => {
  it('loses every text of what names it, and keeps ids, codes and shape', () => {
    const entry = { dispatchId: 'id-1', headline: 'Autre titre', reasons: [{ code: 'edition.chosen', text: 'Pour son titre' }], score: 3 };
    expect(withoutWords({ chosen: [entry, { dispatchId: 'id-2', headline: 'Autre titre' }] }, lost)).toEqual({
      chosen: [
        { dispatchId: 'id-1', headline: '', reasons: [{ code: 'edition.chosen', text: '' }], score: 3 },
        { dispatchId: 'id-2', headline: 'Autre titre' },
      ],
    });
  });

  it('loses any text that quotes it, and no text that shares a short word with it', () => {
    const given = { a: '« Le manteau du ministre », dit-on', b: 'Court et bon', c: [null, 1, true], 'Le manteau du ministre': 1 };
    expect(withoutWords(given, lost)).toEqual({ a: '', b: 'Court et bon', c: [null, 1, true], '-': 1 });
  });
}); // prettier-ignore
