import { once } from 'node:events';
import { createConnection } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { defineErrors, Log } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { Public } from './access.js';
import { ApiModule } from './api.module.js';
import { BODY_LIMIT_BYTES, BodyLimit, createServer } from './http-server.js';
import { applicationOptions } from './start-api.js';
import { PROBLEM_TYPE } from './problem.filter.js';

const errors = defineErrors({
  'probe.gone': { kind: 'expired', text: 'It was here once.' },
  'probe.away': { kind: 'unavailable', text: 'Try again.' },
});
const input = z.object({ slug: z.string().min(3), sent: z.boolean().default(false) });

@Controller()
class ProbeController {
  @Post('api/echo')
  @Public()
  echo(@Body({ schema: input }) body: z.infer<typeof input>): unknown {
    return body;
  }
  @Post('api/form')
  @Public()
  form(@Body() body: unknown): unknown {
    return body;
  }
  @Post('api/large')
  @Public()
  @BodyLimit(1024 * 1024)
  large(@Body() body: { text: string }): unknown {
    return { length: body.text.length };
  }
  @Get('api/query/:id')
  @Public()
  query(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: z.object({ n: z.coerce.number() }) }) q: object,
  ): unknown {
    return { id, q };
  }
  @Get('fail/:how')
  @Public()
  fail(@Param('how') how: string): never {
    if (how === 'gone') throw errors.error('probe.gone', { subscriber: 'someone' });
    if (how === 'away') throw errors.error('probe.away');
    throw new Error(`broken near reader@mail.example with ${how}`);
  }
}

@Module({ controllers: [ProbeController] })
class ProbeModule {}

let test: TestDatabase;
let app: NestFastifyApplication;
let url: string;
let lines: Record<string, unknown>[] = [];

beforeAll(async () => {
  test = await createTestDatabase({ LOG_LEVEL: 'info' });
  const log = new Log('info', { write: (line: string) => { lines.push(JSON.parse(line) as Record<string, unknown>); } }); // prettier-ignore
  const module = {
    module: ProbeModule,
    imports: [ApiModule.forRoot(test.config, log)],
  };
  app = await NestFactory.create<NestFastifyApplication>(
    module,
    createServer(test.config, log),
    applicationOptions(log),
  );
  await app.listen({ host: '127.0.0.1', port: 0 });
  url = await app.getUrl();
});
afterAll(async () => {
  await app.close();
  await test.close();
});
beforeEach(() => {
  lines = [];
});

async function ask(path: string, init: RequestInit = {}) {
  const response = await fetch(url + path, init);
  const text = await response.text();
  const [type = ''] = (response.headers.get('content-type') ?? '').split(';');
  const body = type.includes('json') ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, headers: response.headers, type, text, body, code: body['code'] };
}

const json = (body: string): RequestInit => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body });

describe('an error', () => {
  it('is a problem document under /api and to JSON clients, and a page to people', async () => {
    const problem = await ask('/api/nowhere', { headers: { accept: 'text/html' } });
    expect([problem.status, problem.type]).toEqual([404, PROBLEM_TYPE]);
    expect(problem.body).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      code: 'not_found',
      detail: expect.any(String),
    });
    expect((await ask('/nowhere', { headers: { accept: 'application/json' } })).type).toBe(PROBLEM_TYPE);
    for (const accept of ['text/html,application/xhtml+xml', '*/*']) {
      const page = await ask('/nowhere', { headers: { accept } });
      expect([page.status, page.type]).toEqual([404, 'text/html']);
      expect(page.text).toContain('not_found');
    }
  });

  it('that nobody foresaw says nothing but its id, under which the log has the rest', async () => {
    const { status, body, text } = await ask('/fail/unforeseen', { headers: { accept: 'application/json' } });
    expect([status, body['code']]).toEqual([500, 'internal']);
    expect(text).not.toMatch(/broken|unforeseen|mail\.example|\bat .*\.ts|node_modules/);
    const logged = lines.find((line) => line['event'] === 'http.failed');
    expect(body['instance']).toBe(`urn:uuid:${String(logged?.['id'])}`);
    expect(JSON.stringify(logged)).toContain('broken near [address]');
    const page = await ask('/fail/unforeseen', { headers: { accept: 'text/html' } });
    expect(page.status).toBe(500);
    expect(page.text).not.toMatch(/broken|\bat .*\.ts|node_modules/);
  });

  it('of the catalogue keeps its code, and its facts from strangers', async () => {
    const gone = await ask('/fail/gone', { headers: { accept: 'application/json' } });
    expect([gone.status, gone.code, gone.body['detail']]).toEqual([410, 'probe.gone', 'It was here once.']);
    expect(gone.text).not.toContain('someone');
    const away = await ask('/fail/away', { headers: { accept: 'application/json' } });
    expect([away.status, away.code]).toEqual([503, 'probe.away']);
    expect(Number(away.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('a body', () => {
  it('larger than a form or a request can be is refused, unless the route takes more', async () => {
    const megabyte = JSON.stringify({ text: 'x'.repeat(1_000_000) });
    const refused = await ask('/api/form', json(megabyte));
    expect([refused.status, refused.code]).toEqual([413, 'request.too_large']);
    const form: RequestInit = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `a=${'x'.repeat(BODY_LIMIT_BYTES)}` }; // prettier-ignore
    expect((await ask('/api/form', form)).status).toBe(413);
    expect((await ask('/api/large', json(megabyte))).body).toEqual({ length: 1_000_000 });
    expect((await ask('/api/large', json(`${megabyte}${' '.repeat(50_000)}`))).status).toBe(413);
  });

  it.each([
    ['{"slug":', 400, 'request.invalid'],
    ['', 400, 'request.invalid'],
    ['{"__proto__": {"admin": true}}', 400, 'request.invalid'],
    ['{"slug": "ab"}', 422, 'request.invalid'],
    ['[]', 422, 'request.invalid'],
  ])('%j is refused with %d %s', async (body, status, code) => {
    const answer = await ask('/api/echo', json(body));
    expect([answer.status, answer.type, answer.code]).toEqual([status, PROBLEM_TYPE, code]);
  });

  it('that does not fit says where, and one that fits arrives as its schema makes it', async () => {
    expect((await ask('/api/echo', json('{"slug": "ab", "sent": "yes"}'))).body['issues']).toEqual([
      { path: 'slug', message: expect.any(String) },
      { path: 'sent', message: expect.any(String) },
    ]);
    expect((await ask('/api/echo', json('{"slug": "monde", "more": 1}'))).body).toEqual({ slug: 'monde', sent: false });
  });

  it('of a type nobody reads is refused', async () => {
    for (const type of ['text/plain', 'application/xml']) {
      const answer = await ask('/api/form', { method: 'POST', headers: { 'content-type': type }, body: 'x' });
      expect([answer.status, answer.code]).toEqual([415, 'request.media_type']);
    }
  });

  it('may be a form in either encoding', async () => {
    const fields = { 'List-Unsubscribe': 'One-Click' };
    expect((await ask('/api/form', { method: 'POST', body: new URLSearchParams(fields) })).body).toEqual(fields);
    const form = new FormData();
    form.set('List-Unsubscribe', 'One-Click');
    form.set('file', new Blob(['ignored']), 'a.txt');
    expect((await ask('/api/form', { method: 'POST', body: form })).body).toEqual(fields);
    const broken = { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--y\r\n' };
    expect((await ask('/api/form', broken)).code).toBe('request.invalid');
  });
});

describe('an address', () => {
  it('with a parameter or query that does not fit is refused with 400', async () => {
    const id = '018f4e9c-0000-7000-8000-000000000000';
    expect((await ask(`/api/query/${id}?n=4`)).body).toEqual({ id, q: { n: 4 } });
    expect((await ask('/api/query/7?n=4')).status).toBe(400);
    expect((await ask(`/api/query/${id}?n=four`)).body['issues']).toEqual([{ path: 'n', message: expect.any(String) }]);
  });

  it.each([
    ['/api/%E0%A4%A', 400],
    [`/api/query/${'7'.repeat(600)}?n=4`, 414],
  ])('that cannot be routed (%#) gets the same kind of answer, with the same headers', async (path, status) => {
    const answer = await rawGet(path);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain(PROBLEM_TYPE);
    expect(answer).toContain('"code":"request.invalid"');
    expect(answer.toLowerCase()).toContain('x-content-type-options: nosniff');
  });

  it('takes a signed token of the longest kind', async () => {
    expect((await ask(`/admin/sign-in/${'a'.repeat(400)}`)).status).toBe(200);
  });
});

describe('every answer', () => {
  it.each(['/health/live', '/api/nowhere', '/nowhere', '/assets/reader.css', '/fail/x', '/admin/sign-in/x'])(
    'carries the security headers: %s',
    async (path) => {
      const { headers } = await ask(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('server') ?? headers.get('x-powered-by')).toBeNull();
    },
  );

  it('is one line in the log, by the pattern of its route and never by its address', async () => {
    await ask('/admin/sign-in/a-token-nobody-may-see?x=reader@mail.example');
    await ask('/unknown/a-token-nobody-may-see');
    const answered = lines.filter((line) => line['event'] === 'http.answered');
    expect(answered.map(({ method, route, status }) => [method, route, status])).toEqual([
      ['GET', '/admin/sign-in/:token', 200],
      ['GET', 'unmatched', 404],
    ]);
    expect(answered[0]?.['ms']).toEqual(expect.any(Number));
    expect(JSON.stringify(lines)).not.toContain('a-token');
  });
});

/** What fetch would tidy up before sending. */
async function rawGet(path: string): Promise<string> {
  const socket = createConnection({ host: '127.0.0.1', port: Number(new URL(url).port) });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nConnection: close\r\n\r\n`);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('utf8');
}
