import type { INestApplicationContext } from '@nestjs/common';
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ReadEditionStatus, StartEdition, type LedgerCounts } from '@app/delivery';
import { ManageDkim } from '@app/mail';
import { freePort } from '@app/platform';
import { frozenEdition } from '../frozen-edition.js';
import { ended, endsWithUs } from './child-process.js';
import { findProgram, type MailSink } from './mail-sink.js';
import { parentOf, peakBytesOf, processorMicros, processorMicrosOfTree } from './process-usage.js';
import { CONNECTIONS, type ColporteurArm } from './send-arms.js';
import { watchRun, type SendRun } from './send-run.js';
import { withTools, type SendStage } from './send-stage.js';

const SENDER_DOMAIN = 'newsletters.example.org';
const READY_MS = 60_000;
const LOOK_EVERY_MS = 100;
/** The last rows may still be on their way into the ledger when their messages are at the sink. */
const SETTLED_MS = 60_000;

export interface ColporteurRunOptions {
  readonly stage: SendStage;
  readonly sink: MailSink;
  readonly readers: number;
  /** Where each worker leaves a profile of its processor time (`--cpu-prof`). */
  readonly profiles?: string | undefined;
}

/** One edition to all readers, by worker processes as an installation has them, on a fresh copy of the database. */
export async function runColporteur(arm: ColporteurArm, options: ColporteurRunOptions): Promise<SendRun> {
  const { stage, sink } = options;
  const database = `send_run_${Date.now()}`;
  const children: ChildProcess[] = [];
  const env = { ...(await stage.copy(database)), SMTP_URL: `smtp://127.0.0.1:${sink.port}` };
  try {
    if (arm.links === 'many') await stage.server.agreeToClicks(database);
    const redis = arm.queue === 'redis' ? await startRedis() : undefined;
    if (redis !== undefined) children.push(redis.child);
    const full = { ...env, ...(redis !== undefined && { REDIS_URL: redis.url }) };
    return await withTools(full, async (tools) => {
      if (arm.isSigned) await sign(tools);
      const workers = await startWorkers(arm, full, options.profiles);
      children.unshift(...workers);
      return await send(arm, options, { tools, workers, redis: redis?.child });
    });
  } finally {
    for (const child of children) await ended(child);
    await stage.server.drop(database);
  }
}

async function send(
  arm: ColporteurArm,
  { stage, sink, readers }: ColporteurRunOptions,
  running: { tools: INestApplicationContext; workers: readonly ChildProcess[]; redis: ChildProcess | undefined },
): Promise<SendRun> {
  const { tools, workers, redis } = running;
  const id = await frozenEdition(tools);
  const postmaster = parentOf(await stage.server.backEnd());
  const pidsOf = workers.map(({ pid }) => pid ?? 0);
  const watching = watchRun(sink, {
    messages: readers,
    meters: {
      processors: {
        worker: () => pidsOf.reduce((sum, pid) => sum + processorMicros(pid), 0),
        postgres: () => processorMicrosOfTree(postmaster),
        ...(redis?.pid !== undefined && { redis: () => processorMicros(redis.pid ?? 0) }),
      },
      walBytes: () => stage.server.walBytes(),
    },
    goesOn: () => workers.every(({ exitCode, signalCode }) => exitCode === null && signalCode === null),
  });
  await tools.get(StartEdition, { strict: false }).start(id);
  const watched = await watching;
  const counts = await settled(tools, id);
  const { submitted, uncertain, recipients } = counts;
  return {
    arm: arm.name,
    ...watched,
    peakBytes: Math.max(...pidsOf.map(peakBytesOf)),
    ledger: { submitted, uncertain, others: recipients - submitted - uncertain },
  };
}

async function settled(tools: INestApplicationContext, editionId: string): Promise<LedgerCounts> {
  const status = tools.get(ReadEditionStatus, { strict: false });
  for (const begun = performance.now(); ;) {
    const { counts } = await status.read(editionId);
    const open = counts.planned + counts.claimed + counts.submitting + counts.deferred;
    if (open === 0 || performance.now() - begun > SETTLED_MS) return counts;
    await wait(LOOK_EVERY_MS);
  }
}

async function sign(tools: INestApplicationContext): Promise<void> {
  const dkim = tools.get(ManageDkim, { strict: false });
  const { selector } = await dkim.create({ domain: SENDER_DOMAIN });
  await dkim.activate({ domain: SENDER_DOMAIN, selector, withoutCheck: true });
}

/** Ready to work before anything is measured. */
async function startWorkers(
  arm: ColporteurArm,
  env: Record<string, string>,
  profiles: string | undefined,
): Promise<ChildProcess[]> {
  const execArgv = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
  const workers: ChildProcess[] = [];
  try {
    for (let n = 0; n < arm.workers; n += 1) {
      const port = String(await freePort());
      // The environment's relay has so many connections for each worker.
      const own = { ...env, WORKER_PORT: port, DELIVERY_CONNECTIONS: String(CONNECTIONS / arm.workers) };
      const main = fileURLToPath(new URL('../../main.js', import.meta.url));
      const worker = fork(main, ['worker'], { execArgv, env: own, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      workers.push(endsWithUs(worker));
      await ready(`http://127.0.0.1:${port}/health/ready`);
    }
    return workers;
  } catch (error) {
    for (const worker of workers) await ended(worker);
    throw error;
  }
}

async function ready(url: string): Promise<void> {
  for (const begun = performance.now(); performance.now() - begun < READY_MS;) {
    await wait(LOOK_EVERY_MS);
    try {
      const answer = await fetch(url);
      await answer.body?.cancel();
      if (answer.ok) return;
    } catch {
      // Nobody listens there yet.
    }
  }
  throw new Error('a worker did not start');
}

/** One that keeps nothing on disk: the queue is a bell. */
async function startRedis(): Promise<{ child: ChildProcess; url: string }> {
  const program = findProgram('redis-server');
  if (program === undefined) throw new Error('redis-server is not installed');
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = endsWithUs(spawn(program, args, { stdio: 'ignore' }));
  await once(child, 'spawn');
  return { child, url: `redis://127.0.0.1:${port}` };
}
