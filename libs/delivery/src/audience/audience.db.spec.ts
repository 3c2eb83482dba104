import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { sql } from 'kysely';
import { newId, type EditionKind } from '@app/platform';
import { ReaderMornings } from '@app/editions';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { FrozenClock } from '../../../../test/support/frozen-clock.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { asOwner, frozenEdition } from '../../../../test/support/sending.js';
import { openTools } from '../../../../test/support/tools.js';
import { DeliveryModule } from '../delivery.module.js';
import { ReadEditionStatus } from '../progress/edition-status.service.js';
import { StartEdition } from '../start-edition.service.js';
import { SweepLedger } from '../ledger/sweep-ledger.service.js';

const HOUR_MS = 3_600_000;
const LONG_AGO = '2026-01-01T00:00:00Z';

interface GivenReader {
  readonly zone?: string | null;
  readonly time?: string | undefined;
  readonly since?: string;
  readonly isSeed?: boolean;
}

interface GivenEdition {
  readonly newsletterId: string;
  readonly date: string;
  readonly dueAt: string;
  readonly lastDueAt?: string;
  readonly slot?: string | null;
  readonly kind?: EditionKind;
}

describe('the audience of an edition', () => {
  let test: TestDatabase;
  let tools: INestApplicationContext;
  let sequence = 0;
  const clock = new FrozenClock(new Date('2026-10-24T10:00:00Z'));

  beforeAll(async () => {
    test = await createTestDatabase({ DELIVERY_CHUNK_SIZE: '3' });
    // The database tells the same time: its now() is looked for in this schema first.
    await asOwner(test, async (client) => {
      await client.query(`
        create schema clock;
        create table clock.instant (at timestamptz not null);
        insert into clock.instant values ('2026-10-24T10:00:00Z');
        create function clock.now() returns timestamptz language sql stable as 'select at from clock.instant';
        grant usage on schema clock to colporteur; grant select, update on clock.instant to colporteur`);
      await client.query(`alter database ${new URL(test.url).pathname.slice(1)} set search_path = clock, public, pg_catalog`); // prettier-ignore
    });
    tools = await openTools(test.config, [DeliveryModule], { clock });
  });
  afterAll(async () => {
    await tools.close();
    await test.close();
  });

  async function at(instant: string): Promise<void> {
    clock.set(new Date(instant));
    await sql`update clock.instant set at = ${clock.now()}`.execute(test.database);
  }

  /** A newsletter of its own, at 7:00 in Paris every day or in the reader's zone. */
  async function newsletter(change: Record<string, unknown> = {}): Promise<string> {
    sequence += 1;
    const slug = `matin-${sequence}`;
    const created = await createNewsroom(test.database, { slug, language: `x-${sequence}`, offers_time_zone: true, ...change }); // prettier-ignore
    return created.newsletterId;
  }

  /** Returns the subscriber's id. */
  async function reader(
    newsletterId: string,
    { zone = null, time, since = LONG_AGO, isSeed = false }: GivenReader = {},
  ) {
    const [id, consentId] = [newId(), newId()];
    const address = `${id}@readers.example`;
    const { database } = test;
    await database.insertInto('subscriber').values({ id, address, canonical_address: address, address_hash: Buffer.from(id), locale: 'fr', time_zone: zone }).execute(); // prettier-ignore
    await subscribed(newsletterId, id, { consentId, time, since, isSeed });
    return id;
  }

  async function subscribed(
    newsletterId: string,
    subscriberId: string,
    { consentId = newId(), time, since = LONG_AGO, isSeed = false }: GivenReader & { consentId?: string },
  ): Promise<void> {
    const { database } = test;
    await database.insertInto('consent').values({ id: consentId, subscriber_id: subscriberId, newsletter_id: newsletterId, act: 'given', basis: 'confirmed', wording: 'Je m’abonne', wording_version: '1', language: 'fr' }).execute(); // prettier-ignore
    await database.insertInto('subscription').values({ id: newId(), subscriber_id: subscriberId, newsletter_id: newsletterId, state: 'active', consent_id: consentId, activated_at: new Date(since), delivery_time: time ?? null, is_seed: isSeed }).execute(); // prettier-ignore
  }

  async function edition(given: GivenEdition): Promise<string> {
    const { newsletterId, date, dueAt, lastDueAt = dueAt, slot = 'all', kind = 'digest' } = given;
    const id = newId();
    sequence += 1;
    await sql`select ensure_delivery_partition(${date}::date)`.execute(test.database);
    const [due, last] = [new Date(dueAt), new Date(lastDueAt)];
    const useful = new Date(last.getTime() + 6 * HOUR_MS);
    await test.database.insertInto('edition').values({ id, newsletter_id: newsletterId, kind, edition_date: date, sequence, state: 'frozen', slot, due_at: due, last_due_at: last, propose_at: due, freeze_at: due, useful_until: useful }).execute(); // prettier-ignore
    return id;
  }

  const start = (id: string): Promise<void> => tools.get(StartEdition).start(id);
  const sweep = (): Promise<void> => tools.get(SweepLedger).sweep();
  const status = (id: string) => tools.get(ReadEditionStatus).read(id);

  /** Subscriber id → when due, as `MM-DD HH:MM` UTC; what was skipped with its cause. */
  async function dues(id: string): Promise<Record<string, string>> {
    const rows = await test.database.selectFrom('delivery').select(['subscriber_id', 'due_at', 'skip_cause']).where('edition_id', '=', id).execute(); // prettier-ignore
    return Object.fromEntries(
      rows.map((row) => [row.subscriber_id, row.skip_cause ?? row.due_at.toISOString().slice(5, 16).replace('T', ' ')]),
    );
  }

  async function move(subscriberId: string, zone: string): Promise<void> {
    await test.database.updateTable('subscriber').set({ time_zone: zone }).where('id', '=', subscriberId).execute();
  }

  it.each([
    ['2026-10-25', '10-24 17:00', { 'Europe/Paris': '10-25 06:00', 'America/New_York': '10-25 11:00', 'Asia/Kathmandu': '10-25 01:15', 'Australia/Lord_Howe': '10-24 20:00' }],
    ['2026-03-29', '03-28 17:00', { 'Europe/Paris': '03-29 05:00', 'America/New_York': '03-29 11:00', 'Asia/Kathmandu': '03-29 01:15', 'Australia/Lord_Howe': '03-28 20:00' }],
  ])('is due in every zone’s morning of %s, in chunks that never mix instants, written once by two workers', async (date, first, expected) => {
    const newsletterId = await newsletter();
    const given: Record<string, string> = { ...expected, 'Pacific/Kiritimati': first, 'Etc/GMT+12': `${date.slice(5)} 19:00` };
    const ids: [string, string][] = [];
    for (const zone of Object.keys(given)) for (let n = 0; n < 4; n += 1) ids.push([await reader(newsletterId, { zone }), zone]);
    const dueAt = `${date.slice(0, 4)}-${first.replace(' ', 'T')}:00Z`;
    await at(new Date(Date.parse(dueAt) - 120_000).toISOString());
    const id = await edition({ newsletterId, date, dueAt, lastDueAt: `${date}T19:00:00Z` });
    await Promise.all([start(id), start(id)]);

    expect(await dues(id)).toEqual(Object.fromEntries(ids.map(([reader, zone]) => [reader, given[zone]])));
    const chunks = await sql<{ size: number; rows: number; instants: number }>`
      select c.size, count(*)::int as rows, count(distinct (d.due_at, c.due_at))::int as instants
        from delivery_chunk c join delivery d using (edition_id, edition_date, chunk)
       where c.edition_id = ${id} group by c.chunk, c.size order by c.chunk`.execute(test.database);
    expect(chunks.rows).toHaveLength(12);
    expect(chunks.rows.every(({ size, rows, instants }) => size === rows && rows <= 3 && instants === 1)).toBe(true);
    const { waves, counts, state } = await status(id);
    expect([state, counts.recipients, counts.planned]).toEqual(['sending', 24, 24]);
    expect(waves.map((wave) => [wave.dueAt.toISOString().slice(5, 16).replace('T', ' '), wave.size, wave.counts.planned])).toEqual(
      Object.values(given).toSorted().map((due) => [due, 4, 4]),
    );
  }); // prettier-ignore

  it('says which mornings are read, so that an edition is made in time for them', async () => {
    const newsletterId = await newsletter();
    await reader(newsletterId);
    await reader(newsletterId, { zone: 'Asia/Tokyo', time: '05:00' });
    await reader(newsletterId, { zone: 'Asia/Tokyo', time: '05:00' });
    const found = await tools.get(ReaderMornings, { strict: false }).of(test.database, newsletterId);
    expect(found).toHaveLength(2);
    expect(found).toEqual(expect.arrayContaining([{ timeZone: null, deliveryTime: null }, { timeZone: 'Asia/Tokyo', deliveryTime: '05:00' }])); // prettier-ignore
  });

  it('takes who signed up minutes before their hour, in a zone nobody had, and not who did minutes after', async () => {
    const newsletterId = await newsletter();
    const paris = await reader(newsletterId);
    await at('2026-11-10T05:58:00Z');
    const id = await edition({ newsletterId, date: '2026-11-10', dueAt: '2026-11-10T06:00:00Z' });
    await start(id);
    const before = await reader(newsletterId, { since: '2026-11-10T05:59:50Z' });
    await at('2026-11-10T06:00:30Z');
    await reader(newsletterId, { since: '2026-11-10T06:00:10Z' });
    await sweep();
    expect(await dues(id)).toEqual({ [paris]: '11-10 06:00', [before]: '11-10 06:00' });

    await at('2026-11-10T10:00:00Z');
    const west = await reader(newsletterId, { zone: 'America/New_York', since: '2026-11-10T09:59:00Z' });
    await test.database.updateTable('delivery').set({ state: 'submitted' }).where('edition_id', '=', id).execute();
    await sweep();
    await sweep();
    const { waves, state, edition: extended } = await status(id);
    expect(await dues(id)).toMatchObject({ [west]: '11-10 12:00' });
    expect([state, waves.length, extended.lastDueAt.toISOString()]).toEqual(['sending', 2, '2026-11-10T12:00:00.000Z']);
    expect(Number(extended.usefulUntil) - Number(extended.lastDueAt)).toBe(6 * HOUR_MS);
  });

  it('takes nobody into what was taken down, and lets no edition that fails hold up another’s late readers', async () => {
    const [one, other, gone] = [await newsletter(), await newsletter(), await newsletter()];
    for (const newsletterId of [one, other, gone]) await reader(newsletterId);
    await at('2026-11-09T05:58:00Z');
    const given = { date: '2026-11-09', dueAt: '2026-11-09T06:00:00Z' };
    const [failing, id, taken] = [
      await edition({ newsletterId: one, ...given }),
      await edition({ newsletterId: other, ...given }),
      await edition({ newsletterId: gone, ...given }),
    ];
    for (const editionId of [failing, id, taken]) await start(editionId);
    await test.database.updateTable('delivery').set({ state: 'submitted' }).where('edition_id', 'in', [failing, id, taken]).execute(); // prettier-ignore
    await test.database.insertInto('takedown').values({ id: newId(), object: 'edition', mode: 'redact', edition_id: taken, reference: 'TGI 26/1' }).execute(); // prettier-ignore
    await asOwner(test, async (client) => {
      await client.query(`
        create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$;
        create trigger refuse before insert on delivery for each row when (new.edition_id = '${failing}') execute function refuse()`);
    });
    await at('2026-11-09T05:59:35Z');
    const since = '2026-11-09T05:59:30Z';
    const late = [await reader(one, { since }), await reader(other, { since }), await reader(gone, { since })];
    await sweep();
    await at('2026-11-09T06:00:10Z');
    await sweep();
    const got = await Promise.all([failing, id, taken].map((editionId) => dues(editionId)));
    expect(got.map((rows, at) => late[at] !== undefined && late[at] in rows)).toEqual([false, true, false]);
  });

  it('takes who came without a trace, out of a pause or a ban, when their wave opens', async () => {
    const newsletterId = await newsletter();
    const [first, back] = [await reader(newsletterId), await reader(newsletterId)];
    const own = (state: 'paused' | 'active') =>
      test.database.updateTable('subscription').set({ state }).where('subscriber_id', '=', back).execute();
    await own('paused');
    await at('2026-11-11T05:58:00Z');
    const id = await edition({ newsletterId, date: '2026-11-11', dueAt: '2026-11-11T06:00:00Z' });
    await start(id);
    await own('active');
    await sweep();
    expect(Object.keys(await dues(id))).toEqual([first]);
    await at('2026-11-11T05:59:40Z');
    await sweep();
    expect(await dues(id)).toEqual({ [first]: '11-11 06:00', [back]: '11-11 06:00' });
    expect((await status(id)).waves).toMatchObject([{ size: 2, openedAt: clock.now() }]);
  });

  it('neither skips nor doubles a reader who moves, and moves a planned row only forward', async () => {
    const newsletterId = await newsletter();
    const [east, west, stays] = [
      await reader(newsletterId, { zone: 'America/New_York' }),
      await reader(newsletterId, { zone: 'Asia/Tokyo' }),
      await reader(newsletterId, { zone: 'Europe/Paris' }),
    ];
    await at('2026-11-11T21:58:00Z');
    const id = await edition({ newsletterId, date: '2026-11-12', dueAt: '2026-11-11T22:00:00Z', lastDueAt: '2026-11-12T12:00:00Z' }); // prettier-ignore
    await start(id);
    await test.database.updateTable('delivery').set({ state: 'submitted' }).where('subscriber_id', '=', west).execute();
    await move(west, 'America/New_York');
    await move(east, 'Asia/Tokyo');
    await at('2026-11-12T05:59:40Z');
    await sweep();
    // Tokyo's wave is over: the next one takes who moved there.
    expect(await dues(id)).toEqual({ [east]: '11-12 06:00', [west]: '11-11 22:00', [stays]: '11-12 06:00' });
    expect((await status(id)).counts).toMatchObject({ recipients: 3, planned: 2, submitted: 1 });
    const sizes = await sql<{ open: number }>`select sum(open)::int as open from delivery_chunk where edition_id = ${id}`.execute(test.database); // prettier-ignore
    expect(sizes.rows).toEqual([{ open: 2 }]);
  });

  it('serves each reader from one slot of the day, and who moved into one that has left from the next', async () => {
    const slots = JSON.stringify([
      { name: 'asia', zones: ['Asia/Tokyo'] },
      { name: 'rest', zones: ['*'] },
    ]);
    const newsletterId = await newsletter({ slots });
    const [tokyo, moved, paris] = [
      await reader(newsletterId, { zone: 'Asia/Tokyo' }),
      await reader(newsletterId, { zone: 'Europe/Paris' }),
      await reader(newsletterId, { zone: 'Europe/Paris' }),
    ];
    await at('2026-11-12T21:58:00Z');
    const asia = await edition({ newsletterId, date: '2026-11-13', dueAt: '2026-11-12T22:00:00Z', slot: 'asia' });
    const rest = await edition({ newsletterId, date: '2026-11-13', dueAt: '2026-11-13T06:00:00Z', slot: 'rest' });
    await start(asia);
    expect(await dues(asia)).toEqual({ [tokyo]: '11-12 22:00' });
    await at('2026-11-13T05:58:00Z');
    await move(moved, 'Asia/Tokyo');
    await move(tokyo, 'Europe/Paris');
    await start(rest);
    expect(await dues(rest)).toEqual({ [moved]: '11-13 06:00', [paris]: '11-13 06:00' });
  });

  it('gives seed addresses a wave of their own before everybody', async () => {
    const newsletterId = await newsletter({ seed_lead_minutes: 20 });
    const [seed, other] = [
      await reader(newsletterId, { isSeed: true, zone: 'Asia/Tokyo' }),
      await reader(newsletterId),
    ];
    const id = await edition({ newsletterId, date: '2026-11-14', dueAt: '2026-11-14T06:00:00Z' });
    await at('2026-11-14T05:37:00Z');
    expect(await tools.get(StartEdition).ringDue()).toBe(0);
    await at('2026-11-14T05:38:00Z');
    expect(await tools.get(StartEdition).ringDue()).toBe(1);
    await start(id);
    expect(await dues(id)).toEqual({ [seed]: '11-14 05:40', [other]: '11-14 06:00' });
    expect((await status(id)).waves.map((wave) => wave.isSeed)).toEqual([true, false]);
  });

  it('skips each wave when it is old news for that wave, and waits with a paused one', async () => {
    const newsletterId = await newsletter();
    const [tokyo, paris] = [await reader(newsletterId, { zone: 'Asia/Tokyo' }), await reader(newsletterId)];
    await at('2026-11-14T21:58:00Z');
    const id = await edition({ newsletterId, date: '2026-11-15', dueAt: '2026-11-14T22:00:00Z', lastDueAt: '2026-11-15T06:00:00Z' }); // prettier-ignore
    await test.database.updateTable('edition').set({ paused_at: clock.now() }).where('id', '=', id).execute();
    await start(id);
    expect(await dues(id)).toEqual({});
    await test.database.updateTable('edition').set({ paused_at: null }).where('id', '=', id).execute();
    await start(id);
    await at('2026-11-15T04:00:00Z');
    await sweep();
    expect(await dues(id)).toEqual({ [tokyo]: 'stale', [paris]: '11-15 06:00' });
    const { skipped, counts, waves } = await status(id);
    expect([skipped, counts.skipped, counts.planned, waves[0]?.counts.skipped]).toEqual([{ stale: 1 }, 1, 1, 1]);
    // Nobody got it in time: it counts as never sent.
    await at('2026-11-15T12:00:01Z');
    await sweep();
    expect((await status(id)).edition).toMatchObject({ state: 'cancelled', reason: 'edition.stale' });
    const alarms = await test.database.selectFrom('desk_alarm').select('code').where('edition_id', '=', id).execute();
    expect(alarms).toEqual([{ code: 'edition.stale' }]);
  });

  it('sends a reader no more flashes a day than promised, over all newsletters', async () => {
    const [one, other] = [await newsletter({ flash_per_day: 1 }), await newsletter({ flash_per_day: 1 })];
    const both = await reader(one, { zone: 'Asia/Tokyo' });
    await subscribed(other, both, {});
    const single = await reader(other);
    await at('2026-11-16T10:00:00Z');
    const flash = { date: '2026-11-16', dueAt: '2026-11-16T10:00:00Z', slot: null, kind: 'flash' as const };
    const first = await edition({ newsletterId: one, ...flash });
    await start(first);
    const second = await edition({ newsletterId: other, ...flash });
    await start(second);
    expect(await dues(first)).toEqual({ [both]: '11-16 10:00' });
    expect(await dues(second)).toEqual({ [both]: 'flash_cap', [single]: '11-16 10:00' });
    expect((await status(second)).skipped).toEqual({ flash_cap: 1 });
  });

  it('gives each choice its cut, and a correction to exactly those who were sent the error', async () => {
    await at('2026-11-20T10:00:00Z');
    const { editionId, newsletterId } = await frozenEdition(test, tools, 4);
    await test.database
      .updateTable('newsletter')
      .set({ offers_regions: true })
      .where('id', '=', newsletterId)
      .execute();
    const ids = await test.database.selectFrom('subscription').select(['id', 'subscriber_id']).where('newsletter_id', '=', newsletterId).orderBy('id').execute(); // prettier-ignore
    const [france, europe, all, late] = ids.map((row) => row.subscriber_id);
    const choose = (subscriberId: string | undefined, regions: string[]) =>
      test.database
        .updateTable('subscription')
        .set({ regions })
        .where('subscriber_id', '=', subscriberId ?? '')
        .execute();
    await choose(france, ['france']);
    await choose(europe, ['europe']);
    await start(editionId);
    const rows = await sql<{ subscriber_id: string; cut: number; variant_id: string | null }>`
      select d.subscriber_id, d.cut, v.variant_id from delivery d left join variant_cut v using (edition_id, cut)
       where d.edition_id = ${editionId} order by d.cut`.execute(test.database);
    expect(rows.rows.map(({ cut }) => cut)).toEqual([0, 0, 1, 2]);
    // What they chose leaves the same blocks, or too few: all get the same bytes.
    expect(new Set(rows.rows.map((row) => row.variant_id)).size).toBe(1);

    const sent = { state: 'submitted' as const, variant_id: rows.rows[0]?.variant_id ?? null };
    await test.database.updateTable('delivery').set(sent).where('edition_id', '=', editionId).where('subscriber_id', 'in', [france ?? '', europe ?? '', all ?? '']).execute(); // prettier-ignore
    await sql`update subscription set state = 'paused' where subscriber_id = ${europe}`.execute(test.database);
    const block = await test.database.selectFrom('revision_block').select(['dispatch_id', 'dispatch_version']).where('edition_id', '=', editionId).executeTakeFirstOrThrow(); // prettier-ignore
    const correction = await edition({ newsletterId, date: '2026-11-20', dueAt: '2026-11-20T10:00:00Z', slot: null, kind: 'correction' }); // prettier-ignore
    await test.database.insertInto('correction').values({ edition_id: correction, dispatch_id: block.dispatch_id ?? '', versions: [block.dispatch_version ?? 0], explanation: 'Le quai est le 2.' }).execute(); // prettier-ignore
    await start(correction);
    expect(Object.keys(await dues(correction)).toSorted()).toEqual([france, all].toSorted());
    expect(late).toBeDefined();
    expect((await status(correction)).correction).toEqual({
      holders: 3,
      outcomes: [{ outcome: 'no row: paused', readers: 1 }, { outcome: 'planned', readers: 2 }],
      outside: 0,
    }); // prettier-ignore
  });
});
