import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClaimEditions, NewsletterRepository } from '@app/editions';
import { newId } from '@app/platform';
import { NOW, startTestApi, type TestApi } from '../../../../test/support/api.js';
import { createNewsroom, type Newsroom } from '../../../../test/support/newsroom.js';
import { keyWith, signedIn } from '../../../../test/support/operators.js';
import { until } from '../../../../test/support/sending.js';

let server: TestApi;
let newsroom: Newsroom;
let session: { cookie: string };

beforeAll(async () => {
  server = await startTestApi();
  newsroom = await createNewsroom(server.database);
  session = await signedIn(server, 'viewer', 'fr');
});
afterAll(() => server.close());

async function read(path: string, headers: Record<string, string> = session) {
  const { status, text, headers: answered } = await server.ask('GET', path, { headers });
  return { status, headers: answered, body: JSON.parse(text) as Record<string, unknown> };
}

describe('GET /api/v1/newsletters', () => {
  it('gives each with its template, readers, last and next edition, and nothing else', async () => {
    const { app } = server.api;
    const newsletter = await app.get(NewsletterRepository, { strict: false }).bySlug('matin');
    if (newsletter === undefined) throw new Error('the newsroom has no newsletter');
    const editionId = await app.get(ClaimEditions, { strict: false }).claimNow(newsletter);
    const { status, body, headers } = await read('/api/v1/newsletters');
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(body).toEqual({
      newsletters: [
        {
          id: newsroom.newsletterId,
          slug: 'matin',
          name: 'Le Matin',
          language: 'fr',
          direction: 'ltr',
          familyId: newsroom.familyId,
          familyName: 'Le Matin',
          timeZone: 'Europe/Paris',
          approval: 'automatic',
          template: { id: newsroom.templateId, slug: 'digest', name: 'Digest' },
          activeSubscriptions: 0,
          nextEdition: {
            dueAt: '2026-03-11T06:00:00.000Z',
            freezesAt: '2026-03-11T05:30:00.000Z',
            editionDate: '2026-03-11',
          },
          latestEdition: { id: editionId, editionDate: '2026-03-10', kind: 'digest', sequence: 2, state: 'claimed' },
        },
      ],
    });
  });

  it('counts who is active, and says when nothing is planned', async () => {
    await createNewsroom(server.database, { slug: 'nachrichten', language: 'ar', list_id: 'ar.gazette.example' });
    await server.database
      .deleteFrom('calendar_day')
      .where('newsletter_id', 'in', (eb) => eb.selectFrom('newsletter').select('id').where('slug', '=', 'nachrichten'))
      .execute();
    await server.post('/n/matin/subscribe', { address: 'ana@mail.example' });
    const { content } = await server.database.selectFrom('notice').select('content').executeTakeFirstOrThrow();
    await server.ask('POST', new URL(String(content['actionUrl'])).pathname);
    // Counts may be a moment old, so that a list of newsletters never counts millions each time it is asked for.
    let body: Record<string, unknown> = {};
    await until('the reader is counted', async () => {
      ({ body } = await read('/api/v1/newsletters'));
      return JSON.stringify(body).includes('"activeSubscriptions":1');
    });
    expect(body['newsletters']).toEqual([
      expect.objectContaining({ slug: 'matin', activeSubscriptions: 1 }),
      expect.objectContaining({
        slug: 'nachrichten',
        direction: 'rtl',
        activeSubscriptions: 0,
        nextEdition: null,
        latestEdition: null,
      }),
    ]);
  });
});

describe('GET /api/v1/newsletters/:slug/calendar', () => {
  it('says when the next editions are due for a reader, and why a day has none', async () => {
    const { database } = server;
    await database
      .updateTable('newsletter')
      .set({ offers_time_zone: true })
      .where('id', '=', newsroom.newsletterId)
      .execute();
    const reason = 'Fête';
    await database
      .insertInto('calendar_break')
      .values({ newsletter_id: newsroom.newsletterId, first_day: '2026-03-12', last_day: '2026-03-12', reason })
      .execute();
    const { status, body } = await read('/api/v1/newsletters/matin/calendar?zone=Asia/Tokyo&count=2');
    expect(status).toBe(200);
    const day = { timeZone: 'Asia/Tokyo', slot: 'all', break: null };
    expect(body).toEqual({
      slug: 'matin',
      timeZone: 'Europe/Paris',
      offersTimeZone: true,
      days: [
        { ...day, editionDate: '2026-03-11', dueAt: '2026-03-10T22:00:00.000Z', localTime: '2026-03-11T07:00' },
        {
          ...day,
          editionDate: '2026-03-12',
          dueAt: null,
          localTime: null,
          break: { firstDay: '2026-03-12', lastDay: '2026-03-12', reason },
        },
        { ...day, editionDate: '2026-03-13', dueAt: '2026-03-12T22:00:00.000Z', localTime: '2026-03-13T07:00' },
      ],
    });
    await database.deleteFrom('calendar_break').execute();
    await database.updateTable('newsletter').set({ offers_time_zone: false }).execute();
  });

  it.each([
    ['/api/v1/newsletters/soir/calendar', 404, 'newsletter.unknown'],
    ['/api/v1/newsletters/matin/calendar?zone=Mars/Olympus', 400, 'request.invalid'],
    ['/api/v1/newsletters/matin/calendar?count=0', 400, 'request.invalid'],
    ['/api/v1/newsletters/matin/calendar?count=9999', 400, 'request.invalid'],
  ])('refuses %s', async (path, status, code) => {
    const answer = await read(path);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });
});

describe('GET /api/v1/templates', () => {
  it('gives each in its newest version, with the newsletters that use it', async () => {
    const { status, body } = await read('/api/v1/templates');
    expect(status).toBe(200);
    expect(body).toEqual({
      templates: [
        {
          id: newsroom.templateId,
          slug: 'digest',
          name: 'Digest',
          kind: 'digest',
          version: 1,
          isArchived: false,
          isShipped: true,
          author: null,
          note: '',
          updatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
          usedBy: expect.arrayContaining([{ kind: 'newsletter', id: newsroom.newsletterId, name: 'Le Matin' }]),
          drafts: [],
        },
      ],
    });
  });
});

describe('GET /api/v1/editions/:id', () => {
  it('gives one edition', async () => {
    const { id } = await server.database.selectFrom('edition').select('id').executeTakeFirstOrThrow();
    const { status, body } = await read(`/api/v1/editions/${id}`, await keyWith(server, 'editions:read'));
    expect(status).toBe(200);
    expect(body).toEqual({
      id,
      newsletterId: newsroom.newsletterId,
      kind: 'digest',
      editionDate: '2026-03-10',
      sequence: 2,
      slot: null,
      state: 'claimed',
      reason: null,
      dueAt: NOW.toISOString(),
      lastDueAt: NOW.toISOString(),
      usefulUntil: '2026-03-10T18:00:00.000Z',
      proposeAt: NOW.toISOString(),
      freezeAt: NOW.toISOString(),
      releaseAt: null,
      windowFrom: null,
      cutOff: null,
      pausedAt: null,
      currentRevision: null,
      proposalVersion: 0,
      unattended: null,
      createdBy: null,
      approvals: [],
    });
  });

  it('knows no other', async () => {
    expect(await read(`/api/v1/editions/${newId()}`)).toMatchObject({ status: 404, body: { code: 'edition.unknown' } });
    expect(await read('/api/v1/editions/x')).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });
});

describe('who may', () => {
  it.each([
    ['/api/v1/newsletters', 'editions:read', 'dispatches:read'],
    ['/api/v1/templates', 'preview:read', 'editions:read'],
    ['/api/v1/dispatches', 'dispatches:read', 'dispatches:write'],
  ])('%s needs %s; %s is not enough', async (path, scope, other) => {
    expect((await read(path, await keyWith(server, scope))).status).toBe(200);
    expect(await read(path, await keyWith(server, other))).toMatchObject({
      status: 403,
      body: { code: 'operator.forbidden' },
    });
    expect(await read(path, {})).toMatchObject({ status: 401, body: { code: 'operator.unauthenticated' } });
  });
});
