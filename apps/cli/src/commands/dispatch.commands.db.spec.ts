import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Command } from 'commander';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { addDispatches } from './dispatch.commands.js';

const NOBODY = '00000000-0000-7000-8000-000000000000';

describe('colporteur dispatch', () => {
  let test: TestDatabase;
  let folder: string;
  const shell = { ...process.env };
  beforeAll(async () => {
    test = await createTestDatabase();
    folder = mkdtempSync(path.join(tmpdir(), 'colporteur-dispatches-'));
    const { PUBLIC_URL, SECRET_KEY, SMTP_URL } = test.config.env;
    Object.assign(process.env, { PUBLIC_URL, SECRET_KEY, SMTP_URL, DATABASE_URL: test.url, NODE_ENV: 'test', LOG_LEVEL: 'silent' }); // prettier-ignore
  });
  afterAll(async () => {
    process.env = shell;
    await test.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What the command prints; in this process, because starting one for each of them takes seconds. */
  async function run(...command: readonly string[]): Promise<string> {
    const program = new Command().exitOverride();
    addDispatches(program);
    const printed = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      await program.parseAsync(['dispatch', ...command], { from: 'user' });
      return printed.mock.calls.map(([text]) => String(text)).join('');
    } finally {
      printed.mockRestore();
    }
  }
  const json = async (...command: readonly string[]): Promise<Record<string, unknown>> =>
    JSON.parse(await run(...command, '--json')) as Record<string, unknown>;
  async function add(externalId: string, standfirst: string): Promise<string> {
    const file = path.join(folder, `${externalId}.json`);
    writeFileSync(file, JSON.stringify({ externalId, language: 'fr', headline: `Le port rouvre ${externalId}`, standfirst })); // prettier-ignore
    return String((await json('add', '--data', file))['id']);
  }

  it('shows a dispatch’s versions, and steers it as the desk does', async () => {
    const id = await add('a', 'Un quai est libre.');
    await add('a', 'Deux quais sont libres.');
    const later = await add('b', 'Trois quais.');
    const acts = [
      ['label', id, '--countries', 'ES'],
      ['embargo', id, '2030-01-01T00:00:00Z'],
      ['rights', id, '--mail', 'no', '--territories', 'FR,BE'],
      ['correct', later, id],
      ['release', id],
      ['kill', id, '--reason', 'Information démentie.'],
    ];
    for (const act of acts) expect(await json(...act)).toMatchObject({ changed: true });
    expect(await json('kill', id, '--reason', 'Information démentie.')).toMatchObject({ changed: false });

    const shown = await json('show', id);
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
    expect(await run('show', id)).toContain('dispatch.killed  by operator  Information démentie.');
    expect(await run('list')).toContain(later);
  });

  it.each([
    [['show', NOBODY], 'dispatch.unknown'],
    [['release', 'nonsense'], 'dispatch.unknown'],
    [['kill', NOBODY], 'dispatch.reason_missing'],
    [['kill-picture', NOBODY, '--reason', 'x'], 'picture.unknown'],
  ])('answers %j with a code', async (command, code) => {
    await expect(run(...command, '--json')).rejects.toMatchObject({ code });
  });
});
