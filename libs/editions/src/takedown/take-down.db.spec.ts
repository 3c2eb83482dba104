import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { sql } from 'kysely';
import {
  ChangeDispatch,
  KeepPicture,
  SourceRepository,
  StoreDispatch,
  SweepPictures,
  type IncomingDispatch,
} from '@app/dispatches';
import { FileStore, newId } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { createNewsroom, type Newsroom } from '../../../../test/support/newsroom.js';
import { halves } from '../../../../test/support/pictures.js';
import { asOwner } from '../../../../test/support/sending.js';
import { openTools } from '../../../../test/support/tools.js';
import { AssembleEdition } from '../assembly/assemble-edition.service.js';
import { ClaimEditions } from '../calendar/claim-editions.service.js';
import { EditionsModule } from '../editions.module.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { FreezeEdition } from '../revisions/freeze-edition.service.js';
import { ReviseEdition } from '../revisions/revise-edition.service.js';
import { SharePreview } from '../sharing/share-preview.service.js';
import { TakeDown } from './take-down.service.js';

/** In every text of the dispatch, and in nothing else. */
const MARKER = 'zibeline';
const URL_OF_PICTURE = `https://gazette.example/${MARKER}.jpg`;

let test: TestDatabase;
let tools: INestApplicationContext;
let newsroom: Newsroom;
let dispatchId: string;
let otherId: string;
let editionId: string;
let pictureId: string;
let previews: string[];

const get = <T>(token: abstract new (...given: never[]) => T): T => tools.get<T>(token, { strict: false });

const dispatch: IncomingDispatch = {
  externalId: `https://gazette.example/${MARKER}`,
  language: 'fr',
  headline: `Le manteau de ${MARKER} du ministre`,
  standfirst: `Une facture de ${MARKER} a circulé hier soir.`,
  bodyHtml: `<p>La ${MARKER}, encore.</p>`,
  byline: `Anne ${MARKER}`,
  dateline: `${MARKER}-sur-Mer`,
  link: `https://gazette.example/${MARKER}`,
  related: [{ title: `Toute la ${MARKER}`, link: `https://gazette.example/${MARKER}/2` }],
  categories: [MARKER],
  regions: ['france'],
  urgency: 1,
  usageTerms: `Nicht ohne ${MARKER}`,
  picture: {
    url: URL_OF_PICTURE,
    alt: `Une ${MARKER}`,
    caption: `La ${MARKER} en cause`,
    credit: `Studio ${MARKER}`,
    rights: { mail: true, archive: true, feed: true },
  },
};
const other: IncomingDispatch = {
  externalId: 'other',
  language: 'fr',
  headline: 'Le bac reprend ses rotations',
  standfirst: 'Six par jour.',
  link: 'https://gazette.example/bac',
  regions: ['france'],
};

beforeAll(async () => {
  test = await createTestDatabase();
  tools = await openTools(test.config, [EditionsModule]);
  newsroom = await createNewsroom(test.database);
  const outcomes = await store(dispatch, other, { ...dispatch, standfirst: `Une autre facture de ${MARKER}, plus tard.` });
  [dispatchId, otherId] = [outcomes[0] ?? '', outcomes[1] ?? ''];
  await get(KeepPicture).keepFor(dispatchId, URL_OF_PICTURE, await halves(900, 600).jpeg().toBuffer());
  ({ id: pictureId } = await test.database.selectFrom('picture').select('id').where('dispatch_id', '=', dispatchId).executeTakeFirstOrThrow());
  editionId = await frozen();
  // What others write of it: the desk, the clustering, an alarm, an exclusion, a correction.
  await test.database.updateTable('edition').set({ subject: `Tout sur la ${MARKER} du ministre` }).where('id', '=', editionId).execute();
  await test.database.updateTable('block').set({ edits: JSON.stringify({ headline: `La ${MARKER}` }) }).where('dispatch_id', '=', dispatchId).execute();
  await test.database.insertInto('block_exclusion').values({ edition_id: editionId, dispatch_id: dispatchId, reason: `trop de ${MARKER}` }).execute();
  await test.database.insertInto('dispatch_alarm').values({ id: newId(), code: 'x', dispatch_id: dispatchId, detail: JSON.stringify({ said: MARKER }) }).execute();
  await test.database.insertInto('desk_alarm').values({ id: newId(), newsletter_id: newsroom.newsletterId, edition_id: editionId, code: 'x', detail: JSON.stringify({ dispatchId, headline: `La ${MARKER}` }) }).execute();
  const newsletter = await get(NewsletterRepository).known(test.database, newsroom.newsletterId);
  const correctionId = await get(ClaimEditions).claimNow(newsletter, 'correction');
  await test.database.insertInto('correction').values({ edition_id: correctionId, dispatch_id: dispatchId, versions: [1], explanation: `Pas de ${MARKER}.` }).execute();
  const said = { old: { dispatchId, words: { headline: `La ${MARKER}` } }, new: { subject: `Tout sur la ${MARKER}` } };
  await test.database.insertInto('audit_entry').values({ operator_id: null, action: 'edition.changed', object: `edition:${editionId}`, detail: JSON.stringify(said) }).execute();
  await test.database.insertInto('audit_entry').values({ operator_id: null, action: 'dispatch.withheld', object: `dispatch:${dispatchId}`, detail: JSON.stringify({ reason: `la ${MARKER}` }) }).execute();
  const operatorId = newId();
  await test.database.insertInto('operator').values({ id: operatorId, address: 'ana@gazette.example', name: 'Ana', role: 'designer' }).execute();
  // A colleague was shown it, once by the edition and once before there was one.
  const shared = { templateId: newsletter.templateId, subject: `La ${MARKER}`, html: `<p>${MARKER}</p>`, text: MARKER, days: 3, operatorId };
  const ofEdition = await get(SharePreview).share({ ...shared, editionId, holds: [] });
  const ofProposal = await get(SharePreview).share({ ...shared, editionId: null, holds: [dispatchId] });
  previews = [ofEdition, ofProposal].map(({ url }) => url.split('/').at(-1) ?? '');
  // A second revision, so that one that nobody is mailed any more holds it too.
  await get(ChangeDispatch).kill(otherId, { operatorId: null, reason: 'a test' });
  await get(ReviseEdition).revise(editionId);
}); // prettier-ignore
afterAll(async () => {
  await tools.close();
  await test.close();
});

async function store(...incoming: readonly IncomingDispatch[]): Promise<string[]> {
  const source = await get(SourceRepository).bySlug('desk');
  if (source === undefined) throw new Error('the newsroom has no source');
  const outcomes = await get(StoreDispatch).storeMany(source, incoming);
  return outcomes.map((one) => ('id' in one ? one.id : one.outcome));
}

async function frozen(): Promise<string> {
  const newsletter = await get(NewsletterRepository).known(test.database, newsroom.newsletterId);
  const id = await get(ClaimEditions).claimNow(newsletter);
  await get(AssembleEdition).assemble(id);
  expect((await get(FreezeEdition).freeze(id, null)).state).toBe('frozen');
  return id;
}

/** `table.column` of every column of every table that holds the text, in whatever type. */
async function holding(text: string): Promise<string[]> {
  return asOwner(test, async (client) => {
    const hex = Buffer.from(text).toString('hex');
    const { rows: tables } = await client.query<{ name: string; columns: string[] }>(
      `select table_name as name, array_agg(column_name::text order by column_name) as columns
         from information_schema.columns join information_schema.tables t using (table_schema, table_name)
        where table_schema = 'public' and t.table_type = 'BASE TABLE' group by 1 order by 1`,
    );
    const found: string[] = [];
    const holds = async (name: string, what: string): Promise<boolean> => {
      const where = `strpos(${what}::text, $1) > 0 or strpos(${what}::text, $2) > 0`;
      return (await client.query(`select from "${name}" whole where ${where} limit 1`, [text, hex])).rowCount !== 0;
    };
    for (const { name, columns } of tables) {
      if (!(await holds(name, 'whole'))) continue;
      for (const column of columns) if (await holds(name, `whole."${column}"`)) found.push(`${name}.${column}`);
    }
    return found;
  });
}

async function rendered(): Promise<{ html: string; subject: string }[]> {
  return test.database
    .selectFrom('variant')
    .innerJoin('rendering', 'rendering.hash', 'variant.rendering_hash')
    .innerJoin('revision', (join) => join.onRef('revision.edition_id', '=', 'variant.edition_id').onRef('revision.number', '=', 'variant.revision'))
    .select(['rendering.html', 'revision.subject'])
    .where('variant.edition_id', '=', editionId)
    .orderBy('variant.revision')
    .execute();
} // prettier-ignore

describe('a takedown', () => {
  it('of a picture leaves its story and none of its copies', async () => {
    const files = await test.database.selectFrom('picture_file').select('hash').where('picture_id', '=', pictureId).execute();
    expect(files.length).toBeGreaterThan(0);
    expect((await rendered()).every(({ html }) => files.some(({ hash }) => html.includes(hash)))).toBe(true);
    expect((await get(SharePreview).open(previews[0] ?? '')).text).toBe(MARKER);
    const done = await get(TakeDown).order({ object: 'picture', objectId: pictureId, mode: 'redact', reference: 'P-1', by: null });
    expect(done.doneAt).not.toBeNull();
    await expect(get(SharePreview).open(previews[0] ?? '')).rejects.toMatchObject({ code: 'preview.over' });
    for (const { hash } of files) expect(await get(FileStore).get(hash)).toBeUndefined();
    for (const { html } of await rendered()) expect([html.includes(MARKER), files.some(({ hash }) => html.includes(hash))]).toEqual([true, false]);
  }); // prettier-ignore

  it('of a dispatch leaves not a word of it in any column, and a tombstone', async () => {
    const before = await holding(MARKER);
    const held = ['dispatch.headline', 'dispatch_version.content', 'edition.subject', 'rendering.html', 'revision_block.content', 'revision.subject']; // prettier-ignore
    expect(before).toEqual(expect.arrayContaining([...held, 'shared_preview.html']));
    expect((await get(SharePreview).open(previews[1] ?? '')).text).toBe(MARKER);
    const order = { object: 'dispatch', objectId: dispatchId, mode: 'redact', reference: 'TGI 26/0042', publicReason: 'Décision de justice.', by: null } as const; // prettier-ignore
    const done = await get(TakeDown).order(order);
    expect(await holding(MARKER)).toEqual([]);
    await expect(get(SharePreview).open(previews[1] ?? '')).rejects.toMatchObject({ code: 'preview.over' });
    expect(done).toMatchObject({ object: 'dispatch', objectId: dispatchId, reference: 'TGI 26/0042' });
    expect([done.doneAt !== null, done.renderings, done.renderingsDone]).toEqual([
      true,
      expect.any(Number),
      done.renderings,
    ]);
    const old = (await rendered())[0];
    expect([old?.html.includes('Le bac reprend'), old?.subject.includes('Le bac reprend')]).toEqual([true, true]);
    const orphans = await test.database
      .selectFrom('rendering')
      .select('hash')
      .where('hash', 'not in', (where) => where.selectFrom('variant').select('rendering_hash'))
      .execute();
    expect(orphans).toEqual([]);
    expect((await get(TakeDown).order(order)).id).toBe(done.id);
  });

  it('is not undone by the source, which goes on offering it, nor by the desk', async () => {
    const rows = await test.database.selectFrom('dispatch').select('id').execute();
    const refiled = { ...dispatch, externalId: `${MARKER}-again` };
    expect(await store(dispatch, refiled, { ...dispatch, headline: `Encore la ${MARKER}` })).toEqual([dispatchId, dispatchId, dispatchId]); // prettier-ignore
    expect(await holding(MARKER)).toEqual([]);
    expect(await test.database.selectFrom('dispatch').select('id').execute()).toHaveLength(rows.length);
    const act = { operatorId: null };
    for (const bringBack of [
      get(ChangeDispatch).withhold(dispatchId, act),
      get(ChangeDispatch).release(dispatchId, act),
    ])
      await expect(bringBack).rejects.toMatchObject({ code: 'dispatch.wrong_status' });
    await get(SweepPictures).sweep();
  });

  it('goes on where a process was ended in the middle', async () => {
    const [again = ''] = await store({ ...other, externalId: 'third', headline: `Une ${MARKER} au zoo de la ville`, link: 'https://gazette.example/zoo' }); // prettier-ignore
    const id = newId();
    await test.database
      .insertInto('takedown')
      .values({ id, object: 'dispatch', mode: 'remove', dispatch_id: again, reference: 'x' })
      .execute();
    await get(ChangeDispatch).kill(again, { operatorId: null, reason: 'the first step' });
    expect(await get(TakeDown).resume()).toBe(1);
    expect([await holding(MARKER), (await get(TakeDown).read(id)).doneAt === null]).toEqual([[], false]);
    expect(await get(TakeDown).resume()).toBe(0);
  });

  it('that fails is given all the same, and goes on when what was wrong is mended', async () => {
    const write = (content: object) =>
      asOwner(test, (client) => client.query('update revision_block set content = $1 where edition_id = $2 and dispatch_id = $3', [content, editionId, otherId]));
    const { content } = await test.database.selectFrom('revision_block').select('content').where('edition_id', '=', editionId).where('dispatch_id', '=', otherId).executeTakeFirstOrThrow();
    await write({});
    const order = { object: 'dispatch', objectId: otherId, mode: 'remove', reference: 'TGI 26/0043', by: null } as const;
    const ordered = await get(TakeDown).order(order);
    expect([ordered.doneAt, await get(TakeDown).resume()]).toEqual([null, 0]);
    await write(content);
    expect([await get(TakeDown).resume(), (await get(TakeDown).read(ordered.id)).doneAt]).toEqual([1, expect.any(Date)]);
    expect(await holding('Le bac reprend ses rotations')).toEqual([]);
  }); // prettier-ignore

  it('is the only one who may write to what is frozen', async () => {
    const refused = [
      sql`update revision set subject = 'x'`,
      sql`update revision_block set content = '{}'`,
      sql`update variant set key = 'x'`,
      sql`delete from rendering`,
      sql`update dispatch_version set content = '{}'`,
    ];
    for (const statement of refused)
      await expect(statement.execute(test.database)).rejects.toThrow('permission denied');
    const closed = await test.database.selectFrom('takedown').select('id').where('done_at', 'is not', null).executeTakeFirstOrThrow(); // prettier-ignore
    for (const id of [newId(), closed.id])
      await expect(sql`select takedown_redact(${id})`.execute(test.database)).rejects.toThrow('is open');
    const open = newId();
    await test.database
      .insertInto('takedown')
      .values({ id: open, object: 'dispatch', mode: 'redact', dispatch_id: otherId, reference: 'x', done_at: null })
      .execute();
    const foreign = sql`select takedown_head(${open}, ${editionId}, 2, 'x', 'x')`;
    await expect(foreign.execute(test.database)).rejects.toThrow('holds nothing');
  });
});
