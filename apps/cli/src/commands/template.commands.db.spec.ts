import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ShippedTemplates, TemplateRepository } from '@app/mail';
import { Log } from '@app/platform';
import { commandEnvironment, openCommandRunner, type CommandRunner } from '../../../../test/support/command-runner.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';

let test: TestDatabase;
let commands: CommandRunner;
const folder = mkdtempSync(join(tmpdir(), 'templates-'));

beforeAll(async () => {
  test = await createTestDatabase();
  await createNewsroom(test.database);
  await new ShippedTemplates(test.database, new TemplateRepository(test.database), new Log('silent')).publishAll();
  commands = openCommandRunner(commandEnvironment(test.config));
});
afterAll(async () => {
  await commands.close();
  await test.close();
});

const run = (line: string) => commands.run(['template', ...line.split(' ')]);

it('lists and renders templates', async () => {
  const all = JSON.parse((await run('list --json')).stdout) as { templates: { slug: string }[] };
  const digest = all.templates.find(({ slug }) => slug === 'digest');
  expect(digest).toMatchObject({ version: 1, isShipped: true });

  const out = join(folder, 'out');
  const rendered = await run(
    `render --template digest --newsletter matin --edition sample:one-story --out ${out} --json`,
  );
  expect(rendered).toMatchObject({ status: 0 });
  const parts = ['html', 'txt', 'eml'].map((extension) => readFileSync(join(out, `digest.${extension}`), 'utf8'));
  expect(parts[0]).toContain('<html lang="fr"');
  expect(parts[2]).toContain('List-Unsubscribe: <http');
  expect(parts.join('')).not.toContain('@@');
});

it('publishes what stands in files', async () => {
  const shown = JSON.parse((await run('show digest --json')).stdout) as { mjml: string; plainText: string };
  writeFileSync(join(folder, 'digest.mjml'), shown.mjml.replace('<mj-body', '<!-- ours --><mj-body'));
  writeFileSync(join(folder, 'digest.txt'), shown.plainText);
  const published = await run(`publish ${join(folder, 'digest.mjml')} --note ours --json`);
  expect(published).toMatchObject({ status: 0, stdout: expect.stringContaining('digest') });
  expect(JSON.parse(published.stdout)).toMatchObject({ published: [{ slug: 'digest', version: 2, isShipped: false }] });
});

it('publishes nothing that does not render', async () => {
  writeFileSync(join(folder, 'digest.mjml'), '<mjml><mj-body>{{ nowhere }}</mj-body></mjml>');
  expect(await run(`publish ${join(folder, 'digest.mjml')} --note broken`)).toMatchObject({
    status: 1,
  });
});
