import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { errorText } from '../errors.js';
import { newSecret } from '../ids.js';
import { embeddedPostgresErrors, locateBinaries, type Account, type Binaries } from './postgres-binaries.js';

/**
 * A real PostgreSQL kept in one folder, for the try-it mode, small servers and tests. Listens on 127.0.0.1 only, with a
 * password, on a free port chosen at each start.
 *
 * Layout: `cluster/` the data, `password` of the superuser, `postgres.log` of the last start, `owner.pid` of the
 * process that runs it.
 */
export interface EmbeddedPostgres {
  /** Connection address as superuser. */
  url(database: string): string;
  readonly port: number;
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  readonly directory: string;
  /** PostgreSQL settings (`-c name=value`). Tests turn durability off; nothing else may. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A start includes crash recovery after a power cut; that may take a while on a small disk. */
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 30_000;
const POLL_MS = 50;

export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const directory = path.resolve(options.directory);
  const binaries = await locateBinaries();
  const cluster = path.join(directory, 'cluster');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  await refuseOrClearEarlierOwner(directory, cluster);
  takeOwnership(directory);
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) initialise(directory, cluster, binaries);
  prepareFolder(directory, cluster, binaries.account);
  const password = readFileSync(path.join(directory, 'password'), 'utf8').trim();
  const port = await freePort();
  const log = openSync(path.join(directory, 'postgres.log'), 'w', 0o600);
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    ...options.settings,
  };
  const child = spawn(
    path.join(binaries.bin, 'postgres'),
    [
      '-D',
      dataDirectory(cluster, binaries.account),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    // Detached: Ctrl-C in the terminal goes to us, and we stop PostgreSQL after our own work has ended.
    { ...binaries.account, cwd: cluster, detached: true, stdio: ['ignore', log, log], env: childEnvironment() },
  );
  closeSync(log);
  const url = (database: string): string =>
    `postgres://postgres:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  await untilReady(child, url('postgres'), path.join(directory, 'postgres.log'));
  child.unref();
  return {
    url,
    port,
    stop: async () => {
      await stopProcess(child);
      rmSync(path.join(directory, 'owner.pid'), { force: true });
    },
  };
}

/**
 * As root, PostgreSQL runs under another account that may not be able to enter the folders above its data. On Linux
 * `/proc/self/cwd` leads straight to the working directory, which we entered as root before giving the rights up: every
 * PostgreSQL process has its data folder as working directory, so the name holds for all of them.
 */
function dataDirectory(cluster: string, account: Account | undefined): string {
  return account !== undefined && process.platform === 'linux' ? '/proc/self/cwd' : cluster;
}

/** PostgreSQL's messages in English, and none of our own secrets in its environment. */
function childEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_MESSAGES: 'C', TZ: 'UTC' };
}

function prepareFolder(directory: string, cluster: string, account: Account | undefined): void {
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  chmodSync(cluster, 0o700);
  if (account === undefined) return;
  // Entering is enough for the password file's folder; the data itself belongs to the account.
  chmodSync(directory, 0o711);
  const owner = spawnSync('chown', ['-R', `${account.uid}:${account.gid}`, cluster]);
  if (owner.status !== 0)
    throw embeddedPostgresErrors.error('postgres.not_started', { reason: owner.stderr.toString() });
}

/** Made aside and moved into place whole, so that what is called `cluster` is one; nothing that lies there is touched. */
function initialise(directory: string, cluster: string, binaries: Binaries): void {
  if (existsSync(cluster) && readdirSync(cluster).length > 0) {
    throw embeddedPostgresErrors.error('postgres.folder_unknown', { folder: cluster });
  }
  const aside = `${cluster}.new`;
  rmSync(aside, { recursive: true, force: true });
  prepareFolder(directory, aside, binaries.account);
  const passwordFile = path.join(directory, 'password');
  writeFileSync(passwordFile, newSecret(24), { mode: 0o600 });
  if (binaries.account !== undefined) chownSync(passwordFile, binaries.account.uid, binaries.account.gid);
  const result = spawnSync(
    path.join(binaries.bin, 'initdb'),
    [
      '-D', dataDirectory(aside, binaries.account),
      '--username=postgres', '--pwfile=../password', '--auth=scram-sha-256',
      '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C',
      '--no-instructions',
    ],
    { ...binaries.account, cwd: aside, env: childEnvironment(), encoding: 'utf8' },
  ); // prettier-ignore
  if (result.status !== 0) {
    rmSync(aside, { recursive: true, force: true });
    throw embeddedPostgresErrors.error('postgres.not_started', {
      reason: result.error === undefined ? result.stderr.trim() : errorText(result.error),
    });
  }
  if (existsSync(cluster)) rmdirSync(cluster);
  renameSync(aside, cluster);
}

/**
 * A data folder has one owner. If that process still lives we refuse; if it was killed, its PostgreSQL may still run
 * and is stopped, which loses nothing.
 */
async function refuseOrClearEarlierOwner(directory: string, cluster: string): Promise<void> {
  const file = path.join(directory, 'owner.pid');
  const [pid = '', started] = existsSync(file) ? readFileSync(file, 'utf8').split(' ') : [];
  const owner = Number(pid);
  // Process numbers are used again after a restart of the machine; together with its start a process is unmistakable.
  if (owner > 0 && owner !== process.pid && isAlive(owner) && startOf(owner) === started) {
    throw embeddedPostgresErrors.error('postgres.in_use', { pid: owner, directory });
  }
  rmSync(file, { force: true });
  const orphan = readPid(path.join(cluster, 'postmaster.pid'));
  if (orphan === undefined || !isAlive(orphan) || !worksIn(orphan, cluster)) return;
  process.kill(orphan, 'SIGINT');
  const limit = Date.now() + STOP_LIMIT_MS;
  while (isAlive(orphan) && Date.now() < limit) await pause();
}

/** Of two that start at once one makes the file. */
function takeOwnership(directory: string): void {
  try {
    writeFileSync(path.join(directory, 'owner.pid'), `${process.pid} ${startOf(process.pid)}`, { flag: 'wx' });
  } catch (error) {
    throw embeddedPostgresErrors.error('postgres.in_use', { directory }, { cause: error });
  }
}

function readPid(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives but belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** When a process started, in the system's own words. */
function startOf(pid: number): string {
  if (process.platform !== 'linux')
    return commandOutput('ps', ['-o', 'lstart=', '-p', String(pid)]).replaceAll(' ', '_');
  // proc(5): field 22, counted after the command's closing parenthesis, which may itself hold spaces.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/** True only for the PostgreSQL of this very folder: its number may belong to somebody else's server by now. */
function worksIn(pid: number, cluster: string): boolean {
  if (process.platform !== 'linux') return commandOutput('ps', ['-o', 'args=', '-p', String(pid)]).includes(cluster);
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch {
    // Another account's process, or one that has just ended: not ours to stop.
    return false;
  }
}

function commandOutput(command: string, args: readonly string[]): string {
  return spawnSync(command, args, { encoding: 'utf8' }).stdout.trim();
}

async function untilReady(child: ChildProcess, url: string, log: string): Promise<void> {
  const limit = Date.now() + START_LIMIT_MS;
  let ended = false;
  child.once('exit', () => (ended = true));
  let last: unknown;
  while (Date.now() < limit) {
    // Written by the exit handler between two turns of this loop.
    if (ended as boolean) break;
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      last = error;
      await pause();
    }
  }
  const reason = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => /FATAL|ERROR|HINT/.test(line))
    .slice(-3)
    .join(' · ');
  throw embeddedPostgresErrors.error('postgres.not_started', { reason: reason === '' ? errorText(last) : reason, log });
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => { resolve(); })); // prettier-ignore
  child.ref();
  // SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, everything committed is kept.
  child.kill('SIGINT');
  const patience = setTimeout(() => child.kill('SIGQUIT'), STOP_LIMIT_MS);
  await gone;
  clearTimeout(patience);
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

/** A port nobody listens on. Taken a moment later, so a collision is possible but never silent: PostgreSQL says so. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no port'));
      });
    });
  });
}
