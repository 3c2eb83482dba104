import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { sql } from 'kysely';
import pg from 'pg';
import { Arming, Database, readConfig, type Config } from '@app/platform';
import { NoticeOutbox, SendNotice } from '@app/mail';
import {
  EndSubscription,
  EraseReader,
  ShipWithdrawals,
  SubscriptionRepository,
  SuppressReader,
} from '@app/subscribers';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { startScriptedRelay, type ScriptedRelay } from '../../../../test/support/scripted-relay.js';
import { asOwner, frozenEdition, readerAddress } from '../../../../test/support/sending.js';
import { testServices, withUser } from '../../../../test/support/services.js';
import { openTools } from '../../../../test/support/tools.js';
import { DeliveryModule } from '../delivery.module.js';
import { DeliveryRepository } from '../ledger/delivery.repository.js';
import { StartEdition } from '../start-edition.service.js';
import { SubmitChunk } from '../submitting/submit-chunk.service.js';
import { ArmInstallation } from './arm-installation.service.js';

const READERS = 8;
const LEAVES = 1;
const BOUNCES = 2;
const ERASES = 3;
/** In the evening wave, which was still to come when the backup was restored. */
const LATER = [7, 8];

/** A night in a newsroom: a dump at two, the edition at seven, and at eight somebody restores the dump. */
describe('a restored backup', () => {
  let original: TestDatabase;
  let relay: ScriptedRelay;
  let tools: INestApplicationContext;
  let copy: Copy;
  let editionId: string;

  beforeAll(async () => {
    relay = await startScriptedRelay();
    original = await createTestDatabase({ SMTP_URL: relay.url });
    tools = await openTools(original.config, [DeliveryModule]);
    await theEveningBefore();
    await tools.close();
    copy = await dumpOf(original);
    tools = await openTools(original.config, [DeliveryModule]);
    await theMorning();
    await tools.close();
    tools = await openTools(copy.config, [DeliveryModule]);
  });
  afterAll(async () => {
    await tools.close();
    await copy.close();
    await original.close();
    await relay.close();
  });

  const get = <T>(type: abstract new (...args: never[]) => T): T => tools.get<T>(type, { strict: false });
  const database = (): Database => tools.get(Database);
  const sweep = async (): Promise<void> => {
    await get(Arming).beat();
    await get(ShipWithdrawals).ship();
  };

  async function theEveningBefore(): Promise<void> {
    await sweep();
    ({ editionId } = await frozenEdition(original, tools, READERS));
    await get(StartEdition).start(editionId);
    // Two waves: one is due in the unknown hours, the other is far away.
    await sql`
      insert into delivery_chunk (edition_id, edition_date, chunk, due_at, size, open)
      select edition_id, edition_date, 1, now() + interval '3 hours', ${LATER.length}, ${LATER.length}
        from delivery_chunk where edition_id = ${editionId}`.execute(database());
    await sql`
      update delivery set chunk = 1, due_at = now() + interval '3 hours'
       where subscriber_id in (select id from subscriber where address = any(${LATER.map(readerAddress)}))`.execute(
      database(),
    );
    await sql`update delivery_chunk set size = size - ${LATER.length}, open = open - ${LATER.length}
               where edition_id = ${editionId} and chunk = 0`.execute(database());
    await sql`update installation set alive_at = now() - interval '6 hours'`.execute(database());
  }

  async function theMorning(): Promise<void> {
    await sweep();
    await get(SubmitChunk).submit(editionId, 0);
    const leaving = await subscriptionOf(LEAVES);
    await database().transaction().execute(async (trx) => {
      const subscription = await get(SubscriptionRepository).lock(trx, leaving.id);
      if (subscription !== undefined) await get(EndSubscription).end(trx, subscription, { by: 'one_click' });
      await get(SuppressReader).suppress(trx, [(await subscriptionOf(BOUNCES)).subscriberId], 'complaint', {});
    }); // prettier-ignore
    const { addressHash } = await database()
      .selectFrom('subscriber')
      .select('address_hash as addressHash')
      .where('address', '=', readerAddress(ERASES))
      .executeTakeFirstOrThrow();
    await get(EraseReader).byJournal(addressHash);
    await sweep();
  }

  async function subscriptionOf(n: number): Promise<{ id: string; subscriberId: string; state: string }> {
    return database()
      .selectFrom('subscription')
      .innerJoin('subscriber', 'subscriber.id', 'subscription.subscriber_id')
      .select(['subscription.id', 'subscription.subscriber_id as subscriberId', 'subscription.state'])
      .where('subscriber.address', '=', readerAddress(n))
      .executeTakeFirstOrThrow();
  }

  const states = async (): Promise<Record<string, number>> => {
    const { rows } = await sql<{ state: string; count: number }>`
      select state, count(*)::int as count from delivery where edition_id = ${editionId} group by 1`.execute(
      database(),
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  };

  /** As the sweeper and the queue would, whatever is due. */
  async function submitAll(): Promise<void> {
    for (const chunk of [0, 1]) await get(SubmitChunk).submit(editionId, chunk);
  }

  it('submits nothing before it is armed, and says why', async () => {
    expect(relay.accepted.flatMap(({ to }) => to).sort()).toEqual([1, 2, 3, 4, 5, 6].map(readerAddress));
    await sweep();
    await submitAll();
    expect(await states()).toEqual({ planned: READERS });
    expect(relay.accepted).toHaveLength(6);
    const installation = await database().selectFrom('installation').selectAll().executeTakeFirstOrThrow();
    expect(installation).toMatchObject({ disarmed_cause: 'copied' });
    const alarms = await database().selectFrom('system_alarm').select('code').execute();
    expect(alarms).toEqual([{ code: 'installation.disarmed' }]);
  });

  it('submits no notice either, and keeps it', async () => {
    const { subscriberId } = await subscriptionOf(4);
    const noticeId = await get(NoticeOutbox).owe(database(), confirmation(subscriberId));
    if (noticeId === undefined) throw new Error('the notice waits already');
    await get(SendNotice).send(noticeId);
    const notice = await database().selectFrom('notice').select('state').executeTakeFirstOrThrow();
    expect(notice).toEqual({ state: 'owed' });
    expect(relay.accepted).toHaveLength(6);
  });

  it('says beforehand what arming would do, and does nothing of it', async () => {
    expect(await get(ArmInstallation).look({ withoutJournal: false })).toMatchObject({ cause: 'copied', uncertain: 6, notices: 0, withdrawals: 5 });
    expect(await states()).toEqual({ planned: READERS });
  }); // prettier-ignore

  it('mails nobody twice once it is armed, forgets no withdrawal, and goes on with what is still to come', async () => {
    const armed = await get(ArmInstallation).arm({ operatorId: null, withoutJournal: false });
    expect(armed?.replayed).toMatchObject({ ended: 2, suppressed: 2, erased: 1 });
    expect(await states()).toEqual({ uncertain: 6, planned: 2 });
    await sweep();
    await submitAll();
    expect(relay.accepted).toHaveLength(6);
    // The evening comes.
    await sql`update delivery set due_at = now() where state = 'planned'`.execute(database());
    await submitAll();
    expect(relay.accepted.flatMap(({ to }) => to).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map(readerAddress));
    const { rows } = await sql<{ address: string }>`
      select s.address from subscription one join subscriber s on s.id = one.subscriber_id
       where one.state = 'active' and not exists (select from suppression b where b.address_hash = s.address_hash)
       order by 1`.execute(database());
    expect(rows.map(({ address }) => address)).toEqual([4, 5, 6, 7, 8].map(readerAddress));
    expect(await get(ArmInstallation).arm({ operatorId: null, withoutJournal: false })).toBeUndefined();
  });

  it('calls uncertain whatever is written later for an instant of which it knows nothing', async () => {
    // Today's edition does not exist in a backup of last night.
    await asOwner(copy, async (client) => {
      await client.query('truncate delivery, delivery_chunk, wave');
      await client.query(`update edition set state = 'frozen', audience_frozen_at = null`);
    });
    await get(StartEdition).start(editionId);
    expect(await states()).toEqual({ uncertain: 5 });
    const chunk = await database().selectFrom('delivery_chunk').select(['uncertain', 'open']).executeTakeFirstOrThrow();
    expect(chunk).toEqual({ uncertain: 5, open: 0 });
    await submitAll();
    expect(relay.accepted).toHaveLength(8);
  });

  it('lets nothing through that a worker marks beneath whom an older backup is put', async () => {
    const guard = await get(Arming).guard();
    expect(guard).toBeDefined();
    await sql`update installation set beat = beat - 1`.execute(database());
    await sql`update delivery set state = 'planned', due_at = now() where state = 'uncertain'`.execute(database());
    await sql`update delivery_chunk set open = size`.execute(database());
    await submitAll();
    expect(relay.accepted).toHaveLength(8);
    await sweep();
    const installation = await database().selectFrom('installation').selectAll().executeTakeFirstOrThrow();
    expect(installation.disarmed_cause).toBe('restored');
  });

  it('is not armed without its journal unless somebody takes it upon themselves', async () => {
    await sql`update installation set id = gen_random_uuid(), disarmed_at = null, disarmed_cause = null`.execute(
      database(),
    );
    await sweep();
    const refused = get(ArmInstallation).arm({ operatorId: null, withoutJournal: false });
    await expect(refused).rejects.toMatchObject({ code: 'arming.journal_missing' });
    const armed = await get(ArmInstallation).arm({ operatorId: null, withoutJournal: true });
    expect(armed).toMatchObject({ cause: 'unknown_history', withdrawals: 0 });
  });

  it('stops at once at an operator’s word, and goes on as if nothing had been', async () => {
    await sweep();
    expect(await get(ArmInstallation).disarm(null)).toBe(true);
    const key = await get(DeliveryRepository).chunk(editionId, 0);
    if (key === undefined) throw new Error('the chunk is missing');
    await submitAll();
    expect(relay.accepted).toHaveLength(8);
    expect(await get(ArmInstallation).arm({ operatorId: null, withoutJournal: false })).toMatchObject({
      cause: 'operator',
      unknown: null,
    });
  });
});

function confirmation(recipientId: string): Parameters<NoticeOutbox['owe']>[1] {
  return {
    kind: 'confirmation',
    address: readerAddress(4),
    locale: 'fr',
    recipientId,
    subjectId: recipientId,
    content: {
      from: { name: 'La Gazette', address: 'desk@gazette.example' },
      brand: {
        name: 'La Gazette',
        contactAddress: 'desk@gazette.example',
        legalName: 'La Gazette',
        postalAddress: '1 place du Port, 29900 Concarneau',
        siteUrl: 'https://gazette.example',
      },
      values: { newsletters: ['La Gazette'], newsletter: 'La Gazette', days: 14 },
      actionUrl: 'https://gazette.example/confirm/x',
    },
    usefulUntil: new Date(Date.now() + 86_400_000),
  };
}

interface Copy {
  readonly config: Config;
  readonly ownerUrl: string;
  close(): Promise<void>;
}

/** What a dump at this moment holds, as another database of the same server, with the same files and journal. */
async function dumpOf(test: TestDatabase): Promise<Copy> {
  const { adminUrl } = testServices();
  const name = new URL(test.url).pathname.slice(1);
  const administer = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: adminUrl });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  const bystander = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`;
  await test.database.destroy();
  await administer(bystander);
  await administer(`create database ${name}_copy template ${name} owner colporteur_owner`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}_copy`;
  const { env } = test.config;
  const config = readConfig({
    NODE_ENV: 'test',
    PUBLIC_URL: env.PUBLIC_URL,
    SECRET_KEY: env.SECRET_KEY,
    DATABASE_URL: withUser(url.href, 'colporteur', 'runtime'),
    SMTP_URL: env.SMTP_URL,
    FILES_URL: env.FILES_URL.kind === 'folder' ? `file://${env.FILES_URL.path}` : '',
    LOG_LEVEL: 'silent',
  });
  const ownerUrl = withUser(url.href, 'colporteur_owner', 'owner');
  return { config, ownerUrl, close: () => administer(`drop database ${name}_copy with (force)`) };
}
