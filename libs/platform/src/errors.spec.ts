import { describe, expect, it } from '@jest/globals';
import { CatalogueError, assertNever, defineErrors, errorText, isCatalogueError } from './errors.js';

const catalogue = defineErrors({
  'thing.missing': { kind: 'not_found', text: 'There is no such thing. Make one.' },
  'thing.broken': { kind: 'internal', text: 'The thing broke.' },
});

describe('an error of the catalogue', () => {
  it('carries code, kind, text, facts and cause', () => {
    const cause = new Error('disk full');
    const error = catalogue.error('thing.missing', { thingId: 't1' }, { cause });
    expect(error).toBeInstanceOf(CatalogueError);
    expect(error).toMatchObject({
      name: 'CatalogueError',
      code: 'thing.missing',
      kind: 'not_found',
      message: 'There is no such thing. Make one.',
      details: { thingId: 't1' },
      cause,
    });
    expect(catalogue.error('thing.broken').details).toEqual({});
  });

  it('is told by its code, never by its text', () => {
    const error: unknown = catalogue.error('thing.missing');
    expect(isCatalogueError(error)).toBe(true);
    expect(isCatalogueError(error, 'thing.missing')).toBe(true);
    expect(isCatalogueError(error, 'thing.broken')).toBe(false);
    for (const other of [new Error('thing.missing'), { code: 'thing.missing', kind: 'not_found' }, 'thing.missing', undefined])
      expect(isCatalogueError(other, 'thing.missing')).toBe(false); // prettier-ignore
  });
});

describe('errorText', () => {
  it.each<[unknown, string]>([
    [new Error('no'), 'no'],
    ['no', 'no'],
    [undefined, 'undefined'],
    [null, 'null'],
    [12n, '12'],
    [Symbol('no'), 'Symbol(no)'],
    // What Node throws when every address of a host refused: its own message is empty.
    [new AggregateError([new Error('connect ECONNREFUSED ::1:5432'), new Error('connect ECONNREFUSED 127.0.0.1:5432')]), 'connect ECONNREFUSED ::1:5432; connect ECONNREFUSED 127.0.0.1:5432'],
    [Object.create(null), 'something that has no text'],
  ])('of %p is %p', (thrown, text) => {
    expect(errorText(thrown)).toBe(text);
  }); // prettier-ignore
});

it('assertNever names what it met', () => {
  expect(() => assertNever('surprise' as never)).toThrow('"surprise"');
});
