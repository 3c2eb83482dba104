import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The built product; `npm run build` makes it. */
const MAIN = path.join(import.meta.dirname, '..', '..', 'dist', 'apps', 'cli', 'src', 'main.js');
/** A first start unpacks PostgreSQL and makes a database; a busy machine needs most of this. */
const START_LIMIT_MS = 90_000;

/** A try-it instance of its own, as `npm start` would bring it up, in a folder that is thrown away. */
export interface TryItInstance {
  readonly url: string;
  readonly mailboxUrl: string;
  /** Opens once. */
  readonly signInUrl: string;
  /** Runs one command of the command line against this instance with `--json`. @throws its standard error */
  run(...command: readonly string[]): Promise<unknown>;
  close(): Promise<void>;
}

export async function startTryItInstance(overrides: Readonly<Record<string, string>> = {}): Promise<TryItInstance> {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is not built: npm run build`);
  const folder = mkdtempSync(path.join(tmpdir(), 'colporteur-instance-'));
  const [http, mailbox, smtp] = await freePorts(3);
  const env = {
    ...cleanEnvironment(),
    DATA_DIR: folder,
    HTTP_PORT: String(http),
    MAILBOX_PORT: String(mailbox),
    MAILBOX_SMTP_PORT: String(smtp),
    SWEEP_SECONDS: '1',
    ...overrides,
  };
  const child = spawn(process.execPath, [MAIN, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  // A test run that is cut short must not leave a server behind.
  const orphan = (): void => void child.kill('SIGTERM');
  process.once('exit', orphan);
  const close = async (): Promise<void> => {
    process.off('exit', orphan);
    await stop(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const signInUrl = await greeting(child);
    return {
      url: `http://127.0.0.1:${http}`,
      mailboxUrl: `http://127.0.0.1:${mailbox}`,
      signInUrl,
      run: (...command) => runJson([...command, '--json'], env),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Nothing of the shell's configuration may reach a throw-away instance. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'TZ'];
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.includes(name)));
}

/** The instance says so itself when all of it is up: the sign-in link is the last thing it makes. */
function greeting(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const limit = setTimeout(() => {
      reject(new Error(`the instance did not come up within ${START_LIMIT_MS / 1000} s:\n${printed}`));
    }, START_LIMIT_MS);
    const read = (chunk: Buffer): void => {
      printed += chunk.toString('utf8');
      const link = /https?:\/\/\S+\/admin\/sign-in\/\S+/.exec(printed)?.[0];
      if (link === undefined) return;
      clearTimeout(limit);
      resolve(link);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(limit);
      reject(new Error(`the instance ended with ${String(code)}:\n${printed}`));
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => { resolve(); })); // prettier-ignore
  child.kill('SIGTERM');
  await ended;
}

function runJson(command: readonly string[], env: NodeJS.ProcessEnv): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...command], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(out));
      else reject(new Error(`colporteur ${command.join(' ')} ended with ${String(code)}:\n${errors}${out}`));
    });
  });
}

/** Asked for together, so that they differ. Between here and the start another process could take one; none here does. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
      });
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
