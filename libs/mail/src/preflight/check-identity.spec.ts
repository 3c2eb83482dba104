import { describe, expect, it } from '@jest/globals';
import { checkRaw } from './check-raw.js';
import { goodEml } from './preflight.fixture.js';

function raw(eml: string): string[] {
  const found = checkRaw(Buffer.from(eml), { locale: 'en', now: new Date('2026-11-22T07:00:00Z') });
  return found.map(({ code }) => code.replace('preflight.', ''));
}

describe('the name of who sends', () => {
  const toldOf = (name: string): boolean => {
    const encoded = `From: =?utf-8?B?${Buffer.from(name).toString('base64')}?= <lettre@phare.example>`;
    const headers = (all: string[]): string[] => all.map((line) => (line.startsWith('From:') ? encoded : line));
    return raw(goodEml({ headers })).includes('sender_unsafe');
  };

  it.each(['Le \u202eerahP', 'Le\u200b Phare', '\u2067Le Phare', 'Le\u00ad Phare'])('turns nothing and hides nothing: %j', (name) => {
    expect(toldOf(name)).toBe(true);
  }); // prettier-ignore

  it.each(['Le Phare', '\u2068Le Phare\u2069', '\u0645\u06cc\u200c\u062e', '\u0e02\u0e48\u200b\u0e32\u0e27'])('may be %j', (name) => {
    expect(toldOf(name)).toBe(false);
  }); // prettier-ignore
});
