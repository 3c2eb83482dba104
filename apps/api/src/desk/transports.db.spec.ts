import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApi, type TestApi } from '../../../../test/support/api.js';
import { signedIn } from '../../../../test/support/operators.js';
import { startScriptedRelay, type ScriptedRelay } from '../../../../test/support/scripted-relay.js';

const PASSWORD = 'sehr-geheim-7';

let server: TestApi;
let relay: ScriptedRelay;
let admin: Record<string, string>;

beforeAll(async () => {
  server = await startTestApi();
  relay = await startScriptedRelay();
  admin = { ...(await signedIn(server, 'admin')), 'sec-fetch-site': 'same-origin', 'idempotency-key': 'k-1' };
});
afterAll(async () => {
  await server.close();
  await relay.close();
});

async function ask(method: string, path: string, body?: unknown, headers = admin) {
  const url = `/api/v1/transports${path}`;
  const answer = body === undefined ? await server.ask(method, url, { headers }) : await server.json(method, url, body, headers);
  return { status: answer.status, etag: answer.headers.etag, text: answer.text, body: JSON.parse(answer.text) as Record<string, unknown> };
} // prettier-ignore

describe('transports over HTTP', () => {
  it('are added, changed under their version, tested, paused, resumed and retired, and never tell a password', async () => {
    const given = { host: '127.0.0.1', port: relay.port, tls: 'none', username: 'u', password: PASSWORD, weight: 3 };
    const answers = [await ask('PUT', '/main', given)];
    expect(answers[0]).toMatchObject({ status: 201, etag: '"1"', body: { name: 'main', hasPassword: true, state: 'active', connections: 5, health: { works: true } } });
    answers.push(await ask('PUT', '/main', given));
    expect(answers[1]).toMatchObject({ status: 409, body: { code: 'transport.name_taken' } });
    const change = { weight: 7, password: `${PASSWORD}-neu`, sendingDomains: ['Gazette.Example'] };
    answers.push(await ask('PATCH', '/main', change, { ...admin, 'if-match': '"1"' }));
    expect(answers[2]).toMatchObject({ status: 200, etag: '"2"', body: { weight: 7, host: '127.0.0.1', sendingDomains: ['gazette.example'] } });
    answers.push(await ask('PATCH', '/main', { weight: 1 }, { ...admin, 'if-match': '"1"' }));
    expect(answers[3]).toMatchObject({ status: 412, body: { code: 'transport.changed_meanwhile' } });
    answers.push(await ask('POST', '/main/test', undefined, { ...admin, 'idempotency-key': 'k-2' }));
    expect(answers[4]).toMatchObject({ status: 200, body: { works: false, trouble: 'sign_in' } });
    for (const [verb, state] of [['pause', 'paused'], ['resume', 'active'], ['retire', 'retired']] as const) {
      const moved = await ask('POST', `/main/${verb}`, undefined, { ...admin, 'idempotency-key': `k-${verb}` });
      expect(moved).toMatchObject({ status: 200, body: { state } });
      answers.push(moved);
    }
    answers.push(await ask('GET', '/main'), await ask('GET', ''));
    for (const { text } of answers) expect(text).not.toContain(PASSWORD);
    expect(await ask('PATCH', '/main', { weight: 2 }, { ...admin, 'if-match': '"5"' })).toMatchObject({ status: 409, body: { code: 'transport.retired' } });
    const kept = await server.database.selectFrom('idempotent_request').select('answer').execute();
    const entries = await server.database.selectFrom('audit_entry').select(['action', 'detail']).where('action', 'like', 'transport%').execute();
    expect(entries.map(({ action }) => action)).toEqual(['transport.added', 'transport.changed', 'transport.paused', 'transport.resumed', 'transport.retired']);
    expect(JSON.stringify([kept, entries])).not.toContain(PASSWORD);
  }); // prettier-ignore

  it.each([
    [{ host: 'smtp://relay.example', port: 587 }, 'request.invalid'],
    [{ host: 'relay.example', port: 0 }, 'request.invalid'],
    [{ host: 'relay.example', port: 587, password: 'x\ny' }, 'request.invalid'],
    [{ host: 'relay.example', port: 587, purpose: ['notices'] }, 'request.invalid'],
    [{ host: 'relay.example', port: 587, username: 'u' }, 'transport.invalid'],
    [{ host: 'relay.example', port: 587, connections: 1 }, 'transport.invalid'],
  ])('refuse %j', async (given, code) => {
    expect(await ask('PUT', '/other', given)).toMatchObject({ status: 422, body: { code } });
    expect(await ask('GET', '/other')).toMatchObject({ status: 404, body: { code: 'transport.unknown' } });
  });

  it('are an administrator’s', async () => {
    const editor = { ...(await signedIn(server, 'editor')), 'sec-fetch-site': 'same-origin' };
    expect(await ask('GET', '', undefined, editor)).toMatchObject({ status: 403 });
    expect(await ask('PUT', '/x', { host: 'relay.example', port: 587 }, editor)).toMatchObject({ status: 403 });
  });
});
