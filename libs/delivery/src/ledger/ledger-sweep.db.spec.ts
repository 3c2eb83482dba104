import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { Log, PlatformModule, newId, type DeliveryState, type EditionState, type SkipCause } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { DeliveryModule } from '../delivery.module.js';
import { LedgerSweepRepository } from './ledger-sweep.repository.js';
import { ReadPace } from '../pace/read-pace.service.js';
import { SweepLedger } from './sweep-ledger.service.js';

const HOUR_MS = 3_600_000;

interface GivenEdition {
  readonly date: string;
  readonly state: EditionState;
  /** Hours from now; in the past: old news. */
  readonly usefulFor: number;
  readonly rows: readonly DeliveryState[];
  readonly hasAudience?: boolean;
}

describe('the sweeper', () => {
  let test: TestDatabase;
  let app: TestingModule;
  let newsletterId: string;
  let sequence = 0;

  beforeAll(async () => {
    test = await createTestDatabase();
    ({ newsletterId } = await createNewsroom(test.database));
    const imports = [PlatformModule.forRoot(test.config, new Log('silent')), DeliveryModule];
    app = await Test.createTestingModule({ imports }).compile();
  });
  afterAll(async () => {
    await app.close();
    await test.close();
  });

  const sweep = (): Promise<void> => app.get(SweepLedger).sweep();

  /** An edition with one chunk, counted as if every row that is not settled were uncertain. */
  async function edition({ date, state, usefulFor, rows, hasAudience = true }: GivenEdition): Promise<string> {
    const id = newId();
    const useful = new Date(Date.now() + usefulFor * HOUR_MS);
    const due = new Date(useful.getTime() - 10 * HOUR_MS);
    const { database } = test;
    await database
      .selectNoFrom((eb) => eb.fn('ensure_delivery_partition', [eb.cast(eb.val(date), 'date')]).as('done'))
      .execute();
    sequence += 1;
    const row = { id, newsletter_id: newsletterId, kind: 'digest' as const, edition_date: date, sequence, state };
    const frozen = hasAudience ? due : null;
    await database.insertInto('edition').values({ ...row, due_at: due, last_due_at: due, propose_at: due, freeze_at: due, useful_until: useful, audience_frozen_at: frozen }).execute(); // prettier-ignore
    if (rows.length === 0) return id;
    const key = { edition_id: id, edition_date: date, chunk: 0, due_at: due };
    await database
      .insertInto('delivery_chunk')
      .values({ ...key, size: rows.length, uncertain: 1, open: 0, begun: true })
      .execute();
    const deliveries = rows.map((one) => ({ ...key, subscriber_id: newId(), subscription_id: newId(), state: one, not_before: one === 'deferred' ? new Date(Date.now() + HOUR_MS) : null })); // prettier-ignore
    await database.insertInto('delivery').values(deliveries).execute();
    return id;
  }

  async function stateOf(id: string): Promise<EditionState> {
    return (await test.database.selectFrom('edition').select('state').where('id', '=', id).executeTakeFirstOrThrow())
      .state;
  }

  async function summaryOf(id: string): Promise<object | undefined> {
    const columns = ['recipients', 'submitted', 'rejected', 'skipped', 'uncertain'] as const;
    return test.database.selectFrom('edition_summary').select(columns).where('edition_id', '=', id).executeTakeFirst();
  }

  async function causesOf(id: string): Promise<(SkipCause | null)[]> {
    const rows = await test.database.selectFrom('delivery').select('skip_cause').where('edition_id', '=', id).execute();
    return rows.map((row) => row.skip_cause).sort();
  }

  it('sums up an edition that was cancelled while it was being sent, so that its month can go', async () => {
    const id = await edition({ date: '2024-03-10', state: 'cancelled', usefulFor: 1, rows: ['submitted', 'planned'] });
    await sweep();
    expect(await causesOf(id)).toEqual(['cancelled', null]);
    expect(await summaryOf(id)).toEqual({ recipients: 2, submitted: 1, rejected: 0, skipped: 1, uncertain: 0 });
    expect(await app.get(LedgerSweepRepository).dropMonthsBefore(90)).toBe(1);
  });

  it('does not sum up an edition that was cancelled before it had an audience', async () => {
    const id = await edition({ date: '2026-03-10', state: 'cancelled', usefulFor: 1, rows: [], hasAudience: false });
    await sweep();
    expect(await summaryOf(id)).toBeUndefined();
  });

  it('goes on with an edition when a late answer says "later" after it was called sent', async () => {
    const id = await edition({ date: '2026-03-10', state: 'sent', usefulFor: 5, rows: ['submitted', 'deferred'] });
    await sweep();
    expect(await stateOf(id)).toBe('sending');
    expect(await summaryOf(id)).toBeUndefined();
    await test.database.updateTable('delivery').set({ state: 'submitted' }).where('edition_id', '=', id).execute();
    await sweep();
    expect(await stateOf(id)).toBe('sent');
    expect(await summaryOf(id)).toEqual({ recipients: 2, submitted: 2, rejected: 0, skipped: 0, uncertain: 0 });
  });

  it('need not wait for rows that an operator lets go before their provider would take them', async () => {
    const id = await edition({ date: '2026-03-10', state: 'sending', usefulFor: 5, rows: ['planned', 'deferred'] });
    await sweep();
    const later = new Date(Date.now() + HOUR_MS);
    const { database } = test;
    await database.updateTable('delivery').set({ not_before: later }).where('edition_id', '=', id).where('state', '=', 'planned').execute(); // prettier-ignore
    await database.insertInto('provider_pace').values({ transport: 'main', provider: 'yahoo', suspended_until: later }).execute(); // prettier-ignore
    expect(await app.get(ReadPace, { strict: false }).resume('main', 'yahoo', null)).toBe(true);
    const rows = await database.selectFrom('delivery').select(['state', 'not_before']).where('edition_id', '=', id).execute(); // prettier-ignore
    expect(rows.find(({ state }) => state === 'planned')?.not_before).toBeNull();
    // What a reply put off waits on: the envelope is to come back then, not before.
    expect(rows.find(({ state }) => state === 'deferred')?.not_before).not.toBeNull();
  });

  it('skips what a late answer left open in an edition that is old news', async () => {
    const id = await edition({ date: '2026-03-11', state: 'sent', usefulFor: -1, rows: ['submitted', 'deferred'] });
    await sweep();
    expect(await stateOf(id)).toBe('sent');
    expect(await causesOf(id)).toEqual([null, 'stale']);
    expect(await summaryOf(id)).toEqual({ recipients: 2, submitted: 1, rejected: 0, skipped: 1, uncertain: 0 });
  });

  it('keeps an edition with an uncertain row open until it is old news', async () => {
    const fresh = await edition({ date: '2026-03-12', state: 'sent', usefulFor: 5, rows: ['submitted', 'uncertain'] });
    const old = await edition({ date: '2026-03-12', state: 'sent', usefulFor: -1, rows: ['submitted', 'uncertain'] });
    await sweep();
    expect(await summaryOf(fresh)).toBeUndefined();
    expect(await summaryOf(old)).toEqual({ recipients: 2, submitted: 1, rejected: 0, skipped: 0, uncertain: 1 });
  });
});
