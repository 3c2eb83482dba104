import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChangeDispatch, KeepPicture, SourceRepository, StoreDispatch, type IncomingDispatch } from '@app/dispatches';
import { TemplateRepository } from '@app/mail';
import type { BlockKind } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { noise } from '../../../../test/support/pictures.js';
import { openTools } from '../../../../test/support/tools.js';
import { ClaimEditions } from '../calendar/claim-editions.service.js';
import { EditionRepository } from '../edition.repository.js';
import { editionStandings, variantsHolding } from '../edition-standing.js';
import { EditionsModule } from '../editions.module.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { PrepareEdition } from '../prepare-edition.service.js';
import { CorrectionRepository } from './correction.repository.js';
import { DraftRepository, type StoredDraft } from './draft.repository.js';
import { FreezeEdition } from './freeze-edition.service.js';
import { MakeCorrection } from './make-correction.service.js';
import { MakeFlash } from './make-flash.service.js';
import { MakeLetter } from './make-letter.service.js';
import { ReviseEdition } from './revise-edition.service.js';
import { RevisionRepository, type CurrentRevision } from './revision.repository.js';
import { TaintRepository } from './taint.repository.js';

const HOUR = 3_600_000;
const BY_DESK = { operatorId: null, reason: 'Fausse.' };

let test: TestDatabase;
let tools: INestApplicationContext;
let newsletter: Newsletter;
let sister: Newsletter;

beforeAll(async () => {
  test = await createTestDatabase();
  tools = await openTools(test.config, [EditionsModule]);
  const { slug } = await createNewsroom(test.database);
  const other = await createNewsroom(test.database, { slug: 'morning', language: 'en' });
  [newsletter, sister] = [await newsletterBy(slug), await newsletterBy(other.slug)];
});
afterAll(async () => {
  await tools.close();
  await test.close();
});

async function newsletterBy(slug: string): Promise<Newsletter> {
  const found = await tools.get(NewsletterRepository).bySlug(slug);
  if (found === undefined) throw new Error('the newsletter is missing');
  return found;
}

async function arrive(headline: string, change: Partial<IncomingDispatch> = {}): Promise<string> {
  const source = await tools.get(SourceRepository, { strict: false }).bySlug('desk');
  if (source === undefined) throw new Error('the source is missing');
  const given = {
    externalId: randomUUID(),
    language: 'fr',
    headline,
    standfirst: 'Depuis l’aube.',
    regions: ['france'],
  };
  return (await tools.get(StoreDispatch, { strict: false }).store(source, { ...given, ...change })).id;
}

const story = (dispatchId: string): StoredDraft => ({
  kind: 'dispatch',
  section: 'france',
  dispatchId,
  content: {},
  edits: {},
});
const words = (kind: BlockKind, content: Record<string, unknown>): StoredDraft => ({
  kind,
  section: '',
  dispatchId: null,
  content,
  edits: {},
});

/** A digest with these blocks, proposed and due now or in so many hours. */
async function propose(
  blocks: StoredDraft[],
  head: { subject?: string; preheader?: string; inHours?: number } = {},
): Promise<string> {
  const { subject = null, preheader = null, inHours = 0 } = head;
  const id = await tools
    .get(ClaimEditions)
    .claimNow(newsletter, 'digest', { dueAt: new Date(Date.now() + inHours * HOUR) });
  await tools.get(DraftRepository).propose(test.database, { id, by: null }, { blocks, subject, preheader });
  return id;
}

async function frozen(dispatchIds: string[], head?: Parameters<typeof propose>[1]): Promise<string> {
  const id = await propose(dispatchIds.map(story), head);
  expect(await freeze(id)).toMatchObject({ state: 'frozen' });
  return id;
}

const freeze = (id: string) => tools.get(FreezeEdition).freeze(id, null);
const revise = (id: string) => tools.get(ReviseEdition).revise(id);
const kill = (id: string) => tools.get(ChangeDispatch, { strict: false }).kill(id, BY_DESK);

async function current(id: string): Promise<CurrentRevision> {
  const found = await tools.get(RevisionRepository).current(test.database, id);
  if (found === undefined) throw new Error('it was never frozen');
  return found;
}

const headlines = ({ blocks }: CurrentRevision): string[] =>
  blocks.flatMap((block) => (block.kind === 'dispatch' ? [block.content.headline] : []));

async function bytes(id: string): Promise<string> {
  const { html = '' } = (await tools.get(RevisionRepository).currentRendering(id)) ?? {};
  return html;
}

async function isTainted(id: string): Promise<boolean> {
  const row = await editionStandings(test.database).where('edition.id', '=', id).executeTakeFirstOrThrow();
  return row.is_tainted;
}

const alarms = (id: string) =>
  test.database.selectFrom('desk_alarm').select(['code', 'settled_at']).where('edition_id', '=', id).execute();

describe('freezing', () => {
  it('writes blocks of every kind in their order, and the same content has the same hash', async () => {
    const dispatchId = await arrive('Le port rouvre');
    const link = { title: 'Le club', text: 'Venez.', link: 'https://gazette.example/club', linkLabel: 'Venir' };
    const blocks = [
      words('text', { title: 'Édito', markdown: 'Bonjour à **tous**.', signature: 'La rédaction' }),
      story(dispatchId),
      words('promotion', link),
      words('sponsor', { ...link, advertiser: 'Ombrelle SA' }),
    ];
    const [one, two] = [await propose(blocks, { subject: 'Le quai', preheader: 'Et la mer' }), await propose(blocks, { subject: 'Le quai', preheader: 'Et la mer' })];
    await Promise.all([freeze(one), freeze(one), freeze(one), freeze(two)]);
    const [first, second] = [await current(one), await current(two)];
    expect(first.blocks.map((block) => [block.position, block.kind])).toEqual([[0, 'text'], [1, 'dispatch'], [2, 'promotion'], [3, 'sponsor']]);
    expect(first).toMatchObject({ subject: 'Le quai', revision: { number: 1, preheader: 'Et la mer', isSubjectByDesk: true }, marks: [] });
    expect(first.blocks).toEqual(second.blocks);
    expect(first.revision.contentHash).toEqual(second.revision.contentHash);
    expect(await test.database.selectFrom('revision').select('number').where('edition_id', '=', one).execute()).toHaveLength(1);
  });

  it('of the house’s own promotion alone mails nothing to anybody', async () => {
    const id = await propose([words('promotion', { title: 'a', text: 'b', link: 'https://gazette.example', linkLabel: 'c' })]);
    expect(await freeze(id)).toMatchObject({ state: 'empty' });
  });

  it('leaves out what may not be mailed any more when the last readers are due', async () => {
    const until = new Date(Date.now() + HOUR / 2);
    const ending = await arrive('Pour une demi-heure', { rights: { mail: true, until } });
    expect(headlines(await current(await frozen([ending, await arrive('Pour toujours')], { inHours: 1 })))).toEqual(['Pour toujours']);
    expect(headlines(await current(await frozen([ending])))).toEqual(['Pour une demi-heure']);
  });

  it('drops a subject that was written for a first story which is gone by then', async () => {
    const [lead, next] = [await arrive('La grève s’étend'), await arrive('Le port rouvre')];
    const id = await propose([lead, next].map(story), { subject: 'Tout s’arrête', preheader: 'La suite' });
    await kill(lead);
    await freeze(id);
    expect(await current(id)).toMatchObject({ revision: { isSubjectByDesk: false } });
    expect((await current(id)).subject).toContain('Le port rouvre');
  });
}); // prettier-ignore

describe('a dispatch killed after freezing', () => {
  it('is gone from the next revision, marked, with the same template, while the first stays as it was', async () => {
    const [one, two, three] = [await arrive('Le port rouvre'), await arrive('Le phare faux'), await arrive('La mer monte')];
    const id = await frozen([one, two, three], { subject: 'Au large', preheader: 'Ce matin' });
    const before = await current(id);
    await kill(two);
    expect(await isTainted(id)).toBe(true);
    const templates = tools.get(TemplateRepository, { strict: false });
    const version = await templates.version(test.database, before.revision.templateVersionId);
    if (version === undefined) throw new Error('the template is missing');
    await templates.publish(test.database, { ...version, plainText: `${version.plainText} `, note: 'x' });
    expect(await Promise.all([revise(id), revise(id)])).toEqual(expect.arrayContaining([2, undefined]));
    const after = await current(id);
    expect(headlines(after)).toEqual(['Le port rouvre', 'La mer monte']);
    expect(after.blocks.map((block) => block.position)).toEqual([0, 1]);
    expect(after).toMatchObject({ subject: 'Au large', revision: { number: 2, reason: 'killed', isSubjectByDesk: true, templateVersionId: before.revision.templateVersionId } });
    expect(after.marks).toEqual([{ kind: 'killed', at: expect.stringMatching(/^\d{4}-/), section: 'france' }]);
    expect(await bytes(id)).not.toContain('phare');
    expect(await isTainted(id)).toBe(false);
    const first = await test.database.selectFrom('revision_block').select('content').where('edition_id', '=', id).where('revision', '=', 1).execute();
    expect(first).toHaveLength(3);
    const audit = await test.database.selectFrom('audit_entry').select('detail').where('object', '=', `edition:${id}`).where('action', '=', 'edition.revised').execute();
    expect(audit).toEqual([{ detail: { revision: 2, reason: 'killed', dispatches: 1, pictures: 0 } }]);
    await kill(three);
    expect(await revise(id)).toBe(3);
    expect((await current(id)).marks).toHaveLength(2);
    expect(await revise(id)).toBeUndefined();
  });

  it('takes the desk’s subject with it where it was the first story, or is spoken of there', async () => {
    const [lead, next] = [await arrive('La grève s’étend'), await arrive('Le Phare de Brest s’éteint')];
    const led = await frozen([lead, next], { subject: 'Une journée calme' });
    const spoken = await frozen([await arrive('Le port rouvre'), next], { subject: 'Nuit noire à BREST' });
    await kill(lead);
    await kill(next);
    await revise(spoken);
    expect(await current(spoken)).toMatchObject({ revision: { number: 2, isSubjectByDesk: false } });
    expect((await current(spoken)).subject).toContain('Le port rouvre');
    // Of the other edition nothing is left.
    expect(await revise(led)).toBeUndefined();
    expect(await tools.get(EditionRepository).byId(test.database, led)).toMatchObject({ state: 'cancelled', reason: 'edition.killed' });
    expect(await alarms(led)).toEqual([{ code: 'edition.killed', settled_at: null }]);
    expect(await tools.get(TaintRepository).tainted(['frozen', 'sending', 'sent'], 9)).toEqual([]);
  });

  it('in the very moment of freezing holds the edition until the next revision is there', async () => {
    const [one, two] = [await arrive('Le port rouvre'), await arrive('Le faux')];
    const id = await propose([one, two].map(story));
    await test.database.transaction().execute(async (trx) => {
      await tools.get(FreezeEdition).freezeIn(trx, id, null);
      // Read and written, not committed: the kill sees no edition that holds it, and freezing saw no kill.
      await kill(two);
      expect(await tools.get(TaintRepository).tainted(['frozen'], 9)).toEqual([]);
    });
    expect(headlines(await current(id))).toContain('Le faux');
    expect(await isTainted(id)).toBe(true);
    expect(await tools.get(ReviseEdition).ringTainted('open')).toBe(1);
    expect(await revise(id)).toBe(2);
    expect(headlines(await current(id))).toEqual(['Le port rouvre']);
  });

  it('leaves an edition that was sent, too: the web view and the archive forget it, and say so', async () => {
    const only = await arrive('Le faux');
    const id = await frozen([only]);
    await test.database.updateTable('edition').set({ state: 'sent' }).where('id', '=', id).execute();
    await kill(only);
    expect(await tools.get(ReviseEdition).ringTainted('open')).toBe(0);
    expect(await tools.get(ReviseEdition).ringTainted('all')).toBe(1);
    expect(await revise(id)).toBe(2);
    expect(await current(id)).toMatchObject({ edition: { state: 'sent' }, blocks: [], marks: [{ kind: 'killed' }] });
    expect(await bytes(id)).not.toContain('Le faux');
  });

  it('takes its picture along, and a picture killed by itself leaves the story', async () => {
    const url = 'https://gazette.example/p.jpg';
    const id = await arrive('Le port rouvre', { picture: { url, width: 800, height: 600, alt: 'Le quai' } });
    const original = await noise(400, 300).jpeg().toBuffer();
    expect(await tools.get(KeepPicture, { strict: false }).keepFor(id, url, original)).toBe(true);
    const edition = await frozen([id]);
    expect(await bytes(edition)).toContain('/media/');
    const { id: pictureId } = await test.database.selectFrom('picture').select('id').where('dispatch_id', '=', id).executeTakeFirstOrThrow();
    await tools.get(ChangeDispatch, { strict: false }).killPicture(pictureId, BY_DESK);
    expect(await isTainted(edition)).toBe(true);
    expect(await revise(edition)).toBe(2);
    expect(await current(edition)).toMatchObject({ marks: [{ kind: 'picture_killed' }], blocks: [{ pictureId: null, content: { picture: null } }] });
    expect(await bytes(edition)).not.toContain('/media/');
  });

  it('is not confused with an embargo that ends by the edition’s hour; one put on it later counts', async () => {
    const inMinutes = (count: number) => new Date(Date.now() + count * 60_000);
    const other = await arrive('Le port rouvre');
    const id = await arrive('À l’heure', { embargoedUntil: inMinutes(20) });
    const edition = await frozen([other, id], { inHours: 1 });
    expect(headlines(await current(edition))).toContain('À l’heure');
    // Nothing of it leaves before, not even to the staff; and nothing is taken out.
    expect(await isTainted(edition)).toBe(true);
    expect(await revise(edition)).toBeUndefined();
    expect(await tools.get(ReviseEdition).ringTainted('all')).toBe(0);
    await tools.get(ChangeDispatch, { strict: false }).setEmbargo(id, inMinutes(90), BY_DESK);
    expect(await revise(edition)).toBe(2);
    expect(headlines(await current(edition))).toEqual(['Le port rouvre']);
  });
}); // prettier-ignore

describe('a correction', () => {
  const correct = (dispatch: string, more: object = {}) =>
    tools.get(MakeCorrection).make({ newsletter, dispatch, explanation: 'Il y a eu *deux* blessés.', by: null, ...more });

  it('names the variants that held the error, and sets right the editions that show it', async () => {
    const externalId = randomUUID();
    const id = await arrive('Dix blessés au port', { externalId });
    const other = await arrive('La mer monte');
    const [wrong, without] = [await frozen([id, other]), await frozen([other])];
    await arrive('Deux blessés au port', { externalId });
    const made = await correct(id);
    expect(await tools.get(CorrectionRepository).of(test.database, made)).toMatchObject({ dispatchId: id, versions: [1] });
    expect(headlines(await current(wrong))).toContain('Dix blessés au port');
    await freeze(made);
    const correction = await current(made);
    expect(correction.edition).toMatchObject({ kind: 'correction', sequence: 1 });
    expect(correction.blocks).toMatchObject([
      { kind: 'text', content: { title: 'Rectificatif', html: expect.stringContaining('<em>deux</em>'), signature: 'La Gazette du Large' } },
      { kind: 'dispatch', content: { headline: 'Deux blessés au port' } },
    ]);
    const after = await current(wrong);
    expect(headlines(after)).toEqual(['Deux blessés au port', 'La mer monte']);
    expect(after).toMatchObject({ marks: [{ kind: 'corrected', section: 'france' }], revision: { number: 2, reason: 'corrected' } });
    expect(after.subject).not.toContain('Dix');
    expect((await current(without)).revision.number).toBe(1);
    const held = await variantsHolding(test.database, { editionId: made, newsletterId: newsletter.id, dispatchId: id, versions: [1] }).execute();
    const first = await test.database.selectFrom('variant').select('id').where('edition_id', '=', wrong).where('revision', '=', 1).execute();
    expect(held.map((row) => row.variant_id)).toEqual(first.map((row) => row.id));
  });

  it('of a killed dispatch does not show it again, and of what nobody was sent there is none', async () => {
    const id = await arrive('Le faux');
    await expect(correct(id)).rejects.toMatchObject({ code: 'edition.nothing_to_correct' });
    const edition = await frozen([id, await arrive('Le port rouvre')]);
    await expect(correct(id)).rejects.toMatchObject({ code: 'edition.nothing_to_correct' });
    await expect(correct(id, { versions: [7] })).rejects.toMatchObject({ code: 'edition.nothing_to_correct' });
    await expect(correct(id, { explanation: ' ' })).rejects.toMatchObject({ code: 'edition.act_invalid' });
    await kill(id);
    await revise(edition);
    const made = await correct(id);
    await freeze(made);
    expect((await current(made)).blocks.map((block) => block.kind)).toEqual(['text']);
    expect((await current(edition)).revision.number).toBe(2);
  });

  it('in the desk’s own words corrects the present version', async () => {
    const id = await arrive('Dix blessés');
    const wrong = await frozen([id]);
    await expect(correct(id, { versions: [1] })).rejects.toMatchObject({ code: 'edition.act_invalid' });
    const made = await correct(id, { correctedHeadline: 'Deux blessés' });
    await freeze(made);
    expect(headlines(await current(made))).toEqual(['Deux blessés']);
    expect(headlines(await current(wrong))).toEqual(['Deux blessés']);
    // All three revisions hold version 1; the error stood in one of them.
    const held = { editionId: made, newsletterId: newsletter.id, dispatchId: id, versions: [1] };
    const holding = await variantsHolding(test.database, held).select('variant.revision').execute();
    expect(holding).toMatchObject([{ edition_id: wrong, revision: 1 }]);
  });
}); // prettier-ignore

describe('a letter', () => {
  it('is text alone, due when it says, and waits for somebody’s approval', async () => {
    const dueAt = new Date(Date.now() + 26 * HOUR);
    const given = { newsletter, subject: 'À nos lecteurs', markdown: 'Merci.', signature: 'La rédaction', by: null };
    const id = await tools.get(MakeLetter).make({ ...given, dueAt });
    const edition = await tools.get(EditionRepository).byId(test.database, id);
    expect(edition).toMatchObject({ kind: 'letter', sequence: 1, state: 'proposed', dueAt, lastDueAt: dueAt, slot: null });
    const now = await tools.get(MakeLetter).make(given);
    await tools.get(PrepareEdition).prepare(now);
    expect(await tools.get(EditionRepository).unprepared(50)).not.toContain(now);
    expect(await tools.get(EditionRepository).byId(test.database, now)).toMatchObject({ state: 'proposed' });
    await freeze(id);
    expect(await current(id)).toMatchObject({ subject: 'À nos lecteurs', blocks: [{ kind: 'text' }] });
    await expect(tools.get(MakeLetter).make({ ...given, subject: 'a\r\nBcc: x' })).rejects.toMatchObject({ code: 'edition.act_invalid' });
    await expect(tools.get(MakeLetter).make({ ...given, signature: '' })).rejects.toMatchObject({ code: 'edition.act_invalid' });
  });
}); // prettier-ignore

describe('a flash', () => {
  const flash = (newsletters: Newsletter[], dispatches: string[]) =>
    tools.get(MakeFlash).make({ newsletters, dispatches, by: null });

  it('of a family reaches each sister in her language, all or none', async () => {
    const excerptOnly = { rights: { mail: false } } as const;
    const [fr, en] = [await arrive('Séisme en mer', excerptOnly), await arrive('Quake at sea', { language: 'en' })];
    const made = await flash([newsletter, sister], [fr, en]);
    expect(made.map((one) => one.newsletter.slug)).toEqual(['matin', 'morning']);
    for (const { editionId } of made) await freeze(editionId);
    expect(headlines(await current(made[1]?.editionId ?? ''))).toEqual(['Quake at sea']);
    await expect(flash([newsletter], [fr, en])).rejects.toMatchObject({ code: 'edition.dispatch_unusable' });
    await expect(flash([newsletter], [fr, fr])).rejects.toMatchObject({ code: 'edition.act_invalid' });
    const embargoed = await arrive('Plus tard', { embargoedUntil: new Date(Date.now() + HOUR) });
    await expect(flash([newsletter], [fr, embargoed])).rejects.toMatchObject({ code: 'edition.dispatch_unusable' });
    const count = await test.database.selectFrom('edition').select('id').where('kind', '=', 'flash').execute();
    expect(count).toHaveLength(2);
  });
});
