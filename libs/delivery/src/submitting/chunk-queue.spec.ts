import { describe, expect, it } from '@jest/globals';
import { ChunkQueue } from './chunk-queue.js';

const row = (subscriberId: string, provider: string, isInCohort = true) => ({ subscriberId, provider, isInCohort });

describe('the rows of a chunk', () => {
  it('leave by provider, another one first each time, and one that must wait holds up no other', () => {
    const queue = new ChunkQueue([row('a', 'one'), row('b', 'one'), row('c', 'two')]);
    expect(queue.open(1)).toEqual(['one', 'two']);
    expect(queue.open(1)).toEqual(['two', 'one']);
    queue.park('one', 10);
    expect(queue.open(9)).toEqual(['two']);
    expect(queue.opensAt()).toBe(0);
    expect(queue.takeFrom('two', 5)).toEqual([row('c', 'two')]);
    expect(queue.opensAt()).toBe(10);
    expect(queue.open(10)).toEqual(['one']);
    queue.unpark();
    expect(queue.opensAt()).toBe(0);
  });

  it('keep their order when they could not go after all', () => {
    const queue = new ChunkQueue(['a', 'b', 'c'].map((id) => row(id, 'one')));
    const taken = queue.takeFrom('one', 3);
    queue.giveBack(taken.splice(1));
    expect(queue.takeAll().map(({ subscriberId }) => subscriberId)).toEqual(['b', 'c']);
    expect(queue.size).toBe(0);
    expect(queue.opensAt()).toBeUndefined();
  });

  it('stay out of a warm-up they are no part of', () => {
    const queue = new ChunkQueue([row('a', 'one', false), row('b', 'one'), row('c', 'two', false)]);
    expect(queue.takeFrom('one', 5, true)).toEqual([row('b', 'one')]);
    expect(queue.hasCohort).toBe(false);
    expect(queue.size).toBe(2);
  });

  it('are no part of it any more once the day’s cap is used up', () => {
    const queue = new ChunkQueue([row('a', 'one'), row('b', 'two')]);
    queue.exclude('one');
    expect(queue.takeFrom('one', 5, true)).toEqual([]);
    expect(queue.takeFrom('two', 5, true)).toHaveLength(1);
  });
});
