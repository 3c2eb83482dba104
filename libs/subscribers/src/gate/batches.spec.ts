import { describe, expect, it } from '@jest/globals';
import { BATCH_SIZE, Batches, MAX_WAITING } from './batches.js';

describe('Batches', () => {
  it('does the first at once and alone, and what came meanwhile together', async () => {
    const sizes: number[] = [];
    const batches = new Batches<number, number>((items) => {
      sizes.push(items.length);
      return Promise.resolve(items.map((item) => item * 2));
    });
    const results = await Promise.all(Array.from({ length: 1_201 }, (_, n) => batches.add(n)));
    expect(results).toEqual(Array.from({ length: 1_201 }, (_, n) => n * 2));
    expect(sizes).toEqual([1, BATCH_SIZE, BATCH_SIZE, 200]);
    expect(await batches.add(7)).toBe(14);
  });

  it('fails those of a batch that fails, and goes on', async () => {
    const batches = new Batches<number, number>((items) =>
      items.includes(2) ? Promise.reject(new Error('not today')) : Promise.resolve(items),
    );
    const settled = await Promise.allSettled([1, 2, 3].map((n) => batches.add(n)));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await batches.add(4)).toBe(4);
  });

  it('fails an item that its batch left without an answer', async () => {
    const batches = new Batches<number, number>(() => Promise.resolve([]));
    await expect(batches.add(1)).rejects.toThrow('without an answer');
  });

  it('says when it is too far behind', async () => {
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const batches = new Batches<number, number>(async (items) => {
      await opened;
      return items;
    });
    const work = Array.from({ length: MAX_WAITING }, (_, n) => batches.add(n));
    expect(batches.isFull).toBe(false);
    work.push(batches.add(0));
    expect(batches.isFull).toBe(true);
    open();
    await Promise.all(work);
    expect(batches.isFull).toBe(false);
  });
});
