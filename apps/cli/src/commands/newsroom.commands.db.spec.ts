import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectPath } from '@app/platform';
import {
  commandEnvironment,
  openCommandRunner,
  type CommandResult,
  type CommandRunner,
} from '../../../../test/support/command-runner.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { addReaders, readerAddress } from '../../../../test/support/sending.js';

describe('colporteur newsletter', () => {
  let test: TestDatabase;
  let commands: CommandRunner;
  let newsletterId: string;
  beforeAll(async () => {
    test = await createTestDatabase();
    ({ newsletterId } = await createNewsroom(test.database));
    commands = openCommandRunner(commandEnvironment(test.config));
  });
  afterAll(async () => {
    await commands.close();
    await test.close();
  });

  const run = (...args: string[]): Promise<CommandResult> => runWith('', ...args);
  const runWith = (input: string, ...args: string[]): Promise<CommandResult> =>
    commands.run(['newsletter', ...args], input);

  it('prints the form to paste, and refuses a newsletter that is not there', async () => {
    const element = await run('embed', 'matin', '--kind', 'element', '--placement', 'article "foot"');
    expect(element.status).toBe(0);
    expect(element.stdout).toMatch(/^<script src="/);
    expect(element.stdout).toContain(`<script src="${test.config.publicUrl}/embed.js" async></script>`);
    expect(element.stdout).toContain('<colporteur-signup newsletter="matin" placement="article &#34;foot&#34;">');
    const unknown = await run('embed', 'soir', '--json');
    expect([unknown.status, JSON.parse(unknown.stdout)]).toMatchObject([1, { error: { code: 'newsletter.unknown' } }]);
  });

  it('shows the days to come with the break between them', async () => {
    const first = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    const last = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const row = { newsletter_id: newsletterId, first_day: first, last_day: last, reason: 'Noël' };
    await test.database.insertInto('calendar_break').values(row).execute();
    const shown = await run('calendar', 'matin', '--count', '3');
    expect([shown.status, shown.stdout.match(/no edition .*/g)]).toEqual([0, [`no edition ${first} to ${last}: Noël`]]);
    const { days } = JSON.parse((await run('calendar', 'matin', '--count', '3', '--json')).stdout) as {
      days: { dueAt: string | null }[];
    };
    expect(days.map(({ dueAt }) => dueAt !== null).filter(Boolean)).toHaveLength(3);
    expect(days).toHaveLength(5);
    await test.database.deleteFrom('calendar_break').execute();
  });

  it('keeps the sites that may show it, and writes down who changed them', async () => {
    const added = await run(
      'sites',
      'matin',
      '--add',
      'https://gazette.example',
      'https://soir.example:8443',
      '--json',
    );
    expect([added.status, JSON.parse(added.stdout)]).toEqual([
      0,
      { slug: 'matin', allowedOrigins: ['https://gazette.example', 'https://soir.example:8443'] },
    ]);
    expect((await run('sites', 'matin', '--remove', 'https://gazette.example')).stdout).toBe(
      'https://soir.example:8443\n',
    );
    const audit = await test.database.selectFrom('audit_entry').select(['action', 'detail']).orderBy('id').execute();
    const changed = (change: object) => ({
      action: 'newsletter.changed',
      detail: expect.objectContaining({
        changes: [expect.objectContaining({ field: 'allowedOrigins', ...change })],
      }),
    });
    expect(audit).toEqual([changed({ before: [] }), changed({ after: ['https://soir.example:8443'] })]);
  });

  it('makes the newsroom what a file says, and says what that changed', async () => {
    const example = readFileSync(projectPath('docs', 'newsroom.example.json'), 'utf8').replaceAll(
      '"gazette"',
      '"journal"',
    );
    const created = await runWith(example, 'apply', '--file', '-', '--json');
    expect(JSON.parse(created.stdout)).toMatchObject({ isChanged: true, parts: Array(4).fill({ outcome: 'created' }) });
    const other = await runWith(
      example.replace('"maxDispatches": 12', '"maxDispatches": 9'),
      'apply',
      '--file',
      '-',
      '--dry-run',
    );
    expect(other.stdout).toContain('newsletter monde: changed\n  maxDispatches: 12 → 9\n');
    expect(other.stdout).toContain('nothing was changed');
  });

  it('keeps breaks, insertions and seeds', async () => {
    const days = ['--from', '2027-08-01', '--to', '2027-08-31', '--json'];
    expect(JSON.parse((await run('break', 'matin', ...days)).stdout)).toMatchObject({
      breaks: [{ lastDay: '2027-08-31' }],
    });
    const sold = [
      '--kind',
      'sponsor',
      '--title',
      'Traversées',
      '--link',
      'https://ferries.example/',
      '--link-label',
      'Voir',
    ];
    const added = await run('insertion', 'matin', 'add', ...sold, '--advertiser', 'Ferries du Nord', ...days);
    expect(JSON.parse(added.stdout)).toMatchObject({ advertiser: 'Ferries du Nord', withdrawnAt: null });
    await addReaders(test.database, newsletterId, 1);
    const seeds = await run('seed', 'matin', '--add', ` ${readerAddress(1)} `, '--json');
    expect(JSON.parse(seeds.stdout)).toMatchObject({ seedLeadMinutes: null, seeds: [{ address: readerAddress(1) }] });
  });
});
