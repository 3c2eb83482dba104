import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sql } from 'kysely';
import { z } from 'zod';
import { IssueApiKey, scopes } from '@app/operators';
import { Log, projectPath } from '@app/platform';
import { startTestApi, type Answer, type TestApi } from '../support/api.js';
import { openTestNewsroom } from '../support/demo-newsroom.js';
import { signedIn } from '../support/operators.js';
import { operationsOf, type Operation } from './described-operations.fixture.js';
import { made, type Asking } from './made-requests.fixture.js';
import type { Known } from './made-values.fixture.js';
import { wrongWith } from './promised-answers.fixture.js';

/*
 * Every operation of the served description, with inputs made from its own schemas: what fits, and what fits but for
 * one place. Whatever comes, the answer is one that the description promises.
 */

const isFull = process.env['TEST_FULL'] === '1';
const FITTING = isFull ? 20 : 2;
const SPOILED = isFull ? 24 : 4;

/** Answers without end: read in today's own spec. */
const ENDLESS = new Set(['listen']);
/** What is served is this file, says openapi.db.spec. */
const operations = operationsOf(readFileSync(projectPath('docs', 'openapi.json'), 'utf8')).filter(
  ({ operationId }) => !ENDLESS.has(operationId),
);

/** They change who must show what: asked after everything else. */
const LAST = new Set(['setSecondFactorPolicy', 'setSolo', 'endSession', 'setPassword', 'beginSecondFactor']);

/** Where objects of an address stand, by the segment before the parameter. */
const TABLES: Readonly<Record<string, readonly (readonly [table: string, column: string])[]>> = {
  editions: [['edition', 'id']],
  newsletters: [
    ['newsletter', 'slug'],
    ['newsletter', 'id'],
  ],
  dispatches: [['dispatch', 'id']],
  clusters: [['cluster', 'id']],
  sources: [['source', 'slug']],
  subscribers: [['subscriber', 'id']],
  deliveries: [['subscriber', 'id']],
  subscriptions: [['subscription', 'id']],
  operators: [['operator', 'id']],
  sessions: [['operator_session', 'id']],
  alarms: [['dispatch_alarm', 'id']],
  'desk-alarms': [['desk_alarm', 'id']],
  'api-keys': [['api_key', 'id']],
  pictures: [['picture', 'id']],
  takedowns: [['takedown', 'id']],
  imports: [
    ['reader_upload', 'id'],
    ['reader_import', 'id'],
  ],
  insertions: [['insertion', 'id']],
  transports: [['transport', 'name']],
};

let server: TestApi;
let callers: readonly Readonly<Record<string, string>>[];
const complaints: string[] = [];
/** What the last request left in the log, for whoever reads the complaint. */
let logged: unknown;

beforeAll(async () => {
  server = await startTestApi();
  await openTestNewsroom(server.api, server.database, server.clock.now());
  jest.spyOn(server.api.app.get(Log, { strict: false }), 'failure').mockImplementation((_event, failure) => {
    logged = failure;
  });
  await signedIn(server, 'editor');
  callers = await signIn();
  await fillNewsroom();
});
afterAll(() => server.close());

/** A browser of an administrator, and a program with every scope. */
async function signIn(): Promise<typeof callers> {
  // As a browser marks what our own pages ask.
  const session = { ...(await signedIn(server, 'admin')), 'sec-fetch-site': 'same-origin' };
  const { id } = await server.database
    .selectFrom('operator')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const { key } = await server.api.app
    .get(IssueApiKey, { strict: false })
    .issue({ operatorId: id, name: 'CMS', scopes: [...scopes], issuedBy: null, requestsPerMinute: 10_000 });
  return [session, { authorization: `Bearer ${key}` }];
}

async function asked(method: string, at: string, body: unknown = {}): Promise<Record<string, unknown>> {
  const { status, text } = await server.json(method, `/api/v1/${at}`, body, callers[0]);
  if (status >= 300) throw new Error(`${method} ${at} answered ${status}: ${text}`);
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}

/** Readers, an edition of every kind, an import under way: what most operations ask for. */
async function fillNewsroom(): Promise<void> {
  for (const [index, slug] of ['monde', 'world', 'alam', 'monde'].entries()) {
    const evidence = { method: 'account', verifiedAt: server.clock.now().toISOString(), wording: 'Je m’abonne' };
    await asked('POST', 'subscriptions', { address: `reader-${index}@readers.example`, newsletters: [slug], evidence });
  }
  await asked('POST', 'newsletters/monde/digests');
  await asked('POST', 'newsletters/monde/letters', { subject: 'À vous', markdown: 'Bonjour.', signature: 'Ana' });
  await asked('POST', 'newsletters/monde/insertions', {
    kind: 'promotion',
    title: 'Le samedi',
    text: '',
    link: 'https://newsroom.example/samedi',
    linkLabel: 'Lire',
    firstDay: '2026-03-10',
    lastDay: '2026-03-20',
  });
  await asked('POST', 'imports', { newsletter: 'monde', fileName: 'readers.csv' });
  await asked('PUT', 'transports/relay', { host: '127.0.0.1', port: 25 });
}

/** The first of each table: ourselves, who came last, nobody disables. */
async function knownIn(segment: string): Promise<string[]> {
  const found: string[] = [];
  for (const [table, column] of TABLES[segment] ?? []) {
    const { rows } = await sql<{ value: string }>`
      select ${sql.ref(column)} as value from ${sql.table(table)} order by 1 limit 3
    `.execute(server.database);
    found.push(...rows.map(({ value }) => value));
  }
  return found;
}

async function knownFor({ path: address }: Operation): Promise<Asking['known']> {
  const places = new Map<string, Known>();
  const segments = address.split('/');
  for (const [index, segment] of segments.entries())
    if (segment.startsWith('{')) places.set(segment.slice(1, -1), await knownIn(segments[index - 1] ?? ''));
  const anywhere = await Promise.all(['newsletters', 'dispatches', 'editions', 'sources', 'pictures'].map(knownIn));
  return { places, anywhere: [...places.values(), ...anywhere].flat() };
}

const failureText = (failure: unknown): string =>
  failure instanceof Error
    ? (failure.stack ?? failure.message)
        .split('\n')
        .filter((line) => !line.includes('node_modules'))
        .slice(0, 6)
        .join('\n')
    : String(failure);

const statuses = new Map<number, number>();

async function ask(operation: Operation, seed: number, isFitting: boolean): Promise<void> {
  const request = made({ operation, known: await knownFor(operation), seed, isFitting });
  const mayKey = operation.security.some((way) => 'apiKey' in way);
  const caller = callers[mayKey ? seed % 2 : 0] ?? {};
  const send = (who: Readonly<Record<string, string>>): Promise<Answer> =>
    server.ask(operation.method, request.address, {
      headers: { ...who, ...request.headers },
      ...(request.body !== undefined && { body: request.body }),
    });
  let answer = await send(caller);
  if (answer.status === 401 && operation.security.length > 0) {
    // The session did not outlive what it did.
    callers = await signIn();
    answer = await send(callers[0] ?? {});
  }
  statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
  const wrong = wrongWith(operation, answer);
  if (wrong !== undefined)
    complaints.push(`${operation.method} ${request.address.slice(0, 300)} (${operation.operationId}, ${isFitting ? 'fitting' : 'spoiled'} ${seed}) ${answer.status}: ${wrong} ${answer.status < 500 ? '' : failureText(logged)}\n  ${String(request.body).slice(0, 1_000)} ${JSON.stringify(request.headers)}`); // prettier-ignore
}

/** `editions` of `/api/v1/editions/{id}`. */
const roomOf = ({ path: address }: Operation): string =>
  address
    .split('/')
    .slice(3, 5)
    .join('/')
    .replace(/\/?\{.*/, '');
const isLast = ({ operationId }: Operation): boolean => LAST.has(operationId);
const rooms = [...Map.groupBy(operations.filter((operation) => !isLast(operation)), roomOf), ['what is asked last', operations.filter(isLast)] as const]; // prettier-ignore

describe('whatever comes is answered as described', () => {
  it.each(rooms)('%s', async (_room, described) => {
    complaints.length = 0;
    for (const operation of described) {
      const seed = operations.indexOf(operation) * 1_000;
      for (let run = 0; run < FITTING; run += 1) await ask(operation, seed + run, true);
      for (let run = 0; run < SPOILED; run += 1) await ask(operation, seed + 500 + run, false);
    }
    expect(complaints).toEqual([]);
  });

  it('once more what is read, now that much was changed', async () => {
    complaints.length = 0;
    for (const [index, operation] of operations.entries())
      if (operation.method === 'GET') await ask(operation, index * 1_000 + 901, true);
    expect(complaints).toEqual([]);
    // Enough came through to mean something.
    expect(statuses.get(200) ?? 0).toBeGreaterThan(operations.length);
  });
});
