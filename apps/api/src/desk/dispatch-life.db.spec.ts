import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@app/platform';
import { startTestApi, type TestApi } from '../../../../test/support/api.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { keyWith, signedIn } from '../../../../test/support/operators.js';

const DISPATCH = {
  source: 'desk',
  language: 'fr',
  headline: 'Le tunnel du lac est ouvert en Suisse',
  picture: { url: 'https://img.example/1.jpg' },
};

let server: TestApi;
let editor: Record<string, string>;
let key: Record<string, string>;

beforeAll(async () => {
  server = await startTestApi();
  await createNewsroom(server.database);
  editor = { ...(await signedIn(server, 'editor')), 'sec-fetch-site': 'same-origin' };
  key = await keyWith(server, 'dispatches:write', 'dispatches:read');
});
afterAll(() => server.close());

async function ask(method: string, path: string, body?: unknown, headers = editor) {
  const answer =
    body === undefined
      ? await server.ask(method, `/api/v1${path}`, { headers })
      : await server.json(method, `/api/v1${path}`, body, headers);
  return { status: answer.status, body: JSON.parse(answer.text) as Record<string, unknown> };
}

async function added(change: object = {}): Promise<string> {
  const { body } = await ask('POST', '/dispatches', { ...DISPATCH, externalId: newId(), ...change }, key);
  return String(body['id']);
}

const done = { status: 200, body: { changed: true } };
const same = { status: 200, body: { changed: false } };

describe('a dispatch at the desk', () => {
  it('is withheld, released, killed and brought back in two steps', async () => {
    const id = await added();
    const act = (verb: string, body?: unknown) => ask('POST', `/dispatches/${id}/${verb}`, body);
    expect(await act('withhold', { reason: 'à vérifier' })).toEqual(done);
    expect(await act('withhold', { reason: 'à vérifier' })).toEqual(same);
    expect(await act('release')).toEqual(done);
    expect(await act('kill', {})).toMatchObject({ status: 422, body: { code: 'dispatch.reason_missing' } });
    expect(await act('kill', { reason: 'faux' })).toEqual(done);
    expect(await act('release')).toMatchObject({ status: 409, body: { code: 'dispatch.wrong_status' } });
    expect(await act('withhold')).toEqual(done);
    expect(await act('release')).toEqual(done);
    const { body } = await ask('GET', `/dispatches/${id}`, undefined, key);
    expect(body).toMatchObject({ id, status: 'usable', source: { slug: 'desk' }, labels: { countries: ['CH'] } });
    expect((body['events'] as { kind: string; operatorId: string }[]).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['dispatch.withheld', 'dispatch.released', 'dispatch.killed']),
    );
  });

  it('is shown with its versions and what they changed', async () => {
    const externalId = newId();
    const id = await added({ externalId });
    await added({ externalId, headline: 'Le tunnel du lac est fermé en Suisse' });
    const { body } = await ask('GET', `/dispatches/${id}`, undefined, key);
    expect(body['versions']).toMatchObject([
      {
        version: 2,
        diff: { fields: [{ field: 'headline', kind: 'text' }] },
        changes: expect.stringContaining('fermé'),
      },
      { version: 1, diff: null, changes: '' },
    ]);
    expect(body['pictures']).toMatchObject([{ url: 'https://img.example/1.jpg', killedAt: null }]);
  });

  it('gets an embargo, labels and rights of the desk’s own, and gives them back', async () => {
    const id = await added();
    expect(await ask('POST', `/dispatches/${id}/embargo`, { until: '2026-03-12T05:00:00Z' })).toEqual(done);
    expect(await ask('POST', `/dispatches/${id}/labels`, { countries: ['FR'], topics: ['culture'] })).toEqual(done);
    expect(await ask('POST', `/dispatches/${id}/rights`, { archive: false, credit: 'Agence' })).toEqual(done);
    expect((await ask('GET', `/dispatches/${id}`)).body).toMatchObject({
      embargoedUntil: '2026-03-12T05:00:00.000Z',
      labels: { countries: ['FR'], topics: ['culture'] },
      rights: { mail: true, archive: false, credit: 'Agence', byDesk: true },
    });
    expect(await ask('POST', `/dispatches/${id}/embargo`, { until: null })).toEqual(done);
    expect(await ask('POST', `/dispatches/${id}/labels`, { countries: null })).toEqual(done);
    expect(await ask('POST', `/dispatches/${id}/rights`, { inherit: true })).toEqual(done);
    expect((await ask('GET', `/dispatches/${id}`)).body).toMatchObject({
      embargoedUntil: null,
      labels: { countries: ['CH'], topics: ['culture'] },
      rights: { mail: true, archive: true, credit: null, byDesk: false },
    });
  });

  it('corrects another, which is withheld', async () => {
    const [wrong, right] = [await added(), await added({ headline: 'Le tunnel reste fermé' })];
    expect(await ask('POST', `/dispatches/${right}/correct`, { replaces: wrong })).toEqual(done);
    expect((await ask('GET', `/dispatches/${wrong}`)).body).toMatchObject({ status: 'withheld', statusReason: 'dispatch.replaced' }); // prettier-ignore
    expect(await ask('POST', `/dispatches/${wrong}/correct`, { replaces: right })).toMatchObject({ status: 422 });
  });

  it('loses its picture alone', async () => {
    const id = await added();
    const [picture] = (await ask('GET', `/dispatches/${id}`)).body['pictures'] as { id: string }[];
    expect(await ask('POST', `/pictures/${picture?.id ?? ''}/kill`, { reason: 'droits' })).toEqual(done);
    expect((await ask('GET', `/dispatches/${id}`)).body).toMatchObject({ status: 'usable', pictures: [{ killedAt: expect.any(String) }] }); // prettier-ignore
  });

  it.each([
    ['embargo', { until: 'demain' }, 'until'],
    ['embargo', {}, 'until'],
    ['labels', { countries: ['Suisse'] }, 'countries.0'],
    ['correct', { replaces: 'x' }, 'replaces'],
    ['withhold', { reason: 'x'.repeat(1_001) }, 'reason'],
  ])('is not changed by %s %j', async (verb, body, field) => {
    const answer = await ask('POST', `/dispatches/${await added()}/${verb}`, body);
    expect(answer).toMatchObject({ status: 422, body: { issues: [{ path: field }] } });
  });

  it('keeps reasons as a table can hold them', async () => {
    const id = await added();
    expect(await ask('POST', `/dispatches/${id}/kill`, { reason: 'a\u0000b' })).toEqual(done);
    expect(await ask('POST', `/dispatches/${id}/kill`, { reason: ' \u0000 ' })).toMatchObject({ status: 422 });
    const { body } = await ask('GET', `/dispatches/${id}`);
    expect(body['events']).toEqual(expect.arrayContaining([expect.objectContaining({ reason: 'a b' })]));
  });

  it('is unknown, or not for everybody', async () => {
    expect(await ask('GET', `/dispatches/${newId()}`)).toMatchObject({ status: 404, body: { code: 'dispatch.unknown' } });
    expect(await ask('POST', `/dispatches/${newId()}/release`)).toMatchObject({ status: 404 });
    expect(await ask('POST', `/pictures/${newId()}/kill`, { reason: 'x' })).toMatchObject({ status: 404 });
    expect((await ask('GET', '/dispatches/7')).status).toBe(400);
    const viewer = { ...(await signedIn(server, 'viewer')), 'sec-fetch-site': 'same-origin' };
    expect((await ask('POST', `/dispatches/${await added()}/kill`, { reason: 'x' }, viewer)).status).toBe(403);
  }); // prettier-ignore
});

describe('GET /api/v1/dispatches', () => {
  it('pages through all of them, once each, and filters', async () => {
    await added({ language: 'en', source: 'api' });
    const all = (await ask('GET', '/dispatches?limit=200')).body['dispatches'] as { id: string; language: string }[];
    const seen: string[] = [];
    let after = '';
    do {
      const { body } = await ask('GET', `/dispatches?limit=3${after === '' ? '' : `&after=${after}`}`);
      seen.push(...(body['dispatches'] as { id: string }[]).map(({ id }) => id));
      after = typeof body['next'] === 'string' ? body['next'] : '';
    } while (after !== '');
    expect((await ask('GET', '/dispatches?after=nowhere')).status).toBe(400);
    expect(seen).toEqual(all.map(({ id }) => id));
    const count = async (query: string) => ((await ask('GET', `/dispatches?${query}`)).body['dispatches'] as []).length;
    expect([await count('language=en'), await count('source=api&language=fr'), await count('source=nobody')]).toEqual([1, 0, 0]); // prettier-ignore
    expect(await count('status=withheld')).toBe(1);
    expect((await ask('GET', '/dispatches?status=gone')).status).toBe(400);
  });
});

describe('alarms', () => {
  it('are listed while they are open, and settled by a person', async () => {
    const id = await added({ headline: 'CORRECTION : le tunnel reste fermé' });
    const listed = (await ask('GET', '/alarms', undefined, key)).body['alarms'] as { id: string; dispatchId: string; code: string }[]; // prettier-ignore
    const alarm = listed.find(({ dispatchId }) => dispatchId === id);
    expect(alarm?.code).toBe('dispatch.title_mark');
    const settle = (headers?: Record<string, string>) => ask('POST', `/alarms/${alarm?.id ?? ''}/settle`, undefined, headers); // prettier-ignore
    expect((await settle(key)).status).toBe(403);
    expect([await settle(), await settle()]).toEqual([done, same]);
    expect(JSON.stringify((await ask('GET', '/alarms')).body)).not.toContain(id);
    expect(await ask('POST', `/alarms/${newId()}/settle`)).toMatchObject({ status: 404, body: { code: 'alarm.unknown' } });
  }); // prettier-ignore
});
