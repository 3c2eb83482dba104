import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SubmissionGate } from './submission-gate.js';

/** Lets every promise that can go on go on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the gate', () => {
  it('lets in up to its limit and holds the rest until there is room', async () => {
    const gate = new SubmissionGate(4);
    const inside: string[] = [];
    const enter = (name: string, count: number): Promise<void> => gate.take(count).then(() => { inside.push(name); }); // prettier-ignore
    void enter('a', 2);
    void enter('b', 2);
    void enter('c', 2);
    await settle();
    expect(inside).toEqual(['a', 'b']);
    gate.give(1);
    await settle();
    expect(inside).toEqual(['a', 'b']);
    gate.give(1);
    await settle();
    expect(inside).toEqual(['a', 'b', 'c']);
  });

  it('serves in turn: a small one does not overtake a large one that waits', async () => {
    const gate = new SubmissionGate(4);
    const inside: number[] = [];
    await gate.take(3);
    for (const count of [4, 1, 1]) void gate.take(count).then(() => inside.push(count));
    await settle();
    expect(inside).toEqual([]);
    gate.give(3);
    await settle();
    expect(inside).toEqual([4]);
    gate.give(4);
    await settle();
    expect(inside).toEqual([4, 1, 1]);
  });

  it('never holds more than its limit and never forgets anybody, in any order of takes and gives', async () => {
    const script = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(script, fc.infiniteStream(fc.boolean()), async (counts, coin) => {
        const gate = new SubmissionGate(5);
        const holders: number[] = [];
        let entered = 0;
        for (const count of counts) {
          void gate.take(count).then(() => {
            entered += 1;
            holders.push(count);
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
