import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';
import { newId, openBulk } from '@app/platform';
import type { ImportOrder, ImportProbeReport } from './bench-import-once.js';
import { beginPlain, countReaders, emptyReaders, plainImport } from './bench-import.repository.js';
import type { BenchStage } from './bench-stage.js';
import type { Measure } from './measure.js';

const MEGABYTE = 2 ** 20;
const TARGET_RATIO = 2;
const TARGET_MB = 300;
/** Lines that go to a file in one write. */
const PIECE = 5_000;

/**
 * A list of readers as a platform exports it, brought in by the product in a process of its own; beside it COPY of the
 * same rows into staging and one plain insert a table, into the very same tables with their keys and indexes.
 */
export async function benchImport(stage: BenchStage, rows: number): Promise<Measure[]> {
  const { instance, folder, newsletters } = stage;
  const [newsletter] = newsletters;
  if (newsletter === undefined) throw new Error('the stage has no newsletter');
  const list = path.join(folder, 'readers.csv');
  await writeLines(list, rows, csvLine, 'email,name,status,created_at,language\n');
  const owner = new pg.Client({ connectionString: instance.config.env.MIGRATION_DATABASE_URL });
  await owner.connect();
  try {
    await emptyReaders(owner);
    const plainMs = await plain(stage, owner, newsletter.id, rows);
    await proveAll(owner, rows, 'plainly');
    await emptyReaders(owner);
    const { brought, milliseconds, peakBytes } = await bringIn(stage, list, newsletter.slug);
    await proveAll(owner, rows, 'by the import');
    if (brought !== rows) throw new Error(`${brought} of ${rows} readers came in`);
    return [
      { what: `import of ${rows} readers: seconds`, value: milliseconds / 1_000, unit: 's' },
      { what: 'COPY into staging and one plain insert a table: seconds', value: plainMs / 1_000, unit: 's' },
      { what: 'import by that', value: milliseconds / plainMs, unit: '', target: { below: TARGET_RATIO } },
      { what: 'readers brought in a second', value: (rows * 1_000) / milliseconds, unit: '/s' },
      { what: 'peak memory of the importing process', value: peakBytes / MEGABYTE, unit: 'MB', target: { below: TARGET_MB } },
    ];
  } finally {
    await emptyReaders(owner);
    await owner.end();
  }
} // prettier-ignore

async function plain({ instance, folder }: BenchStage, owner: pg.Client, newsletterId: string, rows: number): Promise<number> {
  const importId = await beginPlain(owner, newsletterId);
  const copyFile = path.join(folder, 'readers.copy');
  await writeLines(copyFile, rows, (n) => copyLine(importId, n), '');
  const bulk = await openBulk({ connectionString: instance.config.env.DATABASE_URL, applicationName: 'bench' });
  try {
    return await plainImport(bulk, owner, { importId, newsletterId, copyFile });
  } finally {
    await bulk.close();
  }
} // prettier-ignore

async function bringIn(
  { instance, folder }: BenchStage,
  file: string,
  newsletterSlug: string,
): Promise<ImportProbeReport> {
  const { DATABASE_URL, SECRET_KEY, PUBLIC_URL, SMTP_URL } = instance.config.env;
  const FILES_URL = pathToFileURL(path.join(folder, 'files')).href;
  const env = { DATABASE_URL, SECRET_KEY, PUBLIC_URL, SMTP_URL, FILES_URL, LOG_LEVEL: 'silent' };
  const order: ImportOrder = { env, file, newsletterSlug, operatorId: newId() };
  const child = fork(fileURLToPath(new URL('./bench-import-probe.js', import.meta.url)), { execArgv: [] });
  try {
    child.send(order);
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the importing process ended with ${String(code)}`);
    });
    const [report] = (await Promise.race([once(child, 'message'), ended])) as [ImportProbeReport];
    ended.catch(() => undefined); // It ends when we hang up, with its report given.
    return report;
  } finally {
    if (child.connected) child.disconnect();
  }
}

async function proveAll(owner: pg.Client, rows: number, how: string): Promise<void> {
  const count = await countReaders(owner);
  if (count !== rows) throw new Error(`${count} of ${rows} readers were brought in ${how}`);
}

/** `n` from 1. */
async function writeLines(file: string, rows: number, line: (n: number) => string, head: string): Promise<void> {
  function* pieces(): Generator<string> {
    yield head;
    for (let n = 1; n <= rows; n += PIECE) {
      const count = Math.min(PIECE, rows - n + 1);
      yield Array.from({ length: count }, (_, at) => line(n + at)).join('');
    }
  }
  await pipeline(Readable.from(pieces()), createWriteStream(file));
}

/** Spread as real addresses are, and not in the order of an index. */
function address(n: number): string {
  return `${createHash('md5').update(String(n)).digest('hex').slice(0, 12)}.${n}@readers-${n % 40}.example.com`;
}

function when(n: number): string {
  return new Date(Date.UTC(2019, 0, 1) + n * 97_000).toISOString();
}

function csvLine(n: number): string {
  return `${address(n)},"Reader ${n}",enabled,${when(n)},fr\n`;
}

function copyLine(importId: string, n: number): string {
  const hash = createHash('sha256').update(address(n)).digest('hex');
  return `${importId}\t${n}\t${address(n)}\t${address(n)}\t\\\\x${hash}\tactive\tfr\t\\N\t${when(n)}\t\\N\t\\N\t\\N\n`;
}
