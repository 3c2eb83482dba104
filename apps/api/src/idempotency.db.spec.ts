import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { IdempotentRequests } from '@app/operators';
import { newId } from '@app/platform';
import { startTestApi, type Answer, type TestApi } from '../../../test/support/api.js';
import { keyWith, signedIn } from '../../../test/support/operators.js';

const PATH = '/api/v1/dispatches';
const DISPATCH = { externalId: 'fr-1', language: 'fr', headline: 'Le tunnel est ouvert' };

let server: TestApi;
let caller: { authorization: string };
let requests: IdempotentRequests;

beforeAll(async () => {
  server = await startTestApi();
  requests = server.api.app.get(IdempotentRequests, { strict: false });
});
afterAll(() => server.close());
beforeEach(async () => {
  caller = await keyWith(server, 'dispatches:write');
});

function post(key: string, body: unknown, path = PATH, headers: Record<string, string> = caller): Promise<Answer> {
  return server.json('POST', path, body, { ...headers, 'idempotency-key': key });
}

function codeOf({ text }: Answer): unknown {
  return (JSON.parse(text) as Record<string, unknown>)['code'];
}

/** As if that much time had gone by since the request came. */
async function age(key: string, seconds: number): Promise<void> {
  await server.database
    .updateTable('idempotent_request')
    .set({ created_at: sql<Date>`created_at - make_interval(secs => ${seconds})` })
    .where('key', '=', key)
    .execute();
}

async function keyIdOf(): Promise<string> {
  const row = await server.database
    .selectFrom('api_key')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return row.id;
}

describe('Idempotency-Key', () => {
  it('gives the same answer to the same request, and does the work once', async () => {
    const body = { ...DISPATCH, externalId: newId() };
    const first = await post('a-1', body);
    expect([first.status, first.headers['idempotent-replayed']]).toEqual([201, undefined]);
    const again = await post('"a-1"', body);
    expect([again.status, again.text, again.headers['idempotent-replayed']]).toEqual([201, first.text, 'true']);
    expect(again.headers['content-type']).toBe(first.headers['content-type']);
  });

  it('is refused for another request: another body, another address', async () => {
    const body = { ...DISPATCH, externalId: newId() };
    await post('b-1', body);
    for (const other of [post('b-1', { ...body, headline: 'Autre' }), post('b-1', body, `${PATH}?source=x`)]) {
      const answer = await other;
      expect([answer.status, codeOf(answer)]).toEqual([422, 'idempotency.key_reused']);
    }
  });

  it('is the caller’s own', async () => {
    const body = { ...DISPATCH, externalId: newId() };
    expect((await post('c-1', body)).status).toBe(201);
    const other = await post('c-1', body, PATH, await keyWith(server, 'dispatches:write'));
    expect([other.status, other.headers['idempotent-replayed']]).toEqual([200, undefined]);
    const editor = { ...(await signedIn(server, 'editor')), 'sec-fetch-site': 'same-origin' };
    const add = () => post('c-1', { slug: 'pousse', name: 'Pousse' }, '/api/v1/sources', editor);
    expect([(await add()).status, (await add()).headers['idempotent-replayed']]).toEqual([201, 'true']);
  });

  it('lets one of two through at once, and tells the other to come back', async () => {
    const body = { ...DISPATCH, externalId: newId() };
    const answers = await Promise.all(Array.from({ length: 6 }, () => post('d-1', body)));
    const firsts = answers.filter(({ status, headers }) => status === 201 && headers['idempotent-replayed'] === undefined); // prettier-ignore
    expect(firsts).toHaveLength(1);
    for (const answer of answers.filter((one) => !firsts.includes(one)))
      if (answer.status === 409)
        expect([codeOf(answer), answer.headers['retry-after']]).toEqual(['idempotency.in_progress', '2']); // prettier-ignore
      else expect(answer.text).toBe(firsts[0]?.text);
  });

  it('is busy while the first is under way, and free again when its process is gone', async () => {
    const body = { ...DISPATCH, externalId: newId() };
    const asked = ['POST', PATH, JSON.stringify(body)];
    expect(await requests.begin(await keyIdOf(), 'e-1', asked)).toMatchObject({ kind: 'first' });
    const busy = await post('e-1', body);
    expect([busy.status, codeOf(busy), busy.headers['retry-after']]).toEqual([409, 'idempotency.in_progress', '2']);
    await age('e-1', 119);
    expect((await post('e-1', body)).status).toBe(409);
    await age('e-1', 2);
    expect(codeOf(await post('e-1', { ...body, headline: 'Autre' }))).toBe('idempotency.key_reused');
    expect((await post('e-1', body)).status).toBe(201);
    expect((await post('e-1', body)).headers['idempotent-replayed']).toBe('true');
  });

  it('belongs to the try that has it: one that comes back from the dead answers nothing', async () => {
    const keyId = await keyIdOf();
    const dead = await requests.begin(keyId, 'f-1', ['x']);
    await age('f-1', 121);
    const alive = await requests.begin(keyId, 'f-1', ['x']);
    if (dead.kind !== 'first' || alive.kind !== 'first') throw new Error('both were the first');
    expect(await requests.answer(dead, 200, { text: 'dead' })).toBe(false);
    await requests.free(dead);
    expect(await requests.answer(alive, 201, { text: 'alive' })).toBe(true);
    expect(await requests.begin(keyId, 'f-1', ['x'])).toEqual({ kind: 'answered', status: 201, answer: { text: 'alive' } }); // prettier-ignore
  });

  it('keeps what is wrong with the request, and not what may be right the next time', async () => {
    const bad = { ...DISPATCH, headline: '' };
    const first = await post('g-1', bad);
    const again = await post('g-1', bad);
    expect([again.status, again.text, again.headers['idempotent-replayed']]).toEqual([422, first.text, 'true']);
    const unknown = { ...DISPATCH, externalId: newId(), source: 'bientot' };
    expect((await post('g-2', unknown)).status).toBe(404);
    const editor = { ...(await signedIn(server, 'editor')), 'sec-fetch-site': 'same-origin' };
    await server.json('POST', '/api/v1/sources', { slug: 'bientot', name: 'Bientôt' }, editor);
    expect((await post('g-2', unknown)).status).toBe(201);
  });

  it('is forgotten after a day', async () => {
    const body = { ...DISPATCH, externalId: newId() };
    await post('h-1', body);
    await age('h-1', 86_401);
    const later = await post('h-1', body);
    expect([later.status, later.headers['idempotent-replayed']]).toEqual([200, undefined]);
    await age('h-1', 86_401);
    expect(await requests.forgetAnswers()).toBeGreaterThan(0);
    const left = await server.database.selectFrom('idempotent_request').select('key').where('key', '=', 'h-1').execute();
    expect(left).toEqual([]);
  }); // prettier-ignore

  it.each(['', ' ', 'two words', 'x'.repeat(256), '"open', 'é'])('cannot be %j', async (key) => {
    const answer = await post(key, DISPATCH);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'idempotency.key_invalid']);
  });

  it('says nothing to strangers', async () => {
    expect((await post('i-1', DISPATCH, PATH, {})).status).toBe(401);
  });
});
