import { spawn } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectPath } from '@app/platform';
import { pour, startFeedServer, type Answer, type FeedServer } from '../support/feed-server.js';

const MEGABYTE = 1024 * 1024;

/** Fetches in a process of its own and tells how much memory that took at its peak, beyond what the process had. */
const CHILD = `
const { existsSync, readFileSync } = await import('node:fs');
const { fetchFeed } = await import(process.env.DISPATCHES);
// Linux hands the peak that getrusage tells on from the process that started this one; the one in /proc is its own.
const highest = () => existsSync('/proc/self/status')
  ? Number(/VmHWM:\\s+(\\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024
  : process.resourceUsage().maxRSS * 1024;
const settings = { publicUrl: 'https://news.example', allowHosts: [new URL(process.env.FEED).host] };
globalThis.gc();
const before = process.memoryUsage.rss();
const known = { etag: null, lastModified: null, bodyHash: null };
const code = await fetchFeed(process.env.FEED, known, settings).then(() => 'read', (error) => error.code);
const peak = Math.max(highest(), before);
console.log(JSON.stringify({ code, grown: peak - before }));
`;

async function fetchApart(url: string): Promise<{ code: string; grown: number }> {
  const dispatches = projectPath('dist', 'libs', 'dispatches', 'src', 'index.js');
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', CHILD], {
    env: { PATH: process.env['PATH'], DISPATCHES: dispatches, FEED: url },
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(printed) as { code: string; grown: number };
}

describe('a feed of 100 MB', () => {
  let server: FeedServer;
  beforeAll(async () => {
    server = await startFeedServer();
  });
  afterAll(() => server.close());

  const packed = gzipSync(Buffer.alloc(100 * MEGABYTE, '<item/>'));
  it.each<[string, Answer]>([
    ['as it comes', pour(100 * MEGABYTE)],
    ['packed into a few', (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed)],
  ])('is refused at its limit, %s, in less than 100 MB of memory', async (name, answer) => {
    server.answer('/large.xml', answer);
    const { code, grown } = await fetchApart(server.url('/large.xml'));
    expect([name, code]).toEqual([name, 'fetch.too_large']);
    expect(grown).toBeLessThan(100 * MEGABYTE);
  });
});
