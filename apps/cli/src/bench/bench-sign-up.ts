import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { Log, freePort, migrate, readConfig } from '@app/platform';
import { openToolbox } from '../toolbox.js';
import { SignUpBenchDatabase } from './bench-sign-up.repository.js';
import { createNewsletters, type BenchStage } from './bench-stage.js';
import { median } from './figures.js';
import { serveMailDomains } from './mail-domains-dns.js';
import { percentile, type Measure } from './measure.js';
import type { LoadOrder, LoadReport } from './sign-up-load.js';

const ROUNDS = 3;
const WARM_UP = 1_500;
/**
 * Readers who wait for an answer at the same time. Every answer of ours waits for its beat of 80 ms on purpose, so fewer
 * would measure the waiting.
 */
const CONNECTIONS = 1_024;
const DATABASE = 'sign_up_bench';
const TARGET_RATIO = 0.6;
const READY_MS = 60_000;
const LOOK_EVERY_MS = 200;
const SEE_OTHER = '303';

interface Side {
  readonly origin: string;
  readonly path: string;
}

/**
 * Sign-ups by the form of a real api process, all defences on, beside a bare Fastify route with one durable insert, in
 * turn, on the same database server. An answer counts only with a pending row and a confirmation owed, committed.
 */
export async function benchSignUp(stage: BenchStage, signUps: number): Promise<Measure[]> {
  const closing: (() => Promise<void> | void)[] = [];
  const child = (file: string, args: readonly string[], env: Record<string, string>): ChildProcess => {
    const made = fork(fileURLToPath(new URL(file, import.meta.url)), args, { execArgv: [], env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }); // prettier-ignore
    closing.push(() => end(made));
    return made;
  };
  try {
    const dns = await serveMailDomains();
    closing.push(() => { dns.close(); }); // prettier-ignore
    const env = await environment(stage, dns.address);
    const database = await SignUpBenchDatabase.open(env['MIGRATION_DATABASE_URL'] ?? '', 'colporteur');
    closing.push(() => database.close());
    child('../main.js', ['api'], env);
    const ours = { origin: `http://127.0.0.1:${env['HTTP_PORT']}`, path: '/n/bench-1/subscribe' };
    const bareProcess = child('./sign-up-bare.js', [], env);
    const { origin } = await message<{ origin: string }>(bareProcess);
    const bare = { origin, path: '/sign-up' };
    const load = child('./sign-up-load.js', [], env);
    await ready(ours.origin);
    return await rounds({ load, database, ours, bare }, signUps);
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function rounds(
  scene: { load: ChildProcess; database: SignUpBenchDatabase; ours: Side; bare: Side },
  signUps: number,
): Promise<Measure[]> {
  let first = 1;
  const press = async (side: Side, count: number): Promise<LoadReport> => {
    const order: LoadOrder = { ...side, first, count, connections: CONNECTIONS };
    first += count;
    scene.load.send(order);
    return message<LoadReport>(scene.load);
  };
  await press(scene.bare, WARM_UP);
  await press(scene.ours, WARM_UP);
  const before = await scene.database.counts();
  const [ours, bare]: [LoadReport[], LoadReport[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await press(scene.bare, signUps));
    ours.push(await press(scene.ours, signUps));
  }
  const after = await scene.database.counts();
  const perSecond = (reports: readonly LoadReport[]): number =>
    median(reports.map(({ statuses, seconds }) => (statuses[SEE_OTHER] ?? 0) / seconds));
  const answered = ours.reduce((sum, { statuses }) => sum + (statuses[SEE_OTHER] ?? 0), 0);
  const asked = ROUNDS * signUps;
  const times = ours.flatMap((report) => report.times);
  return [
    { what: `sign-ups a second, ${CONNECTIONS} at once, all defences on`, value: perSecond(ours), unit: '/s' },
    { what: 'bare Fastify with one durable insert', value: perSecond(bare), unit: '/s' },
    { what: 'ratio', value: perSecond(ours) / perSecond(bare), unit: '', target: { atLeast: TARGET_RATIO } },
    { what: `of ${asked}, not answered with 303`, value: asked - answered, unit: '', target: { below: 1 } },
    { what: 'answered without a pending subscription', value: answered - (after.pending - before.pending), unit: '', target: { below: 1 } },
    { what: 'answered without a confirmation owed', value: answered - (after.owed - before.owed), unit: '', target: { below: 1 } },
    { what: 'time to the answer: median', value: percentile(times, 0.5), unit: 'ms' },
    { what: 'time to the answer: 99th of 100', value: percentile(times, 0.99), unit: 'ms' },
  ]; // prettier-ignore
}

/** A database of its own, migrated, with one newsletter; and the environment of an api process on it. */
async function environment(stage: BenchStage, dns: string): Promise<Record<string, string>> {
  const { env } = stage.instance.config;
  const owner = env.MIGRATION_DATABASE_URL ?? '';
  await SignUpBenchDatabase.create(owner, DATABASE);
  const on = (url: string): string => {
    const other = new URL(url);
    other.pathname = `/${DATABASE}`;
    return other.href;
  };
  const made = {
    NODE_ENV: 'production',
    PUBLIC_URL: env.PUBLIC_URL,
    SECRET_KEY: env.SECRET_KEY,
    DATABASE_URL: on(env.DATABASE_URL),
    MIGRATION_DATABASE_URL: on(owner),
    SMTP_URL: env.SMTP_URL,
    FILES_URL: pathToFileURL(path.join(stage.folder, 'sign-up-files')).href,
    HTTP_PORT: String(await freePort()),
    TRUSTED_PROXIES: '127.0.0.1',
    // Above what is asked here: the defences count and judge every sign-up, and let these pass.
    SIGN_UP_PER_MINUTE: '10000000',
    SIGN_UP_MX_CHECK: 'on',
    DNS_SERVERS: dns,
    PATH: process.env['PATH'] ?? '',
  };
  await migrate({ ownerUrl: made.MIGRATION_DATABASE_URL, runtimeUrl: made.DATABASE_URL });
  const tools = await openToolbox(readConfig(made), new Log('silent'));
  try {
    await createNewsletters(tools, 1);
  } finally {
    await tools.close();
  }
  return made;
}

async function ready(origin: string): Promise<void> {
  for (const begun = performance.now(); performance.now() - begun < READY_MS;) {
    await wait(LOOK_EVERY_MS);
    try {
      const answer = await fetch(`${origin}/health/ready`);
      await answer.body?.cancel();
      if (answer.ok) return;
    } catch {
      // Nobody listens there yet.
    }
  }
  throw new Error('the api did not start');
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

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
