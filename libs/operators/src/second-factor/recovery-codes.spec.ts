import { expect, it } from '@jest/globals';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.js';

it('makes ten different codes that are known again however they are typed', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) {
    expect(code).toMatch(/^[A-HJKMNP-TV-Z2-9]{5}-[A-HJKMNP-TV-Z2-9]{5}$/);
    expect(recoveryCodeHash(` ${code.toLowerCase().replace('-', ' ')} `)).toEqual(recoveryCodeHash(code));
  }
});

it.each(['', '123456', 'ABCDE-FGHJ', 'ABCDE-FGHJKM', 'ABCDE-FGHI1'])('%j is none', (given) => {
  expect(recoveryCodeHash(given)).toBeUndefined();
});
