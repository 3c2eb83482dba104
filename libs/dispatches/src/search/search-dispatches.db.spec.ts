import type { INestApplicationContext } from '@nestjs/common';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { FrozenClock } from '../../../../test/support/frozen-clock.js';
import { openTools } from '../../../../test/support/tools.js';
import type { IncomingDispatch } from '../dispatch.js';
import { DispatchesModule } from '../dispatches.module.js';
import { ChangeDispatch } from '../life/change-dispatch.service.js';
import { TakeDownDispatch } from '../life/take-down-dispatch.service.js';
import { SourceRepository } from '../sources/source.repository.js';
import type { SourceRecord } from '../sources/source.js';
import { StoreDispatch } from '../store/store-dispatch.service.js';
import type { DispatchSearch } from './dispatch-search.js';
import { IndexDispatches } from './index-dispatches.service.js';
import { SearchDispatches } from './search-dispatches.service.js';

const NOW = new Date('2026-11-22T12:00:00Z');
const ACT = { operatorId: null, reason: 'essai' };

let test: TestDatabase;
let tools: INestApplicationContext;
let source: SourceRecord;
let ids: Map<string, string>;

const STORED: readonly Partial<IncomingDispatch>[] = [
  {
    language: 'fr',
    headline: 'Élections législatives à Brest',
    standfirst: 'L’économie au cœur de la campagne.',
    bodyHtml: '<p>Les électeurs ont voté dans le Moyen-Orient des ports.</p>',
    byline: 'Aurélie Sablon',
    regions: ['europe'],
  },
  { language: 'fr', headline: 'Le chat du port', standfirst: 'Un prix Nobel de passage', isUpdate: true },
  { language: 'en', headline: 'Elections in Brest', standfirst: 'Voters were voting', access: 'paid' },
  { language: 'zh', headline: '总统选举今天举行', standfirst: '北约 NATO 关注' },
  { language: 'th', headline: 'รัฐบาลไทยประกาศเลือกตั้ง' },
  { language: 'ko', headline: '대통령은 서울에서 연설했다' },
  { language: 'ar', headline: 'أُسْتَاذ المدرسة في القاهرة' },
  { language: 'ru', headline: 'Выборы в Москве' },
  { language: 'es', headline: 'El niño y la canción', topics: ['culture'] },
];

beforeAll(async () => {
  test = await createTestDatabase();
  tools = await openTools(test.config, [DispatchesModule], { clock: new FrozenClock(NOW) });
  source = await tools.get(SourceRepository).ensure(test.database, { slug: 'une', kind: 'api', name: 'Une' });
  const given = STORED.map((one, at) => ({
    externalId: String(at),
    language: 'fr',
    headline: 'x',
    publishedAt: new Date(NOW.getTime() - at * 60_000),
    ...one,
  }));
  const stored = await tools.get(StoreDispatch).storeMany(source, given);
  ids = new Map(stored.map((one, at) => [STORED[at]?.headline ?? '', 'id' in one ? one.id : '']));
});
afterAll(async () => {
  await tools.close();
  await test.close();
});

const find = (search: Partial<DispatchSearch>) =>
  tools.get(SearchDispatches).find({ sort: 'newest', limit: 20, ...search });

async function headlines(search: Partial<DispatchSearch> | string): Promise<string[]> {
  const { dispatches } = await find(typeof search === 'string' ? { text: search } : search);
  return dispatches.map(({ headline }) => headline);
}

describe('searching dispatches', () => {
  it.each([
    ['elections', ['Élections législatives à Brest', 'Elections in Brest']],
    ['ÉLECTION brest -voters', ['Élections législatives à Brest']],
    ['électio', ['Élections législatives à Brest', 'Elections in Brest']],
    ['electeur', ['Élections législatives à Brest']],
    ['moyen-orient', ['Élections législatives à Brest']],
    ['orient-moyen', []],
    ['"prix nobel"', ['Le chat du port']],
    ['"nobel prix', []],
    ['sablon coeur', ['Élections législatives à Brest']],
    ['选举', ['总统选举今天举行']],
    ['总统选举 nato', ['总统选举今天举行']],
    ['总', ['总统选举今天举行']],
    ['举总', []],
    ['เลือกตั้ง', ['รัฐบาลไทยประกาศเลือกตั้ง']],
    ['대통령', ['대통령은 서울에서 연설했다']],
    ['استاذ', ['أُسْتَاذ المدرسة في القاهرة']],
    ['أستاذ مدرسه', ['أُسْتَاذ المدرسة في القاهرة']],
    ['москва', ['Выборы в Москве']],
    ['ВЫБОРЫ', ['Выборы в Москве']],
    ['nino cancion', ['El niño y la canción']],
    ['nothingofthekind', []],
  ])('finds by %s', async (typed, expected) => {
    expect(await headlines(typed)).toEqual(expected);
  });

  it('filters, and does so without words too', async () => {
    expect(await headlines({ language: 'es' })).toEqual(['El niño y la canción']);
    expect(await headlines({ region: 'europe', text: 'elections' })).toEqual(['Élections législatives à Brest']);
    expect(await headlines({ topic: 'culture', source: 'une' })).toEqual(['El niño y la canción']);
    expect(await headlines({ told: 'update' })).toEqual(['Le chat du port']);
    expect(await headlines({ access: 'paid' })).toEqual(['Elections in Brest']);
    expect(await headlines({ source: 'nobody' })).toEqual([]);
    expect(await headlines({ hasPicture: true })).toEqual([]);
    expect(await headlines({ from: NOW })).toEqual(['Élections législatives à Brest']);
    expect(await headlines({ to: NOW, language: 'fr' })).toEqual(['Le chat du port']);
  });

  it('marks what was found as pieces, never as markup', async () => {
    const { dispatches } = await find({ text: 'élection écono' });
    const [one] = dispatches;
    expect(one?.headlineParts).toEqual([
      { text: 'Élections', hit: true },
      { text: ' législatives à Brest', hit: false },
    ]);
    expect(one?.standfirstParts.filter(({ hit }) => hit)).toEqual([{ text: 'économie', hit: true }]);
    const chinese = await find({ text: '选举' });
    expect(chinese.dispatches[0]?.headlineParts).toEqual([
      { text: '总统', hit: false },
      { text: '选举', hit: true },
      { text: '今天举行', hit: false },
    ]);
  });

  it('weighs a word in the headline more, and pages either order to its end', async () => {
    const ranked = await find({ text: 'brest', sort: 'rank', limit: 1 });
    const rest = await find({ text: 'brest', sort: 'rank', limit: 1, after: ranked.next ?? '' });
    expect(new Set([...ranked.dispatches, ...rest.dispatches].map(({ id }) => id)).size).toBe(2);
    expect(rest.next).toBeNull();
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await find({ limit: 2, ...(after !== undefined && { after }) });
      seen.push(...page.dispatches.map(({ headline }) => headline));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(seen).toEqual(STORED.map(({ headline }) => headline));
  });

  it('never stumbles over what somebody types', async () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.replaceAll('\0', '')),
      fc.string({ unit: fc.constantFrom('"', '-', "'", '\\', ':', '*', '&', '|', '!', '(', '<', '选', 'é', ' ', 'a'), maxLength: 30 }), // prettier-ignore
    );
    await fc.assert(
      fc.asyncProperty(any, async (text) => {
        const { dispatches } = await find({ text: text.toWellFormed(), limit: 3 });
        for (const one of dispatches) expect(one.headlineParts.map((part) => part.text).join('')).toBe(one.headline);
      }),
      { numRuns: 60 },
    );
  }, 20_000);

  it('cuts no sign of a long word in two, which would keep all others out of the index', async () => {
    const headline = `a${'\u{20000}'.repeat(60)}`;
    await tools.get(StoreDispatch).store(source, { externalId: 'long', language: 'fr', headline });
    expect(await headlines(headline.slice(0, 41))).toEqual([headline]);
    expect(await headlines(headline.slice(0, -2))).toEqual([headline]);
  });

  it('follows a change of words and standing, and forgets the words of a takedown at once', async () => {
    const id = ids.get('Le chat du port') ?? '';
    await tools.get(StoreDispatch).store(source, { externalId: '1', language: 'fr', headline: 'Le chien du port' });
    expect(await headlines('chien')).toEqual(['Le chien du port']);
    expect(await headlines('chat')).toEqual([]);
    await tools.get(ChangeDispatch).withhold(id, ACT);
    expect(await headlines({ status: 'withheld' })).toEqual(['Le chien du port']);
    await tools.get(TakeDownDispatch).close(id, ACT);
    await tools.get(TakeDownDispatch).redact(id);
    const left = await test.database.selectFrom('dispatch_search').select('words').where('dispatch_id', '=', id).execute();
    expect(JSON.stringify(left)).not.toContain('chien');
    expect(await headlines('chien')).toEqual([]);
  }); // prettier-ignore

  it('indexes what was there before in the background', async () => {
    await test.database.deleteFrom('dispatch_search').execute();
    const all = await test.database.selectFrom('dispatch').select('id').execute();
    const noted = all.map(({ id }) => ({ dispatch_id: id }));
    await test.database.insertInto('dispatch_search_due').values(noted).execute();
    expect(await tools.get(IndexDispatches).round()).toBe(all.length);
    expect(await tools.get(IndexDispatches).round()).toBe(0);
    expect(await headlines('москва')).toEqual(['Выборы в Москве']);
  });

  it('lets one dispatch that PostgreSQL takes ill hold up no other', async () => {
    const owner = new pg.Client({ connectionString: test.ownerUrl });
    await owner.connect();
    try {
      await owner.query(`
        create function refuse_words() returns trigger language plpgsql as $$
        begin raise 'too long' using errcode = '54000'; end $$;
        create trigger refuse_words before insert or update on dispatch_search for each row
          when (new.dispatch_id = '${ids.get('Выборы в Москве') ?? ''}') execute function refuse_words()`);
    } finally {
      await owner.end();
    }
    await test.database.deleteFrom('dispatch_search').execute();
    const all = await test.database.selectFrom('dispatch').select('id').execute();
    await test.database.insertInto('dispatch_search_due').values(all.map(({ id }) => ({ dispatch_id: id }))).execute(); // prettier-ignore
    expect(await tools.get(IndexDispatches).round()).toBe(all.length);
    expect(await test.database.selectFrom('dispatch_search').select('dispatch_id').execute()).toHaveLength(
      all.length - 1,
    );
    expect(await tools.get(IndexDispatches).round()).toBe(0);
  });
});
