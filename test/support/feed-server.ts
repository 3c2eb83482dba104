import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/**
 * A publisher's HTTP server that does as a test says, also what no server should: on 127.0.0.1, on as many ports as the
 * test wants hosts. It counts what a publisher would notice: sockets, and requests at the same time on one host.
 */

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

export interface FeedServer {
  /** `127.0.0.1:port`, one for each port. */
  readonly hosts: readonly string[];
  /** Every request so far. */
  readonly requests: readonly {
    readonly host: string;
    readonly path: string;
    readonly headers: IncomingMessage['headers'];
  }[];
  /** Most sockets that were open at the same time, over all ports. */
  readonly mostSockets: number;
  /** Most requests under way at the same time on one and the same port. */
  readonly mostOnOneHost: number;
  /** Address of a path on the first port, or on another. */
  url(path: string, host?: number): string;
  /** What the path answers from now on, on every port. What has no answer is 404. */
  answer(path: string, answer: Answer): void;
  close(): Promise<void>;
}

export async function startFeedServer(ports = 1): Promise<FeedServer> {
  const answers = new Map<string, Answer>();
  const requests: FeedServer['requests'][number][] = [];
  const sockets = new Set<Socket>();
  const underWay = new Map<string, number>();
  const most = { sockets: 0, onOneHost: 0 };

  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const host = request.headers.host ?? '';
    const path = (request.url ?? '').replace(/\?.*/, '');
    requests.push({ host, path, headers: request.headers });
    const count = (change: number): void => {
      underWay.set(host, (underWay.get(host) ?? 0) + change);
      most.onOneHost = Math.max(most.onOneHost, underWay.get(host) ?? 0);
    };
    count(1);
    response.once('close', () => { count(-1); }); // prettier-ignore
    const answer = answers.get(path) ?? ((missing) => void missing.writeHead(404).end());
    answer(response, request);
  };
  const servers = Array.from({ length: ports }, () => createServer(serve));
  for (const server of servers) {
    server.on('connection', (socket) => {
      sockets.add(socket);
      most.sockets = Math.max(most.sockets, sockets.size);
      socket.once('close', () => sockets.delete(socket));
      // A client that hangs up on us is what many of these tests are about.
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }
  const hosts = servers.map((server) => `127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    hosts,
    requests,
    get mostSockets() {
      return most.sockets;
    },
    get mostOnOneHost() {
      return most.onOneHost;
    },
    url: (path, host = 0) => `http://${hosts[host] ?? ''}${path}`,
    answer: (path, answer) => void answers.set(path, answer),
    close: async () => {
      await Promise.all(servers.map(stop));
    },
  };
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

export interface FeedItem {
  readonly id: string;
  readonly title: string;
  readonly summary?: string;
  readonly link?: string;
  /** As the feed writes it; left out: no date. */
  readonly date?: string;
}

/** An RSS feed of these items, in UTF-8. Sources whose items have the same links tell of the same dispatches. */
export function rss(items: readonly FeedItem[], site = 'https://agence.example'): string {
  const entries = items.map(
    ({ id, title, summary = '', link = `${site}/${id}`, date }) =>
      `<item><guid>${id}</guid><title>${title}</title><link>${link}</link><description>${summary}</description>${
        date === undefined ? '' : `<pubDate>${date}</pubDate>`
      }</item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Fil</title><link>${site}/</link><language>fr-fr</language>
${entries.join('\n')}</channel></rss>`;
}

export function feed(body: string | Buffer, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(200, { 'content-type': 'application/rss+xml', ...headers }).end(body);
}

export function status(code: number, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(code, headers).end();
}

/** Sends spaces until the other side hangs up, or so many are gone. */
export function pour(bytes: number): Answer {
  return (response) => {
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
  };
}

/** Answers that no server should give. */
export const misbehaviour = {
  /** Promises more bytes than it sends, and hangs up. */
  tooShort: (body: string): Answer => (response) => {
    response.writeHead(200, { 'content-type': 'application/rss+xml', 'content-length': Buffer.byteLength(body) + 100 });
    response.write(body, () => response.socket?.destroy());
  },
  /** Promises fewer bytes than it sends. */
  tooLong: (body: string): Answer => (response) => {
    const half = Math.floor(Buffer.byteLength(body) / 2);
    response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-type: application/rss+xml\r\ncontent-length: ${half}\r\nconnection: close\r\n\r\n${body}`);
  },
  /** Resets the connection in the middle of the body. */
  resets: (body: string): Answer => (response) => {
    response.writeHead(200, { 'content-type': 'application/rss+xml' });
    response.write(body.slice(0, body.length / 2), () => response.socket?.resetAndDestroy());
  },
  /** A small body that becomes a large one. */
  gzipBomb: (bytes: number): Answer => {
    const bomb = gzipSync(Buffer.alloc(bytes, ' '));
    return (response) => response.writeHead(200, { 'content-type': 'application/rss+xml', 'content-encoding': 'gzip' }).end(bomb);
  },
  /** Says gzip and sends none. */
  falseGzip: (body: string): Answer => feed(body, { 'content-encoding': 'gzip' }),
  /** 64 KB of header. */
  headerBomb: (): Answer => (response) => response.socket?.end(`HTTP/1.1 200 OK\r\nx-filler: ${'a'.repeat(65_536)}\r\n\r\n`),
} as const; // prettier-ignore
