import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectPath } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';

describe('colporteur newsletter', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
    await createNewsroom(test.database);
  });
  afterAll(() => test.close());

  function run(...args: string[]): { status: number | null; stdout: string } {
    const { PUBLIC_URL, SECRET_KEY, DATABASE_URL, SMTP_URL } = test.config.env;
    const main = projectPath('dist', 'apps', 'cli', 'src', 'main.js');
    const env = { PUBLIC_URL, SECRET_KEY, DATABASE_URL, SMTP_URL };
    const { status, stdout } = spawnSync(process.execPath, [main, 'newsletter', ...args], { env, encoding: 'utf8' });
    return { status, stdout };
  }

  it('prints the form to paste, and refuses a newsletter that is not there', () => {
    const element = run('embed', 'matin', '--kind', 'element', '--placement', 'article "foot"');
    expect(element.status).toBe(0);
    expect(element.stdout).toMatch(/^<script src="/);
    expect(element.stdout).toContain(`<script src="${test.config.publicUrl}/embed.js" async></script>`);
    expect(element.stdout).toContain('<colporteur-signup newsletter="matin" placement="article &quot;foot&quot;">');
    const unknown = run('embed', 'soir', '--json');
    expect([unknown.status, JSON.parse(unknown.stdout)]).toMatchObject([1, { error: { code: 'newsletter.unknown' } }]);
  });

  it('keeps the sites that may show it, and writes down who changed them', async () => {
    const added = run('sites', 'matin', '--add', 'https://gazette.example', 'https://soir.example:8443', '--json');
    expect([added.status, JSON.parse(added.stdout)]).toEqual([
      0,
      { slug: 'matin', allowedOrigins: ['https://gazette.example', 'https://soir.example:8443'] },
    ]);
    expect(run('sites', 'matin', '--remove', 'https://gazette.example').stdout).toBe('https://soir.example:8443\n');
    const audit = await test.database.selectFrom('audit_entry').select(['action', 'detail']).orderBy('id').execute();
    expect(audit).toEqual([
      { action: 'newsletter.sites_changed', detail: expect.objectContaining({ before: [] }) },
      { action: 'newsletter.sites_changed', detail: expect.objectContaining({ after: ['https://soir.example:8443'] }) },
    ]);
  });
});
