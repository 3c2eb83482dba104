import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApi, type TestApi } from '../../../../../test/support/api.js';
import { startNameServer, type NameServer, type Zone } from '../../../../../test/support/name-server.js';
import { createNewsroom } from '../../../../../test/support/newsroom.js';
import { signedIn } from '../../../../../test/support/operators.js';

let server: TestApi;
let names: NameServer;
let admin: Record<string, string>;
const zones: Record<string, Zone> = {};

beforeAll(async () => {
  names = await startNameServer(zones);
  server = await startTestApi({ DNS_SERVERS: names.address });
  admin = { ...(await signedIn(server, 'admin')), 'sec-fetch-site': 'same-origin' };
});
afterAll(async () => {
  await server.close();
  await names.close();
});

async function ask(method: string, path: string, body?: unknown) {
  const url = `/api/v1${path}`;
  const answer = body === undefined ? await server.ask(method, url, { headers: admin }) : await server.json(method, url, body, admin);
  return { status: answer.status, text: answer.text, body: JSON.parse(answer.text) as Record<string, unknown> };
} // prettier-ignore

describe('keys over HTTP', () => {
  it('are made, checked and activated once their record is there, and never tell their private half', async () => {
    const made = await ask('POST', '/dkim-keys', { domain: 'Gazette.Example', selector: 'one' });
    expect(made).toMatchObject({ status: 201, body: { domain: 'gazette.example', selector: 'one', state: 'pending', record: { name: 'one._domainkey.gazette.example' } } });
    expect(await ask('POST', '/dkim-keys', { domain: 'gazette.example', selector: 'one' })).toMatchObject({ status: 409, body: { code: 'dkim.selector_taken' } });
    const key = '/dkim-keys/gazette.example/one';
    expect((await ask('POST', `${key}/check`)).body).toMatchObject({ isPublished: false, why: expect.stringContaining('not published') });
    expect(await ask('POST', `${key}/activate`)).toMatchObject({ status: 409, body: { code: 'dkim.not_published' } });
    expect((await ask('POST', '/dkim-keys/gazette.example/rotate')).body).toMatchObject({ outcome: 'waits', key: { selector: 'one' } });
    const { record } = made.body as { record: { name: string; value: string } };
    zones[record.name] = { txt: [[record.value.slice(0, 200), record.value.slice(200)]] };
    expect((await ask('POST', `${key}/check`)).body).toEqual({ isPublished: true, why: null });
    expect(await ask('POST', `${key}/activate`)).toMatchObject({ status: 200, body: { state: 'active' } });
    expect(await ask('POST', `${key}/activate`)).toMatchObject({ status: 409, body: { code: 'dkim.wrong_state' } });
    const { text } = await ask('GET', '/dkim-keys');
    expect(JSON.parse(text)).toMatchObject({ keys: [{ selector: 'one', state: 'active' }] });
    expect(text).not.toMatch(/private|sealed|publicKey/i);
    const acts = await server.database.selectFrom('audit_entry').select(['action', 'operator_id']).where('action', 'like', 'dkim.%').execute();
    expect(acts.map(({ action }) => action)).toEqual(['dkim.created', 'dkim.activated']);
    expect(acts.every(({ operator_id: operatorId }) => operatorId !== null)).toBe(true);
  });

  it.each(['nothing', '10.0.0.1', 'a b.example', 'x'.repeat(70) + '.example'])('refuse the domain %s', async (domain) => {
    expect(await ask('POST', '/dkim-keys', { domain })).toMatchObject({ status: 422, body: { code: 'dkim.domain_invalid' } });
  });
}); // prettier-ignore

describe('sender domains over HTTP', () => {
  it('are those of the newsletters, and are looked at in the name system', async () => {
    await createNewsroom(server.database, { slug: 'sent-from' });
    expect((await ask('GET', '/sender-domains')).body).toMatchObject({ domains: expect.arrayContaining([{ domain: 'gazette.example', newsletters: ['sent-from'] }]) });
    zones['gazette.example'] = { mx: ['mx.gazette.example'] };
    const { findings } = (await ask('POST', '/sender-domains/gazette.example/check')).body as { findings: { code: string; verdict: string }[] };
    expect(findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['dkim.sound']));
    expect(findings.some(({ verdict }) => verdict !== 'ok')).toBe(true);
    expect(await ask('POST', '/sender-domains/elsewhere.example/check')).toMatchObject({ status: 404, body: { code: 'sender_domain.unknown' } });
  });
}); // prettier-ignore

describe('pace and warm-ups over HTTP', () => {
  it('begin, say their day and its cap, and stop', async () => {
    const begun = await ask('POST', '/warm-ups', { domain: 'fresh.example', first: 200, factor: 2, days: 3 });
    expect(begun).toMatchObject({ status: 201, body: { domain: 'fresh.example', caps: [200, 400, 800], cap: 200, sentToday: 0, dayNumber: 1, endedAt: null } });
    expect(await ask('POST', '/warm-ups', { domain: 'fresh.example' })).toMatchObject({ status: 409, body: { code: 'warm_up.running' } });
    expect(await ask('POST', '/warm-ups/fresh.example/stop')).toMatchObject({ status: 200, body: { changed: true } });
    expect(await ask('POST', '/warm-ups/fresh.example/stop')).toMatchObject({ status: 404, body: { code: 'warm_up.unknown' } });
    expect((await ask('GET', '/warm-ups')).body).toMatchObject({ warmUps: [{ domain: 'fresh.example', cap: null, endedAt: expect.any(String) }] });
    for (const bad of [{ domain: 'fresh.example', first: 0 }, { domain: 'fresh.example', factor: 11 }, { domain: 'one-label' }, { domain: 'other.example', transport: 'nobody' }])
      expect([404, 422]).toContain((await ask('POST', '/warm-ups', bad)).status);
  });

  it('say what holds a provider back, and let it go', async () => {
    const until = new Date(Date.now() + 3_600_000);
    await server.database.insertInto('provider_pace').values({ transport: 'smtp-url', provider: 'google', suspended_until: until, reason: '421 4.7.0 slow down' }).execute();
    const { body } = await ask('GET', '/pace');
    expect(body).toMatchObject({ ways: [{ transport: 'smtp-url', provider: 'google', reason: '421 4.7.0 slow down', suspendedUntil: expect.any(String) }] });
    expect(body['rules']).toContainEqual({ provider: 'orange', connections: 3 });
    const way = { transport: 'smtp-url', provider: 'google' };
    expect(await ask('POST', '/pace/resume', way)).toMatchObject({ status: 200, body: { resumed: true } });
    expect(await ask('POST', '/pace/resume', way)).toMatchObject({ status: 404, body: { code: 'pace.not_held_back' } });
    expect(await ask('POST', '/pace/resume', { transport: 'smtp-url', provider: 'no\nway' })).toMatchObject({ status: 422 });
  });
}); // prettier-ignore
