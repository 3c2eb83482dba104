import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SourceRepository } from '@app/dispatches';
import { projectPath } from '@app/platform';
import { startTestApi, type TestApi } from '../../../../test/support/api.js';
import { keyWith } from '../../../../test/support/operators.js';

/** docs/ingest.md as its readers use it: each command in a shell, and its answer as the page shows it. */
const page = readFileSync(projectPath('docs', 'ingest.md'), 'utf8');
const EXAMPLE = /```sh\n(.*?)```\n\n```json\n(.*?)```/gs;

let server: TestApi;

beforeAll(async () => {
  server = await startTestApi();
  await new SourceRepository(server.database).ensure(server.database, { slug: 'cms', kind: 'api', name: 'CMS' });
});
afterAll(() => server.close());

/** "…" on the page stands for any text. */
function expected(answer: string): unknown {
  return JSON.parse(answer, (_, value: unknown) => (value === '…' ? expect.any(String) : value));
}

describe('docs/ingest.md', () => {
  it('shows commands that do what it says, one after the other', async () => {
    const { authorization } = await keyWith(server, 'dispatches:write:cms');
    const env = { PATH: process.env['PATH'], COLPORTEUR: server.api.url, KEY: authorization.replace('Bearer ', '') };
    const examples = [...page.matchAll(EXAMPLE)];
    expect(examples.length).toBe(page.split('```sh').length - 1);
    for (const [, command = '', answer = ''] of examples) {
      const { stdout } = await promisify(execFile)('sh', ['-c', command], { env });
      expect(JSON.parse(stdout)).toEqual(expected(answer));
    }
    const row = await server.database.selectFrom('dispatch').selectAll().where('external_id', 'like', '%:4711').executeTakeFirstOrThrow(); // prettier-ignore
    expect(row).toMatchObject({ status: 'withheld', version: 2, headline: 'Lake tunnel closes again' });
  });
});
