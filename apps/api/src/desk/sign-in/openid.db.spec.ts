import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  ChangeOperator,
  COMMAND_LINE,
  InviteOperator,
  IssueApiKey,
  IssueSignInLink,
  ReadOperators,
  type Grant,
} from '@app/operators';
import { startTestApi, type Answer, type TestApi } from '../../../../../test/support/api.js';
import { createNewsroom } from '../../../../../test/support/newsroom.js';
import {
  startProvider,
  type ProviderAccount,
  type TestProvider,
} from '../../../../../test/support/identity-provider.js';

const CALLBACK = '/admin/sign-in/oidc/callback';
const ours = { 'sec-fetch-site': 'same-origin' };

let provider: TestProvider;
let server: TestApi;
let counter = 0;

beforeAll(async () => {
  // The provider tells whoever starts it that its settings are a test's.
  jest.spyOn(console, 'warn').mockReturnValue();
  jest.spyOn(console, 'info').mockReturnValue();
  provider = await startProvider(`http://127.0.0.1:3000${CALLBACK}`);
  server = await startTestApi({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.client.id,
    OIDC_CLIENT_SECRET: provider.client.secret,
    OIDC_NAME: 'Newsroom account',
    OIDC_SCOPE: 'openid profile email groups',
    OIDC_GROUPS: JSON.stringify({
      'cn=chiefs,dc=gazette': 'admin',
      desk: 'editor',
      matin: ['edit+send@newsletter:matin', 'export@newsletter:gone'],
      house: 'approve@family:matin',
    }),
    OIDC_LINK_BY_EMAIL: 'on',
  });
});
afterAll(async () => {
  await server.close();
  await provider.stop();
  jest.restoreAllMocks();
});

const cookiesOf = ({ headers }: Answer): string => (headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; '); // prettier-ignore
const get = (path: string, cookie = '') => server.ask('GET', path, { headers: { cookie } });

/** Somebody new at the provider. */
function person(account: Partial<ProviderAccount> = {}): { login: string; email: string } {
  counter += 1;
  const login = `person-${counter}`;
  const email = `${login}@newsroom.example`;
  provider.accounts.set(login, {
    email,
    email_verified: true,
    name: `Person ${counter}`,
    groups: ['desk'],
    ...account,
  });
  return { login, email };
}

function groupsOf(login: string, groups: string[]): void {
  provider.accounts.set(login, { ...provider.accounts.get(login), groups } as ProviderAccount);
}

async function begin() {
  const begun = await get('/admin/sign-in/oidc');
  expect(begun.status).toBe(303);
  return { url: begun.headers.location ?? '', ticket: cookiesOf(begun) };
}

/** The whole way; where it ends. */
async function comeBy(login: string): Promise<Answer> {
  const { url, ticket } = await begin();
  const back = await provider.signIn(url, login);
  return get(CALLBACK + back.search, ticket);
}

async function sessionOf(answer: Answer) {
  const session = await get('/api/v1/session', cookiesOf(answer));
  return { status: session.status, operator: (JSON.parse(session.text) as { operator?: { role: string; id: string } }).operator }; // prettier-ignore
}

const failed = (reason: string) => ({ status: 303, headers: expect.objectContaining({ location: `/admin/sign-in?failed=${reason}` }) as unknown }); // prettier-ignore

describe('the identity provider', () => {
  it('lets somebody of a group in, with its role, and follows the group', async () => {
    expect(JSON.parse((await get('/api/v1/sign-in-ways')).text)).toMatchObject({
      openid: { name: 'Newsroom account' },
    });
    const { login } = person();
    const first = await comeBy(login);
    expect([first.status, first.headers.location]).toEqual([303, '/admin']);
    const made = await sessionOf(first);
    expect(made).toMatchObject({ status: 200, operator: { role: 'editor', name: `Person ${counter}` } });
    provider.accounts.set(login, { ...provider.accounts.get(login), groups: ['desk', 'cn=chiefs,dc=gazette'] } as ProviderAccount); // prettier-ignore
    expect((await sessionOf(await comeBy(login))).operator).toMatchObject({ id: made.operator?.id, role: 'admin' });
  });

  it('lets nobody in without a group, and takes everything from who lost theirs', async () => {
    const { login } = person({ groups: ['visitors', '__proto__'] });
    expect(await comeBy(login)).toMatchObject(failed('no_group'));
    const lost = person();
    const before = await comeBy(lost.login);
    provider.accounts.set(lost.login, { ...provider.accounts.get(lost.login), groups: [] } as unknown as ProviderAccount); // prettier-ignore
    expect(await comeBy(lost.login)).toMatchObject(failed('no_group'));
    expect((await sessionOf(before)).status).toBe(401);
    const row = await server.database.selectFrom('operator').select(['role', 'password_hash']).where('address', '=', lost.email).executeTakeFirstOrThrow(); // prettier-ignore
    expect(row).toEqual({ role: 'viewer', password_hash: null });
  });

  it('gives what its groups say for newsletters and families, and takes that alone with them', async () => {
    const { newsletterId, familyId } = await createNewsroom(server.database, { slug: 'matin' });
    const { login } = person({ groups: ['matin', 'house'] });
    const first = await sessionOf(await comeBy(login));
    expect(first.operator).toMatchObject({ role: 'viewer' });
    const held = async () => (await server.api.app.get(ReadOperators).read(first.operator?.id ?? '')).grants;
    const ofHouse = { newsletterId: null, familyId, rights: ['approve'] };
    expect(await held()).toEqual(expect.arrayContaining([{ newsletterId, familyId: null, rights: ['edit', 'send'] }, ofHouse])); // prettier-ignore
    // One right more is given here, and another given there is confirmed with it.
    const change = {
      grants: [{ newsletterId, familyId: null, rights: ['edit', 'send', 'kill'] as const }, ofHouse as Grant],
    };
    await server.api.app.get(ChangeOperator).change(first.operator?.id ?? '', change, { by: COMMAND_LINE });
    groupsOf(login, ['house']);
    await comeBy(login);
    expect(await held()).toEqual(expect.arrayContaining([{ newsletterId, familyId: null, rights: ['kill'] }, ofHouse]));
    groupsOf(login, []);
    expect(await comeBy(login)).toMatchObject(failed('no_group'));
    expect(await held()).toEqual([]);
  });

  it('takes links and keys too from who lost their group', async () => {
    const { login } = person();
    const { operator } = await sessionOf(await comeBy(login));
    const operatorId = operator?.id ?? '';
    const { secret } = await server.api.app.get(IssueSignInLink).issue({ operatorId, issuedBy: null });
    const { key } = await server.api.app.get(IssueApiKey).issue({ operatorId, name: 'CMS', scopes: ['editions:read'], issuedBy: operatorId }); // prettier-ignore
    const byKey = () => server.ask('GET', '/api/v1/newsletters', { headers: { authorization: `Bearer ${key}` } });
    expect((await byKey()).status).toBe(200);
    groupsOf(login, []);
    expect(await comeBy(login)).toMatchObject(failed('no_group'));
    expect((await byKey()).status).toBe(401);
    expect((await server.ask('POST', `/admin/sign-in/${secret}`, { headers: ours })).status).toBe(404);
  });

  it('makes one operator of somebody who comes for the first time in several requests at once', async () => {
    const { login, email } = person();
    const ways = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const { url, ticket } = await begin();
        return { ticket, back: await provider.signIn(url, login) };
      }),
    );
    const came = await Promise.all(ways.map(({ ticket, back }) => get(CALLBACK + back.search, ticket)));
    expect(came.map(({ headers }) => headers.location)).toEqual(['/admin', '/admin', '/admin']);
    const made = await server.database.selectFrom('operator').select('id').where('address', '=', email).execute();
    expect(made).toHaveLength(1);
  });

  it('does not take the last administrator’s rights, and everybody hears of it', async () => {
    const { login } = person({ groups: ['cn=chiefs,dc=gazette'] });
    const came = await comeBy(login);
    const id = (await sessionOf(came)).operator?.id ?? '';
    await server.database.updateTable('operator').set({ role: 'viewer' }).where('id', '<>', id).execute();
    const role = async () => (await server.api.app.get(ReadOperators).read(id)).role;
    const alarms = () => server.database.selectFrom('system_alarm').select(['code', 'object']).where('settled_at', 'is', null).execute(); // prettier-ignore
    groupsOf(login, ['desk']);
    expect((await sessionOf(await comeBy(login))).operator).toMatchObject({ role: 'admin' });
    expect(await alarms()).toEqual([{ code: 'operator.last_administrator_kept', object: `operator:${id}` }]);
    groupsOf(login, []);
    expect(await comeBy(login)).toMatchObject(failed('no_group'));
    expect([await role(), (await sessionOf(came)).status]).toEqual(['admin', 401]);
    // With another one there it follows its group as everybody does.
    await comeBy(person({ groups: ['cn=chiefs,dc=gazette'] }).login);
    groupsOf(login, ['desk']);
    await comeBy(login);
    expect([await role(), await alarms()]).toEqual(['editor', []]);
  });

  it('is believed about an address only when it has verified it', async () => {
    const { login, email } = person({ email_verified: false });
    const invitation = { address: email, name: 'Ana', role: 'admin', invitedBy: null } as const;
    const { operatorId } = await server.api.app.get(InviteOperator).invite(invitation);
    expect(await comeBy(login)).toMatchObject(failed('address_unverified'));
    provider.accounts.set(login, { ...provider.accounts.get(login), email_verified: true } as ProviderAccount);
    expect((await sessionOf(await comeBy(login))).operator).toMatchObject({ id: operatorId, role: 'editor' });
    // Another subject that shows the same address later is another person.
    const namesake = person({ email });
    expect(await comeBy(namesake.login)).toMatchObject(failed('address_taken'));
  });

  it('does not let a disabled operator in', async () => {
    const { login, email } = person();
    await comeBy(login);
    await server.database
      .updateTable('operator')
      .set({ disabled_at: new Date() })
      .where('address', '=', email)
      .execute();
    expect(await comeBy(login)).toMatchObject(failed('disabled'));
  });
});

describe('the way back', () => {
  it('ends for a code that was used, also in two requests at once', async () => {
    const { login } = person();
    const { url, ticket } = await begin();
    const back = await provider.signIn(url, login);
    const answers = await Promise.all([get(CALLBACK + back.search, ticket), get(CALLBACK + back.search, ticket)]);
    expect(answers.filter(({ headers }) => headers.location === '/admin').length).toBeLessThanOrEqual(1);
    expect(await get(CALLBACK + back.search, ticket)).toMatchObject(failed('refused'));
  });

  it('ends for another state, another browser’s ticket, none, a forged one, and one too old', async () => {
    const { login } = person();
    const [mine, other] = [await begin(), await begin()];
    const back = await provider.signIn(mine.url, login);
    const wrongState = new URLSearchParams(back.search);
    wrongState.set('state', 'another');
    expect(await get(`${CALLBACK}?${wrongState.toString()}`, mine.ticket)).toMatchObject(failed('refused'));
    expect(await get(CALLBACK + back.search, other.ticket)).toMatchObject(failed('refused'));
    expect(await get(CALLBACK + back.search)).toMatchObject(failed('begun_elsewhere'));
    expect(await get(CALLBACK + back.search, `${mine.ticket}x`)).toMatchObject(failed('begun_elsewhere'));
    expect(await get(`${CALLBACK}?error=access_denied`, mine.ticket)).toMatchObject(failed('refused'));
    server.clock.set(new Date(server.clock.now().getTime() + 11 * 60_000));
    expect(await get(CALLBACK + back.search, mine.ticket)).toMatchObject(failed('begun_elsewhere'));
  });

  it('ends for an ID token with another nonce', async () => {
    const { login } = person();
    const { url, ticket } = await begin();
    const forged = new URL(url);
    forged.searchParams.set('nonce', 'of somebody else');
    const back = await provider.signIn(forged.href, login);
    expect(await get(CALLBACK + back.search, ticket)).toMatchObject(failed('refused'));
  });
});

describe('a provider that is away', () => {
  it('is told on the sign-in page, and passwords go on working', async () => {
    const address = 'with-password@newsroom.example';
    const invitation = { address, name: 'Luis Prado', role: 'editor', invitedBy: null } as const;
    const { link } = await server.api.app.get(InviteOperator).invite(invitation);
    const cookie = cookiesOf(await server.ask('POST', `/admin/sign-in/${link.secret}`, { headers: ours }));
    const password = 'Papier auf nasser Tinte';
    await server.json('PUT', '/api/v1/account/password', { newPassword: password }, { ...ours, cookie });
    const { url, ticket } = await begin();
    const back = await provider.signIn(url, person().login);
    await provider.stop();
    expect(await get(CALLBACK + back.search, ticket)).toMatchObject(failed('away'));
    // The discovery document is older than an hour.
    server.clock.set(new Date(server.clock.now().getTime() + 61 * 60_000));
    expect(await get('/admin/sign-in/oidc')).toMatchObject(failed('away'));
    const signedIn = await server.json('POST', '/api/v1/session', { address, password }, ours);
    expect((await sessionOf(signedIn)).status).toBe(200);
  });
});
