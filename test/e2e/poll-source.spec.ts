import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Log } from '@app/platform';
import { PollSource, SourceRepository } from '@app/dispatches';
import { openToolbox } from '../../apps/cli/src/toolbox.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const MEGABYTE = 1024 * 1024;

const feed = (title: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Fil</title><link>https://agence.example/</link><language>fr-fr</language>
<item><guid>1</guid><title>${title}</title><link>https://agence.example/1</link><description>Deux phrases. Pas plus.</description>
<pubDate>Sun, 22 Nov 2026 06:00:00 GMT</pubDate></item></channel></rss>`;

describe('polling a feed', () => {
  let test: TestDatabase;
  let tools: INestApplicationContext;
  let server: Server;
  let host: string;
  let answer: (response: ServerResponse, headers: IncomingHttpHeaders) => void;
  let sourceId: string;
  let count = 0;

  beforeAll(async () => {
    server = createServer((request, response) => { answer(response, request.headers); }); // prettier-ignore
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    test = await createTestDatabase({ FETCH_ALLOWED_HOSTS: host });
    tools = await openToolbox(test.config, new Log('silent'));
  });
  afterAll(async () => {
    await tools.close();
    await test.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(async () => {
    sourceId = await source(`http://${host}/feed.xml`);
  });

  async function source(url: string): Promise<string> {
    count += 1;
    const sources = tools.get(SourceRepository, { strict: false });
    return (await sources.ensure(test.database, { slug: `feed-${count}`, kind: 'feed', name: 'Agence', url })).id;
  }

  async function poll(): Promise<Awaited<ReturnType<PollSource['poll']>>> {
    await tools.get(SourceRepository, { strict: false }).makeDue(sourceId);
    return tools.get(PollSource, { strict: false }).poll(sourceId);
  }

  async function dispatches(): Promise<{ headline: string; version: number }[]> {
    return test.database
      .selectFrom('dispatch')
      .select(['headline', 'version'])
      .where('source_id', '=', sourceId)
      .execute();
  }

  async function failure(): Promise<string | null> {
    const row = await test.database
      .selectFrom('source')
      .select('last_failure')
      .where('id', '=', sourceId)
      .executeTakeFirstOrThrow();
    return row.last_failure;
  }

  it('stores what is new, asks the next time only for what changed, and stores a change as a version', async () => {
    const asked: (string | undefined)[] = [];
    let title = 'Le pont rouvre';
    answer = (response, headers) => {
      asked.push(headers['if-none-match']);
      if (headers['if-none-match'] === `"${title.length}"`) response.writeHead(304).end();
      else
        response.writeHead(200, { 'content-type': 'application/rss+xml', etag: `"${title.length}"` }).end(feed(title));
    };
    expect(await poll()).toMatchObject({ outcome: 'read', created: 1, refused: [] });
    expect(await poll()).toMatchObject({ outcome: 'not_modified' });
    title = 'Le pont rouvre aux piétons';
    expect(await poll()).toMatchObject({ outcome: 'read', created: 0, updated: 1 });
    expect(asked).toEqual([undefined, '"14"', '"14"']);
    expect(await dispatches()).toEqual([{ headline: 'Le pont rouvre aux piétons', version: 2 }]);
    expect(await failure()).toBeNull();
  });

  it('keeps only the excerpt of a source whose rights nobody stated', async () => {
    answer = (response) =>
      response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(feed('Le marché ferme'));
    await poll();
    const row = await test.database
      .selectFrom('dispatch')
      .selectAll()
      .where('source_id', '=', sourceId)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      may_mail: false,
      may_archive: false,
      language: 'fr',
      standfirst: 'Deux phrases. Pas plus.',
    });
  });

  it('leaves a feed alone that is not due', async () => {
    answer = (response) => response.writeHead(200).end(feed('Deux fois'));
    await poll();
    expect(await tools.get(PollSource, { strict: false }).poll(sourceId)).toMatchObject({ outcome: 'not_due' });
  });

  it.each([
    ['an HTML page', 'feed.not_a_feed', (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><html><body><h1>Accueil</h1></body></html>')],
    ['truncated XML', 'feed.malformed', (response: ServerResponse) => response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(feed('Coupé').slice(0, 180))],
    ['an error', 'source.refused', (response: ServerResponse) => response.writeHead(503).end('later')],
    ['50 MB', 'fetch.too_large', (response: ServerResponse) => { pour(response, 50 * MEGABYTE); }],
  ] as const)('refuses %s with %s, writes nothing and notes it with the source', async (_, code, respond) => {
    answer = respond;
    await expect(poll()).rejects.toMatchObject({ code });
    expect(await dispatches()).toEqual([]);
    expect(await failure()).toBe(code);
  }); // prettier-ignore

  it('stops a source that is gone for good', async () => {
    answer = (response) => response.writeHead(410).end();
    await expect(poll()).rejects.toMatchObject({ code: 'source.gone' });
    const row = await test.database
      .selectFrom('source')
      .select('state')
      .where('id', '=', sourceId)
      .executeTakeFirstOrThrow();
    expect(row.state).toBe('stopped');
  });

  it('never fetches from a private address that no operator allowed', async () => {
    let asked = 0;
    const inner = createServer((_, response) => { asked += 1; response.end(feed('Secret')); }); // prettier-ignore
    await new Promise<void>((resolve) => inner.listen(0, '127.0.0.1', resolve));
    const address = `127.0.0.1:${(inner.address() as AddressInfo).port}`;
    for (const url of [
      `http://${address}/`,
      `http://localhost:${address.split(':')[1] ?? ''}/`,
      'http://169.254.169.254/latest/',
      'http://[::1]/',
    ]) {
      sourceId = await source(url);
      await expect(poll()).rejects.toMatchObject({ code: 'fetch.address_refused' });
    }
    sourceId = await source(`http://${host}/feed.xml`);
    answer = (response) => response.writeHead(302, { location: `http://${address}/` }).end();
    await expect(poll()).rejects.toMatchObject({ code: 'fetch.address_refused' });
    expect(asked).toBe(0);
    await new Promise((resolve) => inner.close(resolve));
  });
});

/** Sends bytes until the other side hangs up or they are all gone. */
function pour(response: ServerResponse, bytes: number): void {
  response.writeHead(200, { 'content-type': 'application/rss+xml' });
  const chunk = Buffer.alloc(64 * 1024, ' ');
  let left = bytes;
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= chunk.length;
      if (!response.write(chunk)) {
        response.once('drain', more);
        return;
      }
    }
    if (!response.destroyed) response.end();
  };
  more();
}
