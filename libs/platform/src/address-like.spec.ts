import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { growth } from '../../../test/support/growth.js';
import { withoutAddressLike } from './address-like.js';

const SIGNS = ['@', '\uFF20', '\uFE6B', '%40', '%2540', '%EF%BC%A0', '&#64;', '&#x40;', '&commat;', '\\u0040', ' @ '];
const MAILBOXES = [
  'lea',
  'lea+daily',
  'LÉA.Martin',
  '"lea martin"',
  '"l\\"ea m"',
  '%6Cea',
  'قارئة',
  'l\u200bea',
  "o'brien",
  'a=b/c?d',
  '读者',
];
const HOSTS = [
  'readers.example',
  'bücher.example',
  'xn--bcher-kva.example',
  'رسائل.مثال',
  '例え.テスト',
  'mail.readers.example.',
];
const AROUND = [['', ''], ['asked by ', ', by telephone'], ['<', '>'], ['mailto:', ' twice'], ['(', ')'], ['https://news.example/u?email=', '&x=1'], ['تواصل عبر ', ' أمس']] as const; // prettier-ignore

describe('what is written to a log', () => {
  it('has no part of an address in it, however that is written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...MAILBOXES), fc.constantFrom(...SIGNS), fc.constantFrom(...HOSTS), fc.constantFrom(...AROUND)), { minLength: 1, maxLength: 4 }),
        (addresses) => {
          const text = addresses.map(([box, sign, host, [before, after]]) => `${before}${box}${sign}${host}${after}`).join('; ');
          const kept = withoutAddressLike(text);
          for (const [box, , host] of addresses) {
            // A mailbox in quotes goes with what is inside of them.
            expect(kept).not.toContain(box.replaceAll('"', ''));
            expect(kept).not.toContain(host);
          }
          expect(withoutAddressLike(kept)).toBe(kept);
        },
      ),
    );
  }); // prettier-ignore

  it.each([
    'two editions @ noon, says @lea',
    'the credit is “Agence / Léa”',
    '100 %, 40 readers; 5 % 40',
    'edition:019aa4e0-0000-7000-8000-000000000000',
    '@',
    '',
  ])('is left as it was where there is none: %s', (text) => {
    expect(withoutAddressLike(text)).toBe(text);
  });

  it('keeps what stands around it', () => {
    expect(withoutAddressLike('asked by telephone, lea@readers.example, and by letter')).toBe('asked by telephone, •••, and by letter'); // prettier-ignore
    expect(withoutAddressLike('from "lea m"@[IPv6:2001:db8::1] twice')).toBe('from ••• twice');
  });

  it.each([['@'], ['a@'], ['a@ '], ['"@'], ['" @['], [' @['], ['a@[ '], ['%25'], ['a'], ['@a.']])(
    'looks at each character a few times only: %j',
    (piece) => {
      // Sixteen times as much takes about sixteen times as long, and not 256 times.
      const sizes = { small: piece.repeat(5_000), large: piece.repeat(80_000), floorMs: 2, enough: 100 };
      expect(growth(withoutAddressLike, sizes)).toBeLessThan(100);
    },
  );
});
