import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { z } from 'zod';
import { keyedHash, TokenSigner } from '@app/platform';
import { startTestApi, type Answer, type TestApi } from '../../../../test/support/api.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { proofOf } from '../../../../test/support/proofs.js';
import { HONEYPOT_FIELD } from '../pages/pages.js';

const PATH = '/api/public/v1/newsletters/matin/subscriptions';
/** Sign-ups from one line in an hour that nobody is asked a proof for (`LINE.free`). */
const FREE = 30;

/** As it comes, because what is signed must go back whole. */
const challenge = z.looseObject({
  parameters: z.looseObject({
    nonce: z.string(),
    salt: z.string(),
    keyPrefix: z.string(),
    data: z.looseObject({ level: z.number() }),
  }),
});
const proofRequired = z.object({
  status: z.literal(428),
  code: z.literal('sign_up.proof_required'),
  details: z.object({ challenge, wait: z.object({ token: z.string(), seconds: z.number() }) }),
});

let server: TestApi;
let proxied: TestApi;

beforeAll(async () => {
  server = await startTestApi();
  proxied = await startTestApi({ TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8' });
  await createNewsroom(server.database);
  await createNewsroom(server.database, { slug: 'soir', name: 'The Evening', language: 'en' });
  await createNewsroom(proxied.database);
});
afterEach(async () => {
  for (const { database, clock } of [server, proxied]) {
    // Each test has a calm of its own: together they would look like an attack.
    clock.set(new Date(clock.now().getTime() + 3_600_000));
    await database.deleteFrom('sign_up_counter').execute();
    await database.deleteFrom('notice').execute();
    await database.deleteFrom('subscription').execute();
    await database.deleteFrom('subscriber').execute();
  }
});
afterAll(async () => {
  await server.close();
  await proxied.close();
});

let sequence = 0;
function newAddress(): string {
  sequence += 1;
  return `reader${sequence}@readers.example`;
}

function post(change: object = {}, headers: Record<string, string> = {}, to = server): Promise<Answer> {
  return to.json('POST', PATH, { address: newAddress(), ...change }, headers);
}

/** Uses up what this client may do unasked. */
async function tire(headers: Record<string, string> = {}, to = server): Promise<void> {
  const answers = await Promise.all(Array.from({ length: FREE }, () => post({}, headers, to)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
}

/** As a line, a network and a domain stand after so many sign-ups like those so far. */
async function multiplyCounts(by: number): Promise<void> {
  await sql`update sign_up_counter set count = count * ${by}`.execute(server.database);
}

const noticesTo = async (address: string): Promise<number> =>
  (await server.database.selectFrom('notice').select('id').where('address', '=', address).execute()).length;

async function confirm(address: string): Promise<void> {
  const { content } = await server.database
    .selectFrom('notice')
    .select('content')
    .where('address', '=', address)
    .executeTakeFirstOrThrow();
  const answer = await server.ask('POST', new URL(String(content['actionUrl'])).pathname);
  expect(answer.status).toBe(200);
}

describe('the client’s address', () => {
  it('is not what any header says, where no proxy is declared', async () => {
    const answers = await Promise.all(
      Array.from({ length: FREE + 5 }, (_, n) => {
        const spoofed = `203.0.113.${n}`;
        const names = ['x-forwarded-for', 'x-real-ip', 'x-client-ip', 'cf-connecting-ip', 'true-client-ip'];
        const headers = Object.fromEntries(names.map((name) => [name, spoofed]));
        return post({}, { ...headers, forwarded: `for=${spoofed}` });
      }),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(FREE);
    expect(statuses.filter((status) => status === 428)).toHaveLength(5);
  });

  it('is the last hop before the declared proxies, whatever the client wrote before it', async () => {
    await tire({ 'x-forwarded-for': '198.51.100.1, 203.0.113.7' }, proxied);
    const from = async (chain: string): Promise<number> =>
      (await post({}, { 'x-forwarded-for': chain }, proxied)).status;
    expect(await from('192.0.2.99, 203.0.113.7')).toBe(428);
    expect(await from('203.0.113.7')).toBe(428);
    expect(await from('192.0.2.99, 203.0.113.7, 10.1.2.3')).toBe(428);
    expect(await from('::ffff:203.0.113.7')).toBe(428);
    expect(await from('203.0.113.7, 198.51.100.1')).toBe(202);
    expect((await post({}, { forwarded: 'for=203.0.113.7' }, proxied)).status).toBe(202);
  });

  it('is one however IPv6 is spelled, and a /64 is one line', async () => {
    const devices = Array.from({ length: FREE }, (_, n) => `2001:db8:0:7::${n}`);
    const answers = await Promise.all(devices.map((one) => post({}, { 'x-forwarded-for': one }, proxied)));
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    const from = async (address: string): Promise<number> =>
      (await post({}, { 'x-forwarded-for': address }, proxied)).status;
    expect(await from('2001:0DB8:0000:0007:0:0:0:1')).toBe(428);
    expect(await from('2001:db8:0:7:ffff:ffff:ffff:ffff')).toBe(428);
    expect(await from('2001:db8:0:8::1')).toBe(202);
  });
});

describe('what an abused form asks for', () => {
  it('is a proof of work, told in full, which passes once', async () => {
    await tire();
    const address = newAddress();
    const refused = await post({ address });
    expect(refused.headers['content-type']).toContain('application/problem+json');
    const { details } = proofRequired.parse(JSON.parse(refused.text));
    expect(details.challenge.parameters.data.level).toBe(1);
    expect(await noticesTo(address)).toBe(0);
    const proof = proofOf(details.challenge);
    expect((await post({ address, proof })).text).toBe('{"status":"pending"}');
    expect(await noticesTo(address)).toBe(1);
    expect((await post({ proof })).status).toBe(428);
  });

  it('can be waited for instead', async () => {
    await tire();
    const address = newAddress();
    const { wait } = proofRequired.parse(JSON.parse((await post({ address })).text)).details;
    expect((await post({ address, proof: wait.token })).status).toBe(428);
    server.clock.set(new Date(server.clock.now().getTime() + wait.seconds * 1000));
    expect((await post({ address, proof: wait.token })).status).toBe(202);
  });

  it('can be solved beforehand', async () => {
    await tire();
    const answer = await server.ask('GET', '/api/public/v1/challenge');
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    expect((await post({ proof: proofOf(challenge.parse(JSON.parse(answer.text))) })).status).toBe(202);
  });

  it('is to come back later, when even proofs are too many, and says when', async () => {
    await post();
    await multiplyCounts(400);
    const answer = await post();
    expect([answer.status, answer.headers['retry-after'], JSON.parse(answer.text)]).toMatchObject([
      429,
      '900',
      { code: 'sign_up.too_many', details: { retryAfterSeconds: 900 } },
    ]);
  });

  it('is the same of everybody: new, pending, active, suppressed', async () => {
    await post({ address: 'pending@readers.example' });
    await post({ address: 'active@readers.example' });
    await confirm('active@readers.example');
    const key = new TokenSigner(server.test.config, server.clock).stableKey('address');
    await server.database
      .insertInto('suppression')
      .values({ address_hash: keyedHash(key, 'muted@readers.example'), cause: 'complaint' })
      .execute();
    const people = ['new', 'pending', 'active', 'muted'].map((name) => `${name}@readers.example`);
    const seen = async (address: string): Promise<unknown> => {
      const { status, headers, text } = await post({ address });
      // What is random or signed differs between any two answers, in what it says and never in how long it is.
      const masked = text.replace(/"(nonce|salt|keyPrefix|signature|token)":"[^"]+"/g, (match) => `${match.length}`);
      return { status, headers: { ...headers, date: '' }, text: masked };
    };
    for (const [counts, status] of [
      [1, 202],
      [20, 428],
      [100, 429],
    ] as const) {
      await multiplyCounts(counts);
      const answers = await Promise.all(people.map(seen));
      expect(answers[0]).toMatchObject({ status });
      for (const answer of answers) expect(answer).toEqual(answers[0]);
    }
  });

  it('is nothing more of an address that had its share: it is answered like any other, as slowly, and forgotten', async () => {
    for (let n = 0; n < 5; n += 1) expect((await post({ address: 'ana@readers.example' })).status).toBe(202);
    const before = await server.countRows();
    const begun = performance.now();
    const answer = await post({ address: 'Ana@readers.example' });
    expect(performance.now() - begun).toBeGreaterThan(75);
    expect([answer.status, answer.text]).toEqual([202, '{"status":"pending"}']);
    expect(await server.countRows()).toEqual(before);
  });
});

describe('a sign-up by script', () => {
  it('questions a slip and takes what the reader keeps', async () => {
    const before = await server.countRows();
    const answer = await post({ address: 'ana@gmial.com' });
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
      422,
      { code: 'subscriber.address_suspected', details: { suggestion: 'ana@gmail.com' } },
    ]);
    expect(await server.countRows()).toEqual(before);
    expect((await post({ address: 'ana@gmial.com', keepAddress: true })).status).toBe(202);
    expect(await noticesTo('ana@gmial.com')).toBe(1);
  });

  it('asks for several newsletters by one confirmation', async () => {
    expect((await post({ address: 'ana@readers.example', newsletters: ['soir', 'matin', 'soir'] })).status).toBe(202);
    expect(await server.database.selectFrom('subscription').select('state').execute()).toHaveLength(2);
    expect(await noticesTo('ana@readers.example')).toBe(1);
    const before = await server.countRows();
    const unknown = await post({ newsletters: ['midi'] });
    expect([unknown.status, JSON.parse(unknown.text)]).toMatchObject([404, { code: 'newsletter.unknown' }]);
    expect((await post({ newsletters: Array.from({ length: 21 }, (_, n) => `n${n}`) })).status).toBe(422);
    expect(await server.countRows()).toEqual(before);
  });

  it('forgets what a machine filled in, without counting it', async () => {
    expect((await post({ [HONEYPOT_FIELD]: 'x' })).text).toBe('{"status":"pending"}');
    expect(await server.database.selectFrom('sign_up_counter').selectAll().execute()).toEqual([]);
  });

  it.each(['', 'x', '\u0000', '\ud800', '‮moc', '0'.repeat(10_000)])(
    'takes any ticket and proof (%#) for none',
    async (text) => {
      expect((await post({ ticket: text, proof: text })).status).toBe(202);
    },
  );

  it.each([
    { proof: 1 },
    { ticket: {} },
    { keepAddress: 'yes' },
    { newsletters: 'soir' },
    { newsletters: [1] },
    { proof: null },
  ])('refuses %j by its schema', async (change) => {
    const answer = await post(change);
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([422, { code: 'request.invalid' }]);
  });
});
