import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Readable, pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import { HUGE_BYTES, HUGE_PACKED_PATH, HUGE_PATH } from './feed-server-paths.js';
import { syntheticFeed } from './synthetic-feed.js';

/**
 * The benchmark's publishers, in a process of their own: one port each, because a host is asked one thing at a time.
 * Every feed is made before it is asked for, so that making it costs nobody time. Ends when its parent does.
 */
export type FeedServerOrder =
  | { readonly kind: 'open'; readonly feeds: readonly { readonly number: number; readonly entries: number }[] }
  | { readonly kind: 'begin' | 'report' };

export type FeedServerMessage =
  | { readonly kind: 'open'; readonly ports: readonly number[]; readonly bytes: number }
  | ({ readonly kind: 'report' } & FeedServerReport);

export interface FeedServerReport {
  readonly requests: number;
  /** Sockets open at the same time, at most, over all ports. */
  readonly peakSockets: number;
}

const HUGE_ITEM = Buffer.from(
  `<item><title>Un titre</title><description>${'Un mot et un autre. '.repeat(3_200)}</description></item>\n`,
);

let sockets = 0;
let peakSockets = 0;
let requests = 0;

function* hugeFeed(): Generator<Buffer> {
  yield Buffer.from('<?xml version="1.0"?><rss version="2.0"><channel><title>Sans fin</title>');
  for (let sent = 0; sent < HUGE_BYTES; sent += HUGE_ITEM.length) yield HUGE_ITEM;
  yield Buffer.from('</channel></rss>');
}

function answerHuge(response: ServerResponse, isPacked: boolean): void {
  response.writeHead(200, {
    'content-type': 'application/rss+xml',
    ...(isPacked && { 'content-encoding': 'gzip' }),
  });
  // Whoever refuses it hangs up, which is what is measured.
  const done = (): void => undefined;
  if (isPacked) pipeline(Readable.from(hugeFeed()), createGzip(), response, done);
  else pipeline(Readable.from(hugeFeed()), response, done);
}

async function openServer(body: Buffer): Promise<Server> {
  const server = createServer((request, response) => {
    requests += 1;
    if (request.url === HUGE_PATH || request.url === HUGE_PACKED_PATH) {
      answerHuge(response, request.url === HUGE_PACKED_PATH);
      return;
    }
    response.writeHead(200, { 'content-type': 'application/xml', 'content-length': body.length }).end(body);
  });
  server.on('connection', (socket) => {
    sockets += 1;
    peakSockets = Math.max(peakSockets, sockets);
    socket.on('close', () => (sockets -= 1));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function tell(message: FeedServerMessage): void {
  process.send?.(message);
}

async function open(feeds: Extract<FeedServerOrder, { kind: 'open' }>['feeds']): Promise<void> {
  const now = new Date();
  const ports: number[] = [];
  let bytes = 0;
  for (const { number, entries } of feeds) {
    const body = Buffer.from(syntheticFeed({ number, entries, now }));
    bytes += body.length;
    const server = await openServer(body);
    ports.push((server.address() as AddressInfo).port);
  }
  tell({ kind: 'open', ports, bytes });
}

process.on('message', (order: FeedServerOrder) => {
  if (order.kind === 'open') void open(order.feeds);
  if (order.kind === 'begin') [requests, peakSockets] = [0, sockets];
  if (order.kind === 'report') tell({ kind: 'report', requests, peakSockets });
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C goes to every process of the terminal; the parent ends us when it has finished.
process.on('SIGINT', () => undefined);
