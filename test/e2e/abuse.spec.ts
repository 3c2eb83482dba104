import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type RunningApi } from '@app/api';
import { Log } from '@app/platform';
import { startWorker, type RunningWorker } from '@app/worker';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { FrozenClock } from '../support/frozen-clock.js';
import { createNewsroom } from '../support/newsroom.js';
import { proofOf, type WorkChallenge } from '../support/proofs.js';
import { startScriptedRelay, type ScriptedRelay } from '../support/scripted-relay.js';
import { impatient, until } from '../support/sending.js';

/**
 * What a flood of sign-ups achieves, counted where it counts: at the relay. Client addresses come through a declared
 * proxy, as they do in production.
 */
const FLOOD = process.env['TEST_FULL'] === '1' ? 10_000 : 240;
/** As a small botnet keeps open, and so few that a line's share is used up before everybody is asked for a proof. */
const PARALLEL = 24;
/** Sign-ups in a minute above which everybody is asked for a proof: more than one line may send, far fewer than a flood. */
const PER_MINUTE = 60;
const HOUR_MS = 3_600_000;

let test: TestDatabase;
let relay: ScriptedRelay;
let api: RunningApi;
let worker: RunningWorker;
/** Some hours ago, so that each flood has an hour of its own and what it caused is due at once. */
const clock = new FrozenClock(new Date(Date.now() - 6 * HOUR_MS));

beforeAll(async () => {
  relay = await startScriptedRelay();
  const env = { SMTP_URL: relay.url, TRUSTED_PROXIES: '127.0.0.1', SIGN_UP_PER_MINUTE: String(PER_MINUTE) };
  test = await createTestDatabase({ ...impatient, ...env });
  await createNewsroom(test.database);
  api = await startApi(test.config, new Log('silent'), { clock, port: 0 });
  worker = await startWorker(test.config, new Log('silent'));
});
afterEach(() => {
  clock.set(new Date(clock.now().getTime() + HOUR_MS * 1.5));
});
afterAll(async () => {
  await worker.close();
  await api.close();
  await test.close();
  await relay.close();
});

interface Attempt {
  readonly client: string;
  readonly address: string;
  readonly proof?: string;
}

async function post({ client, address, proof }: Attempt): Promise<Response> {
  return fetch(`${api.url}/api/public/v1/newsletters/matin/subscriptions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': client },
    body: JSON.stringify({ address, ...(proof !== undefined && { proof }) }),
  });
}

/** Answers by status. */
async function flood(attempt: (n: number) => Attempt): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {};
  let next = 0;
  const attack = async (): Promise<void> => {
    for (let n = next++; n < FLOOD; n = next++) {
      const response = await post(attempt(n));
      await response.arrayBuffer();
      statuses[response.status] = (statuses[response.status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, attack));
  return statuses;
}

/** Mails that left to addresses with this beginning, once nothing is owed or under way any more. */
async function left(prefix: string): Promise<number> {
  await until('every confirmation that is due has left', async () => {
    const { due } = await test.database
      .selectFrom('notice')
      .select(({ fn }) => fn.countAll<number>().as('due'))
      .where('state', 'in', ['owed', 'sending'])
      .executeTakeFirstOrThrow();
    return due === 0;
  });
  return relay.accepted.filter(({ to }) => to[0]?.startsWith(prefix) === true).length;
}

describe(`a flood of ${FLOOD} sign-ups`, () => {
  it('from one /64 sends as many confirmations as a class of pupils does', async () => {
    const statuses = await flood((n) => ({
      client: `2001:db8:0:7:${n.toString(16)}::${n.toString(16)}`,
      address: `line${n}@domain${n}.example`,
    }));
    expect(statuses).toEqual({ 202: 30, 428: FLOOD - 30 });
    expect(await left('line')).toBe(30);
  });

  it('from as many addresses of as many networks is stopped as a whole', async () => {
    const statuses = await flood((n) => ({
      client: `198.${n >> 8}.${n & 255}.7`,
      address: `botnet${n}@domain${n}.example`,
    }));
    expect(Object.keys(statuses)).toEqual(['202', '428']);
    const passed = statuses[202] ?? 0;
    expect(passed).toBeLessThanOrEqual(PER_MINUTE);
    expect(await left('botnet')).toBe(passed);
    // A reader whose browser does the work gets through meanwhile.
    const reader = { client: '203.0.113.7', address: 'reader@readers.example' };
    const refused = await post(reader);
    const { details } = (await refused.json()) as { details: { challenge: WorkChallenge } };
    expect((await post({ ...reader, proof: proofOf(details.challenge) })).status).toBe(202);
    expect(await left('reader')).toBe(1);
  });

  it('against one address from as many networks sends it five mails at most', async () => {
    const statuses = await flood((n) => ({ client: `198.${n >> 8}.${n & 255}.7`, address: 'victim@readers.example' }));
    // As many are answered as if they had been taken as would have been with any other address.
    expect(statuses[202]).toBeLessThanOrEqual(PER_MINUTE);
    const mails = await left('victim');
    expect(mails).toBeGreaterThanOrEqual(1);
    expect(mails).toBeLessThanOrEqual(5);
  });
});
