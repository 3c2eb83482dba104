import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectPath } from '@app/platform';
import { openCommandRunner, type CommandRunner } from '../../../../test/support/command-runner.js';

const MAIN = projectPath('dist', 'apps', 'cli', 'src', 'main.js');

const FEED = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Dépêches</title><link>https://news.example/fr/</link><language>fr</language>
<item><title>L&rsquo;été & la mer</title><link>un</link><pubDate>mar., 3 févr. 2026 08:15:00 +0100</pubDate></item></channel></rss>`;
const PAGE =
  '<!DOCTYPE html><title>Une</title><link rel="alternate" type="application/rss+xml" title="La une" href="/une.xml">';

/** The built command, without a database, without settings. */
describe('colporteur feed', () => {
  let folder = '';
  let commands: CommandRunner;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'feeds-'));
    writeFileSync(path.join(folder, 'feed.xml'), FEED);
    commands = openCommandRunner({}, folder);
  });
  afterAll(async () => {
    await commands.close();
    rmSync(folder, { recursive: true });
  });

  async function run(
    args: string[],
    input: string | Buffer = '',
  ): Promise<{ status: number; output: unknown; errors: string }> {
    const { status, stdout, stderr } = await commands.run(['feed', ...args, '--json'], input);
    return { status, output: JSON.parse(stdout), errors: stderr };
  }

  it('prints a file’s feed with every key', async () => {
    expect(await run(['parse', path.join(folder, 'feed.xml')])).toEqual({
      status: 0,
      errors: '',
      output: {
        format: 'rss',
        title: 'Dépêches',
        link: 'https://news.example/fr/',
        language: 'fr',
        entries: [
          {
            id: 'https://news.example/fr/un',
            title: 'L’été & la mer',
            link: 'https://news.example/fr/un',
            published: '2026-02-03T07:15:00.000Z',
            updated: null,
            author: null,
            summary: null,
            contentHtml: null,
            image: null,
            categories: [],
          },
        ],
      },
    });
  });

  it('reads standard input, its charset and its base as they are given', async () => {
    const body = Buffer.from(
      '<rss version="2.0"><channel><title>\xc9t\xe9</title><item><title>\xe0 la une</title><link>/1</link></item></channel></rss>',
      'latin1',
    );
    const { status, output } = await run(
      ['parse', '-', '--base', 'https://a.example/x', '--content-type', 'text/xml; charset=iso-8859-1'],
      body,
    );
    expect({ status, output }).toMatchObject({
      status: 0,
      output: { title: 'Été', entries: [{ title: 'à la une', link: 'https://a.example/1' }] },
    });
  });

  it.each([
    [['parse', '-'], '<html></html>', 'feed.not_a_feed'],
    [['parse', '-'], FEED.slice(0, -60), 'feed.malformed'],
    [['parse', 'nowhere.xml'], '', 'feed.no_file'],
    [['parse', '-', '--base', 'nonsense'], FEED, 'feed.no_address'],
    [['parse', 'http://127.0.0.1:9/feed.xml'], '', 'fetch.address_refused'],
  ])('%j fails with a document', async (args, input, code) => {
    expect(await run(args, input)).toMatchObject({
      status: 1,
      output: { error: { code, message: expect.any(String) } },
    });
  });

  it('finds the feeds of a page', async () => {
    expect(await run(['discover', '-', '--base', 'https://a.example/'], PAGE)).toMatchObject({
      status: 0,
      output: [{ url: 'https://a.example/une.xml', title: 'La une', format: 'rss' }],
    });
  });

  it('fetches an address that may be fetched', async () => {
    const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(FEED));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      const command = spawn(process.execPath, [MAIN, 'feed', 'parse', `http://${host}/a/feed.xml`, '--json'], {
        env: { FETCH_ALLOWED_HOSTS: host },
      });
      const parts: Buffer[] = [];
      for await (const part of command.stdout) parts.push(part as Buffer);
      expect(JSON.parse(Buffer.concat(parts).toString())).toMatchObject({
        title: 'Dépêches',
        entries: [{ link: `http://${host}/a/un` }],
      });
    } finally {
      server.close();
    }
  });
});
