import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectPath } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const NOBODY = '00000000-0000-7000-8000-000000000000';

describe('colporteur dispatch', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
  });
  afterAll(() => test.close());

  function run(args: readonly string[], input = ''): { status: number | null; text: string } {
    const { PUBLIC_URL, SECRET_KEY, DATABASE_URL, SMTP_URL } = test.config.env;
    const main = projectPath('dist', 'apps', 'cli', 'src', 'main.js');
    const env = { PUBLIC_URL, SECRET_KEY, DATABASE_URL, SMTP_URL };
    const result = spawnSync(process.execPath, [main, 'dispatch', ...args], { env, input, encoding: 'utf8' });
    return { status: result.status, text: result.stdout };
  }
  const json = (args: readonly string[], input = ''): Record<string, unknown> =>
    JSON.parse(run([...args, '--json'], input).text) as Record<string, unknown>;
  const add = (externalId: string, standfirst: string): Record<string, unknown> =>
    json(['add', '--data', '-'], JSON.stringify({ externalId, language: 'fr', headline: `Le port rouvre ${externalId}`, standfirst })); // prettier-ignore

  it('shows a dispatch’s versions, and steers it as the desk does', () => {
    const id = String(add('a', 'Un quai est libre.')['id']);
    add('a', 'Deux quais sont libres.');
    const later = String(add('b', 'Trois quais.')['id']);
    const acts = [
      ['label', id, '--countries', 'ES'],
      ['embargo', id, '2030-01-01T00:00:00Z'],
      ['rights', id, '--mail', 'no', '--territories', 'FR,BE'],
      ['correct', later, id],
      ['release', id],
      ['kill', id, '--reason', 'Information démentie.'],
    ];
    for (const act of acts) expect(json(act)).toMatchObject({ changed: true });
    expect(json(['kill', id, '--reason', 'Information démentie.'])).toMatchObject({ changed: false });

    const shown = json(['show', id]);
    expect(shown).toMatchObject({
      version: 2,
      status: 'killed',
      statusReason: 'dispatch.by_desk',
      embargoedUntil: '2030-01-01T00:00:00.000Z',
      rights: { mail: false, archive: true, territories: ['FR', 'BE'], byDesk: true },
      labels: { countries: ['ES'] },
      provenances: [{ source: 'desk', externalId: 'a' }],
      versions: [
        { version: 2, changes: 'standfirst: [-Un quai est libre.-] {+Deux quais sont libres.+}' },
        { version: 1, diff: null },
      ],
    });
    expect((shown['events'] as { kind: string }[]).map(({ kind }) => kind)).toEqual([
      'dispatch.labelled', 'dispatch.embargoed', 'dispatch.rights_changed', 'dispatch.withheld', 'dispatch.released', 'dispatch.killed',
    ]); // prettier-ignore
    const sheet = run(['show', id]);
    expect(sheet.status).toBe(0);
    expect(sheet.text).toContain('dispatch.killed  by operator  Information démentie.');
    expect(run(['list']).text).toContain(later);
  });

  it.each([
    [['show', NOBODY], 'dispatch.unknown'],
    [['release', 'nonsense'], 'dispatch.unknown'],
    [['kill', NOBODY], 'dispatch.reason_missing'],
    [['kill-picture', NOBODY, '--reason', 'x'], 'picture.unknown'],
  ])('answers %j with a code', (args, code) => {
    const { status, text } = run([...args, '--json']);
    expect(status).toBe(1);
    expect(JSON.parse(text)).toMatchObject({ error: { code } });
  });
});
