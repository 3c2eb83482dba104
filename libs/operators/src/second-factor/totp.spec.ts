import { describe, expect, it } from '@jest/globals';
import { newTotpSecret, readableSecret, totpStep, totpUri } from './totp.js';

/** RFC 6238 Appendix B, SHA-1: the seed, and the last six of its eight digits. */
const secret = Buffer.from('12345678901234567890');
const vectors = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
] as const;

describe('a code', () => {
  it.each(vectors)('of second %i is the one in the standard', (second, code) => {
    expect(totpStep(secret, code, new Date(second * 1000))).toBe(Math.floor(second / 30));
    expect(totpStep(secret, `${code.slice(0, 3)} ${code.slice(3)}`, new Date(second * 1000))).toBeDefined();
  });

  it('is good one step early and one late, and always for its own step', () => {
    const [, [second, code]] = vectors;
    const step = Math.floor(second / 30);
    const at = (steps: number) => totpStep(secret, code, new Date((step + steps) * 30_000));
    expect([-2, -1, 0, 1, 2].map(at)).toEqual([undefined, step, step, step, undefined]);
  });

  it.each(['', '28708', '2870822', '٢٨٧٠٨٢', '28708x', '0x1234'])('%j is none', (code) => {
    expect(totpStep(secret, code, new Date(59_000))).toBeUndefined();
  });
});

it('shows the secret as apps read it', () => {
  expect(readableSecret(secret)).toBe('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ');
  const uri = new URL(totpUri(secret, 'La Gazette: matin', 'ana@gazette.example'));
  expect(uri.protocol).toBe('otpauth:');
  expect(Object.fromEntries(uri.searchParams)).toEqual({ issuer: 'La Gazette: matin', secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', algorithm: 'SHA1', digits: '6', period: '30' }); // prettier-ignore
  expect(newTotpSecret()).toHaveLength(20);
});
