import { expect, it } from '@jest/globals';
import { benchCluster } from './bench-cluster.js';
import { benchSameEvent } from './bench-same-event.js';
import { inParallel } from './in-parallel.js';
import { meets, percentile } from './measure.js';

it.each([
  [{ atLeast: 3_000 }, 3_000, true],
  [{ atLeast: 3_000 }, 2_999, false],
  [{ below: 20 }, 19.9, true],
  [{ below: 20 }, 20, false],
])('holds %j against %d', (target, value, expected) => {
  expect(meets({ what: '', value, unit: '', target })).toBe(expected);
});

it('finds shares of values', () => {
  const values = Array.from({ length: 100 }, (_, at) => 100 - at);
  expect([percentile(values, 0.5), percentile(values, 0.95), percentile(values, 1)]).toEqual([50, 95, 100]);
});

it('does so many things at a time, and each once', async () => {
  let [running, most] = [0, 0];
  const done: number[] = [];
  await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    done.push(item);
  });
  expect(most).toBe(3);
  expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

it('measures a small day of clustering', () => {
  const measures = benchCluster(100);
  expect(measures.filter(({ target }) => target !== undefined)).toHaveLength(2);
  expect(measures.find(({ what }) => what === 'clusters found')?.value).toBeGreaterThan(20);
});

it('measures both languages of the labelled set, and clustering above word overlap in each', () => {
  const f1 = new Map(benchSameEvent().flatMap(({ what, value }) => (what.endsWith('F1') ? [[what, value]] : [])));
  for (const language of ['en', 'fr']) {
    const ours = f1.get(`same event, ${language}, clustering: F1`) ?? 0;
    expect(ours).toBeGreaterThan(f1.get(`same event, ${language}, word overlap at its best threshold: F1`) ?? 1);
  }
});
