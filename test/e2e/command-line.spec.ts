import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectPath } from '@app/platform';
import { commandEnvironment, openCommandRunner, type CommandRunner } from '../support/command-runner.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { createNewsroom } from '../support/newsroom.js';

/** An article as a newsroom pastes it: caption first, furniture in between, no headline. Written for this test. */
const pasted = `Le président Anton Vesk (à d.) et la première ministre Irja Lahte, sur le quai de Tallinn (photo d’illustration).

En Estonie, le chantier du tunnel vers Helsinki entre dans sa dernière année. La traversée doit durer trente minutes. La Finlande, elle, attend encore le feu vert de son Parlement.

Publicité Lire la suite

De notre correspondante à Tallinn, Nora Ilves

Depuis le port, on n’aperçoit que deux grues et un hangar. Sous la mer, pourtant, les machines avancent de vingt mètres par jour, ont assuré mardi les ingénieurs estoniens.

« Un lien »

Les deux capitales vivent déjà au même rythme. La publicité de la compagnie de ferries le rappelle sur tous les quais.

Lire la suite

►À lire aussi : Finlande : le Parlement repousse son vote sur le tunnel

NewsletterRecevez toute l’actualité internationale directement dans votre boite mail Je m'abonne`;

describe('colporteur', () => {
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

  async function run(
    args: string[],
    input = '',
  ): Promise<{ status: number; output: Record<string, unknown>; errors: string }> {
    const { status, stdout, stderr } = await commands.run([...args, '--json'], input);
    return { status, output: JSON.parse(stdout) as Record<string, unknown>, errors: stderr };
  }

  // In a process of its own, as a shell runs it.
  it('stores an agency-style text with all that is in it', async () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [projectPath('dist', 'apps', 'cli', 'src', 'main.js'), 'dispatch', 'add', '--text', '-', '--json'],
      { env: commandEnvironment(test.config), input: pasted, encoding: 'utf8' },
    );
    expect(status).toBe(0);
    const output = JSON.parse(stdout) as Record<string, unknown>;
    expect(output).toMatchObject({
      outcome: 'created',
      dispatch: {
        language: 'fr',
        photoCaption:
          'Le président Anton Vesk (à d.) et la première ministre Irja Lahte, sur le quai de Tallinn (photo d’illustration).',
        standfirst: expect.stringMatching(/^En Estonie, le chantier.*de son Parlement\.$/),
        byline: 'De notre correspondante à Tallinn, Nora Ilves',
        author: 'Nora Ilves',
        dateline: 'Tallinn',
        related: [{ title: 'Finlande : le Parlement repousse son vote sur le tunnel' }],
        countries: expect.arrayContaining(['EE', 'FI']),
        blocks: [
          { kind: 'paragraph', text: expect.stringMatching(/^Depuis le port/) },
          { kind: 'heading', text: '« Un lien »' },
          { kind: 'paragraph', text: expect.stringContaining('La publicité de la compagnie') },
        ],
      },
    });
    const row = await test.database
      .selectFrom('dispatch')
      .selectAll()
      .where('id', '=', String(output['id']))
      .executeTakeFirstOrThrow();
    expect(row.regions[0]).toBe('europe');
    expect(row.body_html).toContain('<h2>« Un lien »</h2>');
    expect(row.body_html).not.toMatch(/Je m'abonne|Lire la suite/);
  });

  it('finds nothing new in the same text, and a version in a changed one under the same id', async () => {
    expect((await run(['dispatch', 'add', '--text', '-'], pasted)).output).toMatchObject({
      outcome: 'unchanged',
      version: 1,
    });
    expect((await run(['dispatch', 'add', '--text', '-', '--id', 'tunnel'], pasted)).output).toMatchObject({
      outcome: 'created',
    });
    expect(
      (await run(['dispatch', 'add', '--text', '-', '--id', 'tunnel'], pasted.replace('trente', 'vingt-cinq'))).output,
    ).toMatchObject({ outcome: 'updated', version: 2 });
  });

  it('takes the real article apart, where it can be had', async () => {
    const file = projectPath('..', 'shared', 'data', 'seed-article.fr.txt');
    if (!existsSync(file)) return;
    const { status, output } = await run(['dispatch', 'add', '--text', file]);
    expect(status).toBe(0);
    expect(output['dispatch']).toMatchObject({
      language: 'fr',
      byline: 'De notre correspondant à Moscou, Julian Colling',
      dateline: 'Moscou',
      regions: expect.arrayContaining(['europe']),
      countries: expect.arrayContaining(['BY', 'RU']),
      blocks: expect.arrayContaining([
        { kind: 'heading', text: "« L'intégration »" },
        { kind: 'heading', text: 'Participation' },
      ]),
    });
    expect(JSON.stringify(output)).not.toMatch(/Publicité|Lire la suite|abonne/);
    expect(readFileSync(file, 'utf8')).toContain('Lire la suite');
  });

  it.each([
    [['dispatch', 'add', '--text', '-'], '   ', 'dispatch.text_empty'],
    [['dispatch', 'add', '--data', '-'], '{"externalId":"x","language":"fr","headline":""}', 'dispatch.invalid'],
    [['edition', 'assemble', 'nowhere'], '', 'newsletter.unknown'],
    [['edition', 'status', '00000000-0000-7000-8000-000000000000'], '', 'edition.unknown'],
    [['source', 'poll', 'nowhere'], '', 'source.unknown'],
  ])('answers %j with a code and no stack', async (args, input, code) => {
    const { status, output, errors } = await run(args, input);
    expect(status).toBe(1);
    expect(output).toMatchObject({ error: { code } });
    expect(`${JSON.stringify(output)}${errors}`).not.toMatch(/\n\s+at /);
  });
});
