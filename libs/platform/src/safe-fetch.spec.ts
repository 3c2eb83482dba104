import { once } from 'node:events';
import { Server as HttpServer, createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server as TcpServer } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FetchRefused, createSafeFetch, safeFetch } from './safe-fetch.js';
import type { SafeFetchOptions } from './safe-fetch.js';

const servers: TcpServer[] = [];

async function listen(server: TcpServer): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const serve = (handler: RequestListener): Promise<number> => listen(createServer(handler));

afterEach(async () => {
  for (const server of servers.splice(0)) {
    if (server instanceof HttpServer) server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

const LIMITS = { maxBytes: 100_000, timeoutMs: 10_000, maxRedirects: 3 };

function allow(port: number, extra: Partial<SafeFetchOptions> = {}): SafeFetchOptions {
  return { ...LIMITS, allowHosts: [`127.0.0.1:${port}`], ...extra };
}

async function refusedWith(attempt: Promise<unknown>): Promise<FetchRefused> {
  const outcome = await attempt.catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(FetchRefused);
  return outcome as FetchRefused;
}

describe('answers', () => {
  it('returns body, headers and final address', async () => {
    const seen: IncomingMessage[] = [];
    const port = await serve((asked, answer) => {
      seen.push(asked);
      answer.setHeader('ETag', '"v1"').end('bonjour');
    });
    const response = await safeFetch(
      `http://127.0.0.1:${port}/feed#top`,
      allow(port, { headers: { 'If-None-Match': '"v0"', Host: 'evil.test' } }),
    );
    expect(response).toMatchObject({ status: 200, url: `http://127.0.0.1:${port}/feed` });
    expect(response.body.toString()).toBe('bonjour');
    expect(response.headers.get('ETag')).toBe('"v1"');
    expect(response.permanentUrl).toBeUndefined();
    expect(seen[0]?.headers).toMatchObject({ 'if-none-match': '"v0"', host: `127.0.0.1:${port}` });
  });

  it.each([304, 404, 500])('returns status %d instead of throwing', async (status) => {
    const port = await serve((_, answer) => {
      answer.writeHead(status, { 'content-encoding': 'gzip' }).end(status === 304 ? undefined : gzipSync('sorry'));
    });
    const response = await safeFetch(`http://127.0.0.1:${port}/`, allow(port));
    expect(response.status).toBe(status);
    expect(response.body.toString()).toBe(status === 304 ? '' : 'sorry');
  });

  it.each<[string, (body: Buffer) => Buffer]>([
    ['gzip', (body) => gzipSync(body)],
    ['br', (body) => brotliCompressSync(body)],
    ['deflate', (body) => deflateSync(body)],
    ['deflate', (body) => deflateRawSync(body)],
    ['identity', (body) => body],
  ])('undoes %s', async (coding, encode) => {
    const port = await serve((_, answer) => {
      answer.setHeader('content-encoding', coding).end(encode(Buffer.from('été'.repeat(1000))));
    });
    const response = await safeFetch(`http://127.0.0.1:${port}/`, allow(port));
    expect(response.body.toString()).toBe('été'.repeat(1000));
  });

  it.each(['gzip', 'br', 'deflate'])('takes an empty %s body', async (coding) => {
    const port = await serve((_, answer) => {
      answer.setHeader('content-encoding', coding).end();
    });
    expect((await safeFetch(`http://127.0.0.1:${port}/`, allow(port))).body.length).toBe(0);
  });

  it('undoes two codings, last one first', async () => {
    const port = await serve((_, answer) => {
      answer.setHeader('content-encoding', 'gzip, br').end(brotliCompressSync(gzipSync('double')));
    });
    expect((await safeFetch(`http://127.0.0.1:${port}/`, allow(port))).body.toString()).toBe('double');
  });
});

describe('limits', () => {
  it('stops a decompression bomb at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    const port = await serve((_, answer) => {
      answer.setHeader('content-encoding', 'gzip').end(bomb);
    });
    const before = process.memoryUsage().arrayBuffers;
    const refused = await refusedWith(safeFetch(`http://127.0.0.1:${port}/`, allow(port)));
    expect(refused.code).toBe('fetch.too_large');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  it('stops an endless body at the limit, and hangs up', async () => {
    const { promise: hungUp, resolve } = Promise.withResolvers<undefined>();
    const port = await serve((_, answer) => {
      const pour = () => {
        while (!answer.destroyed && answer.write(Buffer.alloc(10_000))) void 0;
      };
      answer.on('drain', pour).on('close', () => {
        resolve(undefined);
      });
      pour();
    });
    const refused = await refusedWith(safeFetch(`http://127.0.0.1:${port}/`, allow(port)));
    expect(refused.code).toBe('fetch.too_large');
    await hungUp;
  });

  it('believes a content-length that is too large', async () => {
    const port = await serve((_, answer) => {
      answer.writeHead(200, { 'content-length': 100_001 }).flushHeaders();
    });
    expect((await refusedWith(safeFetch(`http://127.0.0.1:${port}/`, allow(port)))).code).toBe('fetch.too_large');
  });

  it('accepts exactly the limit', async () => {
    const port = await serve((_, answer) => {
      answer.end(Buffer.alloc(100_000));
    });
    expect((await safeFetch(`http://127.0.0.1:${port}/`, allow(port))).body.length).toBe(100_000);
  });

  const silent: RequestListener = () => undefined;
  const dribble = (_: IncomingMessage, answer: ServerResponse) => {
    const timer = setInterval(() => answer.write('.'), 20);
    answer.on('close', () => {
      clearInterval(timer);
    });
  };
  const stalledGzip = (_: IncomingMessage, answer: ServerResponse) => {
    answer.setHeader('content-encoding', 'gzip').write(gzipSync('half').subarray(0, 12));
  };

  it.each([
    ['a server that never answers', silent],
    ['a body that dribbles', dribble],
    ['a compressed body that stalls', stalledGzip],
  ])('gives up on %s after the total time', async (_name, handler) => {
    const port = await serve(handler);
    const refused = await refusedWith(safeFetch(`http://127.0.0.1:${port}/`, allow(port, { timeoutMs: 200 })));
    expect(refused.code).toBe('fetch.timeout');
  });

  /** Speaks raw bytes: a first piece, then more every 20 ms until the other side hangs up. */
  const drip = (first: string, more: string): Promise<number> =>
    listen(
      createTcpServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => {
          socket.write(first);
          const timer = setInterval(() => socket.write(more), 20);
          socket.once('close', () => {
            clearInterval(timer);
          });
        });
      }),
    );

  it.each([
    ['a status line that never ends', 'HTTP/1.1 200 O', 'K'],
    ['headers that never end', 'HTTP/1.1 200 OK\r\n', 'x-more: 1\r\n'],
    ['informational answers without end', 'HTTP/1.1 103 Early Hints\r\n\r\n', 'HTTP/1.1 103 Early Hints\r\n\r\n'],
    ['chunks of one byte', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', '1\r\n.\r\n'],
    ['a chunk size that never ends', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', '0'],
  ])('gives up on %s after the total time', async (_name, first, more) => {
    const port = await drip(first, more);
    const refused = await refusedWith(safeFetch(`http://127.0.0.1:${port}/`, allow(port, { timeoutMs: 300 })));
    expect(refused.code).toBe('fetch.timeout');
  });

  it('gives up on redirects that each take their time, after the total time', async () => {
    const port = await serve((_, answer) => {
      setTimeout(() => answer.writeHead(302, { location: '/again' }).end(), 150);
    });
    const refused = await refusedWith(safeFetch(`http://127.0.0.1:${port}/`, allow(port, { timeoutMs: 400 })));
    expect(refused.code).toBe('fetch.timeout');
  });

  it('gives up on a name server that never answers', async () => {
    const fetchResolved = createSafeFetch(() => undefined);
    const refused = await refusedWith(fetchResolved('http://feed.test/', { ...LIMITS, timeoutMs: 200 }));
    expect(refused.code).toBe('fetch.timeout');
  });

  it.each([
    ['one long header', `x-long: ${'a'.repeat(70_000)}\r\n`],
    ['many headers', 'x-many: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n'.repeat(2_000)],
  ])('takes no header bomb: %s', async (_name, headers) => {
    const port = await drip(`HTTP/1.1 200 OK\r\n${headers}`, '');
    const refused = await refusedWith(safeFetch(`http://127.0.0.1:${port}/`, allow(port)));
    expect(refused).toMatchObject({ code: 'fetch.failed', message: 'the answer has too many headers' });
  });

  it('can be cancelled', async () => {
    const cancel = new AbortController();
    const port = await serve(() => {
      cancel.abort();
    });
    const refused = await refusedWith(safeFetch(`http://127.0.0.1:${port}/`, allow(port, { signal: cancel.signal })));
    expect(refused).toMatchObject({ code: 'fetch.failed', message: 'cancelled' });
  });
});

describe('redirects', () => {
  const redirecting = (statuses: Record<string, [number, string]>): RequestListener => {
    return (asked, answer) => {
      const [status, location] = statuses[asked.url ?? ''] ?? [200, ''];
      answer.writeHead(status, location === '' ? {} : { location }).end(`at ${asked.url ?? ''}`);
    };
  };

  it('follows, and tells a permanent move', async () => {
    const port = await serve(redirecting({ '/a': [301, '/b'], '/b': [308, 'c'] }));
    const response = await safeFetch(`http://127.0.0.1:${port}/a`, allow(port));
    const url = `http://127.0.0.1:${port}/c`;
    expect(response).toMatchObject({ status: 200, url, permanentUrl: url });
    expect(response.body.toString()).toBe('at /c');
  });

  it('tells no permanent move when one step was temporary', async () => {
    const port = await serve(redirecting({ '/a': [301, '/b'], '/b': [302, '/c'] }));
    const response = await safeFetch(`http://127.0.0.1:${port}/a`, allow(port));
    expect(response.url).toBe(`http://127.0.0.1:${port}/c`);
    expect(response.permanentUrl).toBeUndefined();
  });

  it('stops a loop', async () => {
    const port = await serve(redirecting({ '/a': [302, '/a'] }));
    const refused = await refusedWith(safeFetch(`http://127.0.0.1:${port}/a`, allow(port)));
    expect(refused.code).toBe('fetch.too_many_redirects');
  });

  it('allows exactly the limit', async () => {
    const port = await serve(redirecting({ '/a': [302, '/b'], '/b': [302, '/c'], '/c': [302, '/d'] }));
    expect((await safeFetch(`http://127.0.0.1:${port}/a`, allow(port))).body.toString()).toBe('at /d');
  });

  it('returns a redirect status that names no target', async () => {
    const port = await serve(redirecting({ '/a': [302, ''] }));
    expect((await safeFetch(`http://127.0.0.1:${port}/a`, allow(port))).status).toBe(302);
  });

  it('never reaches a private server behind a redirect', async () => {
    let reached = 0;
    const inner = await serve((_, answer) => {
      reached += 1;
      answer.end('secret');
    });
    for (const host of [
      `127.0.0.1:${inner}`,
      `localhost:${inner}`,
      `2130706433:${inner}`,
      `[::ffff:127.0.0.1]:${inner}`,
    ]) {
      const outer = await serve(redirecting({ '/a': [302, `http://${host}/`] }));
      const refused = await refusedWith(safeFetch(`http://127.0.0.1:${outer}/a`, allow(outer)));
      expect([host, refused.code]).toEqual([host, 'fetch.address_refused']);
    }
    expect(reached).toBe(0);
  });

  it('refuses a redirect to another scheme', async () => {
    const port = await serve(redirecting({ '/a': [302, 'file:///etc/passwd'] }));
    const refused = await refusedWith(safeFetch(`http://127.0.0.1:${port}/a`, allow(port)));
    expect(refused.code).toBe('fetch.scheme_refused');
  });

  it('keeps credentials from another origin', async () => {
    const seen: (string | undefined)[] = [];
    const inner = await serve((asked, answer) => {
      seen.push(asked.headers.authorization, asked.headers.cookie, asked.headers['x-feed']?.toString());
      answer.end();
    });
    const outer = await serve(redirecting({ '/a': [302, `http://127.0.0.1:${inner}/`] }));
    await safeFetch(`http://127.0.0.1:${outer}/a`, {
      ...LIMITS,
      allowHosts: ['127.0.0.1'],
      headers: { Authorization: 'Bearer x', Cookie: 'a=b', 'X-Feed': '1' },
    });
    expect(seen).toEqual([undefined, undefined, '1']);
  });
});

describe('addresses', () => {
  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://0177.0.0.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://127.0.0.1./',
    'http://0/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://192.168.1.1/',
    'http://100.64.0.1/',
    'http://0.1.2.3/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[::]/',
    'http://[::127.0.0.1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:0:4136:e378::1]/',
    'http://[fc00::1]/',
    'http://[fe80::1]/',
    'http://[ff02::1]/',
    'http://[fd00:ec2::254]/latest/meta-data/',
    'http://\u2460\u2461\u2466.0.0.1/',
    'http://localhost/',
    'https://localhost/',
  ])('refuses %s', async (url) => {
    expect((await refusedWith(safeFetch(url, LIMITS))).code).toBe('fetch.address_refused');
  });

  it('allows a host on one port only when the port is named', async () => {
    const port = await serve((_, answer) => {
      answer.end();
    });
    const refused = await refusedWith(safeFetch(`http://127.0.0.1:${port}/`, allow(port + 1)));
    expect(refused.code).toBe('fetch.address_refused');
  });

  it('judges what the name resolves to, once, and connects to just that', async () => {
    const port = await serve((_, answer) => {
      answer.end('pinned');
    });
    let asked = 0;
    const fetchResolved = createSafeFetch((_, callback) => {
      asked += 1;
      callback(null, [{ address: '127.0.0.1', family: 4 }]);
    });
    const url = `http://feed.test:${port}/`;
    const response = await fetchResolved(url, { ...LIMITS, allowHosts: [`feed.test:${port}`] });
    expect([response.body.toString(), asked]).toEqual(['pinned', 1]);
    expect((await refusedWith(fetchResolved(url, LIMITS))).code).toBe('fetch.address_refused');
  });

  it.each([
    ['metadata.google.internal', '169.254.169.254'],
    ['instance-data', '169.254.169.254'],
    ['metadata.azure.internal', '169.254.169.254'],
    ['rebound.attacker.test', '127.0.0.1'],
    ['six.attacker.test', 'fd00:ec2::254'],
    ['mapped.attacker.test', '::ffff:169.254.169.254'],
    ['nat64.attacker.test', '64:ff9b::a9fe:a9fe'],
  ])('refuses %s by the address it resolves to', async (name, address) => {
    const fetchResolved = createSafeFetch((_, callback) => {
      callback(null, [{ address, family: address.includes(':') ? 6 : 4 }]);
    });
    expect((await refusedWith(fetchResolved(`http://${name}/`, LIMITS))).code).toBe('fetch.address_refused');
  });

  it('judges anew at every redirect, for a host that is allowed no more than for any other', async () => {
    const port = await serve((_, answer) => {
      answer.writeHead(302, { location: `http://inner.test:${port}/` }).end();
    });
    const fetchResolved = createSafeFetch((_, callback) => {
      callback(null, [{ address: '127.0.0.1', family: 4 }]);
    });
    const refused = await refusedWith(
      fetchResolved(`http://outer.test:${port}/`, { ...LIMITS, allowHosts: [`outer.test:${port}`] }),
    );
    expect(refused.code).toBe('fetch.address_refused');
  });

  it('refuses a name whose every address is private', async () => {
    const fetchResolved = createSafeFetch((_, callback) => {
      callback(null, [
        { address: '10.0.0.1', family: 4 },
        { address: '::ffff:127.0.0.1', family: 6 },
      ]);
    });
    expect((await refusedWith(fetchResolved('https://feed.test/', LIMITS))).code).toBe('fetch.address_refused');
  });
});

describe('failures have a code and a plain reason', () => {
  it.each([
    ['not a url', 'fetch.invalid_url'],
    ['', 'fetch.invalid_url'],
    ['/feed.xml', 'fetch.invalid_url'],
    ['http://user:pw@example.org/', 'fetch.invalid_url'],
    ['ftp://example.org/', 'fetch.scheme_refused'],
    ['javascript:alert(1)', 'fetch.scheme_refused'],
    ['data:text/xml,<rss/>', 'fetch.scheme_refused'],
  ])('%s → %s', async (url, code) => {
    expect((await refusedWith(safeFetch(url, LIMITS))).code).toBe(code);
  });

  it('a closed port', async () => {
    const server = createServer();
    const port = await listen(server);
    server.close();
    await once(server, 'close');
    servers.splice(0);
    const refused = await refusedWith(safeFetch(`http://127.0.0.1:${port}/`, allow(port)));
    expect(refused).toMatchObject({ code: 'fetch.failed', message: 'the connection was refused' });
  });

  it('a name that does not exist', async () => {
    const fetchResolved = createSafeFetch((_, callback) => {
      callback(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []);
    });
    const refused = await refusedWith(fetchResolved('http://feed.test/', LIMITS));
    expect(refused).toMatchObject({ code: 'fetch.failed', message: 'the host name was not found' });
  });

  it.each([
    ['a server that speaks something else', '220 smtp ready\r\n', /does not speak HTTP/],
    ['a server that hangs up', '', /closed the connection/],
    ['a body cut short', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc', /closed the connection/],
    [
      'broken gzip',
      'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\nnot gzip',
      /compressed body/,
    ],
    [
      'cut gzip',
      Buffer.concat([
        Buffer.from('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n'),
        gzipSync('x'.repeat(500)).subarray(0, 15),
      ]),
      /compressed body/,
    ],
    [
      'an unknown coding',
      'HTTP/1.1 200 OK\r\ncontent-encoding: zip\r\nconnection: close\r\n\r\nabc',
      /unknown content coding/,
    ],
    ['too many codings', 'HTTP/1.1 200 OK\r\ncontent-encoding: br,br,br\r\nconnection: close\r\n\r\nabc', /codings/],
  ])('%s', async (_name, bytes, reason) => {
    const port = await listen(
      createTcpServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end(bytes));
      }),
    );
    const refused = await refusedWith(safeFetch(`http://127.0.0.1:${port}/`, allow(port)));
    expect(refused.code).toBe('fetch.failed');
    expect(refused.message).toMatch(reason);
  });

  it('plain HTTP where TLS is expected', async () => {
    const port = await serve((_, answer) => {
      answer.end();
    });
    expect((await refusedWith(safeFetch(`https://127.0.0.1:${port}/`, allow(port)))).code).toBe('fetch.failed');
  });
});
