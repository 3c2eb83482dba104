import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type OperatorRole } from '@app/platform';
import {
  commandEnvironment,
  openCommandRunner,
  type CommandResult,
  type CommandRunner,
} from '../../../../test/support/command-runner.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';

let test: TestDatabase;
let commands: CommandRunner;
let newsletterId: string;
const ids = { ana: newId(), lea: newId() };

beforeAll(async () => {
  test = await createTestDatabase();
  ({ newsletterId } = await createNewsroom(test.database));
  const row = (name: keyof typeof ids, role: OperatorRole) => ({ id: ids[name], address: `${name}@newsroom.example`, name, role, locale: 'fr' });
  await test.database.insertInto('operator').values([row('ana', 'admin'), row('lea', 'viewer')]).execute();
  commands = openCommandRunner(commandEnvironment(test.config));
}); // prettier-ignore
afterAll(async () => {
  await commands.close();
  await test.close();
});

const run = (...args: string[]): Promise<CommandResult> => commands.run(args);

async function json(...args: string[]): Promise<unknown> {
  return JSON.parse((await run(...args, '--json')).stdout);
}

const failed = (code: string) => ({ error: expect.objectContaining({ code }) });

describe('colporteur operator', () => {
  it('gives rights for one newsletter, and takes them back', async () => {
    const grant = (...args: string[]) => json('operator', 'grant', 'lea@newsroom.example', '--newsletter', 'matin', ...args);
    expect(await grant('--right', 'edit', 'approve')).toMatchObject({ grants: [{ newsletterId, rights: ['edit', 'approve'] }] });
    expect(await grant('--take', 'approve')).toMatchObject({ grants: [{ newsletterId, rights: ['edit'] }] });
    const { stdout } = await run('operator', 'list');
    expect(stdout).toMatch(new RegExp(`lea@newsroom\\.example +lea +viewer +edit@${newsletterId}`));
    expect(await json('operator', 'grant', 'lea@newsroom.example', '--right', 'edit', '--newsletter', 'soir')).toEqual(failed('newsletter.unknown'));
    expect((await run('operator', 'grant', 'lea@newsroom.example', '--right', 'rule')).stderr).toContain('unknown right: rule');
    expect(await json('operator', 'grant', ids.lea, '--right', 'approve', '--family', 'matin')).toMatchObject({ grants: expect.arrayContaining([{ newsletterId: null, familyId: expect.any(String), rights: ['approve'] }]) });
  }); // prettier-ignore

  it('invites, finds who is an operator already, and says where a role was not taken', async () => {
    const invite = (...args: string[]) => json('operator', 'invite', ...args);
    expect(await invite('lea@newsroom.example', '--role', 'editor')).toEqual(failed('operator.role_kept'));
    expect(await invite('lea@newsroom.example')).toMatchObject({ operatorId: ids.lea, role: 'viewer', isNew: false });
    expect((await run('operator', 'invite', 'lea@newsroom.example', '--role', 'viewer')).stdout).toContain('an operator already, with the role viewer');
    expect(await json('operator', 'invite', 'lea@newsroom.example', '--rule', 'viewer')).toEqual(failed('cli.option_unknown'));
  }); // prettier-ignore

  it('says who may act with --by, and refuses who may not', async () => {
    const suppress = (by: string) => run('subscriber', 'suppress', 'reader@readers.example', '--reason', 'asked by letter', '--by', by, '--json'); // prettier-ignore
    const refused = await suppress('lea@newsroom.example');
    expect([refused.status, JSON.parse(refused.stdout)]).toEqual([1, failed('operator.forbidden')]);
    expect(await json('subscriber', 'erase', 'reader@readers.example', '--by', ids.lea)).toEqual(failed('operator.forbidden')); // prettier-ignore
    expect(await json('subscriber', 'inactivity', 'propose', 'matin', '--by', ids.lea)).toEqual(failed('operator.forbidden')); // prettier-ignore
    expect(await test.database.selectFrom('suppression').select('cause').execute()).toEqual([]);
    expect(JSON.parse((await suppress('ana@newsroom.example')).stdout)).toEqual({ suppressed: true });
  });

  it('lets nobody out who is the last to administer, and ends solo mode when a second may sign in', async () => {
    expect(await json('operator', 'disable', 'ana@newsroom.example')).toEqual(failed('operator.last_administrator'));
    expect(await json('operator', 'solo', 'on')).toEqual(failed('operator.not_alone'));
    expect(await json('operator', 'disable', ids.lea)).toMatchObject({ disabledAt: expect.any(String) });
    expect(await json('operator', 'solo', 'on')).toMatchObject({ since: expect.any(String), operators: 1 });
    expect((await run('operator', 'solo')).stdout).toMatch(/^declared /);
    expect(await json('operator', 'enable', ids.lea)).toMatchObject({ disabledAt: null });
    expect((await run('operator', 'solo')).stdout).toBe('not declared; 2 may sign in\n');
  });

  it('lists keys and revokes one', async () => {
    await run('operator', 'key', 'ana@newsroom.example', 'CMS', '--scope', 'dispatches:write');
    const [key] = (await json('operator', 'keys')) as { id: string; name: string }[];
    expect(key?.name).toBe('CMS');
    expect((await run('operator', 'keys')).stdout).toContain('dispatches:write');
    expect((await run('operator', 'revoke-key', key?.id ?? '')).stdout).toMatch(/… revoked\n$/);
    expect(await json('operator', 'keys')).toEqual([]);
    expect(await json('operator', 'keys', '--revoked')).toMatchObject([{ revokedAt: expect.any(String) }]);
    expect(await json('operator', 'revoke-key', 'mine')).toEqual(failed('api_key.unknown'));
  });

  it('resets what somebody lost, and says which rights want a second factor', async () => {
    const reset = await run('operator', 'reset-password', 'lea@newsroom.example');
    expect(reset.stdout).toContain(`${test.config.publicUrl}/admin/sign-in/`);
    expect(await json('operator', 'reset-second-factor', 'lea@newsroom.example')).toEqual(failed('second_factor.off'));
    const secret = { totp_secret: Buffer.from('sealed'), totp_confirmed_at: new Date() };
    await test.database.updateTable('operator').set(secret).where('id', '=', ids.lea).execute();
    expect(await json('operator', 'reset-second-factor', 'lea@newsroom.example')).toEqual({ reset: true });
    expect(await json('operator', 'reset-password', 'nobody@newsroom.example')).toEqual(failed('operator.unknown'));
    expect((await run('operator', 'second-factor')).stdout).toBe('none\n');
    expect((await run('operator', 'second-factor', 'send', 'export')).stdout).toBe('send, export\n');
    expect((await run('operator', 'second-factor', 'rule')).status).toBe(1);
    expect(await json('operator', 'second-factor', 'none')).toEqual({ rights: [] });
  });
});

describe('colporteur audit', () => {
  it('lists what was done, and writes down that it was taken out', async () => {
    const entries = await json('audit', 'list', '--action', 'operator.', '--limit', '3');
    expect(entries).toHaveLength(3);
    expect((await run('audit', 'list', '--object', `operator:${ids.lea}`)).stdout).toContain('operator.disabled');
    const lines = (await run('audit', 'export', '--action', 'operator.disabled')).stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ action: 'operator.disabled', object: `operator:${ids.lea}` }]); // prettier-ignore
    const csv = await run('audit', 'export', '--format', 'csv', '--from', '2026-01-01T00:00:00Z');
    expect(csv.stdout).toContain('audit.exported');
  });
});
