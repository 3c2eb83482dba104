/**
 * The order of the spec files: whole journeys, which take half a minute, before those with a database, and pure ones
 * last. On a machine that has never run them Jest knows no times and goes by size, and a long one that comes last keeps
 * one processor waiting.
 */
export default class SlowFirst {
  /** @param {readonly { path: string }[]} tests */
  sort(tests) {
    return [...tests].sort((a, b) => rank(a.path) - rank(b.path) || (a.path < b.path ? -1 : 1));
  }

  /**
   * @param {readonly { path: string }[]} tests
   * @param {{ shardIndex: number, shardCount: number }} shard
   */
  shard(tests, { shardIndex, shardCount }) {
    return this.sort(tests).filter((_, at) => at % shardCount === shardIndex - 1);
  }

  /** @param {readonly { path: string }[]} tests */
  allFailedTests(tests) {
    return [...tests];
  }

  cacheResults() {
    // Times of one machine say little about the next one.
  }
}

const SLOW = [
  'faults',
  'desk.browser',
  'office.browser',
  'sign-up.browser',
  'month',
  'production-processes',
  'command-line',
  'prepare-edition',
];

/** @param {string} file */
function rank(file) {
  const name = SLOW.findIndex((slow) => file.endsWith(`/${slow}.spec.ts`) || file.endsWith(`/${slow}.db.spec.ts`));
  if (name !== -1) return name;
  if (file.includes('/test/e2e/') || /\.commands?\.(db\.)?spec\.ts$/.test(file)) return SLOW.length;
  return file.endsWith('.db.spec.ts') ? SLOW.length + 1 : SLOW.length + 2;
}
