import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Clock, hashSecret } from '@app/platform';
import type { INestApplicationContext } from '@nestjs/common';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { openTools } from '../../../test/support/tools.js';
import { AuthenticateApiKey } from './authenticate-api-key.service.js';
import { AuthenticateSession } from './authenticate-session.service.js';
import { FindOperator } from './find-operator.service.js';
import { InviteOperator } from './invite-operator.service.js';
import { IssueApiKey } from './issue-api-key.service.js';
import { IssueSignInLink } from './issue-sign-in-link.service.js';
import { OperatorsModule } from './operators.module.js';
import { RedeemSignInLink } from './redeem-sign-in-link.service.js';
import { RevokeSession } from './revoke-session.service.js';
import { CredentialsRepository } from './signing-in/credentials.repository.js';
import { Passwords } from './signing-in/passwords.service.js';
import { SignInWithPassword } from './signing-in/sign-in-with-password.service.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

class FrozenClock extends Clock {
  private time = Date.parse('2026-11-23T05:40:00Z');
  override now(): Date {
    return new Date(this.time);
  }
  advance(ms: number): void {
    this.time += ms;
  }
}

let test: TestDatabase;
let tools: INestApplicationContext;
let services: ReturnType<typeof build>;
let clock: FrozenClock;
let counter = 0;

function build() {
  return {
    invite: tools.get(InviteOperator),
    find: tools.get(FindOperator),
    issueLink: tools.get(IssueSignInLink),
    redeem: tools.get(RedeemSignInLink),
    session: tools.get(AuthenticateSession),
    revoke: tools.get(RevokeSession),
    issueKey: tools.get(IssueApiKey),
    apiKey: tools.get(AuthenticateApiKey),
  };
}

beforeAll(async () => {
  test = await createTestDatabase();
  clock = new FrozenClock();
  tools = await openTools(test.config, [OperatorsModule], { clock });
  services = build();
});
afterAll(async () => {
  await tools.close();
  await test.close();
});

async function invited(role: 'admin' | 'editor' | 'viewer' = 'editor'): Promise<string> {
  counter += 1;
  const address = `desk-${counter}@newsroom.example`;
  const { operatorId } = await services.invite.invite({ address, name: `Desk ${counter}`, role, invitedBy: null });
  return operatorId;
}

async function signedIn(operatorId: string) {
  const { secret } = await services.issueLink.issue({ operatorId, issuedBy: null });
  return services.redeem.redeem(secret);
}

async function disable(operatorId: string): Promise<void> {
  await test.database.updateTable('operator').set({ disabled_at: clock.now() }).where('id', '=', operatorId).execute();
}

const withCode = (code: string) => expect.objectContaining({ code });

describe('inviting', () => {
  it('keeps one operator per address, however it is written', async () => {
    const invitation = { name: 'Ana', role: 'admin', invitedBy: null } as const;
    const { operatorId } = await services.invite.invite({ ...invitation, address: 'Ana@Newsroom.Example' });
    await expect(services.invite.invite({ ...invitation, address: ' ana@newsroom.example' })).rejects.toEqual(
      withCode('operator.address_taken'),
    );
    expect(await services.find.byAddress('ANA@newsroom.example')).toMatchObject({ operatorId, name: 'Ana', role: 'admin', isDisabled: false }); // prettier-ignore
    expect(await services.find.byAddress('nobody@newsroom.example')).toBeUndefined();
  });

  it('leaves nothing behind when it is refused', async () => {
    const before = await test.database.selectFrom('audit_entry').select('id').execute();
    const invitation = {
      address: 'x@newsroom.example',
      name: 'X\r\nBcc: y@z.example',
      role: 'viewer',
      invitedBy: null,
    } as const;
    await expect(services.invite.invite(invitation)).rejects.toEqual(withCode('operator.name_invalid'));
    expect(await services.find.byAddress('x@newsroom.example')).toBeUndefined();
    expect(await test.database.selectFrom('audit_entry').select('id').execute()).toEqual(before);
  });
});

describe('a sign-in link', () => {
  it('lets in once', async () => {
    const operatorId = await invited('editor');
    const { secret } = await services.issueLink.issue({ operatorId, issuedBy: null });
    const opened = await services.redeem.redeem(secret);
    expect(opened).toMatchObject({ operatorId, awaitsSecondFactor: false, purpose: 'sign_in' });
    const { sessionId } = opened;
    expect(await services.session.authenticate(opened.secret)).toMatchObject({ kind: 'operator', operatorId, sessionId, role: 'editor', locale: 'en' }); // prettier-ignore
    await expect(services.redeem.redeem(secret)).rejects.toEqual(withCode('operator.link_invalid'));
  });

  it('makes one session of ten requests at the same moment', async () => {
    const operatorId = await invited();
    const { secret } = await services.issueLink.issue({ operatorId, issuedBy: null });
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => services.redeem.redeem(secret)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    const sessions = await test.database.selectFrom('operator_session').select('id').where('operator_id', '=', operatorId).execute(); // prettier-ignore
    expect(sessions).toHaveLength(1);
  });

  it('is worth 15 minutes, to the millisecond', async () => {
    const operatorId = await invited();
    const early = await services.issueLink.issue({ operatorId, issuedBy: null });
    const late = await services.issueLink.issue({ operatorId, issuedBy: null });
    clock.advance(15 * MINUTE - 1);
    await expect(services.redeem.redeem(early.secret)).resolves.toBeDefined();
    clock.advance(1);
    await expect(services.redeem.redeem(late.secret)).rejects.toEqual(withCode('operator.link_invalid'));
  });

  it('does nothing for a disabled or unknown operator', async () => {
    const operatorId = await invited();
    const { secret } = await services.issueLink.issue({ operatorId, issuedBy: null });
    await disable(operatorId);
    await expect(services.redeem.redeem(secret)).rejects.toEqual(withCode('operator.link_invalid'));
    await expect(services.issueLink.issue({ operatorId, issuedBy: null })).rejects.toEqual(
      withCode('operator.disabled'),
    );
    const unknown = '00000000-0000-7000-8000-000000000000';
    await expect(services.issueLink.issue({ operatorId: unknown, issuedBy: null })).rejects.toEqual(
      withCode('operator.unknown'),
    );
    await expect(services.redeem.redeem('a guess')).rejects.toEqual(withCode('operator.link_invalid'));
  });
});

describe('a session', () => {
  const refused = withCode('operator.unauthenticated');

  it('ends after 2 hours without a request and lives on with them, for 12 hours in all', async () => {
    const { secret } = await signedIn(await invited());
    for (let hours = 0; hours < 10; hours += 2) {
      clock.advance(2 * HOUR - 1);
      await expect(services.session.authenticate(secret)).resolves.toBeDefined();
    }
    clock.advance(2 * HOUR - 1);
    await expect(services.session.authenticate(secret)).resolves.toBeDefined();
    clock.advance(10);
    await expect(services.session.authenticate(secret)).rejects.toEqual(refused);

    const idle = await signedIn(await invited());
    clock.advance(2 * HOUR);
    await expect(services.session.authenticate(idle.secret)).rejects.toEqual(refused);
  });

  it('is written to at most once a minute', async () => {
    const { secret, sessionId } = await signedIn(await invited());
    const started = clock.now();
    const lastSeen = async () => {
      const row = await test.database.selectFrom('operator_session').select('last_seen_at').where('id', '=', sessionId).executeTakeFirstOrThrow(); // prettier-ignore
      return row.last_seen_at;
    };
    clock.advance(MINUTE - 1);
    await services.session.authenticate(secret);
    expect(await lastSeen()).toEqual(started);
    clock.advance(1);
    await services.session.authenticate(secret);
    expect(await lastSeen()).toEqual(clock.now());
  });

  it('ends at once when revoked and when its operator is disabled', async () => {
    const operatorId = await invited();
    const [first, second] = [await signedIn(operatorId), await signedIn(operatorId)];
    await services.revoke.revoke(first.sessionId);
    await expect(services.session.authenticate(first.secret)).rejects.toEqual(refused);
    await expect(services.session.authenticate(second.secret)).resolves.toBeDefined();
    await disable(operatorId);
    await expect(services.session.authenticate(second.secret)).rejects.toEqual(refused);
    await expect(services.session.authenticate('')).rejects.toEqual(refused);
  });
});

describe('an API key', () => {
  const refused = withCode('operator.unauthenticated');

  it('speaks for its operator within its scopes', async () => {
    const operatorId = await invited('editor');
    const issued = await services.issueKey.issue({ operatorId, name: 'CMS', scopes: ['dispatches:write', 'dispatches:write'], issuedBy: null }); // prettier-ignore
    expect(issued.key).toMatch(/^clp_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/);
    expect(issued.key.startsWith(`${issued.prefix}_`)).toBe(true);
    expect(await services.apiKey.authenticate(issued.key)).toMatchObject({ kind: 'api_key', keyId: issued.keyId, operatorId, scopes: ['dispatches:write'], restriction: null }); // prettier-ignore
    const other = issued.key.endsWith('A') ? 'B' : 'A';
    await expect(services.apiKey.authenticate(issued.key.slice(0, -1) + other)).rejects.toEqual(refused);
    await expect(services.apiKey.authenticate(`${issued.key} `)).rejects.toEqual(refused);
  });

  it('loses what its operator may no longer do', async () => {
    const operatorId = await invited('editor');
    const { key } = await services.issueKey.issue({ operatorId, name: 'CMS', scopes: ['dispatches:write', 'dispatches:read'], issuedBy: null }); // prettier-ignore
    await test.database.updateTable('operator').set({ role: 'viewer' }).where('id', '=', operatorId).execute();
    expect((await services.apiKey.authenticate(key)).scopes).toEqual(['dispatches:read']);
    await disable(operatorId);
    await expect(services.apiKey.authenticate(key)).rejects.toEqual(refused);
  });

  it('ends with its date and when revoked', async () => {
    const operatorId = await invited('admin');
    const expiresAt = new Date(clock.now().getTime() + HOUR);
    const request = { operatorId, name: 'CMS', scopes: ['editions:read'], issuedBy: operatorId };
    const dated = await services.issueKey.issue({ ...request, expiresAt });
    const open = await services.issueKey.issue(request);
    clock.advance(HOUR);
    await expect(services.apiKey.authenticate(dated.key)).rejects.toEqual(refused);
    await expect(services.apiKey.authenticate(open.key)).resolves.toBeDefined();
    await test.database.updateTable('api_key').set({ revoked_at: clock.now() }).where('id', '=', open.keyId).execute();
    await expect(services.apiKey.authenticate(open.key)).rejects.toEqual(refused);
  });

  it.each([{ scopes: [] }, { scopes: ['dispatches:delete'] }, { scopes: ['dispatches:write'] }])(
    'is not given to a viewer with $scopes',
    async ({ scopes }) => {
      const request = { operatorId: await invited('viewer'), name: 'CMS', scopes, issuedBy: null };
      await expect(services.issueKey.issue(request)).rejects.toEqual(withCode('operator.scope_invalid'));
    },
  );

  it('notes its use at most once a minute', async () => {
    const operatorId = await invited('admin');
    const { key, keyId } = await services.issueKey.issue({ operatorId, name: 'CMS', scopes: ['editions:read'], issuedBy: null }); // prettier-ignore
    const lastUsed = async () => {
      const row = await test.database.selectFrom('api_key').select('last_used_at').where('id', '=', keyId).executeTakeFirstOrThrow(); // prettier-ignore
      return row.last_used_at;
    };
    expect(await lastUsed()).toBeNull();
    const first = clock.now();
    await services.apiKey.authenticate(key);
    clock.advance(MINUTE - 1);
    await services.apiKey.authenticate(key);
    expect(await lastUsed()).toEqual(first);
  });
});

describe('signing in with a password', () => {
  it('looks at one hash, whoever is asked for and whatever is wrong', async () => {
    const where = { networkAddress: '192.0.2.1', userAgent: undefined, deviceToken: undefined };
    const passwords = tools.get(Passwords);
    const credentials = tools.get(CredentialsRepository);
    const [has, none, disabled] = [await invited(), await invited(), await invited()];
    const hash = await passwords.hash('Tinte auf nassem Papier');
    for (const id of [has, disabled]) await credentials.setPassword(test.database, id, hash, clock.now());
    await disable(disabled);
    const addressOf = async (id: string) => (await credentials.byId(test.database, id))?.address ?? '';
    const asked = [await addressOf(has), await addressOf(none), await addressOf(disabled), 'nobody@newsroom.example', 'no address'];
    const verify = jest.spyOn(passwords, 'verify');
    for (const address of asked)
      await expect(tools.get(SignInWithPassword).signIn({ address, password: 'wrong' }, where)).rejects.toEqual(withCode('sign_in.refused'));
    expect(verify.mock.calls.map(([stored]) => stored)).toEqual([hash, null, null, null, null]);
    verify.mockRestore();
  });
}); // prettier-ignore

describe('what is kept', () => {
  it('holds no secret, and an audit entry for every access given or taken, without an address', async () => {
    const operatorId = await invited('admin');
    const link = await services.issueLink.issue({ operatorId, issuedBy: null });
    const session = await services.redeem.redeem(link.secret);
    const key = await services.issueKey.issue({
      operatorId,
      name: 'CMS',
      scopes: ['editions:read'],
      issuedBy: operatorId,
    });
    await services.revoke.revoke(session.sessionId);
    await services.revoke.revoke(session.sessionId);

    const stored = await Promise.all(
      (['sign_in_link', 'operator_session', 'api_key', 'audit_entry'] as const).map((table) =>
        test.database.selectFrom(table).selectAll().execute(),
      ),
    );
    const text = JSON.stringify(stored);
    for (const secret of [link.secret, session.secret, key.key, key.key.slice(13)]) expect(text).not.toContain(secret);
    expect(JSON.stringify(stored[3])).not.toContain('@');
    const link_row = await test.database.selectFrom('sign_in_link').select('used_at').where('token_hash', '=', hashSecret(link.secret)).executeTakeFirst(); // prettier-ignore
    expect(link_row?.used_at).toEqual(clock.now());

    const entries = (stored[3] ?? []) as { action: string; object: string; operator_id: string | null }[];
    const mine = entries.filter((entry) =>
      [operatorId, session.sessionId, key.keyId].some((id) => entry.object.endsWith(id)),
    );
    expect(mine.map((entry) => [entry.action, entry.operator_id])).toEqual([
      ['operator.invited', null],
      ['operator.link_issued', null],
      ['operator.link_issued', null],
      ['operator.signed_in', operatorId],
      ['operator.key_issued', operatorId],
      ['operator.signed_out', operatorId],
    ]);
  });
});
