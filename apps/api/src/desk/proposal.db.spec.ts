import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SourceRepository, StoreDispatch } from '@app/dispatches';
import { AssembleEdition, ClaimEditions, NewsletterRepository } from '@app/editions';
import { newId } from '@app/platform';
import { startTestApi, type TestApi } from '../../../../test/support/api.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { keyWith, signedIn } from '../../../../test/support/operators.js';

interface Block {
  id: string;
  dispatchId: string | null;
  headline: string;
  isPinned: boolean;
}
interface Body {
  version: number;
  state: string;
  code: string;
  blocks: Block[];
  added: string[];
  [field: string]: unknown;
}
type Headers = Record<string, string>;

let server: TestApi;
let ana: Headers;
let bea: Headers;
let day = 10;

beforeAll(async () => {
  server = await startTestApi();
  await createNewsroom(server.database, { approval: 'desk', created_at: new Date('2026-01-01T00:00:00Z') });
});
afterAll(() => server.close());

async function ask(method: string, path: string, { body, as = ana }: { body?: unknown; as?: Headers } = {}) {
  const answer =
    body === undefined
      ? await server.ask(method, `/api/v1${path}`, { headers: as })
      : await server.json(method, `/api/v1${path}`, body, as);
  return { status: answer.status, etag: answer.headers.etag, body: JSON.parse(answer.text) as Body };
}

async function store(headline: string, change: object = {}): Promise<string> {
  const source = await server.api.app.get(SourceRepository, { strict: false }).bySlug('desk');
  if (source === undefined) throw new Error('the source is missing');
  const given = { externalId: randomUUID(), language: 'fr', headline, link: `https://gazette.example/${randomUUID()}`, publishedAt: server.clock.now(), ...change };
  return (await server.api.app.get(StoreDispatch, { strict: false }).store(source, given)).id;
} // prettier-ignore

/** The proposal of another day, with three dispatches, and two editors who have just signed in. */
async function proposed(): Promise<string> {
  day += 1;
  server.clock.set(new Date(`2026-03-${day}T02:00:00Z`));
  for (const [headline, region] of [['Le port rouvre', 'france'], ['Une comète passe', 'europe'], ['Budget voté', 'afrique']] as const)
    await store(`${headline} le ${day}`, { regions: [region] });
  server.clock.set(new Date(`2026-03-${day}T04:30:00Z`));
  const [id = ''] = await server.api.app.get(ClaimEditions, { strict: false }).claimDue();
  await server.api.app.get(AssembleEdition, { strict: false }).assemble(id);
  ana = { ...(await signedIn(server, 'editor')), 'sec-fetch-site': 'same-origin' };
  bea = { ...(await signedIn(server, 'editor')), 'sec-fetch-site': 'same-origin' };
  return id;
} // prettier-ignore

const read = async (id: string): Promise<Body> => (await ask('GET', `/editions/${id}/proposal`)).body;
const act = (id: string, version: number, body: unknown, as = ana) =>
  ask('POST', `/editions/${id}/acts`, { body, as: { ...as, 'if-match': `"${version}"` } });

describe('a proposal', () => {
  it('is looked at, changed and compared with the machine’s', async () => {
    const id = await proposed();
    const { etag, body } = await ask('GET', `/editions/${id}/proposal`);
    expect(body).toMatchObject({ state: 'proposed', newsletter: 'matin', unapproved: 'hold', approvals: [], warnings: [], exclusions: [] });
    expect([etag, body.blocks.length]).toEqual([`"${body.version}"`, 3]);
    const [first, second, third] = body.blocks;
    const headline = 'الميناء يُفتح\u200f 🚢';
    const done = await act(id, body.version, [
      { act: 'move', block: third?.id, position: 0 },
      { act: 'exclude', block: second?.id, reason: 'Déjà dit' },
      { act: 'rewrite', block: first?.id, headline },
      { act: 'add_text', markdown: 'Bonjour **à tous**.', signature: 'Ana' },
      { act: 'set_head', subject: 'Ce matin' },
    ]);
    const version = body.version + 1;
    expect(done).toMatchObject({ status: 200, etag: `"${version}"`, body: { version, changed: true, approvalTakenBack: false } });
    const after = await read(id);
    expect(after.blocks.map((block) => block.headline)).toEqual([third?.headline, headline, '']);
    expect(after).toMatchObject({ subject: 'Ce matin', exclusions: [{ dispatchId: second?.dispatchId, headline: second?.headline, reason: 'Déjà dit' }] });
    const diff = (await ask('GET', `/editions/${id}/diff`)).body;
    expect(diff).toMatchObject({
      isAssembled: true,
      added: [{ kind: 'text', block: done.body.added[0] }],
      removed: [{ dispatchId: second?.dispatchId, reason: 'Déjà dit' }],
      moved: [{ dispatchId: third?.dispatchId, to: { position: 0 } }],
      rewritten: [{ dispatchId: first?.dispatchId, headline }],
      subject: 'Ce matin',
    });
    expect((await act(id, version, { act: 'pin', block: third?.id })).body).toMatchObject({ version, changed: false });
  });

  it('is changed by nobody who has not seen it as it is', async () => {
    const id = await proposed();
    const { version, blocks } = await read(id);
    const rewrite = (as: Headers, headline: string) => act(id, version, { act: 'rewrite', block: blocks[0]?.id, headline }, as);
    const both = await Promise.all([rewrite(ana, 'Une'), rewrite(bea, 'Deux')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(both.find(({ status }) => status === 412)?.body).toMatchObject({ code: 'edition.changed_meanwhile', details: { version: version + 1 } });
    const body = { act: 'pin', block: blocks[0]?.id };
    expect(await ask('POST', `/editions/${id}/acts`, { body })).toMatchObject({ status: 428 });
    expect(await ask('POST', `/editions/${id}/acts`, { body, as: { ...ana, 'if-match': '*' } })).toMatchObject({ status: 400 });
  });

  it('stays as it is where one act of several cannot be done', async () => {
    const id = await proposed();
    const before = await read(id);
    const [first] = before.blocks;
    const refused = await act(id, before.version, [{ act: 'pin', block: first?.id }, { act: 'pin', block: newId() }]);
    expect(refused).toMatchObject({ status: 404, body: { code: 'edition.unknown_block' } });
    const invalid = await act(id, before.version, [{ act: 'pin', block: first?.id }, { act: 'set_head', subject: 'a\r\nBcc: b' }]);
    expect(invalid).toMatchObject({ status: 422, body: { issues: [{ path: '1.subject' }] } });
    expect(await act(id, before.version, { act: 'add_text', markdown: 'x' })).toMatchObject({ status: 422, body: { issues: [{ path: '0.signature' }] } });
    expect(await act(id, before.version, [])).toMatchObject({ status: 422 });
    expect(await read(id)).toEqual(before);
  });

  it('takes from the shelf what may be mailed', async () => {
    const id = await proposed();
    const { version } = await read(id);
    const include = (dispatch: string) => act(id, version, { act: 'include', dispatch });
    const cause = (name: string) => ({ status: 409, body: { code: 'edition.dispatch_unusable', details: { cause: name } } });
    expect(await include(newId())).toMatchObject(cause('unusable'));
    expect(await include(await store('Sous embargo', { embargoedUntil: new Date('2027-01-01') }))).toMatchObject(cause('embargoed'));
    expect(await include(await store('In English', { language: 'en' }))).toMatchObject(cause('other_language'));
    expect(await include(await store('Droits échus', { rights: { until: server.clock.now() } }))).toMatchObject(cause('rights_ended'));
    const fresh = await store('À la une', { regions: ['europe'] });
    expect(await include(fresh)).toMatchObject({ status: 200, body: { changed: true } });
    expect((await read(id)).blocks).toContainEqual(expect.objectContaining({ dispatchId: fresh, section: 'europe', isPinned: true }));
  });

  it('is for people and programs who may', async () => {
    const id = await proposed();
    const { version, blocks } = await read(id);
    const pin = { act: 'pin', block: blocks[0]?.id };
    const viewer = { ...(await signedIn(server, 'viewer')), 'sec-fetch-site': 'same-origin' };
    expect((await act(id, version, pin, viewer)).status).toBe(403);
    const key = await keyWith(server, 'editions:write', 'editions:read');
    expect((await act(id, version, pin, key)).body).toMatchObject({ changed: true });
    const match = { 'if-match': `"${version + 1}"` };
    expect((await ask('POST', `/editions/${id}/approve`, { as: { ...key, ...match } })).status).toBe(403);
    expect((await ask('POST', `/editions/${id}/approve`, { as: { ...viewer, ...match } })).status).toBe(403);
    expect((await ask('GET', `/editions/${newId()}/proposal`)).body.code).toBe('edition.unknown');
  });
}); // prettier-ignore

describe('an edition', () => {
  it('is approved by two, under the version they saw, and listed', async () => {
    await server.database.updateTable('newsletter').set({ approvals_needed: 2 }).execute();
    const id = await proposed();
    const { version } = await read(id);
    const approve = (as: Headers, seen = version) => ask('POST', `/editions/${id}/approve`, { as: { ...as, 'if-match': `"${seen}"` } });
    expect(await approve(ana, version + 1)).toMatchObject({ status: 412 });
    expect((await approve(ana)).body).toMatchObject({ state: 'proposed', approvals: 1, approvalsNeeded: 2 });
    expect(await approve(ana)).toMatchObject({ status: 403, body: { code: 'edition.needs_another_operator' } });
    expect((await ask('GET', `/editions/${id}`)).body).toMatchObject({ state: 'proposed', slot: 'all', proposalVersion: version, approvals: [{ approvedAt: server.clock.now().toISOString() }] });
    expect((await ask('DELETE', `/editions/${id}/approve`)).body).toMatchObject({ state: 'proposed', approvals: 0 });
    expect([(await approve(ana)).status, (await approve(bea)).body]).toMatchObject([200, { state: 'frozen', approvals: 2 }]);
    const list = async (query: string) => ((await ask('GET', `/newsletters/matin/editions?${query}`)).body['editions'] as { id: string }[]).map((one) => one.id);
    expect(await list(`from=2026-03-${day}&to=2026-03-${day}`)).toEqual([id]);
    expect([await list('state=frozen'), await list('to=2026-03-01')]).toEqual([[id], []]);
    expect((await ask('GET', '/newsletters/nobody/editions')).status).toBe(404);
    expect((await ask('GET', '/newsletters/matin/editions?from=demain')).status).toBe(400);
    await server.database.updateTable('newsletter').set({ approvals_needed: 1 }).execute();
  });

  it('is approved with its family, or cancelled with a reason', async () => {
    const id = await proposed();
    const { version } = await read(id);
    const family = (editions: unknown) => ask('POST', `/newsletters/matin/editions/2026-03-${day}/approve-family`, { body: { editions } });
    expect((await family([{ id: newId(), version }])).body.code).toBe('edition.family_not_ready');
    expect((await family([{ id, version }])).body).toMatchObject({ editions: [{ editionId: id, state: 'frozen' }] });
    expect((await ask('POST', `/editions/${id}/cancel`, { body: {} })).status).toBe(422);
    const cancelled = await ask('POST', `/editions/${id}/cancel`, { body: { reason: 'Panne' } });
    expect(cancelled.body).toMatchObject({ state: 'cancelled', reason: 'edition.cancelled' });
  });

  it('that needs a person is among the alarms until somebody looked', async () => {
    const newsletter = await server.api.app.get(NewsletterRepository, { strict: false }).bySlug('matin');
    const row = { id: newId(), newsletter_id: newsletter?.id ?? '', edition_id: null, code: 'edition.unapproved' };
    await server.database.insertInto('desk_alarm').values(row).execute();
    const alarms = async () => (await ask('GET', '/desk-alarms')).body['alarms'];
    expect(await alarms()).toContainEqual(expect.objectContaining({ id: row.id, newsletterSlug: 'matin', code: row.code }));
    const settle = (one: string) => ask('POST', `/desk-alarms/${one}/settle`);
    expect([(await settle(row.id)).body, (await settle(row.id)).body]).toEqual([{ changed: true }, { changed: false }]);
    expect(await alarms()).not.toContainEqual(expect.objectContaining({ id: row.id }));
    expect((await settle(newId())).body.code).toBe('desk_alarm.unknown');
  });
}); // prettier-ignore
