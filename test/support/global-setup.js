// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';

/**
 * Started once for the whole run: a real PostgreSQL with a migrated template database, and a real Redis where
 * redis-server is on the PATH or REDIS_URL names one. Jest loads this file as it is, without the aliases of the
 * sources, so it starts the services with the built product (`npm test` builds first).
 *
 * Durability is off because a test database need not survive the test.
 */
const TEMPLATE = 'colporteur_test_template';

export default async function globalSetup() {
  const { migrate, startEmbeddedPostgres } = await import('../../dist/libs/platform/src/index.js');
  const folder = mkdtempSync(path.join(tmpdir(), 'colporteur-test-'));
  const postgres = await startEmbeddedPostgres({
    directory: folder,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  const client = new pg.Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  await client.query(`create role colporteur_owner login createrole password 'owner'`);
  await client.query(`create database ${TEMPLATE} owner colporteur_owner`);
  await client.end();
  const template = new URL(postgres.url(TEMPLATE));
  await migrate({
    ownerUrl: withUser(template, 'colporteur_owner', 'owner'),
    runtimeUrl: withUser(template, 'colporteur', 'runtime'),
  });
  const redis = await startRedis(folder);
  const file = path.join(folder, 'services.json');
  writeFileSync(
    file,
    JSON.stringify({ adminUrl: postgres.url('postgres'), template: TEMPLATE, redisUrl: redis.url, folder }),
  );
  process.env['COLPORTEUR_TEST_SERVICES'] = file;
  console.log(
    `\nqueue backends under test: ${redis.url === null ? 'postgres (no redis-server on the PATH, no REDIS_URL)' : 'postgres, redis'}`,
  );
  Object.assign(globalThis, {
    stopTestServices: async () => {
      redis.child?.kill('SIGTERM');
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

/** @param {URL} address @param {string} user @param {string} password */
function withUser(address, user, password) {
  const url = new URL(address);
  url.username = user;
  url.password = password;
  return url.href;
}

/** @param {string} folder */
async function startRedis(folder) {
  const given = process.env['REDIS_URL'] ?? '';
  if (given !== '') return { url: given, child: undefined };
  if (spawnSync('redis-server', ['--version']).status !== 0) return { url: null, child: undefined };
  const { freePort } = await import('../../dist/libs/platform/src/index.js');
  const port = await freePort();
  const child = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder, '--databases', '64'],
    { stdio: 'ignore' },
  );
  const url = `redis://127.0.0.1:${port}`;
  const probe = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: 100 });
  // Refused until the server listens; the retry above waits for it.
  probe.on('error', () => undefined);
  await probe.ping();
  probe.disconnect();
  return { url, child };
}
