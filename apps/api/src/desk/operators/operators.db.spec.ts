import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { newId } from '@app/platform';
import { startTestApi, type Answer, type TestApi } from '../../../../../test/support/api.js';
import { createNewsroom, type Newsroom } from '../../../../../test/support/newsroom.js';
import { signedIn } from '../../../../../test/support/operators.js';

const OURS = { 'sec-fetch-site': 'same-origin' };

/** What the answers asked for here hold, each some of it. */
interface Told {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly rights: unknown;
  readonly operator: { readonly id: string };
  readonly sessions: readonly { readonly id: string }[];
  readonly operators: readonly { readonly id: string; readonly role: string }[];
}

let server: TestApi;
let newsroom: Newsroom;
let first: Person;

type Person = Readonly<Record<string, string>>;

beforeAll(async () => {
  server = await startTestApi();
  newsroom = await createNewsroom(server.database);
  first = { ...OURS, ...(await signedIn(server, 'admin')) };
});
afterAll(() => server.close());

const as = (who: Person, method: string, path: string, body?: unknown, headers: Person = {}): Promise<Answer> =>
  body === undefined
    ? server.ask(method, `/api/v1/${path}`, { headers: { ...who, ...headers } })
    : server.json(method, `/api/v1/${path}`, body, { ...who, ...headers });
const codeOf = ({ text }: Answer): string => (JSON.parse(text) as { code: string }).code;
const read = ({ text }: Answer): Told => JSON.parse(text) as Told;
const self = async (who: Person): Promise<string> => read(await as(who, 'GET', 'session')).operator.id;
const newcomer = async (role: 'admin' | 'editor' | 'viewer'): Promise<Person> => ({ ...OURS, ...(await signedIn(server, role)) }); // prettier-ignore

async function changed(who: Person, id: string, change: unknown): Promise<Answer> {
  const { version } = read(await as(first, 'GET', `operators/${id}`));
  return as(who, 'PATCH', `operators/${id}`, change, { 'if-match': `"${version}"` });
}

describe('a newsroom of one', () => {
  it('is declared where it is one, and over when a second operator can sign in', async () => {
    const declared = await as(first, 'PUT', 'settings/solo', { declared: true });
    expect(read(declared)).toMatchObject({ operators: 1, holds: true, by: await self(first) });
    await newcomer('editor');
    expect(read(await as(first, 'GET', 'settings/solo'))).toMatchObject({ since: null, operators: 2, holds: false });
    expect(codeOf(await as(first, 'PUT', 'settings/solo', { declared: true }))).toBe('operator.not_alone');
  });

  it('is over also when it is declared while somebody is made an operator', async () => {
    const { second } = await server.database.transaction().execute(async (trx) => {
      await trx.updateTable('operator_setting').set({ solo_since: server.clock.now() }).execute();
      const begun = { second: newcomer('viewer') };
      const waiting = sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      while ((await waiting.execute(server.database)).rows.length === 0);
      return begun;
    });
    await second;
    expect(read(await as(first, 'GET', 'settings/solo'))).toMatchObject({ since: null });
  });
});

describe('operators', () => {
  it('are invited by mail, with rights for one newsletter, and the link stays between us and the mailbox', async () => {
    const grants = [{ newsletterId: newsroom.newsletterId, rights: ['edit', 'send'] }];
    const address = `${newId()}@newsroom.example`;
    const invited = await as(first, 'POST', 'operators', {
      address,
      name: 'Léa',
      role: 'viewer',
      grants,
      locale: 'fr',
    });
    expect([invited.status, read(invited)]).toEqual([201, expect.objectContaining({ address, role: 'viewer', lastSignedInAt: null })]); // prettier-ignore
    expect(invited.text).not.toMatch(/sign-in/);
    const notice = await server.database.selectFrom('notice').select('kind').where('address', '=', address).execute();
    expect(notice).toEqual([{ kind: 'invitation' }]);
    expect(codeOf(await as(first, 'POST', 'operators', { address, name: 'Léa', role: 'viewer' }))).toBe('operator.address_taken'); // prettier-ignore
  });

  it('are let do what they were granted, there and nowhere else, from the next request on', async () => {
    const viewer = await newcomer('viewer');
    const id = await self(viewer);
    const other = await createNewsroom(server.database, { slug: 'other', family_id: null });
    const settings = (slug: string) => as(viewer, 'PATCH', `newsletters/${slug}/settings`, {}, { 'if-match': '"1"' });
    expect((await settings(newsroom.slug)).status).toBe(403);
    await changed(first, id, { grants: [{ familyId: newsroom.familyId, rights: ['configure'] }] });
    expect((await settings(newsroom.slug)).status).toBe(200);
    expect((await settings(other.slug)).status).toBe(403);
    expect((await settings('no-such')).status).toBe(404);
    for (const path of ['calendar', 'editions']) expect((await as(viewer, 'GET', `newsletters/%00/${path}`)).status).toBe(404); // prettier-ignore
    const session = read(await as(viewer, 'GET', 'session')).rights;
    expect(session).toEqual({ everywhere: ['view'], newsletters: [], families: [{ id: newsroom.familyId, rights: ['configure'] }] }); // prettier-ignore
  });

  it('are changed under the version that was looked at', async () => {
    const id = await self(await newcomer('viewer'));
    const stale = await as(first, 'PATCH', `operators/${id}`, { name: 'Noor' }, { 'if-match': '"99"' });
    expect([stale.status, codeOf(stale)]).toEqual([412, 'operator.changed_meanwhile']);
    expect((await as(first, 'PATCH', `operators/${id}`, { name: 'Noor' })).status).toBe(428);
    const done = await changed(first, id, { name: 'Noor' });
    expect([done.status, done.headers.etag, read(done)]).toEqual([200, '"2"', expect.objectContaining({ name: 'Noor', version: 2 })]); // prettier-ignore
    expect(codeOf(await changed(first, id, { grants: [{ newsletterId: newId(), rights: ['edit'] }] }))).toBe('operator.grant_invalid'); // prettier-ignore
    expect(codeOf(await changed(first, id, { grants: [{ newsletterId: newsroom.newsletterId, rights: ['administer'] }] }))).toBe('operator.grant_too_narrow'); // prettier-ignore
  });

  it('cannot give what they do not hold, to themselves or others, nor touch who holds more', async () => {
    const deputy = await newcomer('viewer');
    const id = await self(deputy);
    await changed(first, id, { grants: [{ rights: ['administer'] }] });
    const above = 'operator.beyond_own_rights';
    expect(codeOf(await changed(deputy, id, { role: 'admin' }))).toBe(above);
    expect(codeOf(await changed(deputy, id, { grants: [{ rights: ['administer', 'export'] }] }))).toBe(above);
    const victim = await self(await newcomer('editor'));
    expect(codeOf(await as(deputy, 'POST', `operators/${victim}/disable`))).toBe(above);
    expect(codeOf(await as(deputy, 'DELETE', `operators/${victim}/sessions`))).toBe(above);
    expect(codeOf(await as(deputy, 'POST', `operators/${victim}/second-factor-reset`))).toBe(above);
    expect(codeOf(await as(deputy, 'POST', 'operators', { address: 'x@newsroom.example', name: 'X', role: 'editor' }))).toBe(above); // prettier-ignore
    const key = { operatorId: await self(first), name: 'CMS', scopes: ['subscribers:export'] };
    expect(codeOf(await as(first, 'POST', 'api-keys', { ...key, scopes: ['dispatches:write:nope'] }))).toBe('source.unknown'); // prettier-ignore
    expect(codeOf(await as(deputy, 'POST', 'api-keys', key))).toBe('operator.scope_invalid');
    // For one newsletter, and so for a key that is good for that one alone.
    const grants = [{ rights: ['administer'] }, { newsletterId: newsroom.newsletterId, rights: ['export'] }];
    await changed(first, id, { grants });
    expect(codeOf(await as(deputy, 'POST', 'api-keys', key))).toBe('operator.scope_invalid');
    const restricted = { ...key, newsletterId: newsroom.newsletterId };
    expect((await as(deputy, 'POST', 'api-keys', restricted)).status).toBe(201);
    expect((await as(deputy, 'POST', 'api-keys', { ...key, operatorId: id })).status).toBe(201);
  });

  it('are signed out everywhere when disabled; only an own session can be ended by its owner’s name', async () => {
    const editor = await newcomer('editor');
    const [id, other] = [await self(editor), await self(await newcomer('editor'))];
    const { sessions } = read(await as(first, 'GET', `operators/${id}/sessions`));
    expect(sessions).toHaveLength(1);
    expect((await as(first, 'DELETE', `operators/${other}/sessions/${sessions[0]?.id ?? ''}`)).status).toBe(404);
    expect(read(await as(first, 'POST', `operators/${id}/disable`))).toMatchObject({ disabledAt: expect.any(String) });
    expect((await as(editor, 'GET', 'session')).status).toBe(401);
    await as(first, 'POST', `operators/${id}/enable`);
    expect((await as(editor, 'GET', 'session')).status).toBe(401);
  });

  it('leave one who administers, also when two are taken away at once', async () => {
    const second = await newcomer('admin');
    const [one, two] = [await self(first), await self(second)];
    const { operators } = read(await as(first, 'GET', 'operators'));
    for (const { id, role } of operators)
      if (role === 'admin' && id !== one && id !== two) await as(first, 'POST', `operators/${id}/disable`);
    for (const { id } of operators)
      if (id !== one && id !== two) await changed(first, id, { role: 'viewer', grants: [] });
    const both = await Promise.all([
      as(first, 'POST', `operators/${two}/disable`),
      as(second, 'POST', `operators/${one}/disable`),
    ]);
    // Who was disabled first may not be let ask; who asks first is the one who stays.
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    const left = (await as(first, 'GET', 'session')).status === 200 ? first : second;
    // Who was invited and never came may not exist.
    await as(left, 'POST', 'operators', { address: 'never@newsroom.example', name: 'Noor', role: 'admin' });
    expect(codeOf(await as(left, 'POST', `operators/${await self(left)}/disable`))).toBe('operator.last_administrator');
    expect(codeOf(await changedBy(left, await self(left), { role: 'editor' }))).toBe('operator.last_administrator');
    first = left;
  });

  async function changedBy(who: Person, id: string, change: unknown): Promise<Answer> {
    const { version } = read(await as(who, 'GET', `operators/${id}`));
    return as(who, 'PATCH', `operators/${id}`, change, { 'if-match': `"${version}"` });
  }
});

describe('API keys', () => {
  it('are shown once, for an idempotency key too, listed without their secret, and revoked', async () => {
    const asked = { operatorId: await self(first), name: 'CMS', scopes: ['editions:read'], newsletterId: newsroom.newsletterId }; // prettier-ignore
    const once = { 'idempotency-key': newId() };
    const issued = await as(first, 'POST', 'api-keys', asked, once);
    const { key, id } = read(issued);
    expect([issued.status, key]).toEqual([201, expect.stringMatching(/^clp_/)]);
    const again = await as(first, 'POST', 'api-keys', asked, once);
    expect([again.status, codeOf(again)]).toEqual([409, 'request.shown_once']);
    const kept = await server.database.selectFrom('idempotent_request').select('answer').execute();
    expect(JSON.stringify(kept)).not.toContain(key);
    expect((await as(first, 'GET', 'api-keys')).text).not.toContain(key.slice(13));
    const bearer = { authorization: `Bearer ${key}` };
    expect((await as(bearer, 'GET', `newsletters/${newsroom.slug}/editions`)).status).toBe(200);
    expect((await as(bearer, 'GET', 'newsletters/other/editions')).status).toBe(403);
    expect((await as(bearer, 'GET', 'newsletters')).status).toBe(403);
    expect(read(await as(first, 'POST', `api-keys/${id}/revoke`))).toMatchObject({ opens: false });
    expect((await as(bearer, 'GET', `newsletters/${newsroom.slug}/editions`)).status).toBe(401);
  });

  it('may ask as often as they were given, and are told how often that is', async () => {
    const asked = { operatorId: await self(first), name: 'CMS', scopes: ['editions:read'], requestsPerMinute: 2 };
    const { key } = read(await as(first, 'POST', 'api-keys', asked));
    const bearer = { authorization: `Bearer ${key}` };
    const answers = [];
    for (let count = 0; count < 3; count += 1) answers.push(await as(bearer, 'GET', 'newsletters'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    const [one, , refused] = answers;
    expect([one?.headers['ratelimit-policy'], one?.headers['ratelimit']]).toEqual(['"api_key";q=2;w=60', expect.stringMatching(/^"api_key";r=1;t=\d+$/)]); // prettier-ignore
    expect(codeOf(refused as Answer)).toBe('request.rate_limited');
    expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await as(first, 'GET', 'session')).status).toBe(200);
  });

  it('for one newsletter take no scope that is about none', async () => {
    const asked = { operatorId: await self(first), name: 'CMS', newsletterId: newsroom.newsletterId };
    for (const scope of ['dispatches:write', 'dispatches:read', 'audit:read', 'nothing'])
      expect(codeOf(await as(first, 'POST', 'api-keys', { ...asked, scopes: [scope] }))).toBe('operator.scope_invalid');
  });
});
