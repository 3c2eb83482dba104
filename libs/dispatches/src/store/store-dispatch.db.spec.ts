import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { FrozenClock } from '../../../../test/support/frozen-clock.js';
import { openTools } from '../../../../test/support/tools.js';
import type { IncomingDispatch } from '../dispatch.js';
import { DispatchesModule } from '../dispatches.module.js';
import { SourceRepository } from '../sources/source.repository.js';
import type { NewSource, SourceRecord } from '../sources/source.js';
import { StoreDispatch, type StoreOptions, type StoreOutcome } from './store-dispatch.service.js';

const NOW = new Date('2026-11-22T12:00:00Z');
const hours = (count: number): Date => new Date(NOW.getTime() + count * 3_600_000);

let test: TestDatabase;
let tools: INestApplicationContext;
let count = 0;

beforeAll(async () => {
  test = await createTestDatabase();
  tools = await openTools(test.config, [DispatchesModule], { clock: new FrozenClock(NOW) });
});
afterAll(async () => {
  await tools.close();
  await test.close();
});

/** A source of its own for each test, so that none depends on another. */
async function source(change: Partial<NewSource> = {}): Promise<SourceRecord> {
  count += 1;
  return tools.get(SourceRepository).ensure(test.database, {
    slug: `source-${count}`,
    kind: 'api',
    name: `Source ${count}`,
    rights: { mail: true },
    ...change,
  });
}

const entry = (externalId: string, change: Partial<IncomingDispatch> = {}): IncomingDispatch => ({
  externalId,
  language: 'fr',
  headline: `Le port rouvre (${externalId})`,
  publishedAt: hours(-1),
  ...change,
});

const store = (from: SourceRecord, entries: readonly IncomingDispatch[], options?: StoreOptions) =>
  tools.get(StoreDispatch).storeMany(from, entries, options);

const outcomes = (stored: readonly StoreOutcome[]) => stored.map(({ outcome }) => outcome);

async function one(from: SourceRecord, given: IncomingDispatch, options?: StoreOptions) {
  const [stored] = await store(from, [given], options);
  if (stored === undefined || stored.outcome === 'refused') throw new Error(`refused: ${JSON.stringify(stored)}`);
  return stored;
}

const row = (id: string) =>
  test.database.selectFrom('dispatch').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const events = async (id: string) =>
  (await test.database.selectFrom('dispatch_event').select('kind').where('dispatch_id', '=', id).orderBy('id').execute()).map(({ kind }) => kind); // prettier-ignore
const alarms = async (id: string) =>
  (await test.database.selectFrom('dispatch_alarm').select('code').where('dispatch_id', '=', id).execute()).map(({ code }) => code); // prettier-ignore
const link = (name: string): string => `https://gazette.example/${count}/${name}`;

describe('storing many', () => {
  it('answers in the order given; a bad one costs none of the others', async () => {
    const from = await source();
    const given = [
      entry('a'),
      entry('b', { headline: '' }),
      entry('c', { language: 'French' }),
      entry('d', { publishedAt: hours(-9) }),
    ];
    const stored = await store(from, given);
    expect(outcomes(stored)).toEqual(['created', 'refused', 'refused', 'created']);
    expect(stored[1]).toMatchObject({ externalId: 'b', issues: [{ field: 'headline' }] });
    expect(outcomes(await store(from, given))).toEqual(['unchanged', 'refused', 'refused', 'unchanged']);
  });

  it('stores more than a round, and counts a changed entry’s version up', async () => {
    const from = await source();
    const many = Array.from({ length: 450 }, (_, at) => entry(`n${at}`));
    expect(new Set(outcomes(await store(from, many)))).toEqual(new Set(['created']));
    const changed = many.map((given, at) => (at % 2 === 0 ? { ...given, standfirst: 'Dès midi.' } : given));
    const again = await store(from, changed);
    expect(outcomes(again).filter((outcome) => outcome === 'updated')).toHaveLength(225);
    expect(again[0]).toMatchObject({ version: 2 });
    const [{ versions } = { versions: 0 }] = await test.database
      .selectFrom('dispatch_version')
      .innerJoin('dispatch', 'dispatch.id', 'dispatch_version.dispatch_id')
      .select(({ fn }) => fn.countAll<number>().as('versions'))
      .where('source_id', '=', from.id)
      .execute();
    expect(versions).toBe(675);
  });

  it('makes no version of a date alone, which some feeds write anew for every reader, but of a first one', async () => {
    const from = await source();
    const { publishedAt, ...undated } = entry('now');
    expect(await one(from, undated)).toMatchObject({ outcome: 'created', version: 1 });
    expect(await one(from, { ...undated, publishedAt: hours(-2) })).toMatchObject({ outcome: 'updated', version: 2 });
    const later = { ...undated, publishedAt: hours(-1), updatedAt: hours(0) };
    expect(await one(from, later)).toMatchObject({ outcome: 'unchanged', version: 2 });
    expect(await one(from, { ...later, headline: 'Le port ferme' })).toMatchObject({ outcome: 'updated', version: 3 });
    expect(publishedAt).toBeDefined();
  });

  it('takes the same id twice as two versions, in the order in which they were written', async () => {
    const from = await source();
    const newest = entry('a', { headline: 'Deux blessés au port', updatedAt: hours(0) });
    const earlier = entry('a', { headline: 'Un blessé au port', updatedAt: hours(-2) });
    const [second, first] = await store(from, [newest, earlier]);
    expect([first, second]).toMatchObject([
      { outcome: 'created', version: 1 },
      { outcome: 'updated', version: 2 },
    ]);
  });

  it('by ten workers at once is stored once, whoever lists what in which order', async () => {
    const sources = await Promise.all([source(), source(), source(), source(), source()]);
    const names = Array.from({ length: 60 }, (_, at) => `w${at}`);
    const base = link('races');
    const results = await Promise.all(
      [...sources, ...sources].map((from, worker) =>
        store(
          from,
          names.toSorted((a, b) => (worker % 2 === 0 ? 1 : -1) * a.localeCompare(b)).map((name) => entry(name, { link: `${base}/${name}` })),
        ),
      ),
    ); // prettier-ignore
    const created = results.flat().filter(({ outcome }) => outcome === 'created');
    expect(created).toHaveLength(60);
    const ids = new Set(results.flat().map((stored) => ('id' in stored ? stored.id : '')));
    expect(ids.size).toBe(60);
    const told = await test.database
      .selectFrom('dispatch_provenance')
      .select('external_id')
      .where('dispatch_id', 'in', [...ids])
      .execute();
    expect(told).toHaveLength(300);
  });

  it('an older version by the source’s own count, arriving late, changes nothing', async () => {
    const from = await source();
    await one(from, entry('a', { sourceVersion: 3, standfirst: 'Trois.' }));
    expect(await one(from, entry('a', { sourceVersion: 2, standfirst: 'Deux.' }))).toMatchObject({ outcome: 'unchanged', version: 1 });
    expect(await one(from, entry('a', { sourceVersion: 4, standfirst: 'Quatre.' }))).toMatchObject({ outcome: 'updated', version: 2 });
  }); // prettier-ignore
});

describe('one page told by several', () => {
  it('is one dispatch with the first one’s text and rights, and shows the others', async () => {
    const [first, second] = [await source({ rights: { mail: false } }), await source()];
    const page = link('page');
    const { id } = await one(first, entry('a', { link: `${page}?utm_source=rss`, standfirst: 'Le nôtre.' }));
    expect(await one(second, entry('b', { link: page, standfirst: 'Le leur.' }))).toEqual({ outcome: 'duplicate', id, version: 1 }); // prettier-ignore
    expect(await one(second, entry('b', { link: page, standfirst: 'Le leur, encore.' }))).toEqual({ outcome: 'duplicate', id, version: 1 }); // prettier-ignore
    expect(await row(id)).toMatchObject({ standfirst: 'Le nôtre.', may_mail: false, source_id: first.id });
    const told = await test.database
      .selectFrom('dispatch_provenance')
      .select('source_id')
      .where('dispatch_id', '=', id)
      .orderBy('source_id')
      .execute();
    expect(told.map((one) => one.source_id)).toEqual([first.id, second.id].sort());
  });

  it('in two languages is two', async () => {
    const [first, second] = [await source(), await source()];
    const page = link('langues');
    await one(first, entry('a', { link: page }));
    expect(await one(second, entry('a', { link: page, language: 'en' }))).toMatchObject({ outcome: 'created' });
  });

  it('and killed stays killed, whoever tells it again', async () => {
    const [first, second] = [await source({ isTrusted: true }), await source()];
    const page = link('morte');
    const { id } = await one(first, entry('a', { link: page, status: 'killed' }));
    expect(await one(second, entry('b', { link: page }))).toMatchObject({ outcome: 'duplicate', id });
    expect(await row(id)).toMatchObject({ status: 'killed', status_reason: 'dispatch.by_source' });
  });
});

describe('one page told twice by one source', () => {
  it('under another id with the same headline is a refile: one dispatch, whichever id comes again', async () => {
    const from = await source();
    const page = link('refile');
    const before = entry('a', { headline: 'Le port rouvre', link: page });
    const refiled = entry('b', { headline: 'Le port rouvre', link: page, standfirst: 'Complété.' });
    const { id } = await one(from, before);
    expect(await one(from, refiled)).toEqual({ outcome: 'updated', id, version: 2 });
    // Both are listed for days: neither goes on undoing the other.
    for (let poll = 0; poll < 3; poll += 1)
      expect(outcomes(await store(from, [before, refiled]))).toEqual(['unchanged', 'unchanged']);
    expect(await row(id)).toMatchObject({ standfirst: 'Complété.', version: 2 });
    expect(await one(from, { ...before, standfirst: 'Revu.' })).toEqual({ outcome: 'updated', id, version: 3 });
  });

  it('under another headline is a live page: two dispatches', async () => {
    const from = await source();
    const page = link('direct');
    const first = await one(from, entry('a', { headline: 'Le port ferme', link: page }));
    const second = await one(from, entry('b', { headline: 'Le port rouvre', link: page }));
    expect(second.outcome).toBe('created');
    expect(await row(first.id)).toMatchObject({ canonical_link: expect.stringContaining('/direct') });
    expect(await row(second.id)).toMatchObject({ canonical_link: null, link: page });
  });
});

describe('the life of a dispatch on arrival', () => {
  it.each([
    [true, 'killed', { status: 'killed', status_reason: 'dispatch.by_source' }, []],
    [false, 'killed', { status: 'withheld', status_reason: 'dispatch.source_kill' }, ['dispatch.source_kill']],
    [false, 'withheld', { status: 'withheld', status_reason: 'dispatch.by_source' }, []],
  ] as const)('trusted %s, its source says %s', async (isTrusted, status, standing, raised) => {
    const from = await source({ isTrusted });
    const { id } = await one(from, entry('a'));
    await one(from, entry('a', { status, standfirst: 'Plus.' }));
    expect(await row(id)).toMatchObject(standing);
    expect(await alarms(id)).toEqual(raised);
    expect(await events(id)).toEqual([`dispatch.${standing.status}`]);
  });

  it('a source gives its own draft free, and never what it killed', async () => {
    const from = await source({ isTrusted: true });
    const { id } = await one(from, entry('a', { status: 'withheld' }));
    await one(from, entry('a'));
    expect(await row(id)).toMatchObject({ status: 'usable', status_reason: null });
    await one(from, entry('a', { status: 'killed' }));
    expect(await one(from, entry('a', { standfirst: 'De retour.' }))).toMatchObject({ outcome: 'updated', version: 4 });
    expect(await row(id)).toMatchObject({ status: 'killed', standfirst: 'De retour.' });
  });

  it('a mark in the title withholds and alerts, once, and links to what it is about', async () => {
    const from = await source();
    const { id } = await one(from, entry('a', { headline: 'Deux blessés au port' }));
    const correction = await one(from, entry('b', { headline: 'CORRECTION : Deux blessés au port' }));
    expect(await row(correction.id)).toMatchObject({
      status: 'withheld',
      status_reason: 'dispatch.title_mark',
      replaces_id: id,
    });
    expect(await row(id)).toMatchObject({ status: 'withheld', status_reason: 'dispatch.replaced' });
    expect(await alarms(correction.id)).toEqual(['dispatch.title_mark']);
    expect(await events(correction.id)).toEqual(['dispatch.withheld', 'dispatch.replaces']);
  });

  it('what the desk released with its mark stays released', async () => {
    const from = await source();
    const given = entry('a', { headline: 'MISE À JOUR : le port rouvre' });
    const { id } = await one(from, given);
    await test.database.updateTable('dispatch').set({ status: 'usable', status_reason: null }).where('id', '=', id).execute();
    await one(from, { ...given, standfirst: 'À midi.' });
    expect(await row(id)).toMatchObject({ status: 'usable', standfirst: 'À midi.' });
    await one(from, { ...given, headline: 'EMBARGO : le port rouvre' });
    expect(await row(id)).toMatchObject({ status: 'withheld' });
  }); // prettier-ignore

  it('an embargo’s word withholds only where no instant goes with it', async () => {
    const from = await source();
    const headline = 'EMBARGO 18H00 : le rapport sur la pêche';
    const { id } = await one(from, entry('a', { headline, embargoedUntil: hours(5) }));
    expect(await row(id)).toMatchObject({ status: 'usable', embargoed_until: hours(5) });
    expect(await row((await one(from, entry('b', { headline }))).id)).toMatchObject({ status: 'withheld' });
  });

  it('names what it replaces, within its own source only', async () => {
    const [from, other] = [await source(), await source()];
    const { id } = await one(from, entry('a'));
    await one(other, entry('a'));
    const { id: later } = await one(from, entry('b', { replaces: 'a' }));
    expect(await row(later)).toMatchObject({ replaces_id: id, status: 'usable' });
    expect(await row(id)).toMatchObject({ status: 'withheld', status_reason: 'dispatch.replaced' });
    const { id: stranger } = await one(await source(), entry('c', { replaces: 'a' }));
    expect(await row(stranger)).toMatchObject({ replaces_id: null });
  });
});

describe('dates', () => {
  it('first seen stands in for none and for one that lies ahead, and says so; the written one is kept', async () => {
    const from = await source();
    const undated = await one(from, { ...entry('a'), publishedAt: undefined });
    const ahead = await one(from, entry('b', { publishedAt: hours(7) }));
    const soon = await one(from, entry('c', { publishedAt: new Date(NOW.getTime() + 60_000) }));
    const standsIn = { published_at: NOW, published_is_first_seen: true, is_back_catalogue: false };
    expect(await row(undated.id)).toMatchObject(standsIn);
    expect(await row(ahead.id)).toMatchObject(standsIn);
    expect(await row(soon.id)).toMatchObject({ published_is_first_seen: false });
    const version = await test.database.selectFrom('dispatch_version').select('content').where('dispatch_id', '=', ahead.id).executeTakeFirstOrThrow(); // prettier-ignore
    expect(version.content['publishedAt']).toBe(hours(7).toISOString());
  });

  it('an update stands in for a date that was never given, once', async () => {
    const from = await source();
    const undated = (change: Partial<IncomingDispatch>) => ({ ...entry('a'), publishedAt: undefined, ...change });
    const { id } = await one(from, undated({ updatedAt: hours(-3) }));
    expect(await row(id)).toMatchObject({ published_at: hours(-3), published_is_first_seen: false });
    await one(from, undated({ updatedAt: hours(-1), headline: 'Le quai rouvre' }));
    expect(await row(id)).toMatchObject({ version: 2, published_at: hours(-3), published_is_first_seen: false });
    const [old] = await store(from, [{ ...undated({ updatedAt: hours(-49) }), externalId: 'b', link: undefined }], { isFirstPoll: true }); // prettier-ignore
    expect(old && 'id' in old && (await row(old.id))).toMatchObject({
      is_back_catalogue: true,
      published_at: hours(-49),
    });
  });

  it('what a first poll finds without a date, or older than two days, is back catalogue', async () => {
    const from = await source();
    const given = [{ ...entry('a'), publishedAt: undefined }, entry('b', { publishedAt: hours(-49) }), entry('c', { publishedAt: hours(-47) })];
    const stored = await store(from, given, { isFirstPoll: true });
    const flags = await Promise.all(stored.map(async (one) => ('id' in one ? (await row(one.id)).is_back_catalogue : undefined)));
    expect(flags).toEqual([true, true, false]);
  }); // prettier-ignore
});

describe('rights', () => {
  it('are the source’s, where the dispatch states none of its own', async () => {
    const from = await source({
      rights: { mail: true, until: hours(48), credit: 'Agence', territories: ['FR'] },
      usageTerms: 'Une fois.',
    });
    const plain = await one(from, entry('a'));
    const own = await one(from, entry('b', { rights: { mail: false, archive: true, until: null, territories: null }, usageTerms: 'Deux fois.' })); // prettier-ignore
    expect(await row(plain.id)).toMatchObject({ may_mail: true, may_archive: false, use_until: hours(48), credit: 'Agence', territories: ['FR'], usage_terms: 'Une fois.' }); // prettier-ignore
    expect(await row(own.id)).toMatchObject({ may_mail: false, may_archive: true, use_until: null, credit: 'Agence', territories: null, usage_terms: 'Deux fois.' }); // prettier-ignore
  });

  it('cannot be stated by a feed', async () => {
    const feed = await source({ kind: 'feed', url: `http://127.0.0.1/${count}.xml` });
    const [refused] = await store(feed, [entry('a', { rights: { mail: true } })]);
    expect(refused).toMatchObject({ outcome: 'refused', issues: [{ field: 'rights' }] });
  });

  it('make the picture and the article due, and what has none is not fetched', async () => {
    const picture = { url: 'https://gazette.example/p.jpg' };
    const [free, bound] = [await source({ fullText: true }), await source({ fullText: true, rights: { mail: false } })];
    const fetched = await one(free, entry('a', { link: link('libre'), picture }));
    const quoted = await one(bound, entry('a', { link: link('serrée'), picture }));
    expect(await row(fetched.id)).toMatchObject({ article_state: 'due', article_next_at: expect.any(Date) });
    expect(await row(quoted.id)).toMatchObject({ article_state: 'none', article_next_at: null });
    const pictures = await test.database.selectFrom('picture').select(['dispatch_id', 'state']).where('dispatch_id', 'in', [fetched.id, quoted.id]).execute(); // prettier-ignore
    expect(new Map(pictures.map((one) => [one.dispatch_id, one.state]))).toEqual(new Map([[fetched.id, 'due'], [quoted.id, 'none']])); // prettier-ignore
  });

  it('a version without a picture shows none, and one with an earlier picture shows that one', async () => {
    const from = await source();
    const leads = async (id: string) =>
      (await test.database.selectFrom('picture').select('url').where('dispatch_id', '=', id).where('is_lead', '=', true).execute()).map(({ url }) => url); // prettier-ignore
    const [a, b] = ['https://gazette.example/a.jpg', 'https://gazette.example/b.jpg'];
    const { id } = await one(from, entry('a', { picture: { url: a } }));
    for (const [picture, lead] of [[{ url: b }, [b]], [undefined, []], [{ url: a }, [a]]] as const) {
      await one(from, { ...entry('a'), picture });
      expect(await leads(id)).toEqual(lead);
    } // prettier-ignore
  });
});

describe('what the desk decided', () => {
  it('outlives later versions: labels, rights, embargo', async () => {
    const from = await source();
    const { id } = await one(from, entry('a', { countries: ['FR'], topics: ['mer'] }));
    await test.database
      .updateTable('dispatch')
      .set({ desk_labels: JSON.stringify({ countries: ['ES'] }), rights_by_desk: true, may_mail: false, embargo_by_desk: true, embargoed_until: hours(9) })
      .where('id', '=', id)
      .execute();
    await one(from, entry('a', { countries: ['IT'], topics: ['port'], embargoedUntil: hours(1) }));
    const stored = await row(id);
    expect(stored).toMatchObject({ version: 2, countries: ['ES'], topics: ['port'], may_mail: false, embargoed_until: hours(9) });
    expect(stored.label_reasons).toContainEqual({ label: 'ES', kind: 'country', because: 'set by the desk' });
  }); // prettier-ignore
});
