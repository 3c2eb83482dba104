import { describe, expect, it } from '@jest/globals';
import { readSort, sorted, toggleSort } from './sort.js';

describe('the order in the address', () => {
  it('is read, and nothing else is', () => {
    expect(readSort({ sort: '-name' })).toEqual({ sort: '-name' });
    for (const sort of ['', '--name', 'a b', 7, null, 'x'.repeat(41)]) expect(readSort({ sort })).toEqual({});
  });

  it('turns round at a second press and goes at a third', () => {
    expect(toggleSort(undefined, 'name')).toBe('name');
    expect(toggleSort('name', 'name')).toBe('-name');
    expect(toggleSort('-name', 'name')).toBeUndefined();
    expect(toggleSort('-name', 'size')).toBe('size');
  });

  it('orders numbers as numbers, words as words, and what has no value last', () => {
    const rows = [{ n: 10, w: 'b' }, { n: null, w: 'é' }, { n: 9, w: 'a' }]; // prettier-ignore
    const by = { n: (row: (typeof rows)[number]) => row.n, w: (row: (typeof rows)[number]) => row.w };
    expect(sorted(rows, 'n', by).map(({ n }) => n)).toEqual([9, 10, null]);
    expect(sorted(rows, '-n', by).map(({ n }) => n)).toEqual([10, 9, null]);
    expect(sorted(rows, '-w', by).map(({ w }) => w)).toEqual(['é', 'b', 'a']);
    expect(sorted(rows, 'toString', by)).toEqual(rows);
  });
});
