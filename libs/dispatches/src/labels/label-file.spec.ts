import { describe, expect, it } from '@jest/globals';
import { isCatalogueError } from '@app/platform';
import { labelFileOf, readLabelFile } from './label-file.js';
import { labelsOf } from './label.js';
import { SHIPPED_LABELS } from './shipped-labels.js';

function refusal(text: string): { code: string; details: Readonly<Record<string, unknown>> } {
  try {
    readLabelFile(text);
  } catch (error) {
    if (isCatalogueError(error)) return { code: error.code, details: error.details };
    throw error;
  }
  return { code: 'accepted', details: {} };
}

const region = { slug: 'brest', names: { fr: 'Brest' } };
const issues = (...regions: unknown[]) => refusal(JSON.stringify({ regions })).details['issues'];

describe('readLabelFile', () => {
  it('reads back what was exported', () => {
    const file = labelFileOf(SHIPPED_LABELS);
    expect(labelsOf(readLabelFile(JSON.stringify(file)))).toEqual(SHIPPED_LABELS);
  });

  it('tells a kind that is empty from one that is left out', () => {
    expect(readLabelFile('{"topics": []}')).toEqual({ topics: [] });
  });

  it('names the line of what is not JSON', () => {
    const { code, details } = refusal('{\n  "regions": [\n    {"slug" "x"}\n  ]\n}');
    expect(code).toBe('label.not_json');
    expect(details['problem']).toMatch(/line 3/);
  });

  it.each([
    [[{ ...region, slug: 'Brest' }], 'regions[0].slug', /lower-case/],
    [[region, region], 'regions[1].slug', /stands twice/],
    [[{ ...region, names: {} }], 'regions[0].names', /a name/],
    [[{ ...region, countries: ['FR', 'XX'] }], 'regions[0].countries[1]', /no country/],
    [[{ ...region, rules: { any: ['Brest', '…'] } }], 'regions[0].rules.any[1]', /no word/],
    [[{ ...region, rules: { any: { fr: ['Brest', '…'] } } }], 'regions[0].rules.any.fr[1]', /no word/],
    [[{ ...region, rules: { any: 'Brest' } }], 'regions[0].rules.any', /list of phrases/],
    [[{ ...region, rules: { anny: ['Brest'] } }], 'regions[0].rules', /anny/],
    [[{ ...region, rules: { minScore: -1 } }], 'regions[0].rules.minScore', /./],
  ])('%j: %s', (regions, field, problem) => {
    expect(issues(...regions)).toEqual([{ field, problem: expect.stringMatching(problem) }]);
  });

  it.each(['[]', 'null', '{"labels": []}', '{"regions": {}}'])('refuses %s', (text) => {
    expect(refusal(text).code).toBe('label.invalid');
  });
});
