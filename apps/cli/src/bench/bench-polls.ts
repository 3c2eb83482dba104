import { setTimeout as wait } from 'node:timers/promises';
import { RingSources } from '@app/dispatches';
import { Database } from '@app/platform';
import { insertFeeds, makeDue, polled } from './bench-dispatches.repository.js';
import type { BenchStage } from './bench-stage.js';
import type { FeedServerProcess } from './feed-server-process.js';
import type { Measure } from './measure.js';

/** A feed as most are: a screenful of headlines. */
const ENTRIES = 10;
/** How many numbers the feeds of the other part may take. */
const FIRST_NUMBER = 100_000;
/** Between two looks at how far the worker is, milliseconds. */
const LOOK_EVERY_MS = 250;
/** Without a further poll for this long, something is stuck. */
const STALLED_MS = 60_000;
/** The sweeper's rounds find them too; this one makes the start the same each time. */
const ROUNDS = 3;

/** Sources on as many hosts, due at the same instant, polled by the instance's own worker through its queue. */
export async function benchPolls(stage: BenchStage, sources: number, server: FeedServerProcess): Promise<Measure[]> {
  const database = stage.tools.get(Database);
  const rings = stage.tools.get(RingSources, { strict: false });
  const { urls } = await server.open({ feeds: sources, entries: ENTRIES, first: FIRST_NUMBER });
  const ids = await insertFeeds(database, urls, { isRung: false });
  server.begin();
  const memory = watchMemory();
  const begun = performance.now();
  await makeDue(database, ids);
  for (let round = 0; round < ROUNDS; round += 1) await rings.ringDue();
  const { failed } = await allPolled(database, ids);
  const seconds = (performance.now() - begun) / 1_000;
  const grownBytes = memory.end();
  const { requests, peakSockets } = await server.report();
  return [
    { what: `sources due at once: until all ${sources} were polled and stored`, value: seconds, unit: 's' },
    { what: 'sources a second', value: sources / seconds, unit: '/s' },
    { what: 'sockets open at the publishers, at most', value: peakSockets, unit: '', target: { below: 9 } },
    { what: 'memory of api and worker, at most, over that before', value: grownBytes / 2 ** 20, unit: 'MB' },
    { what: 'requests a source', value: requests / sources, unit: '', target: { below: 1.01 } },
    { what: 'polls that failed', value: failed, unit: '', target: { below: 1 } },
  ];
}

async function allPolled(database: Database, ids: readonly string[]): Promise<{ failed: number }> {
  let lastChange = performance.now();
  for (let before = 0; ;) {
    const now = await polled(database, ids);
    if (now.polled === ids.length) return now;
    if (now.polled !== before) lastChange = performance.now();
    if (performance.now() - lastChange > STALLED_MS) throw new Error(`only ${now.polled} sources were polled`);
    before = now.polled;
    await wait(LOOK_EVERY_MS);
  }
}

/** Resident memory, looked at often: what lies between two looks is missed. */
function watchMemory(): { end(): number } {
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
  return {
    end: () => {
      clearInterval(timer);
      return peak - before;
    },
  };
}
