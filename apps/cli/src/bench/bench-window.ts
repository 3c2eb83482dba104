import pg from 'pg';
import { DispatchShelf } from '@app/dispatches';
import { Database } from '@app/platform';
import { insertShelf } from './bench-dispatches.repository.js';
import type { BenchStage } from './bench-stage.js';
import { percentile, type Measure } from './measure.js';

/** The years in which a newsroom with eight wires stores a million: some 2,700 a day. */
const DAYS = 365;
const RUNS = 200;
const WARM_UP_RUNS = 20;
const TARGET_MS = 20;
const HOUR_MS = 3_600_000;

/** The query that every edition begins with, a day after the one before, on a full shelf. */
export async function benchWindow(stage: BenchStage, stored: number): Promise<Measure[]> {
  const generation = await fill(stage, stored);
  const database = stage.tools.get(Database);
  const shelf = stage.tools.get(DispatchShelf, { strict: false });
  const dueAt = new Date();
  const since = (hours: number): Date => new Date(dueAt.getTime() - hours * HOUR_MS);
  const window = { language: 'es', to: dueAt, oldest: since(36), dueAt };
  const times: number[] = [];
  let found = 0;
  for (let run = -WARM_UP_RUNS; run < RUNS; run += 1) {
    const begun = performance.now();
    found = (await shelf.window(database, { ...window, from: since(24), lastDueAt: since(24) })).length;
    if (run >= 0) times.push(performance.now() - begun);
  }
  if (found === 0) throw new Error('the window is empty');
  return [
    { what: `${stored} dispatches over ${DAYS} days: time to make them`, value: generation / 1_000, unit: 's' },
    { what: 'dispatches in the window since the last cut-off, a day before', value: found, unit: '' },
    { what: 'window since the last cut-off: median', value: percentile(times, 0.5), unit: 'ms' },
    { what: 'window since the last cut-off: 95th of 100', value: percentile(times, 0.95), unit: 'ms', target: { below: TARGET_MS } },
    { what: 'window since the last cut-off: slowest', value: Math.max(...times), unit: 'ms' },
  ];
} // prettier-ignore

async function fill({ instance }: BenchStage, stored: number): Promise<number> {
  const owner = new pg.Client({ connectionString: instance.config.env.MIGRATION_DATABASE_URL });
  await owner.connect();
  try {
    return await insertShelf(owner, { stored, days: DAYS });
  } finally {
    await owner.end();
  }
}
