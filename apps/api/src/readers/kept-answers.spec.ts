import { describe, expect, it, jest } from '@jest/globals';
import { KeptAnswers, publicAnswer, type PublicAnswer } from './kept-answers.js';
import { keepFor, knows } from './send-public.js';

const now = new Date('2026-11-22T06:00:00Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);

function answer(text: string, until: Date | null = null): PublicAnswer {
  return publicAnswer(text, { type: 'text/html', lastModified: now, until });
}

describe('kept answers', () => {
  it('are made once for all who ask at the same time, and again when a right has ended', async () => {
    const kept = new KeptAnswers();
    const make = jest.fn(() => Promise.resolve(answer('page', later(1_000))));
    await Promise.all([kept.get('a', now, make), kept.get('a', now, make)]);
    await kept.get('a', later(999), make);
    expect(make).toHaveBeenCalledTimes(1);
    await kept.get('a', later(1_000), make);
    expect(make).toHaveBeenCalledTimes(2);
  });

  it('do not keep a failure', async () => {
    const kept = new KeptAnswers();
    await expect(kept.get('a', now, () => Promise.reject(new Error('no database')))).rejects.toThrow('no database');
    expect((await kept.get('a', now, () => Promise.resolve(answer('page')))).body.toString()).toBe('page');
  });

  it('give up those that nobody asked for longest', async () => {
    const kept = new KeptAnswers();
    const large = 'x'.repeat(6_000_000);
    const make = jest.fn(() => Promise.resolve(answer(large)));
    for (const key of ['a', 'b', 'a', 'c', 'a']) await kept.get(key, now, make);
    expect(make).toHaveBeenCalledTimes(3);
    await kept.get('b', now, make);
    expect(make).toHaveBeenCalledTimes(4);
  });

  it('have the tag of their bytes', () => {
    expect(answer('one').etag).toBe(answer('one').etag);
    expect(answer('one').etag).not.toBe(answer('other').etag);
    expect([knows('W/"a", "b"', '"b"'), knows('*', '"b"'), knows('"c"', '"b"'), knows(undefined, '"b"')]).toEqual([true, true, false, false]); // prettier-ignore
  });

  it('may be kept by others for a minute while the edition is new', () => {
    const seconds = (header: string): number[] => [...header.matchAll(/=(\d+)/g)].map(([, value]) => Number(value));
    expect(seconds(keepFor(now, later(1_000))).reduce((sum, one) => sum + one)).toBeLessThanOrEqual(60);
    expect(seconds(keepFor(now, later(72 * 3_600_000))).reduce((sum, one) => sum + one)).toBeLessThanOrEqual(300);
  });
});
