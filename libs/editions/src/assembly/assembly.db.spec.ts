import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SourceRepository, StoreDispatch, type IncomingDispatch } from '@app/dispatches';
import { newId, type Schema } from '@app/platform';
import type { Insertable, Updateable } from 'kysely';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { FrozenClock } from '../../../../test/support/frozen-clock.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { openTools } from '../../../../test/support/tools.js';
import { EditionRepository, type Edition } from '../edition.repository.js';
import { EditionsModule } from '../editions.module.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { FreezeEdition } from '../revisions/freeze-edition.service.js';
import { AssembleDay } from './assemble-day.service.js';
import { AssembleEdition } from './assemble-edition.service.js';

/** Each test has a newsletter in a language of its own, so that one database serves them all. */
const DUE = new Date('2026-03-10T06:00:00Z');
const hours = (count: number, from = DUE): Date => new Date(from.getTime() + count * 3_600_000);

let test: TestDatabase;
let tools: INestApplicationContext;
const clock = new FrozenClock(DUE);

beforeAll(async () => {
  test = await createTestDatabase();
  tools = await openTools(test.config, [EditionsModule], { clock });
});
afterAll(async () => {
  await tools.close();
  await test.close();
});

async function newsletter(
  language: string,
  settings: Partial<Insertable<Schema['newsletter']>> = {},
): Promise<Newsletter> {
  const slug = `in-${language}`;
  await createNewsroom(test.database, { slug, language, created_at: hours(-1_000), ...settings });
  const found = await tools.get(NewsletterRepository).bySlug(slug);
  if (found === undefined) throw new Error('the newsletter is missing');
  return found;
}

async function arrive(language: string, at: Date, change: Partial<IncomingDispatch> = {}): Promise<string> {
  const source = await tools.get(SourceRepository, { strict: false }).bySlug('desk');
  if (source === undefined) throw new Error('the source is missing');
  const given = {
    externalId: randomUUID(),
    language,
    headline: `Titre ${randomUUID()}`,
    regions: ['france'],
    publishedAt: at,
    ...change,
  };
  return (await tools.get(StoreDispatch, { strict: false }).store(source, given, at)).id;
}

/** Claims the digest due at `due`, or another edition, and assembles it half an hour before. */
async function assembled(
  { id: newsletterId, slug }: Newsletter,
  due: Date,
  change: { slot?: string; sequence?: number } = {},
): Promise<string> {
  clock.set(hours(-0.5, due));
  const id = await tools.get(EditionRepository).claim(test.database, {
    newsletterId,
    kind: 'digest',
    editionDate: due.toISOString().slice(0, 10),
    sequence: 1,
    dueAt: due,
    usefulUntil: hours(6, due),
    ...change,
  });
  if (id === undefined) throw new Error(`${slug} has this edition already`);
  await tools.get(AssembleEdition).assemble(id);
  return id;
}

const freeze = (id: string) => tools.get(FreezeEdition).freeze(id, null);

async function edition(id: string): Promise<Edition> {
  const found = await tools.get(EditionRepository).byId(test.database, id);
  if (found === undefined) throw new Error('the edition is missing');
  return found;
}

const rows = (editionId: string) =>
  test.database.selectFrom('block').selectAll().where('edition_id', '=', editionId).orderBy('position').execute();

async function held(editionId: string): Promise<(string | null)[]> {
  return (await rows(editionId)).map((row) => row.dispatch_id);
}

describe('what was told', () => {
  it('comes back as an update when its source says so, and the reader is told', async () => {
    const matin = await newsletter('fr');
    const externalId = randomUUID();
    const id = await arrive('fr', hours(-5), { externalId, headline: 'Le port ferme son quai' });
    await freeze(await assembled(matin, DUE));
    await arrive('fr', hours(-4.5, hours(24)), { externalId, headline: 'Le port rouvre son quai', isUpdate: true });
    const next = await assembled(matin, hours(24));
    expect(await rows(next)).toMatchObject([{ dispatch_id: id, content: { isUpdate: true } }]);
    await freeze(next);
    const last = await assembled(matin, hours(48));
    expect(await rows(last)).toEqual([]);
  });

  it('by an event’s other dispatch yesterday does not come back, and says which edition told it', async () => {
    const matin = await newsletter('es');
    const cluster = newId();
    await test.database.insertInto('cluster').values({ id: cluster, language: 'es' }).execute();
    const told = [await arrive('es', hours(-5), { headline: 'Cierra el muelle' }), await arrive('es', hours(10), { headline: 'El muelle cierra' })]; // prettier-ignore
    await test.database.updateTable('dispatch').set({ cluster_id: cluster }).where('id', 'in', told).execute();
    await freeze(await assembled(matin, DUE));
    const next = await assembled(matin, hours(24));
    expect(await held(next)).toEqual([]);
    const { assembled: why } = await test.database.selectFrom('edition').select('assembled').where('id', '=', next).executeTakeFirstOrThrow();
    expect(why).toMatchObject({ omitted: [{ dispatchId: told[1], reasons: [{ code: 'already_told', told: '2026-03-10' }] }] });
  }); // prettier-ignore

  it('to the readers of one slot is no news for them alone, and their window begins at their own cut-off', async () => {
    const matin = await newsletter('it');
    const id = await arrive('it', hours(-10));
    const east = await assembled(matin, hours(-4), { slot: 'est' });
    await freeze(east);
    const west = await assembled(matin, DUE, { slot: 'ovest', sequence: 2 });
    expect([await held(east), await held(west)]).toEqual([[id], [id]]);
    await freeze(west);
    const late = await arrive('it', hours(-3));
    expect(await held(await assembled(matin, hours(20), { slot: 'est' }))).toEqual([late]);
    expect((await edition(west)).windowFrom).toEqual(hours(-36.5));
  });
});

describe('the window after a weekend without an edition', () => {
  it('reaches back to Friday’s cut-off, and no further than the newsletter says', async () => {
    const [long, short] = [await newsletter('eu', { window_hours: 80 }), await newsletter('gl')];
    const [friday, monday] = [hours(72), hours(144)];
    for (const { language } of [long, short]) {
      await arrive(language, hours(-5, friday));
      await arrive(language, hours(12, friday), { headline: 'Vendredi soir' });
      await arrive(language, hours(-20, monday), { headline: 'Dimanche' });
    }
    const headlinesOn = async (paper: Newsletter): Promise<(string | undefined)[]> => {
      await freeze(await assembled(paper, friday));
      const id = await assembled(paper, monday);
      const found = await test.database.selectFrom('dispatch').innerJoin('block', 'block.dispatch_id', 'dispatch.id').select('headline').where('edition_id', '=', id).orderBy('headline').execute();
      return found.map(({ headline }) => headline);
    };
    expect(await headlinesOn(long)).toEqual(['Dimanche', 'Vendredi soir']);
    expect(await headlinesOn(short)).toEqual(['Dimanche']);
  }); // prettier-ignore
});

describe('assembling again', () => {
  it('keeps pins, words, the desk’s headline and its exclusions, ids of blocks, and counts the change', async () => {
    const matin = await newsletter('pt', { approval: 'desk', max_dispatches: 3 });
    const [pinned, rewritten, excluded] = [
      await arrive('pt', hours(-30), { urgency: 9 }),
      await arrive('pt', hours(-29), { urgency: 8 }),
      await arrive('pt', hours(-2), { urgency: 1 }),
    ];
    const id = await assembled(matin, DUE);
    const first = await rows(id);
    const block = (dispatchId: string) => first.find((row) => row.dispatch_id === dispatchId)?.id ?? '';
    const change = (of: string, set: Updateable<Schema['block']>) => test.database.updateTable('block').set(set).where('id', '=', of).execute(); // prettier-ignore
    await change(block(pinned), { is_pinned: true, position: 10 });
    await change(block(rewritten), { edits: JSON.stringify({ headline: 'Da redação' }) });
    await test.database.deleteFrom('block').where('id', '=', block(excluded)).execute();
    await test.database.insertInto('block_exclusion').values({ edition_id: id, dispatch_id: excluded, reason: 'Já dito' }).execute(); // prettier-ignore
    const text = { id: newId(), edition_id: id, position: 0, kind: 'text' as const, section: '', content: JSON.stringify({ markdown: 'Bom dia.' }) }; // prettier-ignore
    await test.database.insertInto('block').values(text).execute();
    const fresh = await arrive('pt', hours(-0.4), { urgency: 2 });
    clock.set(hours(-0.2));
    await tools.get(AssembleEdition).assemble(id);
    expect(await held(id)).not.toContain(fresh);
    await tools.get(AssembleEdition).assembleAgain(id, clock.now());
    expect(await rows(id)).toMatchObject([
      { id: text.id, kind: 'text' },
      { dispatch_id: fresh, is_pinned: false },
      { id: block(pinned), is_pinned: true },
      { id: block(rewritten), edits: { headline: 'Da redação' } },
    ]);
    expect(await edition(id)).toMatchObject({ state: 'proposed', proposalVersion: 2, cutOff: hours(-0.2) });
    await freeze(id);
    expect(await tools.get(AssembleEdition).assembleAgain(id, clock.now())).toBeUndefined();
  });
});

describe('a slow day', () => {
  it.each([
    ['skip', 'de', 'empty', 0],
    ['hold', 'nl', 'held', 1],
  ] as const)('%s: %s', async (rule, language, state, alarms) => {
    const matin = await newsletter(language, { slow_day: rule, slow_day_min: 2 });
    const first = await arrive(language, hours(-5));
    const id = await assembled(matin, DUE);
    expect(await edition(id)).toMatchObject({ state, reason: 'edition.slow_day' });
    const raised = await test.database.selectFrom('desk_alarm').select('code').where('edition_id', '=', id).execute();
    expect(raised).toEqual(Array.from({ length: alarms }, () => ({ code: 'edition.slow_day' })));
    // What was not sent is in the next window.
    const second = await arrive(language, hours(10));
    expect(await held(await assembled(matin, hours(24)))).toEqual([second, first]);
  });
});

describe('the digest of a day', () => {
  it('is written when it is its time, is the same each time it is asked for, and is only computed else', async () => {
    const matin = await newsletter('ca');
    await arrive('ca', hours(-5));
    await arrive('ca', hours(5));
    const day = (editionDate: string) => tools.get(AssembleDay).assemble(matin, { editionDate });
    clock.set(hours(-0.4));
    const first = await day('2026-03-10');
    expect(first).toMatchObject({ written: true, edition: { state: 'proposed', slot: 'all' }, cutOff: hours(-0.5) });
    expect(first.proposal.blocks).toHaveLength(1);
    clock.set(hours(-0.1));
    const second = await day('2026-03-10');
    expect(JSON.stringify(second.proposal)).toBe(JSON.stringify(first.proposal));
    const tomorrow = await day('2026-03-11');
    expect(tomorrow).toMatchObject({ written: false, edition: undefined, cutOff: hours(23.5) });
    expect(tomorrow.proposal.blocks).toHaveLength(2);
    await freeze(second.edition?.id ?? '');
    const frozen = await day('2026-03-10');
    expect(frozen).toMatchObject({ written: false, edition: { state: 'frozen' } });
    expect(JSON.stringify(frozen.proposal)).toBe(JSON.stringify(first.proposal));
    await expect(tools.get(AssembleDay).assemble(matin, { editionDate: '2026-03-10', slot: 'nuit' })).rejects.toMatchObject({ code: 'edition.not_by_calendar' });
  }); // prettier-ignore
});
