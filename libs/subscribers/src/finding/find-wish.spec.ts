import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findWish } from './find-wish.js';
import { maskAddress } from './mask-address.js';

describe('what somebody typed to find a reader', () => {
  it.each([
    ['Lea@Readers.Example', { by: 'address', canonical: 'lea@readers.example' }],
    ['lea@bücher.example', { by: 'address', canonical: 'lea@xn--bcher-kva.example' }],
    ['  lea.mar ', { by: 'prefix', prefix: 'lea.mar' }],
    ['LEA@read', { by: 'prefix', prefix: 'lea@read' }],
    ['@Readers.Example', { by: 'domain', domain: 'readers.example' }],
    ['@bücher.example', { by: 'domain', domain: 'xn--bcher-kva.example' }],
    ['@xn--bcher-kva.example', { by: 'domain', domain: 'xn--bcher-kva.example' }],
  ])('%s', (typed, wish) => {
    expect(findWish(typed)).toEqual(wish);
  });

  it.each(['', 'le', '@', ' @ ', 'two words', 'a\u0000bc'])('%j is nothing to look for', (typed) => {
    expect(findWish(typed)).toBeUndefined();
  });

  it('never fails', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => void findWish(typed)));
  });
});

describe('a masked address', () => {
  it('keeps the first letter and the domain', () => {
    expect(maskAddress('marie.curie@readers.example')).toBe('m•••@readers.example');
    expect(maskAddress('@')).toBe('•••');
  });
});
