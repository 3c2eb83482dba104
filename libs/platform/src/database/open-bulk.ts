import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PostgresDialect } from 'kysely';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Database, columnTypes } from './database.js';

/**
 * One connection of one's own, apart from the pool: for what lasts as long as a connection (a session's lock, a
 * temporary table, a snapshot) and for COPY, which the pool's query builder does not speak. Statements and COPY go over
 * the same connection, so a COPY takes part in the transaction that is open on it.
 */
export interface BulkLine {
  readonly db: Database;
  /** `rows` in COPY's text format; `statement` is a `copy … from stdin`. */
  copyIn(statement: string, rows: Iterable<string> | AsyncIterable<Buffer>): Promise<void>;
  close(): Promise<void>;
}

export async function openBulk(options: {
  readonly connectionString: string;
  readonly applicationName: string;
}): Promise<BulkLine> {
  const client = new pg.Client({
    connectionString: options.connectionString,
    application_name: options.applicationName,
    connectionTimeoutMillis: 10_000,
    // A machine that vanished must not hold a lock for two hours.
    keepAlive: true,
    types: columnTypes,
  });
  // A connection that breaks is told by the statement that was running, or by the next one; without a listener the
  // event would end the process before either could speak.
  client.on('error', () => undefined);
  await client.connect();
  const lent = Object.assign(client, { release: () => undefined });
  const pool = { connect: () => Promise.resolve(lent), end: () => client.end(), options: {} };
  const db = new Database({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    copyIn: (statement, rows) => pipeline(Readable.from(rows), client.query(copyFrom(statement))),
    close: () => db.destroy(),
  };
}
