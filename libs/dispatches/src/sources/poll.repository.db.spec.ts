import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { PollRepository, type TakenSource } from './poll.repository.js';
import { SourceRepository } from './source.repository.js';

const NOTHING = { created: 0, updated: 0, unchanged: 0, duplicate: 0, refused: 0, damaged: 0 };
const report = { outcome: 'read', httpStatus: 200, bytes: 5, millis: 1, counts: NOTHING, reason: null, message: null } as const; // prettier-ignore

describe('taking a source to poll it', () => {
  let test: TestDatabase;
  let polls: PollRepository;
  let sources: SourceRepository;
  let count = 0;
  beforeAll(async () => {
    test = await createTestDatabase();
    polls = new PollRepository(test.database);
    sources = new SourceRepository(test.database);
  });
  afterAll(() => test.close());

  async function add(host: string): Promise<string> {
    count += 1;
    const source = { slug: `feed-${count}`, kind: 'feed', name: 'Agence', url: `https://${host}/${count}` } as const;
    return (await sources.ensure(test.database, source)).id;
  }
  async function taken(id: string): Promise<TakenSource> {
    const source = await polls.take(id);
    if (typeof source === 'string') throw new Error(`not taken: ${source}`);
    return source;
  }
  /** As if so many seconds had gone by since the row was written. */
  async function age(id: string, seconds: number): Promise<void> {
    await test.database
      .updateTable('source')
      .set({
        polling_until: sql<Date>`polling_until - make_interval(secs => ${seconds})`,
        next_poll_at: sql<Date>`next_poll_at - make_interval(secs => ${seconds})`,
        rung_at: sql<Date>`rung_at - make_interval(secs => ${seconds})`,
      })
      .where('id', '=', id)
      .execute();
  }
  const done = (source: TakenSource): Promise<boolean> =>
    polls.succeeded(test.database, source, report, { nextPollSeconds: 900 });

  it('gives a source to one of many who ask at the same time', async () => {
    const id = await add('many.example');
    const answers = await Promise.all(Array.from({ length: 8 }, () => polls.take(id)));
    expect(answers.filter((answer) => typeof answer !== 'string')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'not_due')).toHaveLength(7);
  });

  it('gives one source of a host at a time, whoever asks, and the other one after it', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => add('one.example')));
    const answers = await Promise.all(ids.map((id) => polls.take(id)));
    const winners = answers.filter((answer): answer is TakenSource => typeof answer !== 'string');
    expect(winners).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'host_busy')).toHaveLength(5);
    const [winner] = winners;
    if (winner === undefined) throw new Error('nobody won');
    expect(await polls.ringableOn('one.example')).toBeUndefined();
    expect(await done(winner)).toBe(true);
    const next = await polls.ringableOn('one.example');
    expect(ids).toContain(next);
    expect(next).not.toBe(winner.id);
  });

  it('does not hold up other hosts, nor the same name on another port', async () => {
    await taken(await add('busy.example'));
    await taken(await add('busy.example:8443'));
    await taken(await add('free.example'));
  });

  it('frees source and host of a worker that died, whose late result is not written', async () => {
    const id = await add('dead.example');
    const sibling = await add('dead.example');
    const dead = await taken(id);
    expect(await polls.take(sibling)).toBe('host_busy');
    await age(id, 121);
    const alive = await taken(sibling);
    await done(alive);
    await age(id, 900);
    const second = await taken(id);
    expect(await done(dead)).toBe(false);
    expect(await polls.failed(test.database, dead, { ...report, outcome: 'failed' }, 60)).toBe(false);
    const rows = await test.database.selectFrom('source_poll').select('id').where('source_id', '=', id).execute();
    expect(rows).toEqual([]);
    expect(await done(second)).toBe(true);
  });

  it('rings once for a source, once for a host, and again when nobody answered', async () => {
    await test.database.updateTable('source').set({ state: 'paused' }).execute();
    const [first, second, other] = [await add('ring.example'), await add('ring.example'), await add('bell.example')];
    await age(first, 10);
    expect(new Set(await polls.ringable(10))).toEqual(new Set([first, other]));
    expect(await polls.ringable(10)).toEqual([]);
    // The queue lost both rings.
    await age(first, 301);
    await age(other, 301);
    expect(new Set(await polls.ringable(10))).toEqual(new Set([first, other]));
    const busy = await taken(first);
    expect(await polls.take(second)).toBe('host_busy');
    expect(await polls.ringable(10)).toEqual([]);
    await done(busy);
    expect(await polls.ringable(10)).toEqual([second]);
  });

  it('rings in the order of waiting, as many as asked for', async () => {
    await test.database.updateTable('source').set({ state: 'paused' }).execute();
    const ids: string[] = [];
    for (const [index, host] of ['c.example', 'a.example', 'b.example'].entries()) {
      ids.push(await add(host));
      await age(ids[index] ?? '', 100 - index);
    }
    expect(new Set(await polls.ringable(2))).toEqual(new Set(ids.slice(0, 2)));
    expect(await polls.ringable(2)).toEqual(ids.slice(2));
  });

  it('leaves paused, stopped and pushing sources alone', async () => {
    const id = await add('paused.example');
    await sources.pause(test.database, id, 'source.by_operator');
    expect(await polls.take(id)).toBe('not_due');
    const desk = await sources.ensure(test.database, { slug: 'desk', kind: 'operator', name: 'Desk' });
    expect(await polls.take(desk.id)).toBe('not_due');
    expect(await polls.take('00000000-0000-7000-8000-000000000000')).toBe('not_due');
  });

  it('forgets polls of more than so many days', async () => {
    const source = await taken(await add('old.example'));
    await done(source);
    await test.database.updateTable('source_poll').set({ polled_at: sql<Date>`now() - interval '31 days'` }).where('source_id', '=', source.id).execute(); // prettier-ignore
    expect(await polls.forget(30)).toBe(1);
    expect(await polls.forget(30)).toBe(0);
  });
});
