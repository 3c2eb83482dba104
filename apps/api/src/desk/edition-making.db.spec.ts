import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@app/platform';
import { startTestApi, type TestApi } from '../../../../test/support/api.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { keyWith, signedIn } from '../../../../test/support/operators.js';

let server: TestApi;
let editor: Record<string, string>;
let key: Record<string, string>;

beforeAll(async () => {
  server = await startTestApi();
  await createNewsroom(server.database);
  editor = { ...(await signedIn(server, 'editor')), 'sec-fetch-site': 'same-origin' };
  key = await keyWith(server, 'dispatches:write', 'editions:write');
});
afterAll(() => server.close());

async function post(path: string, body: unknown, headers = editor) {
  const answer = await server.json('POST', `/api/v1${path}`, body, headers);
  return { status: answer.status, body: JSON.parse(answer.text) as Record<string, unknown> };
}

async function dispatch(headline: string, externalId: string = newId()): Promise<string> {
  const { body } = await post('/dispatches', { source: 'desk', language: 'fr', headline, externalId }, key);
  return String(body['id']);
}

const letter = { subject: 'À nos lecteurs', markdown: 'Merci.', signature: 'La rédaction' };

describe('an edition made by hand', () => {
  it('is a letter that a program may write and only a person sends', async () => {
    const now = server.clock.now().toISOString();
    const proposed = await post('/newsletters/matin/letters', { ...letter, dueAt: now }, key);
    expect(proposed).toMatchObject({
      status: 201,
      body: { kind: 'letter', sequence: 1, state: 'proposed', slot: null, dueAt: now },
    });
    const refused = await post('/newsletters/matin/letters', { ...letter, send: true }, key);
    expect(refused).toMatchObject({ status: 403, body: { code: 'operator.forbidden' } });
    expect(await post('/newsletters/matin/letters', { ...letter, send: true })).toMatchObject({
      status: 201,
      body: { sequence: 2, state: 'frozen', currentRevision: 1 },
    });
    expect(await post('/newsletters/matin/letters', { ...letter, signature: '' })).toMatchObject({ status: 422 });
    const later = new Date(server.clock.now().getTime() + 500 * 86_400_000).toISOString();
    for (const dueAt of [
      later,
      '2000-01-01T00:00:00Z',
      `${server.clock.now().getUTCFullYear() + 1}-02-30T07:00:00Z`,
      null,
      true,
    ])
      expect(await post('/newsletters/matin/letters', { ...letter, dueAt, send: true })).toMatchObject({ status: 422 });
    expect(await post('/newsletters/soir/letters', letter)).toMatchObject({ status: 404 });
  });

  it('is a flash, whose error a correction sets right; where two must approve, one waits for the other', async () => {
    const externalId = newId();
    const id = await dispatch('Dix blessés', externalId);
    const flash = await post('/newsletters/matin/flashes', { dispatches: [id], send: true });
    expect(flash).toMatchObject({ status: 201, body: { editions: [{ kind: 'flash', state: 'frozen' }] } });
    const [{ id: editionId } = { id: '' }] = flash.body['editions'] as { id: string }[];
    const correction = { dispatch: id, explanation: 'Deux blessés, et non dix.', send: true };
    expect(await post(`/editions/${editionId}/corrections`, correction)).toMatchObject({
      status: 409,
      body: { code: 'edition.nothing_to_correct' },
    });
    await dispatch('Deux blessés', externalId);
    await server.database.updateTable('newsletter').set({ approvals_needed: 2 }).execute();
    const made = await post(`/editions/${editionId}/corrections`, correction);
    expect(made).toMatchObject({ status: 201, body: { kind: 'correction', state: 'proposed', currentRevision: null } });
    const second = { ...(await signedIn(server, 'editor')), 'sec-fetch-site': 'same-origin', 'if-match': '"1"' };
    const approved = await server.ask('POST', `/api/v1/editions/${String(made.body['id'])}/approve`, { headers: second });
    expect([approved.status, JSON.parse(approved.text)]).toMatchObject([200, { state: 'frozen' }]);
    const revisions = await server.database.selectFrom('revision').select('reason').where('edition_id', '=', editionId).orderBy('number').execute();
    expect(revisions.map(({ reason }) => reason)).toEqual(['approved', 'corrected']);
  }); // prettier-ignore
});
