import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Updateable } from 'kysely';
import { SourceRepository, StoreDispatch } from '@app/dispatches';
import { newId, type Schema } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { FrozenClock } from '../../../../test/support/frozen-clock.js';
import { createNewsroom, type Newsroom } from '../../../../test/support/newsroom.js';
import { openTools } from '../../../../test/support/tools.js';
import { AssembleEdition } from '../assembly/assemble-edition.service.js';
import { ClaimEditions } from '../calendar/claim-editions.service.js';
import { EditionsModule } from '../editions.module.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { ActOnDeadlines } from './act-on-deadlines.service.js';
import { ApproveEdition } from './approve-edition.service.js';
import { ApproveFamily } from './approve-family.service.js';
import { CancelEdition } from './cancel-edition.service.js';
import { ChangeProposal } from './change-proposal.service.js';
import { DeskAlarms } from './desk-alarms.service.js';
import { ReadProposal } from './read-proposal.service.js';

/** Of headlines that tell nothing of each other. */
const HEADLINES = ['Le port rouvre', 'Une comète passe', 'Budget voté à Lisbonne', 'Grève des trains'];

let test: TestDatabase;
let clock: FrozenClock;
let tools: INestApplicationContext;
let newsroom: Newsroom;
let day = 0;
const people = { ana: newId(), bea: newId() };

beforeAll(async () => {
  test = await createTestDatabase();
  clock = new FrozenClock(new Date('2026-03-10T00:00:00Z'));
  tools = await openTools(test.config, [EditionsModule], { clock });
  newsroom = await createNewsroom(test.database, { approval: 'desk', created_at: new Date('2026-01-01T00:00:00Z') });
  for (const [name, id] of Object.entries(people))
    await test.database.insertInto('operator').values({ id, address: `${name}@gazette.example`, name, role: 'editor' }).execute();
}); // prettier-ignore
afterAll(async () => {
  await tools.close();
  await test.close();
});

const approving = () => tools.get(ApproveEdition);
const minutes = (count: number): void => {
  clock.set(new Date(clock.now().getTime() + count * 60_000));
};

async function arrive(headline: string, language = 'fr'): Promise<string> {
  const source = await tools.get(SourceRepository, { strict: false }).bySlug('desk');
  if (source === undefined) throw new Error('the source is missing');
  const link = `https://gazette.example/${randomUUID()}`;
  const regions = [['france', 'europe', 'afrique'][HEADLINES.indexOf(headline) % 3] ?? 'france'];
  const stored = await tools.get(StoreDispatch, { strict: false }).store(source, {
    externalId: randomUUID(),
    language,
    headline: `${headline} le ${day}`,
    link,
    regions,
    publishedAt: clock.now(),
  });
  return stored.id;
}

/** A new day: some dispatches overnight, and their proposal an hour before its deadline at 05:30 UTC. */
async function morning(rules: Updateable<Schema['newsletter']> = {}): Promise<string> {
  day += 1;
  const plain = { unapproved: 'hold', approvals_needed: 1, approval_delay_minutes: 0, short_dispatches: 5 } as const;
  await test.database.updateTable('newsletter').set({ ...plain, ...rules }).where('id', '=', newsroom.newsletterId).execute(); // prettier-ignore
  const at = (time: string): Date => new Date(`2026-03-${String(10 + day)}T${time}:00Z`);
  clock.set(at('02:00'));
  for (const headline of HEADLINES) await arrive(headline);
  clock.set(at('04:30'));
  const [id] = await tools.get(ClaimEditions).claimDue();
  if (id === undefined) throw new Error('nothing was due');
  await tools.get(AssembleEdition).assemble(id);
  return id;
}

const view = (id: string) => tools.get(ReadProposal).read(id);

async function pinFirst(id: string, version?: number) {
  const { blocks } = await view(id);
  const acts = [{ act: 'move' as const, block: blocks[1]?.id ?? '', position: 0 }];
  return tools.get(ChangeProposal).apply(id, { acts, version, by: people.ana });
}

async function openAlarms(id: string): Promise<string[]> {
  const open = await tools.get(DeskAlarms).open(100);
  return open.filter(({ editionId }) => editionId === id).map(({ code }) => code);
}

describe('two editors', () => {
  it('at the same moment never overwrite each other', async () => {
    const id = await morning();
    const { edition, blocks } = await view(id);
    const rewrite = (headline: string, by: string) =>
      tools.get(ChangeProposal).apply(id, {
        acts: [{ act: 'rewrite', block: blocks[0]?.id ?? '', headline }],
        version: edition.proposalVersion,
        by,
      });
    const both = await Promise.allSettled([rewrite('Une', people.ana), rewrite('Deux', people.bea)]);
    const [done, refused] = both.toSorted((one) => (one.status === 'fulfilled' ? -1 : 1));
    const version = edition.proposalVersion + 1;
    expect(done).toMatchObject({ value: { version, changed: true } });
    expect(refused).toMatchObject({ reason: { code: 'edition.changed_meanwhile', details: { version } } });
    const audited = await test.database.selectFrom('audit_entry').select('detail').where('action', '=', 'edition.rewrite').execute();
    expect(audited).toMatchObject([{ detail: { old: { isPinned: false }, new: { words: { headline: expect.stringMatching(/Une|Deux/) } } } }]);
  }); // prettier-ignore

  it('have to agree where the newsletter wants two', async () => {
    const id = await morning({ approvals_needed: 2 });
    await expect(approving().approve(id, { by: null })).rejects.toMatchObject({ code: 'edition.needs_an_operator' });
    expect(await approving().approve(id, { by: people.ana })).toMatchObject({ state: 'proposed', approvals: 1 });
    await expect(approving().approve(id, { by: people.ana })).rejects.toMatchObject({ code: 'edition.needs_another_operator' }); // prettier-ignore
    const { version, approvalTakenBack } = await pinFirst(id);
    expect(approvalTakenBack).toBe(true);
    // What was approved is not what it is now.
    expect(await approving().approve(id, { by: people.bea, version })).toMatchObject({
      state: 'proposed',
      approvals: 1,
    });
    await expect(approving().approve(id, { by: people.ana, version: version - 1 })).rejects.toMatchObject({ code: 'edition.changed_meanwhile' }); // prettier-ignore
    const both = await Promise.allSettled([1, 2].map(() => approving().approve(id, { by: people.ana, version })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await view(id)).edition).toMatchObject({ state: 'frozen', currentRevision: 1 });
  });
});

describe('an approval', () => {
  it('waits for its delay, in which it can be taken back or a change takes it back', async () => {
    const id = await morning({ approval_delay_minutes: 10 });
    const approved = await approving().approve(id, { by: people.ana });
    expect(approved).toMatchObject({ state: 'approved', releaseAt: new Date(clock.now().getTime() + 600_000) });
    minutes(9);
    expect(await approving().releaseDue()).toEqual([]);
    expect(await approving().withdraw(id, { by: people.bea })).toMatchObject({ state: 'proposed', approvals: 0 });
    await expect(approving().withdraw(id, { by: people.bea })).rejects.toMatchObject({ code: 'edition.not_approved' });
    await approving().approve(id, { by: people.ana });
    expect(await pinFirst(id)).toMatchObject({ approvalTakenBack: true, state: 'proposed' });
    await approving().approve(id, { by: people.bea });
    minutes(10);
    const rounds = await Promise.all([approving().releaseDue(), approving().releaseDue()]);
    expect(rounds.flat()).toEqual([id]);
    expect((await view(id)).edition.state).toBe('frozen');
    const [revision] = await test.database.selectFrom('revision').select('approved_by').where('edition_id', '=', id).execute();
    expect(revision).toEqual({ approved_by: people.bea });
    await expect(pinFirst(id)).rejects.toMatchObject({ code: 'edition.wrong_state' });
  }); // prettier-ignore

  it('taken back after the deadline leaves nothing to the policy', async () => {
    const id = await morning({ approval_delay_minutes: 100, unapproved: 'send' });
    await approving().approve(id, { by: people.ana });
    minutes(70);
    expect(await tools.get(ActOnDeadlines).act()).toEqual([]);
    expect(await approving().withdraw(id, { by: people.ana })).toMatchObject({ state: 'held' });
    expect([await tools.get(ActOnDeadlines).act(), await openAlarms(id)]).toEqual([[], ['edition.unapproved']]);
  });

  it('is of nothing empty, unknown or too late', async () => {
    const id = await morning();
    await expect(approving().approve(newId(), { by: people.ana })).rejects.toMatchObject({ code: 'edition.unknown' });
    const { blocks } = await view(id);
    const acts = blocks.map(({ id: block }) => ({ act: 'exclude' as const, block, reason: 'Rien de sûr' }));
    await tools.get(ChangeProposal).apply(id, { acts, by: null });
    expect((await view(id)).warnings).toContainEqual({ code: 'proposal.empty', block: null });
    await expect(approving().approve(id, { by: people.ana })).rejects.toMatchObject({ code: 'edition.empty' });
    const [first = ''] = blocks.flatMap(({ dispatchId }) => dispatchId ?? []);
    await tools.get(ChangeProposal).apply(id, { acts: [{ act: 'include', dispatch: first }], by: null });
    minutes(24 * 60);
    await expect(approving().approve(id, { by: people.ana })).rejects.toMatchObject({ code: 'edition.too_late' });
  });
});

describe('when nobody came', () => {
  const act = () => tools.get(ActOnDeadlines).act();

  it('the edition leaves as proposed, once, and the desk is told', async () => {
    const id = await morning({ unapproved: 'send' });
    expect(await act()).toEqual([]);
    minutes(60);
    expect((await Promise.all([act(), act(), act()])).flat()).toEqual([id]);
    expect((await view(id)).edition).toMatchObject({ state: 'frozen', unattended: 'send' });
    expect(await openAlarms(id)).toEqual(['edition.unattended_sent']);
  });

  it('it leaves short, with what a person pinned', async () => {
    const id = await morning({ unapproved: 'send_short', short_dispatches: 2 });
    const { blocks } = await view(id);
    const last = blocks.at(-1);
    await tools.get(ChangeProposal).apply(id, {
      acts: [
        { act: 'pin', block: last?.id ?? '' },
        { act: 'add_text', title: '', markdown: 'Bonjour.', signature: 'Ana', position: 0 },
      ],
      by: people.ana,
    });
    minutes(60);
    expect(await act()).toEqual([id]);
    const frozen = await test.database.selectFrom('revision_block').select(['kind', 'dispatch_id']).where('edition_id', '=', id).orderBy('position').execute(); // prettier-ignore
    expect(frozen).toEqual([
      { kind: 'text', dispatch_id: null },
      { kind: 'dispatch', dispatch_id: blocks[0]?.dispatchId },
      { kind: 'dispatch', dispatch_id: last?.dispatchId },
    ]);
    expect(await openAlarms(id)).toEqual(['edition.unattended_short']);
  });

  it('it is held, and can still be approved', async () => {
    const id = await morning();
    minutes(60);
    expect((await Promise.all([act(), act()])).flat()).toEqual([id]);
    expect((await view(id)).edition).toMatchObject({ state: 'held', reason: 'edition.unapproved', unattended: 'hold' });
    expect(await openAlarms(id)).toEqual(['edition.unapproved']);
    await test.database.updateTable('newsletter').set({ approval_delay_minutes: 5 }).execute();
    expect(await approving().approve(id, { by: people.ana })).toMatchObject({ state: 'approved' });
    expect(await openAlarms(id)).toEqual([]);
    expect(await approving().withdraw(id, { by: people.ana })).toMatchObject({ state: 'held' });
    expect(await openAlarms(id)).toEqual(['edition.unapproved']);
    await test.database.updateTable('newsletter').set({ approval_delay_minutes: 0 }).execute();
    minutes(60);
    expect(await approving().approve(id, { by: people.ana })).toMatchObject({ state: 'frozen' });
    expect(await openAlarms(id)).toEqual([]);
  });

  it('an extra edition waits for the person who made it, and is never sent by itself', async () => {
    await morning({ unapproved: 'send' });
    const newsletter = await tools.get(NewsletterRepository).bySlug('matin');
    if (newsletter === undefined) throw new Error('the newsletter is missing');
    const id = await tools.get(ClaimEditions).claimNow(newsletter);
    await tools.get(AssembleEdition).assemble(id);
    expect(await act()).toEqual([]);
    await test.database.updateTable('newsletter').set({ approval_delay_minutes: 5 }).execute();
    await approving().approve(id, { by: people.ana });
    expect(await approving().withdraw(id, { by: people.ana })).toMatchObject({ state: 'proposed' });
    minutes(15);
    expect(await act()).toEqual([id]);
    expect((await view(id)).edition.state).toBe('held');
  });
});

describe('a family', () => {
  it('is approved together or not at all', async () => {
    await createNewsroom(test.database, { slug: 'soir', list_id: 'soir.gazette.example', approval: 'desk', language: 'en', created_at: new Date('2026-01-01T00:00:00Z') }); // prettier-ignore
    const first = await morning();
    const all = await test.database.selectFrom('edition').select(['id', 'edition_date']).where('slot', 'is not', null).orderBy('edition_date', 'desc').limit(2).execute(); // prettier-ignore
    const second = all.find(({ id }) => id !== first)?.id ?? '';
    const date = all[0]?.edition_date ?? '';
    const newsletter = await tools.get(NewsletterRepository).bySlug('matin');
    if (newsletter === undefined) throw new Error('the newsletter is missing');
    const family = (versions?: ReadonlyMap<string, number>) =>
      tools.get(ApproveFamily).approve(newsletter, date, { by: people.ana, versions });
    await expect(family()).rejects.toMatchObject({ code: 'edition.family_not_ready', details: { editions: [{ id: second, cause: 'not_proposed' }] } }); // prettier-ignore
    await arrive('The port reopens', 'en');
    await tools.get(AssembleEdition).assemble(second);
    await expect(family(new Map([[first, 1], [second, 0]]))).rejects.toMatchObject({ code: 'edition.changed_meanwhile' }); // prettier-ignore
    expect((await view(first)).edition.state).toBe('proposed');
    expect(await family(new Map([[first, 1], [second, 1]]))).toMatchObject([{ state: 'frozen' }, { state: 'frozen' }]); // prettier-ignore
  });
});

describe('alarms', () => {
  it('that nobody settled do not hide what has just come', async () => {
    const editionId = await morning();
    const alarms = tools.get(DeskAlarms);
    for (const code of ['edition.stale', 'edition.slow_day'])
      await alarms.raise(test.database, { newsletterId: newsroom.newsletterId, editionId, code });
    expect((await alarms.open(1)).map(({ code }) => code)).toEqual(['edition.slow_day']);
    expect((await alarms.open(100)).slice(-2).map(({ code }) => code)).toEqual(['edition.stale', 'edition.slow_day']);
  });
});

describe('a cancelled edition', () => {
  it('is over, with its reason on record', async () => {
    const id = await morning();
    await tools.get(CancelEdition).cancel(id, { by: people.ana, reason: 'Panne' });
    expect((await view(id)).edition).toMatchObject({ state: 'cancelled', reason: 'edition.cancelled' });
    await expect(tools.get(CancelEdition).cancel(id, { by: null, reason: 'x' })).rejects.toMatchObject({ code: 'edition.wrong_state' }); // prettier-ignore
    const audited = await test.database.selectFrom('audit_entry').select(['operator_id', 'detail']).where('action', '=', 'edition.cancelled').execute(); // prettier-ignore
    expect(audited).toEqual([{ operator_id: people.ana, detail: { from: 'proposed', reason: 'Panne' } }]);
  });
});
