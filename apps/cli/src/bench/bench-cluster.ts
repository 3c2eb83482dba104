import { ClusterIndex, DEFAULT_CLUSTER_SETTINGS, clusterDispatches, syntheticDay } from '@app/dispatches';
import { percentile, type Measure } from './measure.js';

/** More dispatches of the same day, placed one by one after the others. */
const FURTHER = 500;
const TARGET_DAY_S = 10;
const TARGET_ONE_MS = 10;

/** A busy day in one language, clustered as a whole, and then one dispatch after the other. In memory, no database. */
export function benchCluster(dispatches: number): Measure[] {
  const day = syntheticDay(dispatches + FURTHER);
  const begun = performance.now();
  const { clusters } = clusterDispatches(day.slice(0, dispatches), DEFAULT_CLUSTER_SETTINGS);
  const seconds = (performance.now() - begun) / 1_000;
  const times = oneByOne(day, dispatches);
  const one = (name: string, value: number, isTarget = false): Measure => ({
    what: `one new dispatch beside ${dispatches}: ${name}`,
    value,
    unit: 'ms',
    ...(isTarget && { target: { below: TARGET_ONE_MS } }),
  });
  return [
    {
      what: `clustering ${dispatches} dispatches of one day`,
      value: seconds,
      unit: 's',
      target: { below: TARGET_DAY_S },
    },
    { what: 'clusters found', value: clusters.length, unit: '' },
    one('median', percentile(times, 0.5)),
    one('95th of 100', percentile(times, 0.95), true),
    one('slowest', Math.max(...times)),
  ];
}

/** Milliseconds of each of the further ones. */
function oneByOne(day: ReturnType<typeof syntheticDay>, dispatches: number): number[] {
  const index = new ClusterIndex('fr', DEFAULT_CLUSTER_SETTINGS);
  for (const item of day.slice(0, dispatches)) index.add(item);
  return day.slice(dispatches).map((item) => {
    const begun = performance.now();
    index.add(item);
    return performance.now() - begun;
  });
}
