import { getQueueToken } from '@nestjs/bullmq';
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Queue } from 'bullmq';
import { sql } from 'kysely';
import { FrozenClock } from '../../../../test/support/frozen-clock.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { asOwner } from '../../../../test/support/sending.js';
import { openTools } from '../../../../test/support/tools.js';
import { ClaimEditions } from './claim-editions.service.js';
import { EditionsModule } from '../editions.module.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import type { ReaderMorning } from './reader-due.js';
import { ReaderMornings } from './reader-mornings.js';

/** Paris is one hour ahead of UTC: the edition of 10 March is due at 06:00 UTC, its content frozen from 05:30 on. */
const DUE = new Date('2026-03-10T06:00:00Z');
const minutes = (count: number, from = DUE): Date => new Date(from.getTime() + count * 60_000);
const hours = (count: number, from = DUE): Date => minutes(60 * count, from);

let test: TestDatabase;
let clock: FrozenClock;
/** Two schedulers, each a process of its own as far as they can tell. */
let one: INestApplicationContext;
let two: INestApplicationContext;

/** The mornings of the newsletters' readers. */
let mornings: readonly ReaderMorning[] = [];

beforeAll(async () => {
  test = await createTestDatabase();
  clock = new FrozenClock(hours(-12));
  one = await openTools(test.config, [EditionsModule], { clock });
  two = await openTools(test.config, [EditionsModule], { clock });
  for (const tools of [one, two]) tools.get(ReaderMornings).register(() => Promise.resolve(mornings));
});
beforeEach(() => {
  mornings = [];
});
afterEach(() => asOwner(test, (client) => client.query('truncate edition, calendar_day, newsletter cascade')));
afterAll(async () => {
  await one.close();
  await two.close();
  await test.close();
});

const newsroom = (overrides: Parameters<typeof createNewsroom>[1] = {}) =>
  createNewsroom(test.database, { created_at: hours(-1_000), ...overrides });
const claimDue = (at: Date, tools = one): Promise<string[]> => {
  clock.set(at);
  return tools.get(ClaimEditions).claimDue();
};
const editions = () =>
  test.database.selectFrom('edition').select(['kind', 'edition_date', 'sequence', 'due_at', 'useful_until', 'state']).orderBy('edition_date').orderBy('sequence').execute(); // prettier-ignore
const dates = async (): Promise<string[]> => (await editions()).map((edition) => edition.edition_date);

async function newsletter(): Promise<Newsletter> {
  const found = await one.get(NewsletterRepository).bySlug('matin');
  if (found === undefined) throw new Error('the newsletter is missing');
  return found;
}

describe('the calendar', () => {
  it('claims an edition when its content is to be frozen, not before, and only once', async () => {
    await newsroom();
    expect(await claimDue(minutes(-31))).toEqual([]);
    const [id] = await claimDue(minutes(-30));
    expect(id).toBeDefined();
    expect(await editions()).toEqual([
      { kind: 'digest', edition_date: '2026-03-10', sequence: 1, due_at: DUE, useful_until: hours(10), state: 'claimed' },
    ]);
    for (const later of [minutes(-29), DUE, minutes(1), hours(9)]) expect(await claimDue(later)).toEqual([]);
    expect(await claimDue(hours(23.5))).toHaveLength(1);
    expect(await dates()).toEqual(['2026-03-10', '2026-03-11']);
  }); // prettier-ignore

  it('rings once for each edition it claims', async () => {
    await newsroom();
    const queue = one.get<Queue>(getQueueToken('editions'), { strict: false });
    await queue.drain();
    const [id] = await claimDue(DUE);
    await claimDue(DUE);
    expect((await queue.getJobs('wait')).map((job) => [job.name, job.data as unknown])).toEqual([['prepare-edition', { editionId: id }]]);
    // The sweeper rings again for what nobody prepared.
    expect(await one.get(ClaimEditions).ringUnprepared()).toBe(1);
    await test.database.updateTable('edition').set({ state: 'cancelled' }).execute();
    expect(await one.get(ClaimEditions).ringUnprepared()).toBe(0);
  }); // prettier-ignore

  it('of two schedulers, and of ten rounds at once, gives an edition to one', async () => {
    await newsroom();
    clock.set(DUE);
    const rounds = await Promise.all(Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? one : two).get(ClaimEditions).claimDue()));
    expect(rounds.flat()).toHaveLength(1);
    expect(await editions()).toHaveLength(1);
  }); // prettier-ignore

  it('has one edition for each day, however the clock jumps', async () => {
    await newsroom();
    for (const at of [DUE, hours(24), DUE, hours(-24), hours(23.6), hours(-23), hours(48), minutes(-10)]) {
      await claimDue(at, one);
      await claimDue(at, two);
    }
    expect(await dates()).toEqual(['2026-03-09', '2026-03-10', '2026-03-11', '2026-03-12']);
    expect((await editions()).every((edition) => edition.sequence === 1)).toBe(true);
  });

  it('sends no old news after an outage, but what is still useful', async () => {
    await newsroom();
    await claimDue(hours(-24));
    expect(await claimDue(hours(9.9))).toHaveLength(1);
    // Out for three days, back ten hours after the last edition was due.
    expect(await claimDue(hours(3 * 24 + 10))).toEqual([]);
    expect(await dates()).toEqual(['2026-03-09', '2026-03-10']);
  });

  it('promises nothing from before the newsletter existed', async () => {
    await newsroom({ created_at: minutes(1) });
    expect(await claimDue(minutes(2))).toEqual([]);
    expect(await claimDue(hours(23.6))).toHaveLength(1);
    expect(await dates()).toEqual(['2026-03-11']);
  });

  it('claims the first edition of a newsletter made between freeze and due', async () => {
    await newsroom({ created_at: minutes(-5) });
    expect(await claimDue(minutes(-4))).toHaveLength(1);
  });

  it('goes by the newsletter’s own clock through both changes of the hour', async () => {
    await newsroom();
    for (let day = 0; day < 3; day += 1) await claimDue(hours(24 * day, new Date('2026-03-28T06:30:00Z')));
    for (let day = 0; day < 3; day += 1) await claimDue(hours(24 * day, new Date('2026-10-24T06:30:00Z')));
    expect((await editions()).map((edition) => edition.due_at.toISOString())).toEqual([
      '2026-03-28T06:00:00.000Z',
      '2026-03-29T05:00:00.000Z',
      '2026-03-30T05:00:00.000Z',
      '2026-10-24T05:00:00.000Z',
      '2026-10-25T06:00:00.000Z',
      '2026-10-26T06:00:00.000Z',
    ]);
  });

  it('dates an edition by the newsletter’s day, where that is not ours', async () => {
    await newsroom({ time_zone: 'Pacific/Auckland' });
    await claimDue(new Date('2026-03-10T18:00:00Z'));
    expect(await editions()).toMatchObject([{ edition_date: '2026-03-11', due_at: new Date('2026-03-10T18:00:00Z') }]);
  });

  it('claims for every newsletter, each on its own', async () => {
    await newsroom();
    await newsroom({ slug: 'morning', language: 'en' });
    expect(await claimDue(DUE)).toHaveLength(2);
  });

  it('makes room in the ledger for the edition’s month, also in a month nobody thought of', async () => {
    await newsroom();
    await claimDue(new Date('2031-12-24T06:00:00Z'));
    const partitions = await test.database.selectFrom('edition').select('edition_date').execute();
    expect(partitions).toEqual([{ edition_date: '2031-12-24' }]);
    const partition = sql<{ name: string | null }>`select to_regclass('delivery_2031_12')::text as name`;
    const { rows } = await partition.execute(test.database);
    expect(rows).toEqual([{ name: 'delivery_2031_12' }]);
  });
});

describe('readers’ mornings', () => {
  /** Came into being when the day before was over everywhere. */
  const everywhere = { offers_time_zone: true, created_at: hours(-17) };
  const inZones = (...zones: string[]): ReaderMorning[] => zones.map((timeZone) => ({ timeZone, deliveryTime: null }));
  const asia = { name: 'asie', zones: ['Asia/Tokyo'] };
  const world = { name: 'monde', zones: ['*'] };
  const times = () =>
    test.database.selectFrom('edition').select(['slot', 'sequence', 'propose_at', 'freeze_at', 'due_at', 'last_due_at', 'useful_until']).orderBy('sequence').execute(); // prettier-ignore

  it('make one edition, with the instants of its first and its last wave', async () => {
    await newsroom({ ...everywhere, approval: 'desk', seed_lead_minutes: 15 });
    mornings = inZones('Asia/Tokyo', 'America/Lima', 'Nowhere/Known');
    const first = hours(-8);
    expect(await claimDue(minutes(-106, first))).toEqual([]);
    expect(await claimDue(minutes(-105, first))).toHaveLength(1);
    expect(await times()).toEqual([
      {
        slot: 'all',
        sequence: 1,
        propose_at: minutes(-105, first),
        freeze_at: minutes(-45, first),
        due_at: first,
        last_due_at: hours(6),
        useful_until: hours(16),
      },
    ]);
    // It stands: neither an hour that changes nor a reader who comes makes another of that day.
    await test.database.updateTable('calendar_day').set({ local_time: '08:00' }).execute();
    mornings = inZones('Pacific/Auckland');
    expect(await claimDue(first)).toEqual([]);
  });

  it('are asked for again before an edition is claimed by them, and every few minutes', async () => {
    await newsroom(everywhere);
    mornings = inZones('Asia/Tokyo', 'America/Lima');
    expect(await claimDue(minutes(-32, hours(-8)))).toEqual([]);
    // Tokyo's only reader left: nothing is made for them, and later on it is known without being asked for.
    mornings = inZones('America/Lima');
    expect(await claimDue(minutes(-30, hours(-8)))).toEqual([]);
    expect(await claimDue(minutes(-20, hours(-8)))).toEqual([]);
    expect(await claimDue(hours(5.5))).toHaveLength(1);
    expect(await times()).toMatchObject([{ due_at: hours(6), last_due_at: hours(6) }]);
  });

  it('make one for each slot, the first with number 1; extra editions keep out of the way', async () => {
    await newsroom({ ...everywhere, slots: JSON.stringify([asia, world]) });
    mornings = inZones('Asia/Tokyo', 'America/Lima');
    clock.set(hours(-8.5));
    const matin = await newsletter();
    await claimDue(hours(-8.5));
    clock.set(DUE);
    await one.get(ClaimEditions).claimNow(matin);
    const at = hours(5.5);
    clock.set(at);
    const rounds = await Promise.all([one, two, one, two].map((tools) => tools.get(ClaimEditions).claimDue()));
    expect(rounds.flat()).toHaveLength(1);
    expect((await times()).map(({ slot, sequence, due_at }) => [slot, sequence, due_at])).toEqual([
      ['asie', 1, hours(-8)],
      [null, 2, DUE],
      ['monde', 3, hours(6)],
    ]);
  });

  it('of a day that began undivided are not divided any more, nor the other way round', async () => {
    await newsroom(everywhere);
    mornings = inZones('Asia/Tokyo', 'America/Lima');
    await claimDue(hours(-8.5));
    await test.database.updateTable('newsletter').set({ slots: JSON.stringify([asia, world]) }).execute();
    expect(await claimDue(hours(5.5))).toEqual([]);
    expect(await claimDue(hours(15.5))).toHaveLength(1);
    await test.database.updateTable('newsletter').set({ slots: '[]' }).execute();
    expect(await claimDue(hours(29.5))).toEqual([]);
    expect((await editions()).map((edition) => edition.edition_date)).toEqual(['2026-03-10', '2026-03-11']);
  }); // prettier-ignore

  it('rest in a break, and a newsletter that cannot be reckoned with does not stop the others', async () => {
    const broken = await newsroom();
    const { newsletterId } = await newsroom({ slug: 'morning', language: 'en' });
    await test.database.updateTable('newsletter').set({ time_zone: 'No/Where' }).where('id', '=', broken.newsletterId).execute();
    await test.database.insertInto('calendar_break').values({ newsletter_id: newsletterId, first_day: '2026-03-10', last_day: '2026-03-12', reason: 'Fête' }).execute();
    expect(await claimDue(DUE)).toEqual([]);
    expect(await claimDue(hours(48))).toEqual([]);
    expect(await claimDue(hours(72))).toHaveLength(1);
    expect(await dates()).toEqual(['2026-03-13']);
  }); // prettier-ignore
});

describe('an extra edition', () => {
  it('may be due later than now: then its content is frozen with the newsletter’s leads', async () => {
    await newsroom();
    const matin = await newsletter();
    clock.set(DUE);
    await one.get(ClaimEditions).claimNow(matin, 'letter', { dueAt: hours(20) });
    const letter = await test.database.selectFrom('edition').selectAll().executeTakeFirstOrThrow();
    expect(letter).toMatchObject({ edition_date: '2026-03-11', propose_at: DUE, freeze_at: hours(19.5), due_at: hours(20), useful_until: hours(30), slot: null });
    // One in the past is due now.
    await one.get(ClaimEditions).claimNow(matin, 'flash', { dueAt: hours(-20) });
    expect(await test.database.selectFrom('edition').select(['due_at', 'freeze_at']).where('kind', '=', 'flash').execute()).toEqual([{ due_at: DUE, freeze_at: DUE }]);
  }); // prettier-ignore

  it('counts up from the calendar’s own, which keeps number 1 also where it is claimed later', async () => {
    await newsroom();
    const matin = await newsletter();
    clock.set(hours(-2));
    await one.get(ClaimEditions).claimNow(matin);
    await claimDue(DUE);
    await one.get(ClaimEditions).claimNow(matin);
    expect((await editions()).map(({ sequence, due_at }) => [sequence, due_at])).toEqual([
      [1, DUE],
      [2, hours(-2)],
      [3, DUE],
    ]);
  });

  it('asked for by ten at once is ten, each with a number of its own', async () => {
    await newsroom();
    const matin = await newsletter();
    clock.set(DUE);
    const ids = await Promise.all(Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? one : two).get(ClaimEditions).claimNow(matin)));
    expect(new Set(ids).size).toBe(10);
    expect((await editions()).map((edition) => edition.sequence)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  }); // prettier-ignore

  it('of another kind has numbers of its own', async () => {
    await newsroom();
    const matin = await newsletter();
    clock.set(DUE);
    await one.get(ClaimEditions).claimNow(matin, 'flash');
    await one.get(ClaimEditions).claimNow(matin);
    expect((await editions()).map(({ kind, sequence }) => `${kind} ${sequence}`).sort()).toEqual(['digest 2', 'flash 1']);
  }); // prettier-ignore
});
