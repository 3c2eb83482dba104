import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { InviteOperator, IssueSignInLink } from '@app/operators';
import { hashSecret, type Db } from '@app/platform';
import { startTestApi, type Answer, type TestApi } from '../../../../../test/support/api.js';
import { createNewsroom } from '../../../../../test/support/newsroom.js';

const ours = { 'sec-fetch-site': 'same-origin', 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };
const PASSWORD = 'Tinte auf nassem Papier';
const MINUTE = 60_000;

let server: TestApi;
let counter = 0;

beforeAll(async () => {
  server = await startTestApi({ TRUSTED_PROXIES: '127.0.0.1' });
});
afterAll(async () => {
  await server.close();
});
beforeEach(() => {
  // Every test from a network of its own, and long after the one before.
  counter += 1;
  pass(60 * MINUTE);
});

function pass(ms: number): void {
  server.clock.set(new Date(server.clock.now().getTime() + ms));
}

const network = () => ({ 'x-forwarded-for': `192.0.2.${counter}` });
const send = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
  server.json(method, path, body, { ...ours, ...network(), ...headers });
const get = (path: string, cookie: string) => server.ask('GET', path, { headers: { ...ours, cookie } });
const codeOf = ({ text }: Answer): unknown => (JSON.parse(text) as { code?: string }).code;
const stateOf = ({ text }: Answer): unknown => (JSON.parse(text) as { state?: string }).state;

function cookiesOf({ headers }: Answer): string {
  return (headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
}

/** An operator who came by their invitation and chose a password. */
async function operator(password: string | undefined = PASSWORD) {
  const address = `ana-${counter}@newsroom.example`;
  const invitation = { address, name: 'Ana Ferreira', role: 'admin', invitedBy: null } as const;
  const { operatorId, link } = await server.api.app.get(InviteOperator).invite(invitation);
  const accepted = await server.ask('POST', `/admin/sign-in/${link.secret}`, { headers: { ...ours, ...network() } });
  expect([accepted.status, accepted.headers.location]).toEqual([303, '/admin/account?choose=password']);
  const cookie = cookiesOf(accepted);
  const set = await send('PUT', '/api/v1/account/password', { newPassword: password }, { cookie });
  expect(set.status).toBe(204);
  const device = cookie.split('; ').find((one) => one.startsWith('colporteur_device=')) ?? '';
  return { operatorId, address, cookie: cookiesOf(set), earlier: cookie, device };
}

const signIn = (address: string, password = PASSWORD, headers: Record<string, string> = {}) =>
  send('POST', '/api/v1/session', { address, password }, headers);

/** The answer to what is asked while something else is being written, and is waited for. */
async function meanwhile(write: (trx: Db) => Promise<unknown>, ask: () => Promise<Answer>): Promise<Answer> {
  const { asked } = await server.database.transaction().execute(async (trx) => {
    await write(trx);
    const begun = { asked: ask() };
    const waiting = sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await waiting.execute(server.database)).rows.length === 0);
    return begun;
  });
  return asked;
}

/** While somebody else voids the operator's password and sessions. */
function whileReset(operatorId: string, ask: () => Promise<Answer>): Promise<Answer> {
  return meanwhile(async (trx) => {
    await trx.updateTable('operator').set({ password_hash: null }).where('id', '=', operatorId).execute();
    await trx.updateTable('operator_session').set({ revoked_at: server.clock.now() }).where('operator_id', '=', operatorId).execute(); // prettier-ignore
  }, ask);
}

/** The second factor set up, and a code of the app for the present moment. */
async function withSecondFactor() {
  const who = await operator();
  const begun = JSON.parse((await send('PUT', '/api/v1/account/second-factor', {}, who)).text) as { secret: string };
  const secret = Secret.fromBase32(begun.secret.replaceAll(' ', ''));
  const code = () => TOTP.generate({ secret, timestamp: server.clock.now().getTime() });
  const confirmed = await send('PUT', '/api/v1/account/second-factor/confirmation', { code: code() }, who);
  expect(confirmed.status).toBe(200);
  const { recoveryCodes } = JSON.parse(confirmed.text) as { recoveryCodes: string[] };
  pass(MINUTE);
  return { ...who, code, recoveryCodes, cookie: cookiesOf(confirmed) };
}

describe('a password', () => {
  it('lets in, in one session with a label, and does not say who is known', async () => {
    const { address, operatorId, earlier, cookie } = await operator();
    expect((await get('/api/v1/session', earlier)).status).toBe(401);
    expect((await get('/api/v1/session', cookie)).status).toBe(200);
    const done = await signIn(` ${address.toUpperCase()}`);
    expect([done.status, stateOf(done)]).toEqual([200, 'signed_in']);
    expect(done.headers['set-cookie']?.join()).toMatch(/HttpOnly; SameSite=Lax/);
    const sessions = await get('/api/v1/account/sessions', cookiesOf(done));
    expect(JSON.parse(sessions.text)).toMatchObject({ sessions: expect.arrayContaining([expect.objectContaining({ device: 'Firefox on Linux', method: 'password', isThis: true })]) as unknown }); // prettier-ignore
    const answers = [
      await signIn(address, 'wrong password'),
      await signIn(`no-${address}`),
      await signIn('no address'),
    ];
    await server.database.updateTable('operator').set({ disabled_at: new Date() }).where('id', '=', operatorId).execute(); // prettier-ignore
    answers.push(await signIn(address));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(codeOf(answers[0] ?? done)).toBe('sign_in.refused');
  });

  it.each([
    ['too short', 'eleven chars'.slice(1), 'operator.password_weak'],
    ['common', 'Password12345', 'operator.password_weak'],
    ['about the owner', 'ana ferreira', 'operator.password_weak'],
  ])('that is %s is refused', async (_, newPassword, code) => {
    const { cookie } = await operator();
    const refused = await send(
      'PUT',
      '/api/v1/account/password',
      { newPassword, currentPassword: PASSWORD },
      { cookie },
    );
    expect([refused.status, codeOf(refused)]).toEqual([422, code]);
  });

  it('is changed with the current one, which ends every other session; by a link a moment ago without', async () => {
    const { address, operatorId } = await operator();
    const [here, elsewhere] = [cookiesOf(await signIn(address)), cookiesOf(await signIn(address))];
    const change = (body: object) => send('PUT', '/api/v1/account/password', body, { cookie: here });
    const newPassword = 'Papier auf nasser Tinte';
    expect(codeOf(await change({ newPassword }))).toBe('operator.current_password_wrong');
    expect(codeOf(await change({ newPassword, currentPassword: 'no' }))).toBe('operator.current_password_wrong');
    const { secret } = await server.api.app.get(IssueSignInLink).issue({ operatorId, issuedBy: null });
    const byLink = cookiesOf(await server.ask('POST', `/admin/sign-in/${secret}`, { headers: ours }));
    const typed = await send(
      'PUT',
      '/api/v1/account/password',
      { newPassword, currentPassword: 'no' },
      { cookie: byLink },
    );
    expect(codeOf(typed)).toBe('operator.current_password_wrong');
    const changed = await change({ newPassword, currentPassword: PASSWORD });
    expect(changed.status).toBe(204);
    const statuses = [here, elsewhere, cookiesOf(changed)].map(async (cookie) => (await get('/api/v1/session', cookie)).status); // prettier-ignore
    expect(await Promise.all(statuses)).toEqual([401, 401, 200]);
    expect([(await signIn(address)).status, (await signIn(address, newPassword)).status]).toEqual([401, 200]);
  });

  it('is set for the first time right after signing in, and later by signing in again alone', async () => {
    const { operatorId, address } = await operator();
    const cookie = cookiesOf(await signIn(address));
    const first = (body: object) => send('PUT', '/api/v1/account/password', body, { cookie });
    const needed = async () => (JSON.parse((await get('/api/v1/account', cookie)).text) as { password: { proofNeeded: string } }).password.proofNeeded; // prettier-ignore
    await server.database.updateTable('operator').set({ password_hash: null }).where('id', '=', operatorId).execute();
    expect(await needed()).toBe('nothing');
    pass(16 * MINUTE);
    expect(await needed()).toBe('sign_in');
    const newPassword = 'Papier auf nasser Tinte';
    for (const body of [{ newPassword }, { newPassword, currentPassword: PASSWORD }]) {
      const refused = await first(body);
      expect([refused.status, codeOf(refused)]).toEqual([409, 'operator.sign_in_again']);
    }
    const { secret } = await server.api.app.get(IssueSignInLink).issue({ operatorId, issuedBy: null });
    const byLink = cookiesOf(await server.ask('POST', `/admin/sign-in/${secret}`, { headers: ours }));
    expect((await send('PUT', '/api/v1/account/password', { newPassword }, { cookie: byLink })).status).toBe(204);
    expect((await signIn(address, newPassword)).status).toBe(200);
  });
});

describe('a password that an administrator voids', () => {
  it('opens nothing, though it was right when it was looked at', async () => {
    const { address, operatorId } = await operator();
    expect((await whileReset(operatorId, () => signIn(address))).status).toBe(401);
    expect(await server.database.selectFrom('operator_session').select('id').where('operator_id', '=', operatorId).where('revoked_at', 'is', null).execute()).toEqual([]); // prettier-ignore
  });

  it('is not chosen anew in a session that ended with it', async () => {
    const { operatorId, cookie } = await operator();
    const newPassword = 'Papier auf nasser Tinte';
    const set = () => send('PUT', '/api/v1/account/password', { newPassword }, { cookie });
    expect((await whileReset(operatorId, set)).status).toBe(401);
    const { password_hash } = await server.database.selectFrom('operator').select('password_hash').where('id', '=', operatorId).executeTakeFirstOrThrow(); // prettier-ignore
    expect(password_hash).toBeNull();
  });
});

describe('another site', () => {
  it.each([
    ['a cross-site page', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling host', { 'sec-fetch-site': 'same-site' }],
    ['a foreign origin', { 'sec-fetch-site': '', origin: 'https://evil.example' }],
    ['no origin at all', { 'sec-fetch-site': '' }],
    ['an opaque origin', { 'sec-fetch-site': '', origin: 'null' }],
  ])('signs nobody in: %s', async (_, headers) => {
    const { address } = await operator();
    const given: Record<string, string> = { ...headers, 'content-type': 'application/json' };
    if (given['sec-fetch-site'] === '') delete given['sec-fetch-site'];
    const body = JSON.stringify({ address, password: PASSWORD });
    const refused = await server.ask('POST', '/api/v1/session', { headers: given, body });
    expect([refused.status, codeOf(refused), refused.headers['set-cookie']]).toEqual([403, 'request.cross_site', undefined]); // prettier-ignore
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'cannot use a form: %s',
    async (type) => {
      const body = type.startsWith('text') ? JSON.stringify({ address: 'a', password: 'b' }) : 'address=a&password=b';
      const refused = await server.ask('POST', '/api/v1/session', { headers: { ...ours, 'content-type': type }, body });
      expect([400, 415, 422]).toContain(refused.status);
      expect(refused.headers['set-cookie']).toBeUndefined();
    },
  );

  it('cannot fix a session: the cookie one comes with is never the one one leaves with', async () => {
    const { address } = await operator();
    const fixed = 'colporteur_session=chosen-by-somebody-else';
    const done = await signIn(address, PASSWORD, { cookie: fixed });
    expect(cookiesOf(done)).toMatch(/^colporteur_session=(?!chosen)/);
    expect((await get('/api/v1/session', fixed)).status).toBe(401);
  });
});

describe('a guesser', () => {
  it('waits longer each time, counted before anything is looked at, and keeps nobody else out', async () => {
    const { address, device } = await operator();
    const burst = await Promise.all(Array.from({ length: 12 }, (_, n) => signIn(address, `guess number ${n}`)));
    expect(burst.filter(({ status }) => status === 401)).toHaveLength(5);
    const waiting = burst.filter(({ status }) => status === 429);
    expect([waiting.length, waiting[0]?.headers['retry-after']]).toEqual([7, '1']);
    // The right password waits as well: else its answer would tell it.
    expect((await signIn(address)).status).toBe(429);
    pass(1_000);
    expect((await signIn(address, 'guess number 13')).status).toBe(401);
    expect((await signIn(address)).headers['retry-after']).toBe('2');
    // The owner at their own desk, and from elsewhere.
    expect((await signIn(address, PASSWORD, { cookie: device })).status).toBe(200);
    expect((await signIn(address, PASSWORD, { 'x-forwarded-for': '198.51.100.7' })).status).toBe(200);
    pass(15 * MINUTE);
    expect((await signIn(address)).status).toBe(200);
  });

  it('is counted under a device cookie as well, and somebody else’s cookie is none', async () => {
    const mine = await operator();
    counter += 1;
    const theirs = await operator();
    for (let n = 0; n < 5; n += 1) await signIn(theirs.address, 'wrong password', { cookie: mine.device });
    expect((await signIn(theirs.address, PASSWORD, { cookie: mine.device })).status).toBe(429);
    for (let n = 0; n < 5; n += 1) await signIn(mine.address, 'wrong password', { cookie: mine.device });
    expect((await signIn(mine.address, PASSWORD, { cookie: mine.device })).status).toBe(429);
  });
});

describe('a second factor', () => {
  const give = (half: Answer, code: string) =>
    send('POST', '/api/v1/session/second-factor', { code }, { cookie: cookiesOf(half) });

  it('is owed after the password: half a session may nothing else, and a code is good once', async () => {
    const { address, code } = await withSecondFactor();
    const [one, two] = [await signIn(address), await signIn(address)];
    expect(stateOf(one)).toBe('second_factor_required');
    expect((await get('/api/v1/session', cookiesOf(one))).status).toBe(401);
    expect((await get('/api/v1/account', cookiesOf(one))).status).toBe(401);
    const answers = await Promise.all([give(one, code()), give(one, code()), give(two, code())]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401]);
    const won = answers.find(({ status }) => status === 200);
    expect((await get('/api/v1/session', cookiesOf(won ?? one))).status).toBe(200);
    expect((await get('/api/v1/session', cookiesOf(one))).status).toBe(401);
    pass(11 * MINUTE);
    expect(codeOf(await give(two, code()))).toBe('sign_in.half_session_over');
  });

  it('may be a recovery code, once, in however many requests', async () => {
    const { address, recoveryCodes } = await withSecondFactor();
    const [code = ''] = recoveryCodes;
    expect(recoveryCodes).toHaveLength(10);
    const halves = [await signIn(address), await signIn(address)] as const;
    const answers = await Promise.all(halves.map((half) => give(half, code.toLowerCase())));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    const cookie = cookiesOf(answers.find(({ status }) => status === 200) ?? halves[0]);
    expect(JSON.parse((await get('/api/v1/account', cookie)).text)).toMatchObject({ secondFactor: { isOn: true, recoveryCodesLeft: 9 } }); // prettier-ignore
    const stored = JSON.stringify(await server.database.selectFrom('recovery_code').selectAll().execute());
    expect(stored).not.toContain(code);
  });

  it('is guessed five times and then waited for', async () => {
    const { address, code } = await withSecondFactor();
    const half = await signIn(address);
    const burst = await Promise.all(Array.from({ length: 8 }, (_, n) => give(half, `00000${n}`)));
    expect(burst.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(5);
    expect((await give(half, code())).status).toBe(429);
    pass(2_000);
    expect((await give(half, code())).status).toBe(200);
  });

  it('is set up right after signing in, later with the password, and without one by signing in again', async () => {
    const { operatorId, address } = await operator();
    const cookie = cookiesOf(await signIn(address));
    const begin = (body: object) => send('PUT', '/api/v1/account/second-factor', body, { cookie });
    const needed = async () => (JSON.parse((await get('/api/v1/account', cookie)).text) as { secondFactor: { proofNeeded: string } }).secondFactor.proofNeeded; // prettier-ignore
    expect([(await begin({})).status, codeOf(await begin({ currentPassword: 'no' }))]).toEqual([200, 'operator.current_password_wrong']); // prettier-ignore
    expect(await needed()).toBe('nothing');
    pass(16 * MINUTE);
    expect(await needed()).toBe('current_password');
    expect([codeOf(await begin({})), codeOf(await begin({ currentPassword: 'no' }))]).toEqual(['operator.current_password_wrong', 'operator.current_password_wrong']); // prettier-ignore
    expect((await begin({ currentPassword: PASSWORD })).status).toBe(200);
    await server.database.updateTable('operator').set({ password_hash: null }).where('id', '=', operatorId).execute();
    expect(await needed()).toBe('sign_in');
    const refused = await begin({ currentPassword: PASSWORD });
    expect([refused.status, codeOf(refused)]).toEqual([409, 'operator.sign_in_again']);
  });

  it('is not got rid of by its owner as an administrator, who would need no code for it', async () => {
    const { operatorId, cookie } = await withSecondFactor();
    const reset = (what: string) => send('POST', `/api/v1/operators/${operatorId}/${what}`, {}, { cookie });
    await createNewsroom(server.database, { slug: 'second-factor', family_id: null });
    expect(codeOf(await reset('second-factor-reset'))).toBe('operator.own_reset');
    expect(codeOf(await reset('password-reset'))).toBe('operator.own_reset');
    expect(JSON.parse((await get('/api/v1/account', cookie)).text)).toMatchObject({ secondFactor: { isOn: true }, password: { isSet: true } }); // prettier-ignore
  });

  it('is asked for after a link too, and taken off with a code only', async () => {
    const { operatorId, code, cookie } = await withSecondFactor();
    const { secret } = await server.api.app.get(IssueSignInLink).issue({ operatorId, issuedBy: null });
    const redeemed = await server.ask('POST', `/admin/sign-in/${secret}`, { headers: ours });
    expect(redeemed.headers.location).toBe('/admin/sign-in?step=code');
    expect((await get('/api/v1/session', cookiesOf(redeemed))).status).toBe(401);
    const takeOff = (given: string) => send('POST', '/api/v1/account/second-factor/take-off', { code: given }, { cookie }); // prettier-ignore
    expect(codeOf(await takeOff('000000'))).toBe('second_factor.code_wrong');
    expect((await takeOff(code())).status).toBe(204);
  });

  it('is what some rights are held with, where the newsroom says so', async () => {
    const rightsOf = async (cookie: string) =>
      (JSON.parse((await get('/api/v1/session', cookie)).text) as { rights: { everywhere: string[] } }).rights
        .everywhere;
    const asking = { rights: ['send', 'administer'] };
    const ask = (cookie: string, body: object = asking) =>
      send('PUT', '/api/v1/settings/second-factor', body, { cookie });
    expect(codeOf(await ask((await operator()).cookie))).toBe('second_factor.own_missing');
    counter += 1;
    const { address, cookie, code } = await withSecondFactor();
    expect([(await ask(cookie)).status, (await ask(cookie, { rights: ['fly'] })).status]).toEqual([200, 422]);
    expect(await rightsOf(cookie)).toContain('send');
    const whole = await give(await signIn(address), code());
    expect(await rightsOf(cookiesOf(whole))).toContain('administer');
    counter += 1;
    const without = await rightsOf((await operator()).cookie);
    expect([without.includes('edit'), without.includes('send'), without.includes('administer')]).toEqual([true, false, false]); // prettier-ignore
    expect((await ask(cookiesOf(whole), { rights: ['send'] })).status).toBe(200);
    counter += 1;
    // Else whoever has none would give themselves what is held with one.
    expect(codeOf(await ask((await operator()).cookie, { rights: [] }))).toBe('second_factor.own_missing');
    expect((await ask(cookiesOf(whole), { rights: [] })).status).toBe(200);
  });
});

describe('a session', () => {
  it('gets a new secret every hour, the same for all requests under way, and the old one ends', async () => {
    const { address } = await operator();
    const first = cookiesOf(await signIn(address));
    pass(61 * MINUTE);
    const answers = await Promise.all(Array.from({ length: 4 }, () => get('/api/v1/session', first)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const [next, ...others] = new Set(answers.map(cookiesOf));
    expect([others, next === first]).toEqual([[], false]);
    // An answer that never arrived: the old one is told the new one again, until that is in use.
    pass(30 * MINUTE);
    expect(cookiesOf(await get('/api/v1/session', first))).toBe(next);
    expect((await get('/api/v1/session', next ?? '')).status).toBe(200);
    expect((await get('/api/v1/session', first)).status).toBe(401);
  });

  it('tells a request under way no secret that a change of the password has voided meanwhile', async () => {
    const { address } = await operator();
    const first = cookiesOf(await signIn(address));
    pass(61 * MINUTE);
    const secret =
      first
        .split('; ')
        .find((one) => one.startsWith('colporteur_session='))
        ?.split('=')[1] ?? '';
    const answer = await meanwhile(
      (trx) =>
        trx
          .updateTable('operator_session')
          .set({ token_hash: hashSecret('chosen anew'), previous_token_hash: null })
          .where('token_hash', '=', hashSecret(secret))
          .executeTakeFirstOrThrow(),
      () => get('/api/v1/session', first),
    );
    expect([answer.status, cookiesOf(answer)]).toEqual([200, '']);
    expect((await get('/api/v1/session', 'colporteur_session=chosen anew')).status).toBe(200);
  });

  it('is listed, ended one by one or all others, and nobody else’s', async () => {
    const { address } = await operator();
    const [here, there] = [cookiesOf(await signIn(address)), cookiesOf(await signIn(address))];
    const listed = JSON.parse((await get('/api/v1/account/sessions', here)).text) as { sessions: { id: string; isThis: boolean }[] }; // prettier-ignore
    const mine = listed.sessions.find(({ isThis }) => isThis)?.id ?? '';
    counter += 1;
    const stranger = (await operator()).cookie;
    const end = (path: string, cookie: string) => server.ask('DELETE', `/api/v1/account/sessions${path}`, { headers: { ...ours, cookie } }); // prettier-ignore
    expect((await end(`/${mine}`, stranger)).status).toBe(404);
    expect((await end('/not-an-id', here)).status).toBe(400);
    expect(JSON.parse((await end('', here)).text)).toEqual({ ended: listed.sessions.length - 1 });
    expect((await get('/api/v1/session', there)).status).toBe(401);
    expect((await end(`/${mine}`, here)).status).toBe(204);
    expect((await get('/api/v1/session', here)).status).toBe(401);
  });
});

describe('a link by mail', () => {
  const request = (address: string) => send('POST', '/api/v1/sign-in-links', { address });
  const owed = async (operatorId: string) =>
    server.database.selectFrom('notice').select(['kind', 'content']).where('recipient_id', '=', operatorId).execute();

  it('is on its way to operators, with the same answer to everybody, and not without end', async () => {
    await createNewsroom(server.database);
    const { address, operatorId } = await operator();
    const answers = [await request(address), await request(`no-${address}`)];
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set(['202 {}']));
    const [notice] = (await owed(operatorId)).filter(({ kind }) => kind === 'sign_in');
    const { actionUrl } = notice?.content as { actionUrl: string };
    const redeem = () => server.ask('POST', new URL(actionUrl).pathname, { headers: ours });
    const redeemed = await Promise.all([redeem(), redeem()]);
    expect(redeemed.map(({ status }) => status).toSorted()).toEqual([303, 404]);
    const more = [await request(address), await request(address), await request(address)];
    expect(more.map(({ status }) => status)).toEqual([202, 202, 429]);
  });

  it('is not kept from its owner’s own browser by strangers who ask for it', async () => {
    await createNewsroom(server.database, { slug: 'sender', family_id: null });
    const { address, device, operatorId } = await operator();
    const from = (n: number, headers = {}) => send('POST', '/api/v1/sign-in-links', { address }, { 'x-forwarded-for': `198.51.100.${n}`, ...headers }); // prettier-ignore
    await Promise.all(Array.from({ length: 10 }, (_, n) => from(n)));
    const { length } = await owed(operatorId);
    // The last of theirs lies in the mailbox and lets its owner in: nobody is refused, and there is one at a time.
    expect([(await from(200)).status, (await owed(operatorId)).length - length]).toEqual([202, 0]);
    await server.database.updateTable('sign_in_link').set({ used_at: new Date() }).where('operator_id', '=', operatorId).execute();
    expect(new Set((await Promise.all([from(201), from(202)])).map(({ status }) => status))).toEqual(new Set([202]));
    expect((await owed(operatorId)).length - length).toBe(1);
    expect([(await from(203, { cookie: device })).status, (await owed(operatorId)).length - length]).toEqual([202, 2]);
  }); // prettier-ignore

  it.each(['ana\u0000@newsroom.example', '\ud800'])(
    'nor a password is had for what is no address: %j',
    async (address) => {
      expect([(await request(address)).status, (await signIn(address)).status]).toEqual([202, 401]);
    },
  );
});

describe('a lost password or phone', () => {
  it('is helped by an administrator: what was known is void, sessions end, and the owner is written to', async () => {
    const { operatorId, address, cookie } = await withSecondFactor();
    counter += 1;
    const { cookie: admin } = await operator();
    const reset = (what: string) => send('POST', `/api/v1/operators/${operatorId}/${what}`, {}, { cookie: admin });
    expect([(await reset('second-factor-reset')).status, (await reset('password-reset')).status]).toEqual([204, 204]);
    expect(codeOf(await reset('second-factor-reset'))).toBe('second_factor.off');
    expect((await get('/api/v1/session', cookie)).status).toBe(401);
    expect((await signIn(address)).status).toBe(401);
    const owed = await server.database
      .selectFrom('notice')
      .select('kind')
      .where('recipient_id', '=', operatorId)
      .execute();
    expect(owed.map(({ kind }) => kind).toSorted()).toEqual(['second_factor_off', 'sign_in']);
    const acts = await server.database.selectFrom('audit_entry').select('action').where('object', '=', `operator:${operatorId}`).execute(); // prettier-ignore
    expect(acts.map(({ action }) => action)).toEqual(expect.arrayContaining(['operator.second_factor_reset', 'operator.password_reset'])); // prettier-ignore
  });
});
