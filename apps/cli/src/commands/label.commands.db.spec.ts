import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  commandEnvironment,
  openCommandRunner,
  type CommandResult,
  type CommandRunner,
} from '../../../../test/support/command-runner.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';

describe('colporteur label', () => {
  let test: TestDatabase;
  let commands: CommandRunner;
  beforeAll(async () => {
    test = await createTestDatabase();
    await createNewsroom(test.database);
    commands = openCommandRunner(commandEnvironment(test.config));
  });
  afterAll(async () => {
    await commands.close();
    await test.close();
  });

  const run = (args: string[], input = ''): Promise<CommandResult> => commands.run(['label', ...args], input);
  const json = (text: string): unknown => JSON.parse(text);
  const text = 'Landerneau rouvre son pont\n\nLe pont habité de Landerneau rouvre lundi, après deux ans de travaux.';

  it('exports a file that it imports, and labels by it', async () => {
    const exported = await run(['export']);
    expect(exported.status).toBe(0);
    const file = json(exported.stdout) as { regions: { slug: string }[]; topics: unknown[] };
    expect(file.regions.map(({ slug }) => slug)).toContain('europe');
    const regions = [
      ...file.regions.filter(({ slug }) => slug !== 'europe'),
      { slug: 'landerneau', names: { fr: 'Landerneau' }, rules: { any: ['Landerneau'] } },
    ];
    const imported = await run(['import', '-', '--json'], JSON.stringify({ regions }));
    expect(imported.status).toBe(0);
    expect(json(imported.stdout)).toMatchObject({
      regions: 6,
      topics: null,
      gone: { region: ['europe'], topic: [] },
      stillShown: expect.arrayContaining([expect.objectContaining({ section: 'europe' })]),
    });
    const tried = await run(['try', '--text', '-', '--language', 'fr', '--category', 'Sport', '--json'], text);
    expect(json(tried.stdout)).toMatchObject({
      language: 'fr',
      regions: ['landerneau'],
      topics: ['sports'],
      reasons: [
        { label: 'landerneau', kind: 'region', because: 'Landerneau ×2' },
        { label: 'sports', kind: 'topic', because: 'given by the source: Sport' },
      ],
    });
    const listed = json((await run(['list', '--json'])).stdout);
    expect(listed).toContainEqual(expect.objectContaining({ slug: 'landerneau', isShipped: false }));
    expect(listed).toContainEqual(expect.objectContaining({ slug: 'sports', isShipped: true }));
  });

  it('changes nothing for a file that is wrong', async () => {
    const before = await test.database.selectFrom('label').selectAll().execute();
    const wrong = JSON.stringify({ topics: [], regions: [{ slug: 'x', names: { fr: 'X' }, countries: ['XX'] }] });
    const { status, stdout } = await run(['import', '-', '--json'], wrong);
    expect(status).toBe(1);
    expect(json(stdout)).toMatchObject({
      error: { code: 'label.invalid', issues: [{ field: 'regions[0].countries[0]' }] },
    });
    expect(await test.database.selectFrom('label').selectAll().execute()).toEqual(before);
  });
});
