import { describe, expect, it } from '@jest/globals';
import { isolated, isolatedLines, withoutNestedIsolates } from './isolation.js';

/** Isolates as brackets that can be seen. */
const shown = (text: string): string =>
  text.replaceAll('\u2066', '[ltr:').replaceAll('\u2067', '[rtl:').replaceAll('\u2068', '[').replaceAll('\u2069', ']');

describe('isolated', () => {
  it.each([
    ['rtl', 'The Morning Tide (UK)', '[ltr:The Morning Tide (UK)]'],
    ['rtl', 'صباح العالم', 'صباح العالم'],
    ['rtl', '22 · 6:40', '22 · 6:40'],
    ['rtl', 'CAN 2026: المغرب في النهائي', '[rtl:CAN 2026: المغرب في النهائي]'],
    ['rtl', 'نشرة The Morning Tide', '[rtl:نشرة The Morning Tide]'],
    ['rtl', 'The Morning Tide عربي', '[ltr:The Morning Tide عربي]'],
    ['ltr', 'The Morning Tide (UK)', 'The Morning Tide (UK)'],
    ['ltr', 'صباح العالم (نشرة)', '[rtl:صباح العالم (نشرة)]'],
    ['ltr', 'Le mot « سلام » partout', '[ltr:Le mot « سلام » partout]'],
    ['ltr', 'שלום', '[rtl:שלום]'],
    ['rtl', '', ''],
  ] as const)('in %s: %s', (direction, text, expected) => {
    expect(shown(isolated(text, direction))).toBe(expected);
    expect(isolated(isolated(text, direction), direction)).toBe(isolated(text, direction));
  });

  it.each(['AFP\u2069', '\u2067AFP', '\u2069AFP\u2067'])('is not ended by a stranger’s text', (text) => {
    expect(shown(isolated(text, 'rtl'))).toBe('[ltr:AFP]');
  });
});

describe('isolates', () => {
  it('in one of the same direction are left out', () => {
    expect(shown(withoutNestedIsolates('\u2066run \u2066x\u2069 now\u2069 \u2067a\u2066b\u2069\u2069'))).toBe(
      '[ltr:run x now] [rtl:a[ltr:b]]',
    );
  });

  it('go on in the next line', () => {
    expect(isolatedLines(['a \u2066b', 'c', 'd\u2069 e']).map(shown)).toEqual(['a [ltr:b]', '[ltr:c]', '[ltr:d] e']);
  });
});
