import { describe, expect, it } from '@jest/globals';
import { growth } from '../../../../test/support/growth.js';
import { readingOfText } from './reading.js';

describe('a plain text as it is read', () => {
  it('knows where each of its links begins', () => {
    const { words, links } = readingOfText('  Voir  https://a.example/x et\nÉTÉ : https://b.example/y\n');
    expect(words).toBe('voir https://a.example/x et été : https://b.example/y ');
    expect(links.map(({ at, href }) => words.slice(at, at + href.length))).toEqual(links.map(({ href }) => href));
    expect(links).toHaveLength(2);
  });

  it('takes a time that grows with its length, however many links a line has', () => {
    const of = (size: number): string => 'https://a.example/x '.repeat(size);
    expect(growth(readingOfText, { small: of(500), large: of(5_000), floorMs: 5, enough: 30 })).toBeLessThan(60);
  });
});
