import { describe, expect, it } from '@jest/globals';
import { mayUse, usableText, type Rights } from './rights.js';

const all: Rights = { mail: true, archive: true, feed: true, until: null, credit: null, territories: null };
const noon = new Date('2026-11-22T12:00:00Z');

describe('mayUse', () => {
  it('asks for the very output', () => {
    expect(mayUse({ ...all, archive: false }, 'mail', { at: noon })).toBe(true);
    expect(mayUse({ ...all, archive: false }, 'archive', { at: noon })).toBe(false);
  });

  it('ends at the instant the rights end', () => {
    expect(mayUse({ ...all, until: new Date('2026-11-22T12:00:01Z') }, 'mail', { at: noon })).toBe(true);
    expect(mayUse({ ...all, until: noon }, 'mail', { at: noon })).toBe(false);
  });
});

describe('usableText', () => {
  const text = 'Un texte long, que la source ne laisse pas reprendre en entier.';

  it('gives the whole text where it may be used', () => {
    expect(usableText(text, true, 10)).toBe(text);
  });

  it('cuts an excerpt at a word, without a dangling comma', () => {
    expect(usableText(text, false, 17)).toBe('Un texte long…');
  });

  it('leaves a text shorter than the excerpt as it is', () => {
    expect(usableText('Court.', false, null)).toBe('Court.');
  });
});
