import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { eligibleSubscriptions } from '@app/subscribers';
import { startTestApi, NOW, type TestApi } from '../../../../test/support/api.js';
import { createNewsroom, type Newsroom } from '../../../../test/support/newsroom.js';
import { keyOf, keyWith, signedIn } from '../../../../test/support/operators.js';
import { asOwner } from '../../../../test/support/sending.js';

const PATH = '/api/v1/subscriptions';
const READER = 'lectrice@readers.example';
const DAY_MS = 86_400_000;

let server: TestApi;
let newsroom: Newsroom;
let key: Record<string, string>;

beforeAll(async () => {
  server = await startTestApi();
  newsroom = await createNewsroom(server.database);
  await createNewsroom(server.database, { slug: 'soir', name: 'Le Soir', language: 'es' });
  key = await keyOf(server, 'admin', 'subscriptions:write');
});
afterAll(() => server.close());
beforeEach(async () => {
  await asOwner(server.test, (client) => client.query('truncate subscription, subscriber, consent, suppression, notice cascade'));
}); // prettier-ignore

const evidence = {
  method: 'account page, lectrice@readers.example signed in',
  verifiedAt: new Date(NOW.getTime() - DAY_MS).toISOString(),
  page: 'https://compte.gazette.example/lettres?user=lectrice@readers.example',
  wording: 'Je souhaite recevoir Le Matin.',
  network: '203.0.113.7',
};

async function attest(change: Record<string, unknown> = {}, headers = key) {
  const body = { address: READER, newsletters: ['matin'], evidence, ...change };
  const { status, text } = await server.json('POST', PATH, body, headers);
  return { status, body: JSON.parse(text) as { results?: unknown; code?: string } };
}

/** Until a statement of another connection waits for a lock. */
async function somebodyWaits(): Promise<void> {
  const waiting = sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await waiting.execute(server.database)).rows.length === 0);
}

const results = async (change: Record<string, unknown> = {}) => (await attest(change)).body.results;
const eligible = () => eligibleSubscriptions(server.database, newsroom.newsletterId).execute();
const consents = () => server.database.selectFrom('consent').selectAll().orderBy('id').execute();
const notices = () => server.database.selectFrom('notice').selectAll().execute();

describe('a sign-up whose address the caller has verified', () => {
  it('is active at once, under a consent that says who attests it and holds no address', async () => {
    expect(await results({ newsletters: ['matin', 'soir', 'matin'], language: 'ar' })).toEqual([
      { newsletter: 'matin', outcome: 'activated' },
      { newsletter: 'soir', outcome: 'activated' },
    ]);
    expect(await eligible()).toHaveLength(1);
    const [given] = await consents();
    expect(given).toMatchObject({
      act: 'given',
      basis: 'attested',
      wording: evidence.wording,
      page: 'https://compte.gazette.example/lettres',
      evidence: { verifiedAt: evidence.verifiedAt, attestedBy: expect.any(String), keyId: expect.any(String) },
      network_key_id: expect.any(String),
    });
    expect(given?.network_hash).toHaveLength(32);
    const audit = await server.database.selectFrom('audit_entry').selectAll().where('action', '=', 'subscription.attested').execute();
    expect(audit).toHaveLength(2);
    expect(JSON.stringify([await consents(), audit])).not.toContain('readers.example');
    expect(await notices()).toMatchObject([{ kind: 'welcome', address: READER, content: { values: { count: 2 } } }]);
  }); // prettier-ignore

  it('again changes nothing, and without a welcome writes to nobody', async () => {
    await attest({ welcome: false });
    expect(await results({ welcome: false })).toEqual([{ newsletter: 'matin', outcome: 'already_active' }]);
    expect(await consents()).toHaveLength(1);
    expect(await notices()).toEqual([]);
  });

  it('finishes what waited for a confirmation, and begins again what was left before the verification only', async () => {
    await server.post('/n/matin/subscribe', { address: READER });
    expect(await results()).toEqual([{ newsletter: 'matin', outcome: 'activated' }]);
    const end = (at: Date) => sql`update subscription set state = 'ended', consent_id = null, ended_by = 'reader', ended_at = ${at}`.execute(server.database);
    await end(new Date(NOW.getTime() - DAY_MS / 2));
    expect(await results()).toEqual([{ newsletter: 'matin', outcome: 'refused', reason: 'left_since' }]);
    expect(await eligible()).toEqual([]);
    await end(new Date(NOW.getTime() - 2 * DAY_MS));
    expect(await results()).toEqual([{ newsletter: 'matin', outcome: 'activated' }]);
    expect(await eligible()).toHaveLength(1);
  }); // prettier-ignore

  it.each([
    ['hard_bounce', 'suppressed'],
    ['complaint', 'suppressed'],
    ['operator', 'suppressed'],
    ['imported', 'suppressed'],
    ['erased', 'erased'],
  ])('of an address banned for %s is refused, and lifts nothing', async (cause, reason) => {
    await attest();
    await sql`insert into suppression (address_hash, cause) select address_hash, ${cause}::suppression_cause from subscriber`.execute(server.database);
    await sql`update subscription set state = 'ended', consent_id = null, ended_at = now() - interval '100 years'`.execute(server.database);
    const before = await consents();
    expect(await results()).toEqual([{ newsletter: 'matin', outcome: 'refused', reason }]);
    expect(await consents()).toEqual(before);
    expect(await eligible()).toEqual([]);
  }); // prettier-ignore

  it('keeps words without what no record may hold', async () => {
    await results({ evidence: { ...evidence, wording: `Oui,\0 pour ${READER}`, wordingVersion: `v1 ${READER}` } });
    const [given] = await consents();
    expect(given?.wording).toMatch(/^Oui, {2}pour /);
    expect(JSON.stringify(given)).not.toContain(READER);
  });

  it('that comes while all about the reader is being erased brings nobody back', async () => {
    await attest({ welcome: false });
    let answer: Promise<unknown> = Promise.resolve();
    await server.database.transaction().execute(async (trx) => {
      await sql`select from subscriber for update`.execute(trx);
      answer = results();
      await somebodyWaits();
      await sql`update subscription set state = 'ended', consent_id = null, ended_at = now(), ended_by = 'erasure'`.execute(trx);
      await sql`insert into suppression (address_hash, cause) select address_hash, 'erased' from subscriber`.execute(trx);
      await sql`update subscriber set address = null, canonical_address = null, erased_at = now()`.execute(trx);
    });
    expect(await answer).toEqual([{ newsletter: 'matin', outcome: 'refused', reason: 'erased' }]);
    expect(await server.database.selectFrom('subscriber').select('address').execute()).toEqual([{ address: null }]);
    expect(await notices()).toEqual([]);
  }); // prettier-ignore

  it.each([
    [{ evidence: { ...evidence, verifiedAt: new Date(NOW.getTime() + 600_000).toISOString() } }, 422, 'attestation.verified_at'],
    [{ evidence: { ...evidence, verifiedAt: new Date(NOW.getTime() - 31 * DAY_MS).toISOString() } }, 422, 'attestation.verified_at'],
    [{ evidence: { ...evidence, verifiedAt: 'yesterday' } }, 422, 'request.invalid_input'],
    [{ evidence: { ...evidence, wording: '  ' } }, 422, 'request.invalid_input'],
    [{ evidence: undefined }, 422, 'request.invalid_input'],
    [{ newsletters: [] }, 422, 'request.invalid_input'],
    [{ newsletters: ['nowhere'] }, 404, 'newsletter.unknown'],
    [{ address: 'nobody' }, 422, 'subscriber.address_invalid'],
    [{ address: `\ud800@readers.example` }, 422, 'subscriber.address_invalid'],
  ])('with %j is refused with %i and writes nothing', async (change, status, code) => {
    const answer = await attest(change);
    expect(answer.status).toBe(status);
    if (!code.endsWith('invalid_input')) expect(answer.body.code).toBe(code);
    expect(await consents()).toEqual([]);
  }); // prettier-ignore

  it('is for admins and their keys with the scope, and for nobody else', async () => {
    expect((await attest({}, {})).status).toBe(401);
    expect((await attest({}, await keyWith(server, 'dispatches:write'))).status).toBe(403);
    expect((await attest({}, await signedIn(server, 'editor'))).status).toBe(403);
    await expect(keyWith(server, 'subscriptions:write')).rejects.toMatchObject({ code: 'operator.scope_invalid' });
    expect(await consents()).toEqual([]);
  });
});
