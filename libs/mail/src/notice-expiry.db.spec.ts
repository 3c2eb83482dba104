import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Log, newId } from '@app/platform';
import { armingOf } from '../../../test/support/arming.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { AllowList } from './allow-list.service.js';
import { NoticeRepository } from './notice.repository.js';

const MINUTE_MS = 60_000;

/** An address stays in the outbox until the notice left or is no longer useful, whatever happened to its worker. */
describe('a notice whose worker died', () => {
  let test: TestDatabase;
  let notices: NoticeRepository;

  beforeAll(async () => {
    test = await createTestDatabase();
    notices = new NoticeRepository(test.database, armingOf(test), new AllowList(test.config, new Log('silent')));
  });
  beforeEach(() => test.database.deleteFrom('notice').execute());
  afterAll(() => test.close());

  /** `sending`, its lease over for a minute; still useful for `usefulMinutes`, negative when it is not. */
  async function abandoned(usefulMinutes: number, leaseMinutes = -1): Promise<string> {
    const id = newId();
    const inMinutes = (minutes: number): Date => new Date(Date.now() + minutes * MINUTE_MS);
    const about = { recipient_id: newId(), subject_id: newId(), kind: 'confirmation', locale: 'fr', content: '{}' };
    const claim = { state: 'sending' as const, claim_token: randomUUID(), lease_until: inMinutes(leaseMinutes) };
    const useful = { useful_until: inMinutes(usefulMinutes) };
    await test.database.insertInto('notice').values({ id, address: 'lectrice@example.org', ...about, ...claim, ...useful }).execute(); // prettier-ignore
    return id;
  }

  async function addressOf(id: string): Promise<string | null> {
    const row = await test.database
      .selectFrom('notice')
      .select('address')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return row.address;
  }

  it('is tried again while it is useful', async () => {
    const id = await abandoned(5);
    expect(await notices.expire()).toBe(0);
    expect(await notices.takeRingable(0, 10)).toEqual([id]);
    expect(await notices.claim(id, randomUUID(), 60)).toMatchObject({ id, address: 'lectrice@example.org' });
  });

  it('is given up and emptied when it is not', async () => {
    const id = await abandoned(-1);
    expect(await notices.takeRingable(0, 10)).toEqual([]);
    expect(await notices.claim(id, randomUUID(), 60)).toBeUndefined();
    expect(await notices.expire()).toBe(1);
    expect(await addressOf(id)).toBeNull();
  });

  it('is left alone while its worker may still be at it', async () => {
    const id = await abandoned(-1, 1);
    expect(await notices.expire()).toBe(0);
    expect(await addressOf(id)).toBe('lectrice@example.org');
  });
});
