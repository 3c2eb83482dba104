import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { AssembleEdition, ClaimEditions, FreezeEdition } from '@app/editions';
import type { ArchiveOrder, ArchiveReport } from './archive-load.js';
import { copyEdition } from './bench-archive.repository.js';
import type { BenchStage } from './bench-stage.js';
import { percentile, type Measure } from './measure.js';

/** Past editions that are asked for in turn: half a year of a daily. */
const EDITIONS = 180;
/** Readers who wait at the same time; each asks again when answered. */
const CONNECTIONS = 8;
const REQUESTS = 6_000;
/** Every page once and the compiler settled. */
const WARM_UP = 1_000;
const TARGET_MS = 15;
const DAY_MS = 86_400_000;

/**
 * Archive pages of the instance's own api, beside a bare Fastify that answers with the same bytes from memory. Every
 * page of ours asks the database whether it still stands.
 */
export async function benchArchive(stage: BenchStage): Promise<Measure[]> {
  const [newsletter] = stage.newsletters;
  if (newsletter === undefined) throw new Error('the stage has no newsletter');
  const paths = await publish(stage, newsletter.slug);
  const page = await (await fetch(`${stage.instance.url}${paths[0] ?? ''}`)).text();
  const load = child();
  const bareServer = child();
  try {
    bareServer.send({ page });
    const bareOrigin = await message<string>(bareServer);
    const press = async (origin: string, count: number): Promise<ArchiveReport> => {
      const order: ArchiveOrder = { origin, paths, count, connections: CONNECTIONS };
      load.send(order);
      return message<ArchiveReport>(load);
    };
    await press(stage.instance.url, WARM_UP);
    await press(bareOrigin, WARM_UP);
    const [bare, ours] = [await press(bareOrigin, REQUESTS), await press(stage.instance.url, REQUESTS)];
    const perSecond = ({ statuses, seconds }: ArchiveReport): number => (statuses['200'] ?? 0) / seconds;
    return [
      { what: `bytes of a page, ${EDITIONS} editions`, value: Buffer.byteLength(page), unit: 'B' },
      { what: `archive page, ${CONNECTIONS} at once: median`, value: percentile(ours.times, 0.5), unit: 'ms' },
      { what: 'archive page: 99th of 100', value: percentile(ours.times, 0.99), unit: 'ms', target: { below: TARGET_MS } },
      { what: 'archive pages a second', value: perSecond(ours), unit: '/s' },
      { what: 'bare Fastify, the same bytes: median', value: percentile(bare.times, 0.5), unit: 'ms' },
      { what: 'bare Fastify: 99th of 100', value: percentile(bare.times, 0.99), unit: 'ms' },
      { what: 'bare Fastify, answers a second', value: perSecond(bare), unit: '/s' },
      { what: 'ratio of the two, answers a second', value: perSecond(ours) / perSecond(bare), unit: '' },
      { what: `of ${REQUESTS}, not answered with 200`, value: REQUESTS - (ours.statuses['200'] ?? 0), unit: '', target: { below: 1 } },
    ];
  } finally {
    load.disconnect();
    bareServer.disconnect();
  }
} // prettier-ignore

/** One edition, frozen, and its like on every day before. Returns their addresses. */
async function publish({ tools, newsletters, instance }: BenchStage, slug: string): Promise<string[]> {
  const newsletter = newsletters.find((one) => one.slug === slug);
  if (newsletter === undefined) throw new Error('the stage has no such newsletter');
  const editionId = await tools.get(ClaimEditions, { strict: false }).claimNow(newsletter);
  await tools.get(AssembleEdition, { strict: false }).assemble(editionId);
  const edition = await tools.get(FreezeEdition, { strict: false }).freeze(editionId, null);
  await copyEdition(instance.config.env.MIGRATION_DATABASE_URL ?? '', editionId, EDITIONS);
  const today = Date.parse(`${edition.editionDate}T00:00:00Z`);
  return Array.from({ length: EDITIONS }, (_, index) => {
    const day = new Date(today - (index + 1) * DAY_MS).toISOString().slice(0, 10);
    return `/n/${slug}/archive/${day}`;
  });
}

function child(): ChildProcess {
  return fork(fileURLToPath(new URL('./archive-load.js', import.meta.url)), { execArgv: [] });
}

async function message<T>(from: ChildProcess): Promise<T> {
  const stop = new AbortController();
  const answer = once(from, 'message', { signal: stop.signal });
  const gone = once(from, 'exit', { signal: stop.signal }).then(([code]) => {
    throw new Error(`a process of the benchmark ended with ${String(code)}`);
  });
  try {
    const [said] = (await Promise.race([answer, gone])) as [T];
    return said;
  } finally {
    stop.abort();
    // Whichever of the two lost the race ends with the signal.
    await Promise.allSettled([answer, gone]);
  }
}
