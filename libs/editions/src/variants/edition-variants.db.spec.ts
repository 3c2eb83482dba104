import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SourceRepository, StoreDispatch } from '@app/dispatches';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { createNewsroom, type Newsroom } from '../../../../test/support/newsroom.js';
import { openTools } from '../../../../test/support/tools.js';
import { sampleBlock, sampleSponsor } from '../digest/frozen-block.fixture.js';
import type { FrozenBlock } from '../digest/frozen-block.js';
import { EditionRepository } from '../edition.repository.js';
import { EditionsModule } from '../editions.module.js';
import { RevisionRepository } from '../revisions/revision.repository.js';
import { WriteRevision } from '../revisions/write-revision.service.js';
import type { Choice } from './cut.js';
import { EditionVariants } from './edition-variants.service.js';

const REGIONS = ['afrique', 'afrique', 'europe', 'europe', 'france'] as const;
const choice = (...regions: string[]): Choice => ({ regions, topics: [] });

let test: TestDatabase;
let tools: INestApplicationContext;
let newsroom: Newsroom;
let blocks: FrozenBlock[];
let sequence = 0;

beforeAll(async () => {
  test = await createTestDatabase();
  tools = await openTools(test.config, [EditionsModule]);
  newsroom = await createNewsroom(test.database, { cut_min: 2 });
  const source = await tools.get(SourceRepository, { strict: false }).bySlug('desk');
  if (source === undefined) throw new Error('the source is missing');
  const ids: string[] = [];
  for (const headline of REGIONS.map((region, at) => `${region} ${at}`)) {
    const given = { externalId: randomUUID(), language: 'fr', headline, publishedAt: new Date() };
    ids.push((await tools.get(StoreDispatch, { strict: false }).store(source, given)).id);
  }
  blocks = [...REGIONS.map((region, at) => sampleBlock(at, region, { id: ids[at] ?? '' })), sampleSponsor(5, 'france')];
});
afterAll(async () => {
  await tools.close();
  await test.close();
});

async function claim(): Promise<string> {
  sequence += 1;
  const dueAt = new Date('2026-11-23T06:00:00Z');
  const usefulUntil = new Date('2026-11-23T12:00:00Z');
  const edition = { newsletterId: newsroom.newsletterId, kind: 'digest', editionDate: '2026-11-23', sequence, dueAt, usefulUntil } as const; // prettier-ignore
  const id = await tools.get(EditionRepository).claim(test.database, edition);
  if (id === undefined) throw new Error('the edition was claimed already');
  return id;
}

async function revise(editionId: string, given: readonly FrozenBlock[] = blocks): Promise<number> {
  return test.database.transaction().execute(async (trx) => {
    const edition = await tools.get(EditionRepository).lock(trx, editionId);
    if (edition === undefined) throw new Error('the edition is missing');
    const head = { subject: null, preheader: null };
    const revision = {
      edition,
      blocks: given,
      head,
      templateVersionId: null,
      marks: [],
      approvedBy: null,
      reason: 'approved',
    };
    return tools.get(WriteRevision).write(trx, revision);
  });
}

async function ensure(editionId: string, ...choices: Choice[]): Promise<Record<string, number>> {
  const variants = tools.get(EditionVariants);
  const numbers = await test.database.transaction().execute((trx) => variants.ensureCuts(trx, editionId, choices));
  return Object.fromEntries(numbers);
}

/** What each cut's readers get under a revision. */
async function served(editionId: string, revision: number) {
  return test.database
    .selectFrom('variant_cut')
    .innerJoin('variant', 'variant.id', 'variant_cut.variant_id')
    .innerJoin('rendering', 'rendering.hash', 'variant.rendering_hash')
    .select(['variant_cut.cut', 'variant.positions', 'variant.subject', 'variant.key', 'variant.id', 'rendering.html'])
    .where('variant_cut.edition_id', '=', editionId)
    .where('variant_cut.revision', '=', revision)
    .orderBy('variant_cut.cut')
    .execute();
}

describe('an edition’s variants', () => {
  it('are made for the cuts there are, shared where they show the same, and the whole where too little is left', async () => {
    const id = await claim();
    expect(await ensure(id, choice('europe', 'afrique'), choice('afrique', 'europe'), choice('europe'), choice('france'), choice())).toEqual({
      'afrique,europe/': 1, 'europe/': 2, 'france/': 3, '/': 0,
    }); // prettier-ignore
    await revise(id);
    const rows = await served(id, 1);
    expect(rows.map(({ cut, positions }) => [cut, positions])).toEqual([
      [0, [0, 1, 2, 3, 4, 5]],
      [1, [0, 1, 2, 3, 5]],
      [2, [2, 3, 5]],
      [3, [0, 1, 2, 3, 4, 5]],
    ]);
    expect(rows[3]?.id).toBe(rows[0]?.id);
    expect(rows.map(({ key }) => key)).toEqual(['fr/all', 'fr/afrique,europe/', 'fr/europe/', 'fr/all']);
    // The whole's subject names its first story; a cut without it has a subject of its own.
    expect(rows.map(({ subject }) => subject)).toEqual([null, null, expect.stringContaining('Sujet numéro 2'), null]);
    expect(rows[2]?.html).not.toContain('Sujet numéro 0');
    expect(rows[2]?.html).toContain('Publicité');
    // The web view of a mail holds the mail's stories; a cut nobody made is everything.
    const revisions = tools.get(RevisionRepository);
    const cuts = await Promise.all(rows.map(async (row) => (await revisions.rendering(row.id))?.cut));
    expect(cuts).toEqual([0, 1, 2, 0]);
    await test.database
      .updateTable('edition')
      .set({ state: 'frozen', current_revision: 1 })
      .where('id', '=', id)
      .execute();
    const seen = await Promise.all(
      [0, 1, 2, 3, 99].map(async (cut) => (await revisions.currentRendering(id, cut))?.html),
    );
    expect(seen).toEqual([...rows.map(({ html }) => html), rows[0]?.html]);
  });

  it('come to be for a choice made after freezing, once, and again with the next revision', async () => {
    const id = await claim();
    await revise(id);
    expect(await ensure(id, choice('europe'))).toEqual({ 'europe/': 1 });
    expect(await ensure(id, choice('europe'), choice('afrique'))).toEqual({ 'europe/': 1, 'afrique/': 2 });
    expect((await served(id, 1)).map(({ positions }) => positions.length)).toEqual([6, 3, 3]);
    // The third story was killed: what is left of Europe is too little.
    const left = blocks.filter((block) => block.position !== 2);
    expect(await revise(id, left)).toBe(2);
    expect((await served(id, 2)).map(({ positions }) => positions.length)).toEqual([5, 5, 3]);
    expect((await served(id, 1)).map(({ positions }) => positions.length)).toEqual([6, 3, 3]);
  });

  it('have one number each when two come at the same moment', async () => {
    const id = await claim();
    await revise(id);
    const [one, other] = await Promise.all([
      ensure(id, choice('europe'), choice('afrique')),
      ensure(id, choice('afrique'), choice('europe', 'france')),
    ]);
    expect(one['afrique/']).toBe(other['afrique/']);
    expect(new Set(Object.values({ ...one, ...other }))).toEqual(new Set([1, 2, 3]));
    expect(await served(id, 1)).toHaveLength(4);
  });

  it('are not made of what mail programs would cut, and nothing of it is stored', async () => {
    const id = await claim();
    const long = sampleBlock(0, 'afrique', { id: blocks[0]?.kind === 'dispatch' ? blocks[0].dispatchId : '' });
    const standfirst = 'mot '.repeat(30_000);
    const tooLong = { ...long, content: { ...long.content, standfirst } };
    await expect(revise(id, [tooLong])).rejects.toMatchObject({
      code: 'edition.too_large',
      details: { limit: 100_000, longest: [{ position: 0, kind: 'dispatch' }] },
    });
    expect(await served(id, 1)).toEqual([]);
  });

  it('are of thousands of choices no more than the edition can show', async () => {
    const id = await claim();
    const many = Array.from({ length: 300 }, (_, n) =>
      choice(...REGIONS.filter((_region, at) => (n >> at) & 1), `x${n}`),
    );
    await ensure(id, ...many);
    await revise(id);
    const rows = await served(id, 1);
    expect(rows).toHaveLength(301);
    expect(new Set(rows.map((row) => row.id)).size).toBeLessThanOrEqual(8);
  });
});
