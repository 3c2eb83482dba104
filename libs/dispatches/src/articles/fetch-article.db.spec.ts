import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { sql } from 'kysely';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { openTools } from '../../../../test/support/tools.js';
import { DispatchesModule } from '../dispatches.module.js';
import { SourceRepository } from '../sources/source.repository.js';
import type { SourceRecord } from '../sources/source.js';
import { StoreDispatch } from '../store/store-dispatch.service.js';
import { ArticleRepository } from './article.repository.js';
import { FetchArticle } from './fetch-article.service.js';

const HEADLINE = 'Le pont tournant rouvre lundi';
const PAGE = `<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Le pont tournant rouvre lundi - Le Port</title><meta property="og:site_name" content="Le Port"><meta property="og:type" content="article"></head><body><article><h1>Le pont tournant rouvre lundi</h1><p class="chapo">Onze mois de travaux s’achèvent.</p><p class="byline">Par Claire Lemoine</p><div class="entry-content"><p>Après onze mois de travaux, la mairie rend le pont tournant aux piétons et aux vélos.</p><p>Lire aussi : <a href="/ferme">Le pont tournant fermé pour un an</a></p><p>Les voitures attendront l’automne, selon la même source.</p></div></article></body></html>`;

let test: TestDatabase;
let tools: INestApplicationContext;
let server: Server;
let host: string;
let source: SourceRecord;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked: string[] = [];
let count = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  test = await createTestDatabase({ FETCH_ALLOWED_HOSTS: host });
  tools = await openTools(test.config, [DispatchesModule]);
  source = await tools.get(SourceRepository, { strict: false }).ensure(test.database, {
    slug: 'port', kind: 'feed', name: 'Le Port', url: `http://${host}/feed.xml`, fullText: true, rights: { mail: true },
  }); // prettier-ignore
});
afterAll(async () => {
  await tools.close();
  await test.close();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(async () => {
  asked = [];
  answer = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE);
  };
  await sql`update dispatch set article_state = 'none'`.execute(test.database);
});

const articles = () => tools.get(FetchArticle, { strict: false });

/** A dispatch as a feed brings it: headline and link. */
async function told(path?: string): Promise<string> {
  count += 1;
  const link = `http://${host}${path ?? `/a/${count}`}`;
  const incoming = { externalId: `id-${count}`, language: 'fr', headline: HEADLINE, link };
  return (await tools.get(StoreDispatch, { strict: false }).store(source, incoming)).id;
}

async function row(id: string) {
  return test.database.selectFrom('dispatch').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

async function makeDue(id: string): Promise<void> {
  await sql`update dispatch set article_next_at = now() where id = ${id}`.execute(test.database);
}

describe('FetchArticle', () => {
  it('stores what the page adds as a version, and keeps what the feed said', async () => {
    const id = await told();
    expect(await articles().fetch(id)).toBe('stored');
    const stored = await row(id);
    expect(stored).toMatchObject({ version: 2, headline: HEADLINE, standfirst: 'Onze mois de travaux s’achèvent.', byline: 'Claire Lemoine', article_state: 'stored', article_next_at: null }); // prettier-ignore
    expect(stored.body_html).toBe(
      '<p>Après onze mois de travaux, la mairie rend le pont tournant aux piétons et aux vélos.</p><p>Les voitures attendront l’automne, selon la même source.</p>',
    );
    expect(stored.related).toEqual([{ title: 'Le pont tournant fermé pour un an', link: `http://${host}/ferme` }]);
    expect(await articles().fetch(id)).toBe('nothing');
    expect(asked).toHaveLength(1);
  });

  it('leaves alone what was killed, and what may not be mailed any more', async () => {
    const [killed, ended] = [await told(), await told()];
    await sql`update dispatch set status = 'killed' where id = ${killed}`.execute(test.database);
    await sql`update dispatch set may_mail = false where id = ${ended}`.execute(test.database);
    expect(await articles().fetch(killed)).toBe('nothing');
    expect(await articles().fetch(ended)).toBe('nothing');
    expect(asked).toEqual([]);
  });

  it.each([
    [403, 'article.forbidden'],
    [401, 'article.forbidden'],
    [402, 'article.forbidden'],
    [410, 'article.gone'],
  ])('refuses at once what the server answers with %i', async (status, code) => {
    const id = await told();
    answer = (_, response) => {
      response.writeHead(status).end('no');
    };
    expect(await articles().fetch(id)).toBe('refused');
    expect(await row(id)).toMatchObject({ version: 1, article_state: 'refused', article_reason: code });
  });

  it('tries a failing server three times, with growing pauses', async () => {
    const id = await told();
    answer = (_, response) => {
      response.writeHead(503).end();
    };
    expect(await articles().fetch(id)).toBe('later');
    const first = await row(id);
    expect(first.article_next_at?.getTime()).toBeGreaterThan(Date.now() + 200_000);
    expect(await articles().fetch(id)).toBe('nothing');
    await makeDue(id);
    expect(await articles().fetch(id)).toBe('later');
    await makeDue(id);
    expect(await articles().fetch(id)).toBe('refused');
    expect(await row(id)).toMatchObject({
      article_state: 'refused',
      article_reason: 'article.not_served',
      article_tries: 3,
    });
    expect(asked).toHaveLength(3);
  });

  it('takes no other page for the one that is gone', async () => {
    const id = await told('/old');
    answer = (request, response) => {
      if (request.url === '/old') response.writeHead(302, { location: '/news/other' }).end();
      else
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end(PAGE.replaceAll(HEADLINE, 'Quarante chevaux traversent la ville'));
    };
    expect(await articles().fetch(id)).toBe('refused');
    expect((await row(id)).article_reason).toBe('article.elsewhere');
  });

  it('asks one host one thing at a time, whoever asks', async () => {
    const ids = [await told(), await told(), await told()];
    let atOnce = 0;
    let most = 0;
    answer = (_, response) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      setImmediate(() => {
        atOnce -= 1;
        response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
      });
    };
    const outcomes = await Promise.all([...ids, ...ids].map((id) => articles().fetch(id)));
    expect(most).toBe(1);
    expect(outcomes).toContain('stored');
    // What found the host busy is still due, one a host.
    for (let left = 3; left > 0; left -= 1)
      for (const id of await tools.get(ArticleRepository, { strict: false }).due(10)) await articles().fetch(id);
    expect(await Promise.all(ids.map(async (id) => (await row(id)).article_state))).toEqual([
      'stored',
      'stored',
      'stored',
    ]);
    expect(asked).toHaveLength(3);
  });

  it('gives up what brought its worker down three times', async () => {
    const id = await told();
    await sql`update dispatch set article_tries = 3 where id = ${id}`.execute(test.database);
    await articles().ringDueArticles();
    expect(await row(id)).toMatchObject({ article_state: 'refused', article_reason: 'article.given_up' });
  });
});
