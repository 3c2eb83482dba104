import pg from 'pg';
import { Database } from '@app/platform';
import { dispatchLists } from './lists-dispatches.js';
import { seedDispatches } from './lists-dispatches.repository.js';
import { PersonalReadings, readerLists, type ListQuery } from './lists-readers.js';
import { insertClosedEditions, insertReaders, leaveByEditions, sampleReaders, settleLists } from './bench-lists.repository.js'; // prettier-ignore
import { createNewsletters, type BenchStage } from './bench-stage.js';
import { percentile, type Measure } from './measure.js';

/** Newsletters that share the readers: enough that no list is one newsletter's. */
const NEWSLETTERS = 8;
const EDITIONS = 1_000;
const DISPATCHES = 1_000_000;
/** Readers in one statement. */
const PIECE = 250_000;
/** Times each list is asked, after some that warm the caches of a desk that has been open for a while. */
const TIMES = 60;
const WARM_UP = 5;
/** Milliseconds: a list that is there before one has looked up. */
const P95_BELOW_MS = 100;

/** Every list of the admin over a large installation's tables, beside look-ups by primary key in the same run. */
export async function benchLists(stage: BenchStage, subscribers: number): Promise<Measure[]> {
  const owner = new pg.Client({ connectionString: stage.instance.config.env.MIGRATION_DATABASE_URL });
  await owner.connect();
  try {
    const newsletters = await createNewsletters(stage.tools, NEWSLETTERS);
    const ids = newsletters.map(({ id }) => id);
    for (let from = 1; from <= subscribers; from += PIECE)
      await insertReaders(owner, ids, { from, to: Math.min(from + PIECE - 1, subscribers), all: subscribers });
    await insertClosedEditions(owner, ids, EDITIONS);
    await leaveByEditions(owner);
    await settleLists(owner);
    const readings = new PersonalReadings(await sampleReaders(owner, TIMES + WARM_UP));
    // A million beside five million readers, and fewer where a smoke test has only some.
    await seedDispatches(owner, Math.min(DISPATCHES, Math.ceil(subscribers / 5)));
    const readers = readerLists(stage.tools, newsletters[1]?.slug ?? '', readings);
    const lists = [...readers, ...(await dispatchLists(stage.tools))];
    return await measureLists(stage, { lists, subscribers, ids: readings.ids });
  } finally {
    await owner.end();
  }
}

async function measureLists(
  stage: BenchStage,
  { lists, subscribers, ids }: { readonly lists: readonly ListQuery[]; readonly subscribers: number; readonly ids: readonly string[] },
): Promise<Measure[]> {
  const key = await timesOf({ name: 'by key', run: (n) => byKey(stage, ids[n % ids.length] ?? '') });
  const base = percentile(key, 0.5);
  const measures: Measure[] = [
    { what: 'subscribers', value: subscribers, unit: '' },
    { what: 'closed editions', value: EDITIONS, unit: '' },
    { what: 'dispatches', value: Math.min(DISPATCHES, Math.ceil(subscribers / 5)), unit: '' },
    { what: 'a subscriber by primary key: median', value: base, unit: 'ms' },
  ];
  for (const list of lists) {
    const times = await timesOf(list);
    const median = percentile(times, 0.5);
    measures.push(
      { what: `${list.name}: median`, value: median, unit: 'ms' },
      { what: `${list.name}: 95 of 100 within`, value: percentile(times, 0.95), unit: 'ms', target: { below: P95_BELOW_MS } },
      { what: `${list.name}: median by that of the key`, value: median / base, unit: '' },
    );
  }
  return measures;
} // prettier-ignore

function byKey({ tools }: BenchStage, id: string): Promise<unknown> {
  return tools.get(Database).selectFrom('subscriber').selectAll().where('id', '=', id).executeTakeFirst();
}

async function timesOf({ run }: ListQuery): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < WARM_UP + TIMES; n += 1) {
    const begun = performance.now();
    await run(n);
    if (n >= WARM_UP) times.push(performance.now() - begun);
  }
  return times;
}
