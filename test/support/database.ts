import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import type { Config } from '@app/platform';
import { openDatabase, readConfig, type Database } from '@app/platform';
import { testServices, withUser } from './services.js';

export interface TestDatabase {
  /** As the runtime role: append-only tables are append-only here too. */
  readonly database: Database;
  readonly url: string;
  /** As the role that owns the tables, for what a test must break on purpose. */
  readonly ownerUrl: string;
  readonly config: Config;
  close(): Promise<void>;
}

/** A fresh copy of the migrated template, for one spec file. `env` overrides single variables of the configuration. */
export async function createTestDatabase(env: Record<string, string> = {}): Promise<TestDatabase> {
  const { adminUrl, template, folder } = testServices();
  const name = `colporteur_test_${randomBytes(6).toString('hex')}`;
  // Its files are copied, which takes half the time that going through the write-ahead log would.
  await administer(adminUrl, `create database ${name} template ${template} owner colporteur_owner strategy file_copy`);
  const base = new URL(adminUrl);
  base.pathname = `/${name}`;
  const url = withUser(base.href, 'colporteur', 'runtime');
  const ownerUrl = withUser(base.href, 'colporteur_owner', 'owner');
  const config = readConfig({
    NODE_ENV: 'test',
    PUBLIC_URL: 'http://127.0.0.1:3000',
    SECRET_KEY: 'a key that only the tests use, never anything else',
    DATABASE_URL: url,
    MIGRATION_DATABASE_URL: ownerUrl,
    SMTP_URL: 'smtp://127.0.0.1:9',
    FILES_URL: pathToFileURL(path.join(folder, 'files', name)).href,
    LOG_LEVEL: 'silent',
    ...env,
  });
  let closing = false;
  const database = openDatabase({
    connectionString: url,
    max: 10,
    onConnectionLost: (error) => {
      // The pool has said goodbye by then, and a server that has not heard it yet is told to drop the database.
      if (!closing) throw error;
    },
  });
  return {
    database,
    url,
    ownerUrl,
    config,
    close: async () => {
      closing = true;
      await database.destroy();
      await administer(adminUrl, `drop database ${name} with (force)`);
    },
  };
}

async function administer(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
