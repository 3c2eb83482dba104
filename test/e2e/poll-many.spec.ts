import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Log, newId } from '@app/platform';
import { startWorker, type RunningWorker } from '@app/worker';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { rss, startFeedServer, type FeedServer } from '../support/feed-server.js';

/** Many times what two workers do side by side; `npm run bench` does it with a thousand. */
const HOSTS = process.env['TEST_FULL'] === '1' ? 60 : 24;
const FEEDS_PER_HOST = 3;
const WORKERS = 2;
/** What apps/worker's processor of the queue does side by side. */
const AT_ONCE_PER_WORKER = 8;

describe('many sources due at once', () => {
  let test: TestDatabase;
  let server: FeedServer;
  let workers: RunningWorker[];

  beforeAll(async () => {
    server = await startFeedServer(HOSTS);
    test = await createTestDatabase({ FETCH_ALLOWED_HOSTS: '127.0.0.1', SWEEP_SECONDS: '1' });
  });
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.close()));
    await test.close();
    await server.close();
  });

  it('are all polled, once, by two workers with few sockets, and one at a time on each host', async () => {
    const feeds = server.hosts.flatMap((host, index) =>
      Array.from({ length: FEEDS_PER_HOST }, (_, number) => ({ host, path: `/${index}-${number}.xml` })),
    );
    let answered = 0;
    const { promise: allAnswered, resolve } = Promise.withResolvers<undefined>();
    for (const { path } of feeds)
      server.answer(path, (response) => {
        response.writeHead(200, { 'content-type': 'application/rss+xml' });
        response.end(rss([{ id: path, title: `Nouvelle de ${path}` }], 'https://agence.example'));
        answered += 1;
        if (answered === feeds.length) resolve(undefined);
      });
    const rows = feeds.map(({ host, path }) => ({
      id: newId(),
      slug: path.replace(/\W/g, ''),
      kind: 'feed' as const,
      name: 'Agence',
      url: `http://${host}${path}`,
      host,
    }));
    await test.database.insertInto('source').values(rows).execute();
    workers = await Promise.all(Array.from({ length: WORKERS }, () => startWorker(test.config, new Log('silent'))));
    await allAnswered;
    await Promise.all(workers.splice(0).map((worker) => worker.close()));

    expect(server.mostOnOneHost).toBe(1);
    expect(server.mostSockets).toBeLessThanOrEqual(WORKERS * AT_ONCE_PER_WORKER);
    expect(new Set(server.requests.map(({ path }) => path)).size).toBe(feeds.length);
    expect(server.requests).toHaveLength(feeds.length);
    const polls = await test.database.selectFrom('source_poll').select(['source_id', 'outcome', 'created']).execute();
    expect(polls).toHaveLength(feeds.length);
    expect(polls.filter(({ outcome, created }) => outcome !== 'read' || created !== 1)).toEqual([]);
    // They do not come back together.
    const next = await test.database.selectFrom('source').select('next_poll_at').execute();
    const times = next.map(({ next_poll_at }) => next_poll_at.getTime());
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(100_000);
  });
});
