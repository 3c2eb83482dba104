import pg from 'pg';
import { runMigrations as runQueueMigrations } from 'bullmq';
import { sql as firstLight } from './migrations/0001-first-light.js';
import { sql as dispatches } from './migrations/0002-dispatches.js';
import { sql as readers } from './migrations/0003-readers.js';
import { sql as editions } from './migrations/0004-editions.js';
import { sql as delivery } from './migrations/0005-delivery.js';
import { sql as access } from './migrations/0006-access.js';
import { sql as search } from './migrations/0007-search.js';
import { sql as readership } from './migrations/0008-readership.js';
import { sql as today } from './migrations/0009-today.js';
import { sql as templates } from './migrations/0010-templates.js';
import { sql as preflight } from './migrations/0011-preflight.js';
import { sql as secondThoughts } from './migrations/0012-second-thoughts.js';
import { sql as sourceVersions } from './migrations/0013-source-versions.js';
import { sql as sharedPreviews } from './migrations/0014-shared-previews.js';
import { sql as linkChecks } from './migrations/0015-link-checks.js';

/** Immutable once landed; a name sorts after all earlier ones. */
const migrations: readonly { name: string; sql: string }[] = [
  { name: '0001-first-light', sql: firstLight },
  { name: '0002-dispatches', sql: dispatches },
  { name: '0003-readers', sql: readers },
  { name: '0004-editions', sql: editions },
  { name: '0005-delivery', sql: delivery },
  { name: '0006-access', sql: access },
  { name: '0007-search', sql: search },
  { name: '0008-readership', sql: readership },
  { name: '0009-today', sql: today },
  { name: '0010-templates', sql: templates },
  { name: '0011-preflight', sql: preflight },
  { name: '0012-second-thoughts', sql: secondThoughts },
  { name: '0013-source-versions', sql: sourceVersions },
  { name: '0014-shared-previews', sql: sharedPreviews },
  { name: '0015-link-checks', sql: linkChecks },
];

/** Schema that holds BullMQ's own tables when the queue lives in PostgreSQL. */
export const QUEUE_SCHEMA = 'bullmq';

/** Any constant of our own: two `migrate` at once run one after the other. */
const MIGRATION_LOCK = 7_201_955;

export interface MigrateOptions {
  /** Connects as the role that owns the tables. */
  readonly ownerUrl: string;
  /** Connects as the runtime role; created with this name and password when it does not exist and the owner may. */
  readonly runtimeUrl: string;
}

/**
 * Brings a database to today's schema: runtime role, our tables, the queue's tables, rights. Safe to run again and at
 * once from two places. Each migration is one transaction. Returns the names it applied.
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const client = new pg.Client({ connectionString: options.ownerUrl, application_name: 'colporteur migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const runtime = await ensureRuntimeRole(client, options.runtimeUrl);
    const applied = await applyMigrations(client, runtime);
    await runQueueMigrations(client, QUEUE_SCHEMA);
    await grantQueue(client, runtime);
    return applied;
  } finally {
    await client.end();
  }
}

async function applyMigrations(client: pg.Client, runtime: string): Promise<string[]> {
  await client.query(
    'create table if not exists schema_migration (name text primary key, applied_at timestamptz not null default now())',
  );
  await client.query(`grant select on schema_migration to ${runtime}`);
  const { rows } = await client.query<{ name: string }>('select name from schema_migration');
  const done = new Set(rows.map((row) => row.name));
  const applied: string[] = [];
  for (const migration of migrations) {
    if (done.has(migration.name)) continue;
    await client.query('begin');
    try {
      await client.query(migration.sql.replaceAll('{{runtime}}', runtime));
      await client.query('insert into schema_migration (name) values ($1)', [migration.name]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw new Error(`migration ${migration.name} failed and was rolled back`, { cause: error });
    }
    applied.push(migration.name);
  }
  return applied;
}

/** The runtime role's quoted name. When the database already has it, its password is left alone. */
async function ensureRuntimeRole(client: pg.Client, runtimeUrl: string): Promise<string> {
  const url = new URL(runtimeUrl);
  const name = decodeURIComponent(url.username);
  if (name === '') throw new Error('DATABASE_URL names no user; the runtime role needs one');
  const { rows } = await client.query<{ current: string; known: boolean }>(
    'select current_user as current, exists (select from pg_roles where rolname = $1) as known',
    [name],
  );
  if (rows[0]?.current === name) {
    throw new Error('DATABASE_URL and MIGRATION_DATABASE_URL name the same role; append-only tables need two');
  }
  const quoted = client.escapeIdentifier(name);
  if (rows[0]?.known !== true) {
    await client.query(
      `create role ${quoted} login password ${client.escapeLiteral(decodeURIComponent(url.password))}`,
    );
  }
  return quoted;
}

async function grantQueue(client: pg.Client, runtime: string): Promise<void> {
  const schema = client.escapeIdentifier(QUEUE_SCHEMA);
  // BullMQ makes a sequence for each queue when it first meets it.
  await client.query(`grant usage, create on schema ${schema} to ${runtime}`);
  await client.query(`grant all on all tables in schema ${schema} to ${runtime}`);
  await client.query(`grant all on all sequences in schema ${schema} to ${runtime}`);
  await client.query(`grant execute on all functions in schema ${schema} to ${runtime}`);
}

/** True when every known migration was applied; what `health/ready` asks and start-up insists on. */
export function pendingMigrations(applied: readonly string[]): string[] {
  return migrations.map((migration) => migration.name).filter((name) => !applied.includes(name));
}
