import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Log, newId } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { FrozenClock } from '../../../../test/support/frozen-clock.js';
import { AlarmRepository } from '../alarms/alarm.repository.js';
import { HealthRepository } from './health.repository.js';
import { SourceRepository } from './source.repository.js';
import { WatchSources } from './watch-sources.service.js';

const HOUR = 3_600_000;

describe('watching over sources', () => {
  let test: TestDatabase;
  let clock: FrozenClock;
  let watch: WatchSources;
  let alarms: AlarmRepository;
  let count = 0;
  beforeAll(async () => {
    test = await createTestDatabase();
    clock = new FrozenClock(new Date('2026-11-20T12:00:00Z'));
    alarms = new AlarmRepository(test.database);
    watch = new WatchSources(test.database, new HealthRepository(test.database), alarms, clock, new Log('silent'));
  });
  afterAll(() => test.close());

  async function add(): Promise<string> {
    count += 1;
    const source = { slug: `feed-${count}`, kind: 'feed', name: 'Agence', url: `https://agence.example/${count}` } as const; // prettier-ignore
    return (await new SourceRepository(test.database).ensure(test.database, source)).id;
  }
  async function speak(sourceId: string, ...at: readonly Date[]): Promise<void> {
    const rows = at.map((first_seen_at) => ({
      id: newId(),
      source_id: sourceId,
      external_id: newId(),
      language: 'fr',
      headline: 'Une nouvelle',
      published_at: first_seen_at,
      first_seen_at,
      access: 'free' as const,
      may_mail: false,
      may_archive: false,
      may_feed: false,
    }));
    await test.database.insertInto('dispatch').values(rows).execute();
  }
  /** Every hour from the first, up to the last and without it. */
  function hours(from: string, to: string): Date[] {
    const found: Date[] = [];
    for (let at = Date.parse(from); at < Date.parse(to); at += HOUR) found.push(new Date(at));
    return found;
  }
  async function openAbout(sourceId: string) {
    return (await alarms.open(100)).filter((alarm) => alarm.sourceId === sourceId);
  }
  async function lookAt(instant: string): Promise<void> {
    clock.set(new Date(instant));
    await watch.look();
  }

  it('learns a rhythm, raises once when it breaks, and settles when the source speaks again', async () => {
    const id = await add();
    await speak(id, ...hours('2026-11-19T00:00:00Z', '2026-11-20T08:00:00Z'));
    await lookAt('2026-11-20T12:00:00Z');
    expect(await openAbout(id)).toEqual([]);
    const row = await test.database.selectFrom('source').select('usual_gap_seconds').where('id', '=', id).executeTakeFirstOrThrow(); // prettier-ignore
    expect(row.usual_gap_seconds).toBe(3_600);
    await lookAt('2026-11-20T13:30:00Z');
    await lookAt('2026-11-20T13:40:00Z');
    expect(await openAbout(id)).toMatchObject([
      { code: 'source.silent', detail: { since: '2026-11-20T07:00:00.000Z', usualGapSeconds: 3_600 } },
    ]);
    await speak(id, new Date('2026-11-20T13:50:00Z'));
    await lookAt('2026-11-20T14:00:00Z');
    expect(await openAbout(id)).toEqual([]);
  });

  it('knows a weekend by the one before', async () => {
    const id = await add();
    for (const day of [9, 10, 11, 12, 13, 16, 17, 18, 19, 20])
      await speak(id, ...hours(`2026-11-${String(day).padStart(2, '0')}T06:00:00Z`, `2026-11-${String(day).padStart(2, '0')}T18:00:00Z`)); // prettier-ignore
    await lookAt('2026-11-22T08:00:00Z');
    expect(await openAbout(id)).toEqual([]);
    // On Monday it has spoken at this hour a week ago.
    await lookAt('2026-11-23T12:30:00Z');
    expect(await openAbout(id)).toMatchObject([{ code: 'source.silent' }]);
  });

  it('does not take a silence of weeks for a habit', async () => {
    const id = await add();
    await speak(id, ...hours('2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z'));
    await lookAt('2026-11-22T08:00:00Z');
    expect(await openAbout(id)).toMatchObject([{ code: 'source.silent' }]);
  });

  it('says nothing of a source it hardly knows, one that is failing, or a first poll of many entries', async () => {
    const [unknown, failing, fresh] = [await add(), await add(), await add()];
    await speak(unknown, ...hours('2026-11-10T00:00:00Z', '2026-11-10T05:00:00Z'));
    await speak(failing, ...hours('2026-11-10T00:00:00Z', '2026-11-11T00:00:00Z'));
    await test.database.updateTable('source').set({ failing_since: new Date('2026-11-11T00:00:00Z') }).where('id', '=', failing).execute(); // prettier-ignore
    await speak(
      fresh,
      ...Array.from({ length: 40 }, (_, index) => new Date(Date.parse('2026-11-10T00:00:00Z') + index)),
    );
    await lookAt('2026-11-22T08:00:00Z');
    expect([await openAbout(unknown), await openAbout(failing), await openAbout(fresh)]).toEqual([[], [], []]);
  });

  it('raises an alarm once while it is open, and anew after it was settled', async () => {
    const sourceId = await add();
    const alarm = { code: 'source.paused', sourceId, detail: { reason: 'source.refused' } };
    const raised = await Promise.all([1, 2, 3].map(() => alarms.raise(test.database, alarm)));
    expect(raised.filter((isNew) => isNew)).toHaveLength(1);
    expect(await openAbout(sourceId)).toMatchObject([alarm]);
    expect(await alarms.settle(test.database, ['source.silent'], { sourceId })).toBe(0);
    expect(await alarms.settle(test.database, ['source.paused', 'source.gone'], { sourceId })).toBe(1);
    expect(await alarms.raise(test.database, alarm)).toBe(true);
  });
});
