import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandEnvironment, openCommandRunner, type CommandRunner } from '../../../../test/support/command-runner.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';

describe('colporteur pace and warm-up', () => {
  let test: TestDatabase;
  let commands: CommandRunner;
  beforeAll(async () => {
    test = await createTestDatabase();
    commands = openCommandRunner(commandEnvironment(test.config));
  });
  afterAll(async () => {
    await commands.close();
    await test.close();
  });

  it('show what holds a provider back, and let it go', async () => {
    const hour = new Date(Date.now() + 3_600_000);
    const reason = '421 4.7.0 [TSS04] deferred';
    await test.database.insertInto('provider_pace').values({ transport: 'main', provider: 'yahoo', suspended_until: hour, slowed_until: null, reason, enhanced_code: '4.7.0', next_at: null }).execute(); // prettier-ignore
    const shown = await commands.run(['pace', 'show']);
    expect(shown.stdout).toMatch(/main +yahoo +0 +0 +nothing until \S+: 421 4\.7\.0 \[TSS04] deferred/);
    expect((await commands.run(['pace', 'resume', 'main', 'yahoo', '--json'])).status).toBe(0);
    const again = await commands.run(['pace', 'resume', 'main', 'yahoo']);
    expect(again.status).not.toBe(0);
    expect(again.stderr).toContain('pace.not_held_back');
    expect((await commands.run(['pace', 'show'])).stdout).toContain('nothing is held back');
  });

  it('warm a sending domain up, once at a time', async () => {
    const started = await commands.run(['warm-up', 'start', 'Lettre.Gazette.example', '--first', '100', '--factor', '2', '--days', '3', '--transport', 'smtp-url', '--json']); // prettier-ignore
    expect(JSON.parse(started.stdout)).toMatchObject({ domain: 'lettre.gazette.example', transport: 'smtp-url', caps: [100, 200, 400], cap: 100, sentToday: 0 }); // prettier-ignore
    expect((await commands.run(['warm-up', 'start', 'lettre.gazette.example'])).stderr).toContain('warm_up.running');
    expect((await commands.run(['warm-up', 'show'])).stdout).toMatch(/smtp-url +\d{4}-\d\d-\d\d +3 +\S+: 0 of 100/);
    expect((await commands.run(['warm-up', 'stop', 'lettre.gazette.example'])).status).toBe(0);
    expect((await commands.run(['warm-up', 'stop', 'lettre.gazette.example'])).stderr).toContain('warm_up.unknown');
  });

  it.each([
    [['--days', '1.5'], 'warm_up.invalid'],
    [['--transport', 'nobody'], 'transport.unknown'],
  ])('refuse a warm-up with %j', async (args, code) => {
    const refused = await commands.run(['warm-up', 'start', 'news.example', ...args]);
    expect(refused.status).not.toBe(0);
    expect(refused.stderr).toContain(code);
  });
});
