import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { slugFor } from './source-slug.js';

const nothing: ReadonlySet<string> = new Set();

describe('slugFor', () => {
  it.each([
    ['Le Télégramme – Brest', 'le-telegramme-brest'],
    ['Süddeutsche Straße', 'suddeutsche-strasse'],
    ['  --- ', 'feeds-example'],
    ['الجزيرة', 'feeds-example'],
  ])('%s → %s', (title, slug) => {
    expect(slugFor(title, 'https://feeds.example/rss', nothing)).toBe(slug);
  });

  it('counts up where one is taken', () => {
    expect(slugFor('Brest', 'https://feeds.example/', new Set(['brest', 'brest-2']))).toBe('brest-3');
  });

  it('is short, plain and free, whatever the title', () => {
    const title = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(title, fc.array(title, { maxLength: 5 }), (given, others) => {
        const taken = new Set(others.map((other) => slugFor(other, 'https://feeds.example/', nothing)));
        const slug = slugFor(given, 'https://feeds.example/', taken);
        expect(slug).toMatch(/^[a-z0-9][a-z0-9-]{0,59}$/);
        expect(taken.has(slug)).toBe(false);
      }),
    );
  });
});
