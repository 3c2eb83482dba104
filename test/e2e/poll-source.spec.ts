import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Log } from '@app/platform';
import { ChangeSource, FindSources, PollSource, SourceRepository, type PollResult } from '@app/dispatches';
import { openToolbox } from '../../apps/cli/src/toolbox.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { feed, misbehaviour, pour, rss, startFeedServer, status, type Answer, type FeedItem, type FeedServer } from '../support/feed-server.js'; // prettier-ignore

const MEGABYTE = 1024 * 1024;
/** A feed a test breaks. */
const broken = (title: string): string => rss([{ id: '1', title, summary: 'Deux phrases. Pas plus.' }]);

describe('polling a feed', () => {
  let test: TestDatabase;
  let tools: INestApplicationContext;
  let server: FeedServer;
  let slug: string;
  let path: string;
  let count = 0;

  beforeAll(async () => {
    server = await startFeedServer(2);
    // The second port stands for somebody else's private network.
    test = await createTestDatabase({ FETCH_ALLOWED_HOSTS: server.hosts[0] ?? '' });
    tools = await openToolbox(test.config, new Log('silent'));
  });
  afterAll(async () => {
    await tools.close();
    await test.close();
    await server.close();
  });
  beforeEach(async () => {
    count += 1;
    path = `/${count}.xml`;
    slug = await source(server.url(path));
  });

  /** Every test has a site of its own: the same link from two sources would be one dispatch. */
  const items = (...given: FeedItem[]): string => rss(given, `https://agence-${slug}.example`);
  const one = (title: string): string =>
    items({ id: '1', title, summary: 'Deux phrases. Pas plus.', date: 'Sun, 22 Nov 2026 06:00:00 GMT' });
  const sources = (): SourceRepository => tools.get(SourceRepository, { strict: false });

  async function source(url: string): Promise<string> {
    count += 1;
    return (await sources().ensure(test.database, { slug: `feed-${count}`, kind: 'feed', name: 'Agence', url })).slug;
  }
  async function poll(): Promise<PollResult> {
    const { id } = await tools.get(FindSources, { strict: false }).bySlug(slug);
    await sources().makeDue(id);
    return tools.get(PollSource, { strict: false }).poll(id);
  }
  const answer = (given: Answer): void => { server.answer(path, given); }; // prettier-ignore

  async function row() {
    return test.database.selectFrom('source').selectAll().where('slug', '=', slug).executeTakeFirstOrThrow();
  }
  async function dispatches() {
    const { id } = await row();
    return test.database
      .selectFrom('dispatch')
      .select(['headline', 'version', 'may_mail', 'may_archive', 'language', 'standfirst', 'is_back_catalogue'])
      .where('source_id', '=', id)
      .orderBy('external_id')
      .execute();
  }
  async function lastPoll() {
    const { polls, health } = await tools.get(FindSources, { strict: false }).show(slug);
    return { ...polls[0], health };
  }
  async function alarms(): Promise<readonly string[]> {
    return (await tools.get(FindSources, { strict: false }).show(slug)).health.alarms;
  }
  const asked = (): FeedServer['requests'] => server.requests.filter((request) => request.path === path);

  describe('what came', () => {
    it('is stored when it is new, asked for only when it changed, and becomes a version when it did', async () => {
      let title = 'Le pont rouvre';
      answer((response, request) => {
        const etag = `W/"${title.length}"`;
        if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
        else feed(one(title), { etag, 'last-modified': 'Sun, 22 Nov 2026 06:00:00 GMT' })(response, request);
      });
      expect(await poll()).toMatchObject({ outcome: 'read', created: 1, refused: [] });
      expect(await poll()).toMatchObject({ outcome: 'not_modified', created: 0 });
      title = 'Le pont rouvre aux piétons';
      expect(await poll()).toMatchObject({ outcome: 'read', created: 0, updated: 1 });
      // A weak validator goes back as it came.
      expect(asked().map(({ headers }) => headers['if-none-match'])).toEqual([undefined, 'W/"14"', 'W/"14"']);
      expect(asked()[2]?.headers['if-modified-since']).toBe('Sun, 22 Nov 2026 06:00:00 GMT');
      expect(asked()[0]?.headers['user-agent']).toBe('Colporteur (+http://127.0.0.1:3000)');
      expect(await dispatches()).toMatchObject([{ headline: 'Le pont rouvre aux piétons', version: 2 }]);
      expect(await lastPoll()).toMatchObject({ outcome: 'read', httpStatus: 200, updated: 1, reason: null });
    });

    it('keeps the validators a 304 leaves out, and takes those it renews', async () => {
      answer(feed(one('Un'), { etag: '"a"', 'last-modified': 'Sun, 22 Nov 2026 06:00:00 GMT' }));
      await poll();
      answer(status(304));
      await poll();
      expect(await row()).toMatchObject({ etag: '"a"', last_modified: 'Sun, 22 Nov 2026 06:00:00 GMT' });
      answer(status(304, { etag: '"b"' }));
      await poll();
      expect(await row()).toMatchObject({ etag: '"b"', last_modified: 'Sun, 22 Nov 2026 06:00:00 GMT' });
    });

    it('is not read again when the same bytes come without a validator', async () => {
      answer(feed(one('Deux fois')));
      expect(await poll()).toMatchObject({ outcome: 'read', created: 1 });
      expect(await poll()).toMatchObject({ outcome: 'not_modified' });
      answer(feed(one('Deux fois'), { 'content-type': 'application/rss+xml; charset=utf-8' }));
      expect(await poll()).toMatchObject({ outcome: 'read', unchanged: 1 });
    });

    it('is an excerpt when nobody stated the rights', async () => {
      answer(feed(one('Le marché ferme')));
      await poll();
      expect(await dispatches()).toMatchObject([
        { may_mail: false, may_archive: false, language: 'fr', standfirst: 'Deux phrases. Pas plus.' },
      ]);
    });

    it('is a back catalogue where a first poll brings what is old, and news from then on', async () => {
      const old = { id: '1', title: 'De l’an dernier', date: 'Sat, 22 Nov 2025 06:00:00 GMT' };
      answer(feed(items(old)));
      await poll();
      answer(feed(items({ id: '2', title: 'De ce jour' }, old)));
      await poll();
      expect((await dispatches()).map((one) => one.is_back_catalogue)).toEqual([true, false]);
    });

    it('is counted with what is wrong with it', async () => {
      answer(
        feed(
          rss([
            { id: '1', title: 'Ab�m�' },
            { id: '2', title: 'Intact' },
          ]),
        ),
      );
      await poll();
      const { damaged, health } = await lastPoll();
      expect([damaged, health.damagedShare]).toEqual([1, 0.5]);
    });

    it('is read in the encoding it is in, whatever the header says', async () => {
      const body = Buffer.from(one('L’été à Orléans').replace('UTF-8', 'windows-1252'), 'utf8');
      answer(feed(body, { 'content-type': 'application/rss+xml; charset=iso-8859-1' }));
      await poll();
      expect(await dispatches()).toMatchObject([{ headline: 'L’été à Orléans' }]);
    });
  });

  describe('a failure', () => {
    it.each<[string, string, number | null, Answer]>([
      ['an HTML page', 'feed.not_a_feed', 200, feed('<!doctype html><html><body><h1>Accueil</h1></body></html>', { 'content-type': 'text/html' })],
      ['truncated XML', 'feed.malformed', 200, feed(broken('Coupé').slice(0, 180))],
      ['nothing at all', 'feed.not_a_feed', 200, feed('')],
      ['401', 'source.refused', 401, status(401)],
      ['403', 'source.refused', 403, status(403)],
      ['404', 'source.refused', 404, status(404)],
      ['500', 'source.refused', 500, status(500)],
      ['503', 'source.refused', 503, status(503)],
      ['204', 'source.refused', 204, status(204)],
      ['a 304 nobody asked for', 'source.refused', 304, status(304)],
      ['a redirect to nowhere', 'source.refused', 302, status(302)],
      ['50 MB', 'fetch.too_large', null, pour(50 * MEGABYTE)],
      ['a gzip bomb', 'fetch.too_large', null, misbehaviour.gzipBomb(100 * MEGABYTE)],
      ['gzip that is none', 'fetch.failed', null, misbehaviour.falseGzip(broken('Faux'))],
      ['fewer bytes than promised', 'fetch.failed', null, misbehaviour.tooShort(broken('Court'))],
      ['more bytes than promised', 'feed.malformed', 200, misbehaviour.tooLong(broken('Long'))],
      ['a reset in the middle', 'fetch.failed', null, misbehaviour.resets(broken('Coupé'))],
      ['64 KB of header', 'fetch.failed', null, misbehaviour.headerBomb()],
    ])('of %s is %s, writes no dispatch and stands with the source', async (_, code, httpStatus, given) => {
      answer(given);
      await expect(poll()).rejects.toMatchObject({ code });
      expect(await dispatches()).toEqual([]);
      expect(await row()).toMatchObject({ last_failure: code, consecutive_failures: 1, polling_until: null });
      expect(await lastPoll()).toMatchObject({ outcome: 'failed', reason: code, httpStatus });
      expect((await lastPoll()).message).toBeTruthy();
    }); // prettier-ignore

    it('is forgotten by the next success', async () => {
      answer(status(500));
      await expect(poll()).rejects.toMatchObject({ code: 'source.refused', details: { status: 500 } });
      answer(feed(one('De retour')));
      await poll();
      expect(await row()).toMatchObject({ last_failure: null, consecutive_failures: 0, failing_since: null });
      expect((await lastPoll()).health.failures).toMatchObject([
        { reason: 'source.refused', httpStatus: 500, count: 1 },
      ]);
    });

    it('loops no further than the limit', async () => {
      answer(status(302, { location: server.url(path) }));
      await expect(poll()).rejects.toMatchObject({ code: 'fetch.too_many_redirects' });
      expect(asked()).toHaveLength(6);
    });

    it.each([
      ['429 with seconds', 429, '7200', 7_200, 7_920],
      ['503 with a date', 503, new Date(Date.now() + 7_200_000).toUTCString(), 7_100, 7_920],
      ['403 with seconds', 403, '7200', 7_200, 7_920],
      ['429 with a year', 429, '31536000', 86_400, 86_400],
    ])('waits as the publisher asks: %s', async (_, code, retryAfter, least, most) => {
      answer(status(code, { 'retry-after': retryAfter }));
      await expect(poll()).rejects.toMatchObject({ code: 'source.refused' });
      const seconds = ((await row()).next_poll_at.getTime() - Date.now()) / 1000;
      expect(seconds).toBeGreaterThan(least - 60);
      expect(seconds).toBeLessThan(most + 1);
    });

    it('for three days pauses the source, with the reason and an alarm, until somebody resumes it', async () => {
      answer(status(500));
      await expect(poll()).rejects.toThrow();
      const failingFor = (hours: number) =>
        test.database.updateTable('source').set({ failing_since: sql<Date>`now() - make_interval(hours => ${hours})` }).where('slug', '=', slug).execute(); // prettier-ignore
      await failingFor(71);
      await expect(poll()).rejects.toThrow();
      expect([(await row()).state, await alarms()]).toEqual(['active', []]);
      await failingFor(72);
      await expect(poll()).rejects.toThrow();
      expect(await row()).toMatchObject({ state: 'paused', state_reason: 'source.refused' });
      expect(await alarms()).toEqual(['source.paused']);
      const before = asked().length;
      expect(await poll()).toMatchObject({ outcome: 'not_due' });
      expect(asked()).toHaveLength(before);
      const found = await tools.get(FindSources, { strict: false }).bySlug(slug);
      await tools.get(ChangeSource, { strict: false }).resume(found, { operatorId: null });
      answer(feed(one('De retour')));
      expect(await poll()).toMatchObject({ outcome: 'read', created: 1 });
      expect([(await row()).state, await alarms()]).toEqual(['active', []]);
    });
  });

  describe('an address', () => {
    it('that is gone stops the source, and says so', async () => {
      answer(status(410));
      await expect(poll()).rejects.toMatchObject({ code: 'source.gone' });
      expect(await row()).toMatchObject({ state: 'stopped', state_reason: 'source.gone' });
      expect(await alarms()).toEqual(['source.gone']);
    });

    it.each([301, 308])('that moved for good (%d) to a feed is the new one from then on', async (code) => {
      answer(status(code, { location: `${path}/new` }));
      server.answer(`${path}/new`, feed(one('Déménagé')));
      await poll();
      expect((await row()).url).toBe(server.url(`${path}/new`));
    });

    it.each([302, 303, 307])('that moved for now (%d) stays', async (code) => {
      answer(status(code, { location: `${path}/new` }));
      server.answer(`${path}/new`, feed(one('En vacances')));
      expect(await poll()).toMatchObject({ created: 1 });
      expect((await row()).url).toBe(server.url(path));
    });

    it('that moved for good to what is no feed stays', async () => {
      answer(status(301, { location: `${path}/login` }));
      server.answer(
        `${path}/login`,
        feed('<!doctype html><title>Se connecter</title>', { 'content-type': 'text/html' }),
      );
      await expect(poll()).rejects.toMatchObject({ code: 'feed.not_a_feed' });
      expect((await row()).url).toBe(server.url(path));
    });

    it('that moved for good onto another source’s stays, and the desk is told', async () => {
      const theirs = server.url(`${path}/theirs`);
      const otherSlug = await source(theirs);
      answer(status(301, { location: theirs }));
      server.answer(`${path}/theirs`, feed(one('À eux')));
      await poll();
      expect([(await row()).url, await alarms()]).toEqual([server.url(path), ['source.moved_onto_another']]);
      const other = await tools.get(FindSources, { strict: false }).bySlug(otherSlug);
      await tools.get(ChangeSource, { strict: false }).stop(other, { operatorId: null });
      server.answer(`${path}/theirs`, feed(one('À nous')));
      await poll();
      expect([(await row()).url, await alarms()]).toEqual([theirs, []]);
    });

    it('on a private network is never asked, directly or by a redirect', async () => {
      const inner = server.hosts[1] ?? '';
      const port = inner.split(':')[1] ?? '';
      for (const url of [`http://${inner}/`, `http://localhost:${port}/`, `http://[::ffff:127.0.0.1]:${port}/`, 'http://169.254.169.254/latest/', 'http://[::1]/']) {
        slug = await source(url);
        await expect(poll()).rejects.toMatchObject({ code: 'fetch.address_refused' });
      }
      slug = await source(server.url(path));
      answer(status(302, { location: `http://${inner}/` }));
      await expect(poll()).rejects.toMatchObject({ code: 'fetch.address_refused' });
      expect(server.requests.filter(({ host }) => host === inner)).toEqual([]);
    }); // prettier-ignore
  });

  it('leaves a feed alone that is not due', async () => {
    answer(feed(one('Deux fois')));
    await poll();
    expect(await tools.get(PollSource, { strict: false }).poll((await row()).id)).toMatchObject({ outcome: 'not_due' });
    expect(asked()).toHaveLength(1);
  });
});
