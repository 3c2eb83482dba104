import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SubmissionGate } from './submission-gate.js';

/** Lets every promise that can go on go on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the gate', () => {
  it('gives what is free, up to what was asked for, and holds the rest until there is room', async () => {
    const gate = new SubmissionGate(4);
    const inside: [string, number][] = [];
    const enter = (name: string, most: number): Promise<void> => gate.take(most).then((places) => { inside.push([name, places]); }); // prettier-ignore
    void enter('a', 3);
    void enter('b', 3);
    void enter('c', 3);
    await settle();
    expect(inside).toEqual([['a', 3], ['b', 1]]); // prettier-ignore
    gate.give(2);
    await settle();
    expect(inside.at(-1)).toEqual(['c', 2]);
  });

  it('waits until a few are free, so that no statement is spent on a single row', async () => {
    const gate = new SubmissionGate(40);
    await gate.take(40);
    let places = 0;
    void gate.take(20).then((given) => (places = given));
    gate.give(4);
    await settle();
    expect(places).toBe(0);
    gate.give(1);
    await settle();
    expect(places).toBe(5);
    void gate.take(1).then((given) => (places = given));
    gate.give(1);
    await settle();
    expect(places).toBe(1);
  });

  it('never holds more than its limit and never forgets anybody, in any order of takes and gives', async () => {
    const script = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(script, fc.infiniteStream(fc.boolean()), async (counts, coin) => {
        const gate = new SubmissionGate(10);
        const holders: number[] = [];
        let entered = 0;
        for (const count of counts) {
          void gate.take(count).then((places) => {
            entered += 1;
            expect(places).toBeGreaterThan(0);
            expect(places).toBeLessThanOrEqual(count);
            holders.push(places);
          });
          await settle();
          expect(holders.reduce((sum, held) => sum + held, 0)).toBeLessThanOrEqual(gate.limit);
          if (coin.next().value === true) gate.give(holders.shift() ?? 0);
        }
        while (entered < counts.length || holders.length > 0) {
          await settle();
          gate.give(holders.shift() ?? 0);
        }
        expect(entered).toBe(counts.length);
      }),
      { numRuns: 50 },
    );
  });
});
