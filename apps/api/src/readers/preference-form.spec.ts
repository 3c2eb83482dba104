import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isCatalogueError } from '@app/platform';
import { readPreferenceForm } from './preference-form.js';

describe('the form of the preference page', () => {
  it('is read field by field, and what is not there is not asked', () => {
    const read = readPreferenceForm({
      seen: 'abc',
      'keep:monde': '1',
      'regions:monde:europe': '1',
      'regions:monde:france': '1',
      'pause:monde': '',
      'hour:monde': '',
      'language:monde': 'world',
      'clicks:monde': '1',
      'join:soir': '1',
      zone: '',
    });
    const monde = {
      slug: 'monde',
      keep: true,
      regions: ['europe', 'france'],
      topics: [],
      pausedUntil: null,
      deliveryTime: null,
      moveTo: 'world',
      resume: false,
      opens: false,
      clicks: true,
    };
    expect(read).toEqual({ seen: 'abc', newsletters: [monde], joins: ['soir'], timeZone: null });
    expect(readPreferenceForm({ seen: 'abc' })).toEqual({
      seen: 'abc',
      newsletters: [],
      joins: [],
      timeZone: undefined,
    });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'x'],
    ['a list', []],
    ['empty', {}],
    ['without what was seen', { seen: '', 'keep:m': '1' }],
    ['a field twice', { seen: 'a', 'keep:m': ['1', '1'] }],
    ['a field there is not', { seen: 'a', state: 'x' }],
    ['a value without end', { seen: 'a', 'hour:m': 'x'.repeat(201) }],
    ['of too many fields', { seen: 'a', ...Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`join:${n}`, '1'])) }],
  ])('is refused whole when it is %s', (_what, body) => {
    expect(() => readPreferenceForm(body)).toThrow(expect.objectContaining({ code: 'preferences.changed' }));
  }); // prettier-ignore

  it('is read or refused, whatever it is, and never keeps what was not ticked', () => {
    const name = fc.oneof(fc.string(), fc.constantFrom('keep:m', 'regions:m:a', '__proto__', 'keep:__proto__', 'zone', 'join:', '::'));
    const body = fc.oneof(fc.anything(), fc.dictionary(name, fc.oneof(fc.string(), fc.constant('1'))).map((fields) => ({ ...fields, seen: 'a' })));
    fc.assert(
      fc.property(body, (given) => {
        try {
          const { newsletters } = readPreferenceForm(given);
          const fields = given as Record<string, string>;
          return newsletters.every(({ slug, keep }) => keep === (Object.hasOwn(fields, `keep:${slug}`) && fields[`keep:${slug}`] === '1'));
        } catch (error) {
          return isCatalogueError(error, 'preferences.changed');
        }
      }),
    );
  }); // prettier-ignore
});
