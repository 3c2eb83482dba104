/** How many times a size is tried, because a collection of garbage may fall into any one try. */
const TRIES = 3;

export interface Sizes<T> {
  readonly small: T;
  readonly large: T;
  /** Milliseconds: keeps noise out where the small one takes hardly any time. */
  readonly floorMs: number;
  /** Below this it is not tried again. */
  readonly enough: number;
}

/**
 * How many times as long the large one takes as the small one, both in the same run and by processor time, so that
 * neither a slow nor a busy machine counts. The least of several: what is quadratic is so each time, and what else falls
 * into a try does not.
 */
export function growth<T>(work: (input: T) => unknown, { small, large, floorMs, enough }: Sizes<T>): number {
  const one = Math.max(
    leastMs(() => work(small), floorMs),
    floorMs,
  );
  return leastMs(() => work(large), enough * one) / one;
}

function leastMs(work: () => unknown, enoughMs: number): number {
  let least = processorMs(work);
  for (let tries = 1; tries < TRIES && least >= enoughMs; tries += 1) least = Math.min(least, processorMs(work));
  return least;
}

function processorMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
