import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What the global set-up started, handed to the test files through a file named in the environment. */
const started = z.object({
  /** Superuser address of the PostgreSQL server, database `postgres`. */
  adminUrl: z.string(),
  /** Migrated once; every test database is a copy of it. */
  template: z.string(),
  redisUrl: z.string().nullable(),
  folder: z.string(),
});
export type StartedServices = z.infer<typeof started>;

const VARIABLE = 'COLPORTEUR_TEST_SERVICES';

export function testServices(): StartedServices {
  const file = process.env[VARIABLE];
  if (file === undefined) throw new Error('the Jest global set-up has not run');
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return started.parse(parsed);
}

/** The queue backends this machine can test: PostgreSQL always, Redis where a server is on the PATH or REDIS_URL is set. */
export function testableBackends(): ('postgres' | 'redis')[] {
  return testServices().redisUrl === null ? ['postgres'] : ['postgres', 'redis'];
}

export function withUser(address: string, user: string, password: string): string {
  const url = new URL(address);
  url.username = user;
  url.password = password;
  return url.href;
}
