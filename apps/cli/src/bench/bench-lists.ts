import pg from 'pg';
import { IndexDispatches } from '@app/dispatches';
import { Database } from '@app/platform';
import { insertAudit, insertLedger, sampleAct } from './lists-newsroom.repository.js';
import { dispatchLists } from './lists-dispatches.js';
import { seedDispatches } from './lists-dispatches.repository.js';
import { newsroomLists } from './lists-newsroom.js';
import { PersonalReadings, readerLists, type ListQuery } from './lists-readers.js';
import { insertClosedEditions, insertReaders, leaveByEditions, sampleReaders, settleLists } from './bench-lists.repository.js'; // prettier-ignore
import { createNewsletters, type BenchStage } from './bench-stage.js';
import { percentile, type Measure } from './measure.js';

/** Newsletters that share the readers: enough that no list is one newsletter's. */
const NEWSLETTERS = 8;
/** Readers in one statement. */
const PIECE = 250_000;
/** Times each list is asked, after some that warm the caches of a desk that has been open for a while. */
const TIMES = 60;
const WARM_UP = 5;
/** Times a report is read, which counts every row of an edition's ledger. */
const REPORTS = 5;
/** Milliseconds: a list that is there before one has looked up. */
const P95_BELOW_MS = 100;

/** How much of everything there is to list. */
export interface ListSizes {
  readonly subscribers: number;
  /** And as many entries of the audit. */
  readonly dispatches: number;
  /** That left and are summed up. */
  readonly editions: number;
}

/** Every list of the admin over a large installation's tables, beside look-ups by primary key in the same run. */
export async function benchLists(stage: BenchStage, sizes: ListSizes): Promise<Measure[]> {
  const owner = new pg.Client({ connectionString: stage.instance.config.env.MIGRATION_DATABASE_URL });
  await owner.connect();
  try {
    const { lists, ids } = await fill(stage, owner, sizes);
    return await measureLists(stage, { lists, sizes, ids });
  } finally {
    await owner.end();
  }
}

interface Filled {
  readonly lists: readonly ListQuery[];
  /** Of subscribers to look up. */
  readonly ids: readonly string[];
}

/** What is there is measured as it is, also by another size: filling millions of rows takes longer than all else. */
async function fill(stage: BenchStage, owner: pg.Client, sizes: ListSizes): Promise<Filled> {
  const newsletters = await createNewsletters(stage.tools, NEWSLETTERS);
  if ((await sampleAct(owner)) === undefined) await store(stage, owner, { ids: newsletters.map(({ id }) => id), sizes });
  const readings = new PersonalReadings(await sampleReaders(owner, TIMES + WARM_UP));
  const newsletter = newsletters[1]?.slug ?? '';
  const lists = [
    ...readerLists(stage.tools, newsletter, readings),
    ...(await dispatchLists(stage.tools)),
    ...(await newsroomLists(stage, owner, { newsletter, acts: sizes.dispatches })),
  ];
  return { lists, ids: readings.ids };
} // prettier-ignore

async function store(
  { tools }: BenchStage,
  owner: pg.Client,
  { ids, sizes }: { readonly ids: readonly string[]; readonly sizes: ListSizes },
): Promise<void> {
  const { subscribers, dispatches, editions } = sizes;
  for (let from = 1; from <= subscribers; from += PIECE)
    await insertReaders(owner, ids, { from, to: Math.min(from + PIECE - 1, subscribers), all: subscribers });
  await insertClosedEditions(owner, ids, editions);
  await leaveByEditions(owner);
  await settleLists(owner);
  const indexing = tools.get(IndexDispatches, { strict: false });
  await seedDispatches(owner, dispatches, () => indexing.round());
  await insertLedger(owner);
  // The last: where it stands everything stands.
  await insertAudit(owner, dispatches);
}

async function measureLists(
  stage: BenchStage,
  { lists, sizes, ids }: Filled & { readonly sizes: ListSizes },
): Promise<Measure[]> {
  const key = await timesOf({ name: 'by key', run: (n) => byKey(stage, ids[n % ids.length] ?? '') });
  const base = percentile(key, 0.5);
  const measures: Measure[] = [
    { what: 'subscribers', value: sizes.subscribers, unit: '' },
    { what: 'closed editions', value: sizes.editions, unit: '' },
    { what: 'dispatches, and entries of the audit', value: sizes.dispatches, unit: '' },
    { what: 'a subscriber by primary key: median', value: base, unit: 'ms' },
  ];
  for (const list of lists) {
    const times = await timesOf(list);
    const median = percentile(times, 0.5);
    const within = { what: `${list.name}: 95 of 100 within`, value: percentile(times, 0.95), unit: 'ms' };
    measures.push(
      { what: `${list.name}: median`, value: median, unit: 'ms' },
      list.isReport === true ? within : { ...within, target: { below: P95_BELOW_MS } },
      { what: `${list.name}: median by that of the key`, value: median / base, unit: '' },
    );
  }
  return measures;
}

function byKey({ tools }: BenchStage, id: string): Promise<unknown> {
  return tools.get(Database).selectFrom('subscriber').selectAll().where('id', '=', id).executeTakeFirst();
}

async function timesOf({ run, isReport }: ListQuery): Promise<number[]> {
  const [warmUp, count] = isReport === true ? [1, REPORTS] : [WARM_UP, TIMES];
  const times: number[] = [];
  for (let n = 0; n < warmUp + count; n += 1) {
    const begun = performance.now();
    await run(n);
    if (n >= warmUp) times.push(performance.now() - begun);
  }
  return times;
}
