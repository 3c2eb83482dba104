import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeAddress } from './address.js';

const canonical = (input: string): string | undefined => {
  const verdict = judgeAddress(input);
  return verdict.verdict === 'accept' ? verdict.canonical : undefined;
};

describe('judgeAddress', () => {
  it.each([
    ['anna@example.org', 'anna@example.org'],
    ['  Anna.Weiss+news@Example.ORG ', 'anna.weiss+news@example.org'],
    ['anna@bücher.example', 'anna@xn--bcher-kva.example'],
    ['anna@example.org.', 'anna@example.org'],
    ["o'brien@example.ie", "o'brien@example.ie"],
    ['δοκιμή@παράδειγμα.ελ', 'δοκιμή@xn--hxajbheg2az3al.xn--qxam'],
  ])('accepts %s', (input, expected) => {
    expect(canonical(input)).toBe(expected);
  });

  it('keeps the case of the local part for sending', () => {
    expect(judgeAddress('Anna@Example.org')).toEqual({
      verdict: 'accept',
      address: 'Anna@example.org',
      canonical: 'anna@example.org',
    });
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['anna', 'no_at'],
    ['@example.org', 'no_at'],
    ['anna@', 'no_at'],
    ['a@b', 'domain'],
    ['anna@localhost', 'domain'],
    ['anna@[127.0.0.1]', 'domain'],
    ['anna@127.0.0.1', 'domain'],
    ['anna@-example.org', 'domain'],
    ['anna@exam ple.org', 'domain'],
    ['.anna@example.org', 'local_part'],
    ['an..na@example.org', 'local_part'],
    ['an na@example.org', 'local_part'],
    ['a@b@example.org', 'local_part'],
    ['anna(home)@example.org', 'local_part'],
    ['anna\r\nBcc: eve@example.org', 'control_character'],
    ['anna@example.org\u0000', 'control_character'],
    ['an\u202Ena@example.org', 'control_character'],
    ['an\uD800na@example.org', 'control_character'],
    [`${'a'.repeat(65)}@example.org`, 'too_long'],
    [`anna@${'a'.repeat(64)}.org`, 'domain'],
    ['a'.repeat(65_536), 'too_long'],
  ])('refuses %j: %s', (input, reason) => {
    expect(judgeAddress(input)).toEqual({ verdict: 'reject', reason });
  });

  it('gives any text a verdict, and an accepted one never holds what could break a header', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.emailAddress(),
          fc.string().map((text) => `${text}@example.org`),
        ),
        (input) => {
          const verdict = judgeAddress(input);
          if (verdict.verdict === 'accept') expect(verdict.address).toMatch(/^[^\s<>",;:\\()[\]]+$/u);
        },
      ),
    );
  });
});
