import { describe, expect, it } from '@jest/globals';
import type { Settlement } from '../ledger/delivery-state.js';
import { settlementOf } from '../ledger/delivery-state.js';
import { SettleTray } from './settle-tray.js';

const reply = { code: 250, enhancedCode: null, text: 'taken' };
const result = (subscriberId: string): Settlement =>
  settlementOf({ subscriberId, provider: 'other', attempts: 1 }, { kind: 'submitted', reply });

function tray(groupSize: number) {
  const written: string[][] = [];
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  let freed = 0;
  const made = new SettleTray({
    groupSize,
    write: (results) => {
      written.push(results.map((one) => one.subscriberId));
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    freed: (rows) => (freed += rows),
  });
  const next = async (error?: Error): Promise<void> => {
    const one = waiting.shift();
    if (error === undefined) one?.resolve();
    else one?.reject(error);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { tray: made, written, next, freed: () => freed };
}

describe('results', () => {
  it('are written in groups, one at a time, and free their places only then', async () => {
    const { tray: results, written, next, freed } = tray(2);
    results.expect(5);
    results.put(result('a'));
    expect(written).toEqual([]);
    results.put(result('b'));
    for (const id of ['c', 'd', 'e']) results.put(result(id));
    expect(written).toEqual([['a', 'b']]);
    expect(freed()).toBe(0);
    await next();
    expect(written).toEqual([['a', 'b'], ['c', 'd', 'e']]); // prettier-ignore
    expect(freed()).toBe(2);
    await next();
    await results.emptied();
    expect(freed()).toBe(5);
    expect(results.isEmpty).toBe(true);
  });

  it('do not wait for a group when nobody else is under way', () => {
    const { tray: results, written } = tray(10);
    results.expect(1);
    results.put(result('a'));
    expect(written).toEqual([['a']]);
  });

  it('that can never be written free their places too, and end the run with the reason', async () => {
    const { tray: results, next, freed } = tray(1);
    results.expect(1);
    results.put(result('a'));
    await next(new Error('no such table'));
    expect(results.hasFailed).toBe(true);
    await expect(results.emptied()).rejects.toThrow('no such table');
    expect(freed()).toBe(1);
  });
});
