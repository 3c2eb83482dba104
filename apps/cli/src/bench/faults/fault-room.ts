import type { INestApplicationContext } from '@nestjs/common';
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { StartEdition } from '@app/delivery';
import { freePort } from '@app/platform';
import { findProgram } from '../send/mail-sink.js';
import { parentOf } from '../send/process-usage.js';
import type { FaultRelay } from './fault-relay.js';

const READY_MS = 60_000;
const LOOK_EVERY_MS = 50;

/** In seconds rather than minutes, so that leases run out while somebody looks. */
export const IMPATIENT = {
  SWEEP_SECONDS: '1',
  DELIVERY_CONNECTIONS: '5',
  DELIVERY_CHUNK_SIZE: '100',
  DELIVERY_LEASE_SECONDS: '3',
  DELIVERY_DIALOGUE_SECONDS: '2',
  DELIVERY_GRACE_SECONDS: '1',
} as const;

/** One edition on its way to all readers, and the means to break something. */
export class FaultRoom {
  private readonly workers: ChildProcess[] = [];
  private redis: { child: ChildProcess; port: number } | undefined;

  readonly relay: FaultRelay;
  readonly tools: INestApplicationContext;
  readonly recipients: number;
  readonly editionId: string;
  private readonly env: Record<string, string>;

  constructor(
    given: Pick<FaultRoom, 'relay' | 'tools' | 'recipients' | 'editionId'> & { env: Record<string, string> },
  ) {
    this.relay = given.relay;
    this.tools = given.tools;
    this.recipients = given.recipients;
    this.editionId = given.editionId;
    this.env = given.env;
  }

  /** Real processes, as an installation has them. `preload`: a module they load first. */
  async work(count: number, preload?: string): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      const port = String(await freePort());
      const main = fileURLToPath(new URL('../../main.js', import.meta.url));
      const redis = this.redis === undefined ? {} : { REDIS_URL: `redis://127.0.0.1:${this.redis.port}` };
      const worker = fork(main, ['worker'], {
        execArgv: preload === undefined ? [] : ['--import', preload],
        env: { ...this.env, ...redis, WORKER_PORT: port },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      this.workers.push(worker);
      await ready(`http://127.0.0.1:${port}/health/ready`);
    }
  }

  start(): Promise<void> {
    return this.tools.get(StartEdition, { strict: false }).start(this.editionId);
  }

  /** Until the relay has taken so many of a hundred. */
  async reached(percent: number): Promise<void> {
    while (this.relay.accepted < (this.recipients * percent) / 100) await wait(LOOK_EVERY_MS);
  }

  /** SIGTERM lets it finish what is under way. */
  async end(signal: NodeJS.Signals, count = 1): Promise<void> {
    await Promise.all(this.workers.splice(0, count).map((worker) => ended(worker, signal)));
  }

  /** To all workers. */
  signal(signal: NodeJS.Signals): void {
    for (const worker of this.workers) worker.kill(signal);
  }

  /** The whole server at once, as a power cut ends it; started again by the same command line. */
  async killDatabase(): Promise<void> {
    const [backEnd = 0] = await this.backEnds();
    const postmaster = parentOf(backEnd);
    const proc = `/proc/${postmaster}`;
    const [program = '', ...args] = readFileSync(`${proc}/cmdline`, 'utf8').split('\0').slice(0, -1);
    const options = { cwd: readlinkSync(`${proc}/cwd`), uid: statSync(proc).uid, gid: statSync(proc).gid };
    const command = program.startsWith('/') ? program : readlinkSync(`${proc}/exe`);
    process.kill(postmaster, 'SIGKILL');
    await wait(1_000);
    spawn(command, args, {
      ...options,
      detached: true,
      stdio: 'ignore',
      env: { PATH: process.env['PATH'], TZ: 'UTC' },
    }).unref();
    await this.answers();
  }

  /** One of them: PostgreSQL then ends all others and recovers. */
  async killBackEnd(): Promise<void> {
    const [backEnd = 0] = await this.backEnds();
    process.kill(backEnd, 'SIGKILL');
    await this.answers();
  }

  /** False: there is no redis-server here. */
  async queueInRedis(): Promise<boolean> {
    const program = findProgram('redis-server');
    if (program === undefined) return false;
    const port = await freePort();
    this.redis = { child: startRedis(program, port), port };
    return true;
  }

  /** It keeps nothing on disk, so all of the queue is gone. */
  async restartRedis(): Promise<void> {
    if (this.redis === undefined) throw new Error('the queue is not in Redis');
    await ended(this.redis.child, 'SIGKILL');
    await wait(1_000);
    this.redis = { ...this.redis, child: startRedis(this.redis.child.spawnfile, this.redis.port) };
  }

  /** As the owner of the database; tried again while it recovers. */
  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    for (let left = 100; ; left -= 1) {
      const client = new pg.Client({ connectionString: this.env['MIGRATION_DATABASE_URL'] });
      // Said again by the statement.
      client.on('error', () => undefined);
      try {
        await client.connect();
        return (await client.query<Row>(text, values)).rows;
      } catch (error) {
        if (left === 0) throw error;
        await wait(200);
      } finally {
        await client.end().catch(() => undefined);
      }
    }
  }

  async close(): Promise<void> {
    await this.end('SIGKILL', this.workers.length);
    if (this.redis !== undefined) await ended(this.redis.child, 'SIGKILL');
  }

  private async backEnds(): Promise<number[]> {
    const rows = await this.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and application_name like 'colporteur%'
        order by state = 'active' desc, backend_start`,
    );
    return rows.map(({ pid }) => pid);
  }

  private async answers(): Promise<void> {
    await this.query('select 1');
  }
}

function startRedis(program: string, port: number): ChildProcess {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  return spawn(program, args, { stdio: 'ignore' });
}

async function ready(url: string): Promise<void> {
  const begun = performance.now();
  while (performance.now() - begun < READY_MS) {
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

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
