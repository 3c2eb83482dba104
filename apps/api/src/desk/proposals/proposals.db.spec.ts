import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChangeDispatch, SourceRepository, StoreDispatch } from '@app/dispatches';
import { AssembleEdition, ClaimEditions, RevisionRepository } from '@app/editions';
import { startTestApi, type TestApi } from '../../../../../test/support/api.js';
import { createNewsroom } from '../../../../../test/support/newsroom.js';
import { signedIn } from '../../../../../test/support/operators.js';

interface Block {
  id: string;
  dispatchId: string | null;
  headline: string;
  section: string;
  former: { status: string } | null;
  isPinned: boolean;
  addedByName: string | null;
}
interface Shelved {
  id: string;
  headline: string;
  cause: string | null;
  reasons: { code: string }[];
}
interface Body {
  version: number;
  state: string;
  code: string;
  blocks: Block[];
  dispatches: Shelved[];
  next: string | null;
  total: number;
  acts: { action: string; by: string | null }[];
  [field: string]: unknown;
}

let server: TestApi;
let ana: Record<string, string>;
let id: string;
const stored = new Map<string, string>();

beforeAll(async () => {
  server = await startTestApi();
  const change = { approval: 'desk', max_dispatches: 2, approval_delay_minutes: 5, created_at: new Date('2026-01-01T00:00:00Z') } as const;
  await createNewsroom(server.database, change);
  server.clock.set(new Date('2026-03-11T02:00:00Z'));
  await store('Le port rouvre', { urgency: 1 });
  await store('Budget voté', { urgency: 2 });
  await store('Une comète passe', { urgency: 8 });
  await store('Match nul', { urgency: 9 });
  server.clock.set(new Date('2026-03-11T04:30:00Z'));
  [id = ''] = await server.api.app.get(ClaimEditions, { strict: false }).claimDue();
  await server.api.app.get(AssembleEdition, { strict: false }).assemble(id);
  ana = { ...(await signedIn(server, 'editor')), 'sec-fetch-site': 'same-origin' };
}); // prettier-ignore
afterAll(() => server.close());

async function store(headline: string, change: object = {}): Promise<void> {
  const source = await server.api.app.get(SourceRepository, { strict: false }).bySlug('desk');
  if (source === undefined) throw new Error('the source is missing');
  const given = { externalId: randomUUID(), language: 'fr', headline, regions: ['france'], link: `https://gazette.example/${randomUUID()}`, publishedAt: server.clock.now(), ...change };
  const { id: dispatchId } = await server.api.app.get(StoreDispatch, { strict: false }).store(source, given);
  stored.set(headline, dispatchId);
} // prettier-ignore

const dispatch = (headline: string): string => stored.get(headline) ?? '';

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const as = { ...ana, ...headers };
  const answer =
    body === undefined
      ? await server.ask(method, `/api/v1${path}`, { headers: as })
      : await server.json(method, `/api/v1${path}`, body, as);
  return { status: answer.status, body: JSON.parse(answer.text) as Body };
}
const look = async (part: string): Promise<Body> => (await ask('GET', `/editions/${id}/${part}`)).body;
async function act(...acts: object[]) {
  const { version } = await look('proposal');
  return ask('POST', `/editions/${id}/acts`, acts, { 'if-match': `"${version}"` });
}

describe('the shelf beside a proposal', () => {
  it('holds what the edition does not, each with why, a page at a time', async () => {
    const first = await look('shelf?limit=1');
    expect(first).toMatchObject({ total: 2, dispatches: [{ headline: 'Une comète passe', cause: null }] });
    expect(first.dispatches[0]?.reasons.map(({ code }) => code)).toEqual(['source_share']);
    const second = await look(`shelf?limit=1&after=${first.next ?? ''}`);
    expect(second).toMatchObject({ next: null, dispatches: [{ headline: 'Match nul' }] });
    expect((await ask('GET', `/editions/${id}/shelf?after=x`)).status).toBe(400);
    expect(await look('shelf?section=europe')).toMatchObject({ total: 0 });
  });

  it('is searched by words, and a percent sign is one', async () => {
    expect((await look('shelf?q=com%C3%A8te%20PASSE')).dispatches.map(({ headline }) => headline)).toEqual(['Une comète passe']);
    expect(await look('shelf?q=%25')).toMatchObject({ total: 0 });
    expect((await ask('GET', `/editions/${id}/shelf?q=%00`)).status).toBeLessThan(500);
  }); // prettier-ignore

  it('shows what came since, what was killed and what the desk left out, and takes in what may be', async () => {
    server.clock.set(new Date('2026-03-11T04:50:00Z'));
    await store('Grève levée');
    await server.api.app.get(ChangeDispatch, { strict: false }).kill(dispatch('Match nul'), { operatorId: null, reason: 'faux' });
    const port = (await look('proposal')).blocks.find(({ headline }) => headline === 'Le port rouvre');
    expect((await act({ act: 'exclude', block: port?.id, reason: 'déjà dit hier' })).status).toBe(200);
    const { dispatches } = await look('shelf');
    const why = Object.fromEntries(dispatches.map(({ headline, reasons, cause }) => [headline, [reasons[0]?.code, cause]]));
    expect(why).toEqual({
      'Le port rouvre': ['excluded', null],
      'Une comète passe': ['source_share', null],
      'Grève levée': ['came_since', null],
      'Match nul': ['killed', 'unusable'],
    });
    expect(dispatches[0]?.headline).toBe('Le port rouvre');
    const as = randomUUID();
    const included = await act({ act: 'include', dispatch: dispatch('Grève levée'), as }, { act: 'rewrite', block: as, headline: 'La grève est levée' });
    expect(included.body).toMatchObject({ changed: true, added: [as] });
    expect((await act({ act: 'include', dispatch: dispatch('Grève levée'), as })).body['changed']).toBe(false);
    expect((await look('shelf?q=gr%C3%A8ve')).total).toBe(0);
  }); // prettier-ignore
});

describe('an edition on the desk', () => {
  it('tells whom it would reach, what it looks like and who did what', async () => {
    expect(await look('outlook')).toEqual({ readers: 0, waves: [], seedDueAt: null });
    const preview = await look('preview');
    expect(preview).toMatchObject({ isFrozen: false, leftOut: 0, version: (await look('proposal')).version });
    expect(preview['html']).toContain('La grève est levée');
    expect(preview['html']).not.toContain('Le port rouvre');
    const { acts } = await look('acts?limit=2');
    expect(acts).toMatchObject([
      { action: 'edition.rewrite', by: 'Ana Ferreira' },
      { action: 'edition.include', by: 'Ana Ferreira' },
    ]);
    const { next } = await look('acts?limit=2');
    expect((await look(`acts?after=${next ?? ''}`)).acts.map(({ action }) => action)).toEqual(['edition.exclude']);
  });

  it('refuses a chosen id that another edition’s block has', async () => {
    const extra = (await ask('POST', '/newsletters/matin/digests', {})).body;
    expect(extra).toMatchObject({ kind: 'digest', sequence: 2, slot: null });
    const [taken] = (await ask('GET', `/editions/${String(extra['id'])}/proposal`)).body.blocks;
    const refused = await act({ act: 'add_text', markdown: 'Bonjour', signature: 'La rédaction', as: taken?.id });
    expect([refused.status, refused.body.code]).toEqual([409, 'edition.block_id_taken']);
  });

  it('is assembled once more with what came since, and keeps what the desk did', async () => {
    await store('Accord signé', { urgency: 1 });
    const before = await look('proposal');
    const stale = await ask('POST', `/editions/${id}/assemble`, {}, { 'if-match': '"0"' });
    expect(stale.body.code).toBe('edition.changed_meanwhile');
    const again = await ask('POST', `/editions/${id}/assemble`, {}, { 'if-match': `"${before.version}"` });
    expect(again.status).toBe(200);
    const headlines = (await look('proposal')).blocks.map(({ headline }) => headline);
    expect(headlines).toContain('La grève est levée');
    expect(headlines).toContain('Accord signé');
    expect(headlines).not.toContain('Le port rouvre');
  });

  it('shows what is left of a block that was killed, and leaves without it', async () => {
    const change = server.api.app.get(ChangeDispatch, { strict: false });
    await change.kill(dispatch('Grève levée'), { operatorId: null, reason: 'faux' });
    const { blocks } = await look('proposal');
    const killed = blocks.find(({ dispatchId }) => dispatchId === dispatch('Grève levée'));
    expect(killed).toMatchObject({ former: { status: 'killed', headline: 'Grève levée' }, addedByName: 'Ana Ferreira' });
    expect(await look('preview')).toMatchObject({ leftOut: 1 });
  });

  it('is previewed, once frozen, as the bytes that leave', async () => {
    const { version: before, blocks } = await look('proposal');
    const early = await ask('POST', `/editions/${id}/approve`, {}, { 'if-match': `"${before}"` });
    expect([early.status, early.body.code]).toEqual([422, 'edition.preflight_blocked']);
    const killed = blocks.find(({ dispatchId }) => dispatchId === dispatch('Grève levée'));
    expect((await act({ act: 'exclude', block: killed?.id, reason: 'tuée' })).status).toBe(200);
    const { version } = await look('proposal');
    const approved = await ask('POST', `/editions/${id}/approve`, {}, { 'if-match': `"${version}"` });
    expect(approved.body.state).toBe('approved');
    server.clock.set(new Date('2026-03-11T04:56:00Z'));
    const { ApproveEdition } = await import('@app/editions');
    await server.api.app.get(ApproveEdition, { strict: false }).releaseDue();
    const frozen = await server.api.app.get(RevisionRepository, { strict: false }).wholeRendering(server.database, id);
    const preview = await look('preview');
    expect(preview).toMatchObject({ isFrozen: true, subject: frozen?.subject });
    expect(preview['text']).toContain('Accord signé');
  });
}); // prettier-ignore
