import { describe, expect, it } from '@jest/globals';
import { en } from './messages.en.js';
import { fr } from './messages.fr.js';

/** Every sentence of a catalogue; those with values are told with the number 2 or the word `x` in their places. */
function sentences(catalogue: object): string[] {
  return Object.values(catalogue).flatMap((message: unknown) => {
    if (typeof message === 'string') return [message];
    if (typeof message === 'object' && message !== null) return sentences(message);
    if (typeof message !== 'function') return [];
    const told: unknown = Reflect.apply(message, undefined, [2, 'x']);
    return [String(told)];
  });
}

describe('the catalogues', () => {
  it('have the same keys', () => {
    expect(Object.keys(fr).toSorted()).toEqual(Object.keys(en).toSorted());
    expect(Object.keys(fr.states).toSorted()).toEqual(Object.keys(en.states).toSorted());
    expect(Object.keys(fr.kinds).toSorted()).toEqual(Object.keys(en.kinds).toSorted());
  });

  it.each(sentences(fr))('French typography: %s', (sentence) => {
    expect(sentence).not.toMatch(/ [:;!?»]|« |'|[^\s\u00a0][;!?»]/u);
  });

  it.each(sentences(en))('English typography: %s', (sentence) => {
    expect(sentence).not.toMatch(/'|\s[:;!?]/u);
  });

  it('count as each language counts', () => {
    expect([0, 1, 2, 12840].map(en.readers)).toEqual(['0 readers', '1 reader', '2 readers', '12,840 readers']);
    expect([0, 1, 2].map(fr.readers)).toEqual(['0\u00a0lecteur', '1\u00a0lecteur', '2\u00a0lecteurs']);
    expect(fr.readers(12840)).toBe('12\u202f840\u00a0lecteurs');
  });
});
