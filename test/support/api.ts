import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:http';
import { startApi, type RunningApi } from '@app/api';
import { Log, type Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from './database.js';
import { FrozenClock } from './frozen-clock.js';

export { FrozenClock };

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface AskOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface TestApi {
  readonly test: TestDatabase;
  readonly database: Database;
  readonly clock: FrozenClock;
  readonly api: RunningApi;
  /** Sends the path as it is written: `fetch` would tidy it up. */
  ask(method: string, path: string, options?: AskOptions): Promise<Answer>;
  /** `fields` as a browser sends a form. */
  post(path: string, fields: Readonly<Record<string, string>>, headers?: Record<string, string>): Promise<Answer>;
  json(method: string, path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Rows by table, of every table a request could write to. */
  countRows(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

/** Where the tests' clock stands: a Tuesday morning, between two editions. */
export const NOW = new Date('2026-03-10T08:00:00Z');

const WATCHED = [
  'subscriber',
  'subscription',
  'consent',
  'suppression',
  'notice',
  'source',
  'dispatch',
  'dispatch_version',
  'edition',
  'rendering',
  'audit_entry',
] as const;

/** The whole api on an ephemeral port over a fresh database. */
export async function startTestApi(env: Record<string, string> = {}): Promise<TestApi> {
  const test = await createTestDatabase(env);
  const clock = new FrozenClock(NOW);
  const api = await startApi(test.config, new Log('silent'), { clock, port: 0 });
  const ask: TestApi['ask'] = (method, path, options) => send(api.url, method, path, options);
  return {
    test,
    database: test.database,
    clock,
    api,
    ask,
    post: (path, fields, headers = {}) =>
      ask('POST', path, {
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(fields).toString(),
      }),
    json: (method, path, body, headers = {}) =>
      ask(method, path, { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }),
    countRows: () => countRows(test.database),
    close: async () => {
      await api.close();
      await test.close();
    },
  };
}

async function countRows(database: Database): Promise<Record<string, number>> {
  const counts: [string, number][] = [];
  for (const table of WATCHED) {
    const { count } = await database
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    counts.push([table, count]);
  }
  return Object.fromEntries(counts);
}

function send(url: string, method: string, path: string, { headers = {}, body }: AskOptions = {}): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const asked = request(
      { hostname, port, method, path, headers: { ...length, ...headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
