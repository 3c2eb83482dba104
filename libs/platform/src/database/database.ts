import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { Schema } from './schema.js';
import { nameStatements } from './statement-names.js';

/**
 * The database as every repository receives it: `Database` is the pool, `Db` is the pool or an open transaction, so a
 * repository method can take part in its caller's transaction.
 */
export class Database extends Kysely<Schema> {}
export type Db = Kysely<Schema> | Transaction<Schema>;

/** How values of the database arrive: shared by the pool and by connections of one's own. */
export const columnTypes = new pg.TypeOverrides();
// A date is a day in somebody's calendar, not an instant: it stays text.
columnTypes.setTypeParser(pg.types.builtins.DATE, (text: string) => text);
columnTypes.setTypeParser(pg.types.builtins.TIME, (text: string) => text.slice(0, 5));
// Counts and audit ids stay far below 2^53.
columnTypes.setTypeParser(pg.types.builtins.INT8, Number);

export interface PoolOptions {
  readonly connectionString: string;
  readonly max: number;
  readonly applicationName?: string;
  /** Called for each connection that breaks (server restart), idle or in use; the pool replaces it by itself. */
  readonly onConnectionLost: (error: Error) => void;
}

export function openDatabase(options: PoolOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.max,
    application_name: options.applicationName ?? 'colporteur',
    // Longer than a checkpoint on a slow disk, shorter than a reader waits.
    connectionTimeoutMillis: 10_000,
    types: columnTypes,
  });
  // The pool listens to its idle connections only; one that breaks in the middle of a query, without a listener of its
  // own, would end the process. What the pool says again about an idle one was heard here already.
  pool.on('connect', (client) => {
    client.on('error', options.onConnectionLost);
    nameStatements(client);
  });
  pool.on('error', () => undefined);
  return new Database({ dialect: new PostgresDialect({ pool }) });
}
