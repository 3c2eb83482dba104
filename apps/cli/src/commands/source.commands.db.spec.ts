import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Command } from 'commander';
import { isCatalogueError } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { feed, rss, startFeedServer, status, type FeedServer } from '../../../../test/support/feed-server.js';
import { addSources } from './source.commands.js';

describe('colporteur source', () => {
  let test: TestDatabase;
  let server: FeedServer;
  let folder: string;
  const shell = { ...process.env };
  beforeAll(async () => {
    server = await startFeedServer();
    test = await createTestDatabase({ FETCH_ALLOWED_HOSTS: server.hosts[0] ?? '' });
    folder = mkdtempSync(path.join(tmpdir(), 'colporteur-sources-'));
    const { PUBLIC_URL, SECRET_KEY, SMTP_URL } = test.config.env;
    const given = { PUBLIC_URL, SECRET_KEY, SMTP_URL, FETCH_ALLOWED_HOSTS: server.hosts[0], DATABASE_URL: test.url };
    Object.assign(process.env, given, { NODE_ENV: 'test', LOG_LEVEL: 'silent' });
  });
  afterAll(async () => {
    process.env = shell;
    await test.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The command's document, and whether it ended well; a failure's document is what program.ts makes of it. */
  async function run(...command: readonly string[]): Promise<{ ok: boolean; out: Record<string, unknown> }> {
    const program = new Command().exitOverride();
    addSources(program);
    const printed = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      await program.parseAsync(['source', ...command, '--json'], { from: 'user' });
      const out = JSON.parse(printed.mock.calls.map(([text]) => String(text)).join('')) as Record<string, unknown>;
      return { ok: true, out };
    } catch (error) {
      if (!isCatalogueError(error)) throw error;
      return { ok: false, out: { error: { code: error.code, ...error.details } } };
    } finally {
      printed.mockRestore();
    }
  }

  it('adds, polls, changes the rights of what came, shows, pauses, resumes and stops', async () => {
    server.answer('/pont.xml', feed(rss([{ id: '1', title: 'Le pont rouvre', summary: 'Deux phrases.' }])));
    const url = server.url('/pont.xml');
    const added = await run('add', 'pont', url, '--mail', '--territory', 'fr', '--territory', 'BE', '--until', '2027-01-31', '--every-min', '600', '--folder', 'Villes'); // prettier-ignore
    expect(added).toMatchObject({
      ok: true,
      out: {
        slug: 'pont',
        name: 'Fil',
        url,
        language: null,
        siteUrl: 'https://agence.example/',
        folder: 'Villes',
        rights: {
          mail: true,
          archive: false,
          feed: false,
          territories: ['FR', 'BE'],
          until: '2027-01-31T23:59:59.999Z',
        },
        pollMinSeconds: 600,
        isNew: true,
        problem: null,
      },
    });
    expect(await run('add', 'pont', url)).toMatchObject({ ok: true, out: { isNew: false, rights: { mail: true } } });
    expect(await run('add', 'autre', url)).toMatchObject({
      ok: false,
      out: { error: { code: 'source.known', slug: 'pont' } },
    });
    expect(await run('poll', 'pont')).toMatchObject({ ok: true, out: { outcome: 'read', created: 1, refused: [] } });
    expect(await run('rights', 'pont', '--archive', '--no-mail', '--everywhere', '--until', 'never')).toMatchObject({
      ok: true,
      out: {
        dispatches: 1,
        pictures: 0,
        source: { rights: { mail: false, archive: true, territories: null, until: null } },
      },
    });
    expect(await run('rights', 'pont', '--weight', '11')).toMatchObject({
      ok: false,
      out: { error: { field: 'weight' } },
    });
    expect(await run('rights', 'pont', '--weight', '8')).toMatchObject({ ok: true, out: { source: { weight: 8 } } });
    const dispatch = await test.database.selectFrom('dispatch').selectAll().executeTakeFirstOrThrow();
    expect(dispatch).toMatchObject({ may_mail: false, may_archive: true, territories: null, use_until: null });
    expect(await run('show', 'pont')).toMatchObject({
      ok: true,
      out: { slug: 'pont', lastFailure: null, duplicateShare: 0, polls: [{ outcome: 'read', created: 1 }] },
    });
    expect(await run('pause', 'pont', '--reason', 'grève')).toMatchObject({ out: { state: 'paused', changed: true } });
    expect(await run('poll', 'pont')).toMatchObject({ ok: false, out: { error: { code: 'source.inactive' } } });
    expect(await run('resume', 'pont')).toMatchObject({ out: { state: 'active', changed: true } });
    expect(await run('stop', 'pont')).toMatchObject({ out: { state: 'stopped', stateReason: 'source.by_operator' } });
    const audit = await test.database.selectFrom('audit_entry').select(['action', 'detail']).orderBy('id').execute();
    expect(audit.map(({ action }) => action)).toEqual(['source.added', 'source.rights_changed', 'source.rights_changed', 'source.paused', 'source.resumed', 'source.stopped']); // prettier-ignore
    expect(audit[3]?.detail).toMatchObject({ slug: 'pont', reason: 'grève' });
  });

  it('finds the feed a page names, and watches what cannot be read today', async () => {
    server.answer('/', feed('<!doctype html><title>Accueil</title><link rel="alternate" type="application/rss+xml" title="Tout" href="/tout.xml"><link rel="alternate" type="application/atom+xml" href="/sport.xml"><p>Bonjour</p>', { 'content-type': 'text/html' })); // prettier-ignore
    server.answer('/tout.xml', feed(rss([{ id: '2', title: 'Tout va' }])));
    const { out } = await run('add', 'page', server.url('/'));
    expect(out).toMatchObject({ url: server.url('/tout.xml'), siteUrl: server.url('/'), choices: [{}, {}] });
    server.answer('/away.xml', status(503));
    expect(await run('add', 'away', server.url('/away.xml'))).toMatchObject({
      ok: true,
      out: { url: server.url('/away.xml'), name: 'away', problem: { code: 'source.refused' } },
    });
  });

  it.each([
    [['add', 'x', 'ftp://agence.example/'], 'source.invalid', 'url'],
    [['add', 'x', 'https://user:secret@agence.example/'], 'source.invalid', 'url'],
    [['add', '../x', 'https://agence.example/'], 'source.invalid', 'slug'],
    [['add', 'x', 'https://agence.example/', '--access', 'gratis'], 'source.invalid', 'access'],
    [['add', 'x', 'https://agence.example/', '--territory', 'France'], 'source.invalid', 'territory'],
    [['add', 'x', 'https://agence.example/', '--until', 'demain'], 'source.invalid', 'until'],
    [['add', 'x', 'https://agence.example/', '--every-min', '1'], 'source.invalid', 'every-min'],
    [['poll', 'nobody'], 'source.unknown', undefined],
    [['show', 'nobody'], 'source.unknown', undefined],
  ])('refuses %j with %s', async (command, code, field) => {
    const { ok, out } = await run(...command);
    expect(ok).toBe(false);
    expect(out['error']).toMatchObject({ code, ...(field !== undefined && { field }) });
  });

  it('takes a list in and gives it back', async () => {
    const opml = path.join(folder, 'list.opml');
    writeFileSync(opml, `<?xml version="1.0"?><opml version="2.0"><head><title>Fils</title></head><body>
      <outline text="Régions"><outline type="rss" text="Brest" xmlUrl="https://brest.example/rss" htmlUrl="https://brest.example/"/></outline>
      <outline type="rss" text="Brest" xmlUrl="https://brest.example/sport"/>
      <outline type="rss" text="Secret" xmlUrl="https://user:secret@brest.example/rss"/></body></opml>`); // prettier-ignore
    expect((await run('import', opml)).out).toMatchObject([
      { outcome: 'added', slug: 'brest', url: 'https://brest.example/rss' },
      { outcome: 'added', slug: 'brest-2' },
      { outcome: 'refused', reason: 'fetch.invalid_url' },
    ]);
    expect((await run('import', opml)).out).toMatchObject([{ outcome: 'known' }, { outcome: 'known' }, { outcome: 'refused' }]);
    const row = await test.database.selectFrom('source').selectAll().where('slug', '=', 'brest').executeTakeFirstOrThrow();
    expect(row).toMatchObject({ folder: 'Régions', site_url: 'https://brest.example/', may_mail: false });
    const exported = path.join(folder, 'exported.opml');
    await run('export', '--opml', exported);
    expect(readFileSync(exported, 'utf8')).toContain('xmlUrl="https://brest.example/sport"');
    expect((await run('import', exported)).out).toHaveProperty('0.outcome', 'known');
  }); // prettier-ignore

  it('writes nothing of a list that was cut off', async () => {
    const opml = path.join(folder, 'cut.opml');
    writeFileSync(
      opml,
      '<opml version="2.0"><body><outline type="rss" text="Un" xmlUrl="https://un.example/rss"/><outl',
    );
    expect(await run('import', opml)).toMatchObject({ ok: false, out: { error: { code: 'opml.malformed' } } });
    const rows = await test.database.selectFrom('source').select('id').where('host', '=', 'un.example').execute();
    expect(rows).toEqual([]);
  });
});
