import { describe, expect, it } from '@jest/globals';
import { preferredLocale } from './accept-language.js';

describe('the language a browser asks for', () => {
  it.each([
    ['fr-FR,fr;q=0.9,en;q=0.8', 'fr'],
    ['de,es;q=0.5,ar;q=0.9', 'ar'],
    ['en;q=0.1, fr;q=0', 'en'],
    ['fr;q=0', 'en'],
    ['ES-mx', 'es'],
    ['*', 'en'],
    ['', 'en'],
    [undefined, 'en'],
    [`${'xx,'.repeat(5000)}fr`, 'en'],
    ['fr;q=abc,ar;q=0.2', 'fr'],
  ])('%s', (header, locale) => {
    expect(preferredLocale(header)).toBe(locale);
  });
});
