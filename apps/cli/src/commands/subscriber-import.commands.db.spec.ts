import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, projectPath } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';

const MAIN = projectPath('dist', 'apps', 'cli', 'src', 'main.js');
const READERS = 15_000;

describe('colporteur subscriber import', () => {
  let test: TestDatabase;
  let folder: string;
  const operatorId = newId();
  beforeAll(async () => {
    test = await createTestDatabase();
    await createNewsroom(test.database);
    const attesting = {
      id: operatorId,
      address: 'ana@newsroom.example',
      name: 'Ana',
      role: 'admin',
      locale: 'fr',
    } as const;
    await test.database.insertInto('operator').values(attesting).execute();
    folder = mkdtempSync(path.join(tmpdir(), 'colporteur-import-'));
  });
  afterAll(async () => {
    await test.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function start(...args: readonly string[]): ChildProcess {
    const { PUBLIC_URL, SECRET_KEY, SMTP_URL } = test.config.env;
    const env = { ...process.env, PUBLIC_URL, SECRET_KEY, SMTP_URL, DATABASE_URL: test.url, NODE_ENV: 'test', LOG_LEVEL: 'silent' }; // prettier-ignore
    return spawn(process.execPath, [MAIN, 'subscriber', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  async function run(...args: readonly string[]): Promise<{ status: number | null; out: string }> {
    const child = start(...args);
    const [out] = await Promise.all([child.stdout === null ? '' : text(child.stdout), once(child, 'exit')]);
    return { status: child.exitCode, out };
  }

  /** Whether the import has come as far as having made readers. */
  async function isApplying(): Promise<boolean> {
    const found = await test.database.selectFrom('subscription').select('id').limit(1).execute();
    return found.length > 0;
  }

  it('is nobody’s who is no operator', async () => {
    const list = path.join(folder, 'one.csv');
    writeFileSync(list, 'email\nanna@readers.example\n');
    expect((await run('import', list, '--newsletter', 'matin', '--by', newId())).status).toBe(1);
  });

  it('killed in the middle goes on, and its report can be checked', async () => {
    const list = path.join(folder, 'readers.csv');
    const problems = path.join(folder, 'problems.jsonl');
    const lines = Array.from({ length: READERS }, (_, n) => `reader-${n}@readers.example,2020-01-01\n`);
    writeFileSync(list, `email,joined\n${lines.join('')}a@b,2020-01-01\n`);
    const order = ['import', list, '--newsletter', 'matin', '--by', operatorId, '--problems', problems, '--json'];
    const first = start(...order);
    const ended = once(first, 'exit');
    while (first.exitCode === null && !(await isApplying()));
    first.kill('SIGKILL');
    await ended;
    const { status, out } = await run(...order);
    expect(status).toBe(0);
    const report = JSON.parse(out) as Record<string, unknown>;
    expect(report).toMatchObject({ rows: READERS + 1, in: READERS, known: 0, refused: { address_invalid: 1 } });
    const { count } = await test.database.selectFrom('subscription').select(({ fn }) => fn.countAll<number>().as('count')).where('state', '=', 'active').executeTakeFirstOrThrow(); // prettier-ignore
    expect(count).toBe(READERS);
    expect(JSON.parse(readFileSync(problems, 'utf8'))).toEqual({ file: 'readers', line: READERS + 2, code: 'address_invalid', column: 'email', address: 'a@b', detail: 'bare_host' }); // prettier-ignore
    expect(statSync(problems).mode & 0o777).toBe(0o600);
    const kept = path.join(folder, 'report.json');
    writeFileSync(kept, out);
    expect(await run('import', 'verify', kept)).toMatchObject({ status: 0, out: 'genuine\n' });
  });
});
