import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SourceRepository, StoreDispatch } from '@app/dispatches';
import type { TemplatePartials } from '@app/mail';
import { newId, type UnapprovedPolicy } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { FrozenClock } from '../../../../test/support/frozen-clock.js';
import { createNewsroom, type Newsroom } from '../../../../test/support/newsroom.js';
import { openTools } from '../../../../test/support/tools.js';
import { AssembleEdition } from '../assembly/assemble-edition.service.js';
import { ClaimEditions } from '../calendar/claim-editions.service.js';
import { ActOnDeadlines } from '../desk/act-on-deadlines.service.js';
import { ApproveEdition } from '../desk/approve-edition.service.js';
import { DeskAlarms } from '../desk/desk-alarms.service.js';
import { EditionRepository } from '../edition.repository.js';
import { EditionsModule } from '../editions.module.js';
import { ReleaseEdition } from '../revisions/release-edition.service.js';
import { LookAtLinks } from './look-at-links.service.js';
import { PreflightEdition } from './preflight-edition.service.js';
import { PreflightGate } from './preflight-gate.service.js';

let test: TestDatabase;
let clock: FrozenClock;
let tools: INestApplicationContext;
let newsroom: Newsroom;
let shipped: { mjml: string; text: string; partials: TemplatePartials };
let day = 0;
const ana = newId();
/** A publisher's site: `/gone` is, `/wall` answers no HEAD. */
let site: Server;
const asked: string[] = [];

beforeAll(async () => {
  test = await createTestDatabase({ FETCH_ALLOWED_HOSTS: '127.0.0.1' });
  site = createServer(({ method = '', url = '' }, answer) => {
    asked.push(`${method} ${url}`);
    answer.writeHead(url === '/gone' ? 410 : url === '/wall' && method === 'HEAD' ? 405 : 200).end();
  });
  await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
  clock = new FrozenClock(new Date('2026-03-10T00:00:00Z'));
  tools = await openTools(test.config, [EditionsModule], { clock });
  newsroom = await createNewsroom(test.database, { approval: 'desk', created_at: new Date('2026-01-01T00:00:00Z') });
  await test.database.insertInto('operator').values({ id: ana, address: 'ana@gazette.example', name: 'Ana', role: 'editor' }).execute();
  const version = await test.database.selectFrom('template_version').innerJoin('newsletter', 'newsletter.template_id', 'template_version.template_id').select(['mjml', 'plain_text', 'partials']).where('newsletter.id', '=', newsroom.newsletterId).executeTakeFirstOrThrow();
  shipped = { mjml: version.mjml, text: version.plain_text, partials: version.partials };
}); // prettier-ignore
afterAll(async () => {
  await tools.close();
  await test.close();
  site.close();
});

/** A new day with a proposal of two stories, made with this template. */
async function morning(template: Partial<typeof shipped> = {}, unapproved: UnapprovedPolicy = 'hold'): Promise<string> {
  day += 1;
  await test.database.updateTable('newsletter').set({ unapproved }).where('id', '=', newsroom.newsletterId).execute();
  await publish(template);
  const at = (time: string): Date => new Date(`2026-03-${String(10 + day)}T${time}:00Z`);
  clock.set(at('02:00'));
  const source = await tools.get(SourceRepository, { strict: false }).bySlug('desk');
  if (source === undefined) throw new Error('the source is missing');
  for (const headline of ['Le port rouvre', 'Une comète passe'])
    await tools.get(StoreDispatch, { strict: false }).store(source, { externalId: randomUUID(), language: 'fr', headline: `${headline} le ${day}`, link: `https://gazette.example/${randomUUID()}`, regions: ['france'], publishedAt: clock.now() });
  clock.set(at('04:30'));
  const [id] = await tools.get(ClaimEditions).claimDue();
  if (id === undefined) throw new Error('nothing was due');
  await tools.get(AssembleEdition).assemble(id);
  return id;
} // prettier-ignore

let version = 100;
async function publish(template: Partial<typeof shipped>): Promise<void> {
  version += 1;
  const { template_id: templateId } = await test.database.selectFrom('newsletter').select('template_id').where('id', '=', newsroom.newsletterId).executeTakeFirstOrThrow();
  await test.database.insertInto('template_version').values({ id: newId(), template_id: templateId, version, mjml: template.mjml ?? shipped.mjml, plain_text: template.text ?? shipped.text, partials: JSON.stringify(template.partials ?? shipped.partials) }).execute();
} // prettier-ignore

const edition = (id: string) => tools.get(EditionRepository).byId(test.database, id);
const approve = (id: string) => tools.get(ApproveEdition).approve(id, { by: ana });
const release = (id: string) => tools.get(ReleaseEdition).release(id, { by: ana });
const blocksOf = async (id: string): Promise<string[]> =>
  (await tools.get(PreflightEdition).ofProposal(id)).findings.flatMap(({ level, code }) =>
    level === 'block' ? [code] : [],
  );
/** Beneath the masthead. */
const withWords = (style: string, words: string): string =>
  shipped.mjml.replace(
    /<mj-body[^>]*>/,
    (tag) =>
      `${tag}<mj-section><mj-column><mj-text><p style="${style}">${words}</p></mj-text></mj-column></mj-section>`,
  );
const faint = (): string => withWords('color:#c9ccd1', 'Bonjour');
const answered = { reason: 'Élections', by: ana };

describe('preflight of an edition', () => {
  it('lets what ships leave', async () => {
    const id = await morning();
    expect(await blocksOf(id)).toEqual([]);
    expect(await approve(id)).toMatchObject({ state: 'frozen' });
  });

  it('refuses what it blocks and writes nothing, until somebody answers for it', async () => {
    const id = await morning({ mjml: faint() });
    expect([...new Set(await blocksOf(id))]).toEqual(['preflight.contrast_light']);
    const refusal = { code: 'edition.preflight_blocked', details: { findings: expect.arrayContaining([expect.objectContaining({ code: 'preflight.contrast_light' })]) as unknown } };
    await expect(approve(id)).rejects.toMatchObject(refusal);
    expect(await edition(id)).toMatchObject({ state: 'proposed', currentRevision: null });
    const gate = tools.get(PreflightGate);
    await expect(gate.override(id, { ...answered, codes: ['preflight.link_dead'] })).rejects.toMatchObject({ code: 'edition.nothing_to_override' });
    await gate.override(id, { ...answered, codes: ['preflight.contrast_light'] });
    expect(await approve(id)).toMatchObject({ state: 'frozen' });
    expect(await gate.overrides(id)).toMatchObject([{ operatorId: ana, reason: 'Élections', codes: ['preflight.contrast_light'] }]);
    const audited = await test.database.selectFrom('audit_entry').select('operator_id').where('action', '=', 'edition.overridden').execute();
    expect(audited).toEqual([{ operator_id: ana }]);
  }); // prettier-ignore

  it('takes the answer for what was looked at, and not for what a template brought since', async () => {
    const id = await morning({ mjml: faint() });
    await tools.get(PreflightGate).override(id, { ...answered, codes: ['preflight.contrast_light'] });
    await publish({ mjml: withWords('color:#dddddd', 'Autre chose') });
    await expect(approve(id)).rejects.toMatchObject({ code: 'edition.preflight_blocked' });
    await publish({ mjml: faint() });
    expect(await approve(id)).toMatchObject({ state: 'frozen' });
  });

  it('holds what a template broke between the approval and its release', async () => {
    await test.database.updateTable('newsletter').set({ approval_delay_minutes: 5 }).where('id', '=', newsroom.newsletterId).execute();
    const id = await morning();
    expect(await approve(id)).toMatchObject({ state: 'approved' });
    await publish({ mjml: withWords('', 'Bonjour @@prenom@@') });
    clock.set(new Date(clock.now().getTime() + 6 * 60_000));
    expect(await tools.get(ApproveEdition).releaseDue()).toEqual([]);
    expect(await edition(id)).toMatchObject({ state: 'held', reason: 'edition.preflight_blocked' });
    await publish({});
    await test.database.updateTable('newsletter').set({ approval_delay_minutes: 0 }).where('id', '=', newsroom.newsletterId).execute();
    expect(await approve(id)).toMatchObject({ state: 'frozen' });
  }); // prettier-ignore

  it('judges without holding the row, and again where the proposal became another one meanwhile', async () => {
    const id = await morning();
    const preflight = tools.get(PreflightEdition);
    const judge = preflight.judge.bind(preflight);
    const judging = jest.spyOn(preflight, 'judge');
    judging.mockImplementationOnce(async (proposal) => {
      const findings = await judge(proposal);
      await sql`select from edition where id = ${id} for update nowait`.execute(test.database);
      await publish({ mjml: faint() });
      return findings;
    });
    await expect(approve(id)).rejects.toMatchObject({ code: 'edition.preflight_blocked' });
    expect(judging).toHaveBeenCalledTimes(2);
    judging.mockImplementation(async (proposal) => {
      await publish({ mjml: withWords('', `Bonjour ${String(version)}`) });
      return judge(proposal);
    });
    await expect(approve(id)).rejects.toMatchObject({ code: 'edition.changed_meanwhile' });
    expect(await edition(id)).toMatchObject({ state: 'proposed', currentRevision: null });
    judging.mockRestore();
    await publish({});
    expect(await approve(id)).toMatchObject({ state: 'frozen' });
  });

  it('judges of a short edition what leaves, not what was proposed', async () => {
    await test.database.updateTable('newsletter').set({ short_dispatches: 1 }).where('id', '=', newsroom.newsletterId).execute();
    const broken = { headline: 'Bonjour {{ prenom }}' };
    const lateAt = async (position: number): Promise<string> => {
      const id = await morning({}, 'send_short');
      await test.database.updateTable('block').set({ edits: JSON.stringify(broken) }).where('edition_id', '=', id).where('position', '=', position).execute();
      clock.set(new Date(clock.now().getTime() + 61 * 60_000));
      await tools.get(ActOnDeadlines).act();
      return id;
    };
    const last = await lateAt(1);
    expect(await edition(last)).toMatchObject({ state: 'frozen', currentRevision: 1 });
    const first = await lateAt(0);
    expect(await edition(first)).toMatchObject({ state: 'held', reason: 'edition.preflight_blocked' });
    // Held whole: a person may mend it and send all of it.
    expect(await test.database.selectFrom('block').select('id').where('edition_id', '=', first).execute()).toHaveLength(2);
  }); // prettier-ignore

  it('takes nobody’s word for the way out and the label of a sponsor', async () => {
    const id = await morning({ text: shipped.text.replace(/\{% render 'foot'[^%]*%\}/, '') });
    expect(await blocksOf(id)).toEqual(['preflight.unsubscribe_text']);
    for (const code of ['preflight.unsubscribe_text', 'preflight.sponsor_unlabelled', 'preflight.dispatch_killed', 'preflight.rights_exceeded', 'preflight.nonsense'])
      await expect(tools.get(PreflightGate).override(id, { ...answered, codes: [code] })).rejects.toMatchObject({ code: 'edition.never_overridden' });
    await expect(approve(id)).rejects.toMatchObject({ code: 'edition.preflight_blocked' });
  }); // prettier-ignore

  it('tells who approves of a story that was killed', async () => {
    const id = await morning();
    const { dispatch_id: killed } = await test.database.selectFrom('block').select('dispatch_id').where('edition_id', '=', id).where('dispatch_id', 'is not', null).executeTakeFirstOrThrow();
    await test.database.updateTable('dispatch').set({ status: 'killed' }).where('id', '=', killed).execute();
    expect(await blocksOf(id)).toEqual(['preflight.dispatch_killed']);
    await expect(approve(id)).rejects.toMatchObject({ code: 'edition.preflight_blocked' });
  }); // prettier-ignore

  it('holds at the deadline what is broken for readers, and only says what a person could judge', async () => {
    const broken = await morning({ mjml: withWords('', 'Bonjour @@prenom@@') }, 'send');
    clock.set(new Date(clock.now().getTime() + 61 * 60_000));
    await tools.get(ActOnDeadlines).act();
    expect(await edition(broken)).toMatchObject({ state: 'held', reason: 'edition.preflight_blocked' });
    const open = await tools.get(DeskAlarms).open(100);
    expect(open.filter(({ editionId }) => editionId === broken).map(({ code }) => code)).toEqual(['edition.preflight_blocked']);
    const pale = await morning({ mjml: faint() }, 'send');
    clock.set(new Date(clock.now().getTime() + 61 * 60_000));
    await tools.get(ActOnDeadlines).act();
    expect(await edition(pale)).toMatchObject({ state: 'frozen' });
  }); // prettier-ignore

  it('asks the same of what a person sends at once', async () => {
    const pressing = await morning({ mjml: faint() });
    await test.database.updateTable('edition').set({ kind: 'flash' }).where('id', '=', pressing).execute();
    await expect(release(pressing)).rejects.toMatchObject({ code: 'edition.preflight_blocked' });
    expect(await edition(pressing)).toMatchObject({ state: 'proposed' });
    const broken = await morning({ mjml: withWords('', 'Bonjour @@prenom@@') });
    await test.database.updateTable('newsletter').set({ approval: 'automatic' }).where('id', '=', newsroom.newsletterId).execute();
    expect(await release(broken)).toBe('held');
    await test.database.updateTable('newsletter').set({ approval: 'desk' }).where('id', '=', newsroom.newsletterId).execute();
  }); // prettier-ignore

  it('reads which links are dead from what was asked before, each address once', async () => {
    const at = (path: string): string => `http://127.0.0.1:${(site.address() as AddressInfo).port}${path}`;
    const links = ['/gone', '/wall', '/here'].map((path) => `<a href="${at(path)}">Le ${path.slice(1)}</a>`).join(' ');
    const id = await morning({ mjml: withWords('', links) });
    expect(await blocksOf(id)).toEqual([]);
    await tools.get(LookAtLinks).look();
    await tools.get(LookAtLinks).look();
    expect(asked.sort()).toEqual(['GET /gone', 'GET /wall', 'HEAD /gone', 'HEAD /here', 'HEAD /wall']);
    expect(await blocksOf(id)).toEqual(['preflight.link_dead']);
    await expect(approve(id)).rejects.toMatchObject({ code: 'edition.preflight_blocked' });
    clock.set(new Date(clock.now().getTime() + 7 * 3_600_000));
    expect(await blocksOf(id)).toEqual([]);
    clock.set(new Date(clock.now().getTime() + 24 * 3_600_000));
    await tools.get(LookAtLinks).look();
    expect(await test.database.selectFrom('link_look').selectAll().execute()).toEqual([]);
  });
});
