import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { sql } from 'kysely';
import pg from 'pg';
import { Redis } from 'ioredis';
import { StoreDispatch, SourceRepository } from '@app/dispatches';
import { AssembleEdition, ClaimEditions, FreezeEdition, NewsletterRepository } from '@app/editions';
import { freePort, projectPath, type Config, type Database } from '@app/platform';
import type { TestDatabase } from './database.js';
import { createNewsroom, type Newsroom } from './newsroom.js';
import { testServices } from './services.js';

/** Everything a sending needs, in seconds rather than minutes, so that leases run out while a test looks. */
export const impatient = {
  SWEEP_SECONDS: '1',
  DELIVERY_CONNECTIONS: '5',
  DELIVERY_LEASE_SECONDS: '3',
  DELIVERY_DIALOGUE_SECONDS: '2',
  DELIVERY_GRACE_SECONDS: '1',
} as const;

/** The queue of one test: PostgreSQL's lies in the test's own database; Redis hands its numbered databases out in turn. */
export async function queueEnv(backend: 'postgres' | 'redis'): Promise<Record<string, string>> {
  const { redisUrl } = testServices();
  if (backend === 'postgres' || redisUrl === null) return {};
  const redis = new Redis(redisUrl);
  // A Redis server has 16 databases unless told otherwise; 0 keeps the count.
  const turn = await redis.incr('colporteur:test:turn');
  redis.disconnect();
  return { REDIS_URL: `${redisUrl}/${(turn % 15) + 1}` };
}

/** The whole queue is gone, as if its server had lost its disk. */
export async function loseQueue(test: TestDatabase): Promise<void> {
  const url = test.config.env.REDIS_URL;
  if (url !== undefined) {
    const redis = new Redis(url);
    // All of this installation's queue; other tests have databases of their own on the same server.
    await redis.flushdb();
    redis.disconnect();
    return;
  }
  await asOwner(test, async (client) => {
    const { rows } = await client.query<{ tables: string }>(
      `select string_agg(format('%I.%I', schemaname, tablename), ', ') as tables from pg_tables
        where schemaname = 'bullmq' and tablename !~ 'migration'`,
    );
    await client.query(`truncate ${rows[0]?.tables ?? ''}`);
  });
}

export async function asOwner<T>(
  test: Pick<TestDatabase, 'ownerUrl'>,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: test.ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export function readerAddress(n: number): string {
  return `reader${n}@readers.example`;
}

/** `count` readers with a given consent, numbered from 1; active since yesterday, so that every edition of today is theirs. */
export async function addReaders(database: Database, newsletterId: string, count: number): Promise<void> {
  await sql`
    with person as (
      insert into subscriber (id, address, canonical_address, address_hash, locale)
      select gen_random_uuid(), 'reader' || n || '@readers.example', 'reader' || n || '@readers.example', sha256(('reader' || n)::bytea), 'fr'
        from generate_series(1, ${count}::int) n returning id
    ), agreed as (
      insert into consent (id, subscriber_id, newsletter_id, act, basis, wording, wording_version, language)
      select gen_random_uuid(), id, ${newsletterId}::uuid, 'given', 'confirmed', 'Je m’abonne', '1', 'fr' from person returning id, subscriber_id
    )
    insert into subscription (id, subscriber_id, newsletter_id, state, consent_id, activated_at)
    select gen_random_uuid(), subscriber_id, ${newsletterId}::uuid, 'active', id, now() - interval '1 day' from agreed`.execute(
    database,
  );
}

/** A newsroom with dispatches, readers and a frozen edition that is due now. */
export async function frozenEdition(
  test: TestDatabase,
  tools: INestApplicationContext,
  readers: number,
): Promise<Newsroom & { editionId: string }> {
  const newsroom = await createNewsroom(test.database);
  await addDispatches(tools, 3);
  await addReaders(test.database, newsroom.newsletterId, readers);
  const newsletter = await tools.get(NewsletterRepository, { strict: false }).bySlug(newsroom.slug);
  if (newsletter === undefined) throw new Error('the newsletter is missing');
  const editionId = await tools.get(ClaimEditions, { strict: false }).claimNow(newsletter);
  await tools.get(AssembleEdition, { strict: false }).assemble(editionId);
  const edition = await tools.get(FreezeEdition, { strict: false }).freeze(editionId, null);
  if (edition.state !== 'frozen') throw new Error(`the edition is ${edition.state}`);
  return { ...newsroom, editionId };
}

export async function addDispatches(tools: INestApplicationContext, count: number): Promise<void> {
  const source = await tools.get(SourceRepository, { strict: false }).bySlug('desk');
  if (source === undefined) throw new Error('the source is missing');
  for (let n = 1; n <= count; n += 1) {
    await tools.get(StoreDispatch, { strict: false }).store(source, {
      externalId: randomUUID(),
      language: 'fr',
      headline: `Le port rouvre son quai numéro ${n}`,
      standfirst: 'Les pêcheurs y débarquent de nouveau depuis l’aube.',
      link: `https://gazette.example/${n}`,
      countries: ['FR'],
      regions: ['france'],
    });
  }
}

/** Looks until it holds; the test's own limit ends a wait that never does, and `what` says which. */
export async function until(what: string, look: () => Promise<boolean> | boolean, limitMs = 50_000): Promise<void> {
  const limit = Date.now() + limitMs;
  while (!(await look())) {
    if (Date.now() > limit) throw new Error(`waited ${limitMs / 1000} s in vain: ${what}`);
    await wait(20);
  }
}

export async function editionState(database: Database, editionId: string): Promise<string> {
  const row = await database
    .selectFrom('edition')
    .select('state')
    .where('id', '=', editionId)
    .executeTakeFirstOrThrow();
  return row.state;
}

export async function ledger(database: Database, editionId: string): Promise<Record<string, number>> {
  const rows = await database
    .selectFrom('delivery')
    .select(['state', 'skip_cause', ({ fn }) => fn.countAll<number>().as('count')])
    .where('edition_id', '=', editionId)
    .groupBy(['state', 'skip_cause'])
    .execute();
  return Object.fromEntries(
    rows.map((row) => [row.skip_cause === null ? row.state : `${row.state}: ${row.skip_cause}`, row.count]),
  );
}

/** A worker as a process of its own, which can be killed. */
export async function spawnWorker(config: Config): Promise<ChildProcess> {
  const { FILES_URL: files, ...plain } = config.env;
  const env = Object.fromEntries(
    Object.entries(plain).flatMap(([name, value]) => {
      if (Array.isArray(value)) return [[name, value.join(',')]];
      // A place has no text of its own, and is not set in tests.
      return value === undefined || typeof value === 'object' ? [] : [[name, String(value)]];
    }),
  );
  const child = spawn(process.execPath, [projectPath('dist', 'apps', 'cli', 'src', 'main.js'), 'worker'], {
    env: {
      ...env,
      ...(files.kind === 'folder' && { FILES_URL: pathToFileURL(files.path).href }),
      LOG_LEVEL: 'info',
      WORKER_PORT: String(await freePort()),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    let output = '';
    child.once('exit', (code) => { reject(new Error(`the worker ended with ${String(code)} before it started: ${output}`)); }); // prettier-ignore
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('worker.started')) resolve();
    });
  });
  child.stdout.on('data', () => undefined);
  return child;
}

export async function killed(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const gone = new Promise<number | null>((resolve) => child.once('exit', (code) => { resolve(code); })); // prettier-ignore
  child.kill(signal);
  return gone;
}
