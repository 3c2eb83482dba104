import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { freePort, startEmbeddedPostgres } from '@app/platform';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Compose } from './compose.js';

/** The services of docker-compose.yml and its own processes, run by hand on this machine. */
export interface ProductionServices {
  /** Where `postgres:5432` is here. */
  readonly postgres: string;
  /** Where `redis:6379` is here; undefined where no redis-server is on the PATH. */
  readonly redis: string | undefined;
  readonly superuserUrl: string;
  stop(): Promise<void>;
}

/** PostgreSQL as the image would leave it (its user, a superuser, and its database), and Redis with compose's command. */
export async function startServices(compose: Compose, folder: string): Promise<ProductionServices> {
  const postgres = await startEmbeddedPostgres({ directory: path.join(folder, 'postgres') });
  const { POSTGRES_USER = '', POSTGRES_PASSWORD = '', POSTGRES_DB = '' } = compose.services.postgres.environment;
  const client = new pg.Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  const [user, database] = [client.escapeIdentifier(POSTGRES_USER), client.escapeIdentifier(POSTGRES_DB)];
  await client.query(`create role ${user} superuser login password ${client.escapeLiteral(POSTGRES_PASSWORD)}`);
  await client.query(`create database ${database} owner ${user}`);
  await client.end();
  const redis = await startRedis(compose.services.redis.command ?? [], path.join(folder, 'redis'));
  console.log(
    `production processes: queue on ${redis === undefined ? 'PostgreSQL (no redis-server on the PATH)' : 'Redis'}`,
  );
  return {
    postgres: `127.0.0.1:${postgres.port}`,
    redis: redis?.address,
    superuserUrl: postgres.url(POSTGRES_DB),
    stop: async () => {
      if (redis !== undefined) await stop(redis.child);
      await postgres.stop();
    },
  };
}

async function startRedis(
  command: readonly string[],
  folder: string,
): Promise<{ address: string; child: ChildProcess } | undefined> {
  const [program = '', ...settings] = command;
  if (spawnSync(program, ['--version']).status !== 0) return undefined;
  mkdirSync(folder);
  const port = await freePort();
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const child = spawn(program, [...settings, ...place], { stdio: 'ignore' });
  const probe = new Redis(`redis://127.0.0.1:${port}`, { retryStrategy: () => 50, maxRetriesPerRequest: 100 });
  // Refused until the server listens; the retry above waits for it.
  probe.on('error', () => undefined);
  await probe.ping();
  probe.disconnect();
  return { address: `127.0.0.1:${port}`, child };
}

/** One of our processes: the image's entry point with a service's command, in the service's environment and no other. */
export class ProductionProcess {
  /** Every line it wrote, on either stream. */
  readonly lines: string[] = [];
  private readonly child: ChildProcess;
  private readonly ended: Promise<number | null>;
  private readonly listeners = new Set<() => void>();

  constructor(home: string, command: readonly string[], environment: Readonly<Record<string, string>>) {
    const args = ['dist/apps/cli/src/main.js', ...command];
    const env = { ...environment, PATH: process.env['PATH'] };
    this.child = spawn(process.execPath, args, { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] });
    // "close" comes after both streams were read to their ends.
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream === null) throw new Error('no stream');
      createInterface(stream).on('line', (line) => {
        this.lines.push(line);
        for (const look of this.listeners) look();
      });
    }
  }

  get output(): string {
    return this.lines.join('\n');
  }

  /** Waits for a log event; rejects with all that was written when the process ends first. */
  async logged(event: string): Promise<void> {
    const seen = new Promise<void>((resolve) => {
      const look = (): void => {
        if (!this.lines.some((line) => line.includes(`"event":"${event}"`))) return;
        this.listeners.delete(look);
        resolve();
      };
      this.listeners.add(look);
      look();
    });
    const early = this.ended.then((code) => {
      throw new Error(`ended with ${String(code)} before ${event}:\n${this.output}`);
    });
    await Promise.race([seen, early]);
  }

  /** Exit status; null when a signal ended it. */
  exit(): Promise<number | null> {
    return this.ended;
  }

  async terminate(): Promise<{ code: number | null; milliseconds: number }> {
    const begun = performance.now();
    this.child.kill('SIGTERM');
    const code = await this.ended;
    return { code, milliseconds: performance.now() - begun };
  }

  /** For the end of a test that failed half-way. */
  async kill(): Promise<void> {
    await stop(this.child);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
