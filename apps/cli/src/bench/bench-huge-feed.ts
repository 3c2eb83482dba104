import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { MAX_FEED_BYTES } from '@app/dispatches';
import type { FeedServerProcess } from './feed-server-process.js';
import { HUGE_BYTES, HUGE_PACKED_PATH, HUGE_PATH } from './feed-server-paths.js';
import type { HugeFeedReport } from './huge-feed-probe.js';
import type { Measure } from './measure.js';

const MEGABYTE = 2 ** 20;
const TARGET_MB = 100;

/** A feed far over the limit, as it is and compressed to almost nothing: refused, and at what cost of memory. */
export async function benchHugeFeed(server: FeedServerProcess): Promise<Measure[]> {
  const { urls } = await server.open({ feeds: 1, entries: 1, first: 0 });
  const measures: Measure[] = [];
  for (const path of [HUGE_PATH, HUGE_PACKED_PATH]) {
    const { code, grownBytes, milliseconds } = await probe(new URL(path, urls[0]).href);
    if (code !== 'fetch.too_large') throw new Error(`a feed over its limit ended with ${code ?? 'an answer'}`);
    const how = path === HUGE_PACKED_PATH ? ', gzip' : '';
    const what = `feed of ${HUGE_BYTES / MEGABYTE} MB${how}, refused at ${MAX_FEED_BYTES / MEGABYTE} MB`;
    measures.push(
      { what: `${what}: memory, at most, over that before`, value: grownBytes / MEGABYTE, unit: 'MB', target: { below: TARGET_MB } },
      { what: `${what}: time`, value: milliseconds, unit: 'ms' },
    );
  } // prettier-ignore
  return measures;
}

async function probe(url: string): Promise<HugeFeedReport> {
  const child = fork(fileURLToPath(new URL('./huge-feed-probe.js', import.meta.url)), { execArgv: [] });
  try {
    child.send(url);
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the probe ended with ${String(code)}`);
    });
    const [report] = (await Promise.race([once(child, 'message'), ended])) as [HugeFeedReport];
    ended.catch(() => undefined); // It ends when we hang up, with its report given.
    return report;
  } finally {
    child.disconnect();
  }
}
