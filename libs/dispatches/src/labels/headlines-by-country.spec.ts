import { describe, expect, it } from '@jest/globals';
import { HEADLINES_BY_COUNTRY } from './headlines-by-country.fixture.js';
import { LabelBook } from './label-book.js';
import { labelDispatch } from './labelling.js';
import { SHIPPED_LABELS } from './shipped-labels.js';

/** What must hold; both were 1 when this was written, the last 64 headlines before the catalogue had seen them. */
const MIN_PRECISION = 0.97;
const MIN_RECALL = 0.97;

const book = new LabelBook(SHIPPED_LABELS);

describe.each(Object.entries(HEADLINES_BY_COUNTRY))('countries of %s headlines', (language, headlines) => {
  it('are found, and no others', () => {
    const counts = { right: 0, found: 0, expected: 0 };
    const wrong: string[] = [];
    for (const [headline, countries] of headlines) {
      const expected = countries === '' ? [] : countries.split(' ');
      const input = { headline, standfirst: '', bodyText: '', language, categories: [], sourceSlug: null };
      const found = labelDispatch(input, book).countries;
      counts.right += found.filter((code) => expected.includes(code)).length;
      counts.found += found.length;
      counts.expected += expected.length;
      if ([...found].sort().join(' ') !== [...expected].sort().join(' '))
        wrong.push(`${headline}: expected ${countries}, found ${found.join(' ')}`);
    }
    const precision = counts.right / counts.found;
    const recall = counts.right / counts.expected;
    const report = [`precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`, ...wrong].join('\n');
    // The report is what a failure shows.
    expect(precision >= MIN_PRECISION && recall >= MIN_RECALL ? '' : report).toBe('');
  });
});

it('has headlines enough to say anything', () => {
  expect(Object.values(HEADLINES_BY_COUNTRY).flat().length).toBeGreaterThanOrEqual(120);
});
