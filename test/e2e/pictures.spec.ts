import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PollSource, SourceRepository, SweepPictures } from '@app/dispatches';
import { Log } from '@app/platform';
import { startApi } from '@app/api';
import { startWorker } from '@app/worker';
import { PreviewEdition } from '@app/editions';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { createNewsroom } from '../support/newsroom.js';
import { startPictureServer, type PictureServer } from '../support/picture-server.js';
import { fromTelephone } from '../support/pictures.js';
import { startS3Server, type S3Server } from '../support/s3-server.js';
import { until } from '../support/sending.js';
import { testServices, testableBackends } from '../support/services.js';

const log = new Log('silent');

/** What lies in the bucket besides the journal of withdrawals and signs of life. */
function pictures({ objects }: S3Server): string[] {
  return [...objects.keys()].filter((key) => !key.includes('journal/'));
}

describe.each(testableBackends())('a picture of a feed, with the queue on %s', (backend) => {
  let test: TestDatabase;
  let server: PictureServer;
  let s3: S3Server;

  beforeAll(async () => {
    [server, s3] = await Promise.all([startPictureServer(), startS3Server()]);
  });
  afterAll(() => Promise.all([server.close(), s3.close()]));
  beforeEach(async () => {
    const { redisUrl } = testServices();
    const queue = backend === 'redis' && redisUrl !== null ? { REDIS_URL: redisUrl } : {};
    test = await createTestDatabase({ ...queue, FETCH_ALLOWED_HOSTS: server.host, FILES_URL: s3.url });
  });

  it('is fetched by a worker, kept in the bucket, and shown to readers from there by another process', async () => {
    const original = await fromTelephone(1_600, 1_200);
    const picture = server.put('/quai.jpg', original);
    const now = new Date().toUTCString();
    const feed = `<?xml version="1.0" encoding="UTF-8"?>
      <rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Gazette</title>
      <item><guid>a</guid><title>Le quai rouvre</title><link>https://gazette.example/quai</link><pubDate>${now}</pubDate>
      <description>Les pêcheurs y débarquent.</description><media:content url="${picture}" medium="image"/></item>
      </channel></rss>`;
    const url = server.put('/feed.xml', Buffer.from(feed));
    const newsroom = await createNewsroom(test.database);
    const [api, worker] = [await startApi(test.config, log, { port: 0 }), await startWorker(test.config, log)];
    try {
      const sources = worker.app.get(SourceRepository, { strict: false });
      const added = await sources.ensure(test.database, { slug: 'gazette', kind: 'feed', name: 'Gazette', url, language: 'fr', rights: { mail: true } });
      await worker.app.get(PollSource, { strict: false }).poll(added.id);
      await worker.app.get(SweepPictures, { strict: false }).sweep();
      const state = () => test.database.selectFrom('picture').select(['id', 'state', 'width', 'height']).executeTakeFirst();
      await until('the picture is stored', async () => (await state())?.state === 'stored');
      expect(await state()).toMatchObject({ width: 1_200, height: 1_600 });
      expect(server.asked.get('/quai.jpg')).toBe(1);

      const { html } = await worker.app.get(PreviewEdition, { strict: false }).preview(newsroom.newsletterId);
      const [, path = ''] = /<img src="http:\/\/127\.0\.0\.1:3000(\/media\/[0-9a-f]{64}\.jpg)"/.exec(html) ?? [];
      expect(html).not.toContain(picture);
      const answer = await fetch(api.url + path);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
      expect(Buffer.from(await answer.arrayBuffer()).includes('SecretMaker')).toBe(false);
      expect(pictures(s3)).toHaveLength(3);

      await test.database.updateTable('picture').set({ killed_at: new Date() }).execute();
      await worker.app.get(SweepPictures, { strict: false }).sweep();
      expect((await fetch(api.url + path)).status).toBe(410);
      expect(pictures(s3)).toHaveLength(0);
      const after = await worker.app.get(PreviewEdition, { strict: false }).preview(newsroom.newsletterId);
      expect(after.html).not.toContain('<img');
    } finally {
      await worker.close();
      await api.close();
      await test.close();
    }
  }); // prettier-ignore
});

it('a worker whose files have no place does not start, and says which variable to look at', async () => {
  const test = await createTestDatabase({ FILES_URL: 'file:///dev/null/files' });
  try {
    await expect(startWorker(test.config, log)).rejects.toThrow(/FILES_URL/);
  } finally {
    await test.close();
  }
});
