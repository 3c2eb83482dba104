import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import pg from 'pg';
import { IndexDispatches, PollSource, parseFeed } from '@app/dispatches';
import { Database } from '@app/platform';
import { insertAgain, insertFeeds, makeDue } from './bench-dispatches.repository.js';
import type { BenchStage } from './bench-stage.js';
import type { FeedServerProcess } from './feed-server-process.js';
import { inParallel } from './in-parallel.js';
import type { Measure } from './measure.js';
import { medianEntryBytes, syntheticFeed } from './synthetic-feed.js';

/** As many as a poll takes of a feed. */
const ENTRIES = 200;
/** As many polls side by side as the worker's processor for sources runs. */
const POLLS = 8;
/** Feeds polled before the clock runs, until the compiler has seen the code and the connections are open. */
const WARM_UP_FEEDS = 20;
/** Feeds parsed for comparison. */
const COMPARED_FEEDS = 40;
const TARGET_PER_SECOND = 3_000;

/** Feeds over HTTP, through the very poll the worker does, into PostgreSQL with durable commits. */
export async function benchIngest(stage: BenchStage, feeds: number, server: FeedServerProcess): Promise<Measure[]> {
  const database = stage.tools.get(Database);
  const poller = stage.tools.get(PollSource, { strict: false });
  const { urls, bytes } = await server.open({ feeds: feeds + WARM_UP_FEEDS, entries: ENTRIES, first: 0 });
  const ids = await insertFeeds(database, urls, { isRung: true });
  await makeDue(database, ids);
  let created = 0;
  const poll = async (id: string): Promise<void> => {
    const result = await poller.poll(id);
    created += result.created;
  };
  await inParallel(ids.slice(0, WARM_UP_FEEDS), POLLS, poll);
  created = 0;
  const measured = ids.slice(WARM_UP_FEEDS);
  const before = process.cpuUsage();
  const begun = performance.now();
  await inParallel(measured, POLLS, poll);
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(before);
  const expected = feeds * ENTRIES;
  if (created !== expected) throw new Error(`${created} dispatches were stored, expected ${expected}`);
  const indexed = await indexRate(stage);
  const bare = await bareInsert(stage, measured);
  const parsing = parseRates();
  const perSecond = created / seconds;
  return [
    {
      what: `entries stored a second: ${feeds} feeds of ${ENTRIES} entries, ${POLLS} polls side by side`,
      value: perSecond,
      unit: '/s',
      target: { atLeast: TARGET_PER_SECOND },
    },
    { what: 'XML of the median entry', value: parsing.medianBytes, unit: 'bytes' },
    { what: 'XML a second', value: bytes / (feeds + WARM_UP_FEEDS) / ENTRIES * perSecond / 1e6, unit: 'MB/s' },
    { what: 'processor time of this process, an entry', value: (user + system) / created, unit: 'µs' },
    { what: 'bare feedsmith on the same XML, entries a second', value: parsing.feedsmith, unit: '/s' },
    { what: 'our reading alone (charset, repair, feedsmith, sanitising)', value: parsing.ours, unit: '/s' },
    { what: 'the same rows by one bare insert a commit, rows a second', value: (created / bare) * 1_000, unit: '/s' },
    { what: 'dispatches made findable a second, in a round of the worker’s', value: indexed, unit: '/s' },
    { what: 'stored by bare feedsmith', value: perSecond / parsing.feedsmith, unit: '' },
    { what: 'stored by bare insert', value: (perSecond * bare) / created / 1_000, unit: '' },
  ];
} // prettier-ignore

/** What is left to index after the polls, one round of it; the worker's own rounds go on meanwhile. */
async function indexRate({ tools }: BenchStage): Promise<number> {
  const begun = performance.now();
  const count = await tools.get(IndexDispatches, { strict: false }).round();
  return (count * 1_000) / (performance.now() - begun);
}

async function bareInsert({ instance }: BenchStage, ids: readonly string[]): Promise<number> {
  const owner = new pg.Client({ connectionString: instance.config.env.MIGRATION_DATABASE_URL });
  await owner.connect();
  try {
    return await insertAgain(owner, ids, ENTRIES);
  } finally {
    await owner.end();
  }
}

function parseRates(): { feedsmith: number; ours: number; medianBytes: number } {
  const texts = Array.from({ length: COMPARED_FEEDS }, (_, number) =>
    syntheticFeed({ number, entries: ENTRIES, now: new Date() }),
  );
  const bodies = texts.map((text) => Buffer.from(text));
  const rate = (work: () => void): number => {
    work();
    const begun = performance.now();
    work();
    return (COMPARED_FEEDS * ENTRIES * 1_000) / (performance.now() - begun);
  };
  return {
    // The even ones are RSS, the odd ones Atom.
    feedsmith: rate(() => {
      for (const [number, text] of texts.entries()) {
        const parse = number % 2 === 0 ? parseRssFeed : parseAtomFeed;
        parse(text);
      }
    }),
    ours: rate(() => {
      for (const body of bodies) parseFeed(body, { contentType: 'application/xml', url: 'https://site.example/' });
    }),
    medianBytes: medianEntryBytes(texts.join('')),
  };
}
