import { execFileSync } from 'node:child_process';
import type { INestApplicationContext } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Log } from '@app/platform';
import { StartEdition, SweepLedger } from '@app/delivery';
import { startWorker, type RunningWorker } from '@app/worker';
import { openToolbox } from '../../apps/cli/src/toolbox.js';
import { projectPath } from '../../libs/platform/src/project-path.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startScriptedRelay, type ScriptedRelay } from '../support/scripted-relay.js';
import {
  addReaders, asOwner, editionState, frozenEdition, impatient, killed, ledger, loseQueue, queueEnv, readerAddress, spawnWorker, until,
} from '../support/sending.js'; // prettier-ignore
import { testableBackends } from '../support/services.js';
import { createNewsroom } from '../support/newsroom.js';

/**
 * What a crash, a lost queue or a second worker may not do: lose somebody or mail somebody twice. Counted where it
 * counts, at the relay, by (edition, recipient).
 */
describe.each(testableBackends())('with the queue in %s', (backend) => {
  let test: TestDatabase;
  let relay: ScriptedRelay;
  let tools: INestApplicationContext;
  const workers: RunningWorker[] = [];

  async function open(
    env: Record<string, string> = {},
    relayOptions: Parameters<typeof startScriptedRelay>[0] = {},
  ): Promise<void> {
    relay = await startScriptedRelay(relayOptions);
    test = await createTestDatabase({ ...impatient, ...(await queueEnv(backend)), SMTP_URL: relay.url, ...env });
    tools = await openToolbox(test.config, new Log('silent'));
  }

  async function work(): Promise<RunningWorker> {
    const worker = await startWorker(test.config, new Log('silent'));
    workers.push(worker);
    return worker;
  }

  beforeEach(() => {
    workers.length = 0;
  });

  afterEach(async () => {
    for (const worker of workers) await worker.close();
    await tools.close();
    await test.close();
    await relay.close();
  });

  /** Recipients by how often the relay took the edition for them. */
  function taken(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { to } of relay.accepted) for (const address of to) counts.set(address, (counts.get(address) ?? 0) + 1);
    return counts;
  }

  function expectEachOnce(count: number): void {
    const counts = taken();
    expect([...counts].filter(([, times]) => times > 1)).toEqual([]);
    expect(counts.size).toBe(count);
  }

  const sent = (editionId: string) => async (): Promise<boolean> =>
    (await editionState(test.database, editionId)) === 'sent';

  it('finishes an edition whose queue is lost in the middle, and mails nobody twice', async () => {
    await open({ DELIVERY_CHUNK_SIZE: '20' }, { delayMs: 5 });
    const { editionId } = await frozenEdition(test, tools, 200);
    await work();
    await tools.get(StartEdition, { strict: false }).start(editionId);
    await until('a third is sent', () => relay.accepted.length >= 60);
    await loseQueue(test);
    await until('the edition is sent', sent(editionId));
    expectEachOnce(200);
    expect(await ledger(test.database, editionId)).toEqual({ submitted: 200 });
  });

  it('finishes an edition of which a chunk’s job failed for good', async () => {
    await open({ DELIVERY_CHUNK_SIZE: '20' });
    const { editionId } = await frozenEdition(test, tools, 60);
    await asOwner(test, (client) => client.query(breakChunkOne));
    await work();
    await tools.get(StartEdition, { strict: false }).start(editionId);
    await until('the other chunks are sent', () => relay.accepted.length === 40);
    expect(await editionState(test.database, editionId)).toBe('sending');
    await asOwner(test, (client) => client.query('drop trigger break_chunk_one on delivery'));
    await until('the edition is sent', sent(editionId));
    expectEachOnce(60);
  });

  const isFull = process.env['TEST_FULL'] === '1';
  // The wide table is `npm run bench -- faults`.
  const readers = isFull ? 2_000 : 400;

  it(`loses nobody and mails nobody twice when a worker is killed in the middle of ${readers}`, async () => {
    await open({ DELIVERY_CHUNK_SIZE: '100' });
    const { editionId } = await frozenEdition(test, tools, readers);
    const first = await spawnWorker(test.config);
    await tools.get(StartEdition, { strict: false }).start(editionId);
    await until('a third is sent', () => relay.accepted.length >= readers / 3);
    await killed(first, 'SIGKILL');
    const before = relay.accepted.length;
    expect(before).toBeLessThan(readers);
    const second = await spawnWorker(test.config);
    await until('the edition is sent', sent(editionId));
    expect(await killed(second, 'SIGTERM')).toBe(0);

    const counts = await ledger(test.database, editionId);
    const uncertain = counts['uncertain'] ?? 0;
    const perReader = taken();
    expect([...perReader].filter(([, times]) => times > 1)).toEqual([]);
    // Nobody lost: whoever the relay does not have is a row called uncertain.
    expect(counts['submitted']).toBe(readers - uncertain);
    expect(perReader.size).toBeGreaterThanOrEqual(readers - uncertain);
    expect(uncertain).toBeLessThanOrEqual(2 * test.config.env.DELIVERY_CONNECTIONS);
    expect(editionStatus(test, editionId).uncertain).toHaveLength(uncertain);
    process.stdout.write(
      `${backend}: killed at ${before} of ${readers}; submitted ${readers - uncertain}, uncertain ${uncertain}, twice 0, lost 0\n`,
    );
  });

  it('sends one edition once with two workers and two schedulers', async () => {
    await open({ DELIVERY_CHUNK_SIZE: '10' });
    const newsroom = await dueNow();
    await addReaders(test.database, newsroom.newsletterId, 120);
    await Promise.all([work(), work()]);
    await until('an edition is sent', async () => {
      const row = await test.database.selectFrom('edition').select('state').executeTakeFirst();
      return row?.state === 'sent';
    });
    const editions = await test.database.selectFrom('edition').select(['kind', 'sequence']).execute();
    expect(editions).toEqual([{ kind: 'digest', sequence: 1 }]);
    expectEachOnce(120);
  });

  // What follows is the ledger's alone, whichever queue rings.
  if (backend !== 'postgres' && !isFull) return;

  it('does not send to a reader who leaves while their row is claimed', async () => {
    await open({ DELIVERY_CONNECTIONS: '1' }, { delayMs: 150 });
    const { editionId } = await frozenEdition(test, tools, 12);
    await work();
    await tools.get(StartEdition, { strict: false }).start(editionId);
    await until('the first is sent', () => relay.accepted.length >= 1);
    const leaving = await test.database
      .selectFrom('delivery')
      .innerJoin('subscriber', 'subscriber.id', 'delivery.subscriber_id')
      .select(['delivery.subscription_id', 'subscriber.address'])
      .where('delivery.state', '=', 'claimed')
      .orderBy('delivery.subscriber_id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    await leave(tools, leaving.subscription_id, editionId);
    await until('the edition is sent', sent(editionId));
    expect(taken().has(leaving.address ?? '')).toBe(false);
    expect(await ledger(test.database, editionId)).toEqual({ submitted: 11, 'skipped: unsubscribed': 1 });
  });

  it('suppresses a mailbox that does not exist, in the transaction that settles, and nobody for the sender’s faults', async () => {
    const replies: Record<string, string> = {
      [readerAddress(1)]: '550 5.1.1 no such user',
      [readerAddress(2)]: '550 5.7.1 your reputation is poor',
      [readerAddress(3)]: '550 mailbox unavailable',
    };
    await open({}, { behave: (address) => (replies[address] === undefined ? 'accept' : { rcpt: replies[address] }) });
    const { editionId } = await frozenEdition(test, tools, 5);
    await work();
    await tools.get(StartEdition, { strict: false }).start(editionId);
    await until('the edition is sent', sent(editionId));
    expect(await ledger(test.database, editionId)).toEqual({ submitted: 2, rejected: 3 });
    const suppressed = await test.database
      .selectFrom('suppression')
      .innerJoin('subscriber', 'subscriber.address_hash', 'suppression.address_hash')
      .select(['subscriber.address', 'cause'])
      .execute();
    expect(suppressed).toEqual([{ address: readerAddress(1), cause: 'hard_bounce' }]);
  });

  it('calls a dialogue that was cut after its final dot uncertain, and never tries it again by itself', async () => {
    await open({}, { behave: (address) => (address === readerAddress(3) ? 'drop-after-dot' : 'accept') });
    const { editionId } = await frozenEdition(test, tools, 6);
    await work();
    await tools.get(StartEdition, { strict: false }).start(editionId);
    await until('the edition is sent', sent(editionId));
    await tools.get(SweepLedger, { strict: false }).sweep();
    expect(await ledger(test.database, editionId)).toEqual({ submitted: 5, uncertain: 1 });
    expect(relay.attempts(readerAddress(3))).toBe(1);
    expect(editionStatus(test, editionId).uncertain).toHaveLength(1);
  });

  /** A newsletter whose calendar says this very minute, and that existed before. */
  async function dueNow(): Promise<{ newsletterId: string }> {
    const past = new Date(Date.now() - 3_600_000);
    const newsroom = await createNewsroom(test.database, { time_zone: 'UTC', created_at: past });
    await test.database
      .updateTable('calendar_day')
      .set({ local_time: new Date().toISOString().slice(11, 16) })
      .execute();
    const { addDispatches } = await import('../support/sending.js');
    await addDispatches(tools, 2);
    return newsroom;
  }
});

const breakChunkOne = `
  create function break_chunk_one() returns trigger language plpgsql as $$ begin raise exception 'broken on purpose'; end $$;
  create trigger break_chunk_one before update on delivery for each row
    when (new.chunk = 1 and new.state = 'submitting') execute function break_chunk_one();`;

const status = z.object({ uncertain: z.array(z.object({ subscriberId: z.string() })) });

/** As the operator asks for it. */
function editionStatus(test: TestDatabase, editionId: string): z.infer<typeof status> {
  const { PUBLIC_URL, SECRET_KEY, DATABASE_URL, SMTP_URL, REDIS_URL } = test.config.env;
  const output = execFileSync(
    process.execPath,
    [projectPath('dist', 'apps', 'cli', 'src', 'main.js'), 'edition', 'status', editionId, '--json'],
    {
      env: { PUBLIC_URL, SECRET_KEY, DATABASE_URL, SMTP_URL, ...(REDIS_URL === undefined ? {} : { REDIS_URL }) },
      encoding: 'utf8',
    },
  );
  return status.parse(JSON.parse(output));
}

async function leave(tools: INestApplicationContext, subscriptionId: string, editionId: string): Promise<void> {
  const { LeaveNewsletter, ReaderLinks } = await import('@app/subscribers');
  const url = tools.get(ReaderLinks, { strict: false }).unsubscribeUrl(subscriptionId, editionId);
  await tools.get(LeaveNewsletter, { strict: false }).leave(url.slice(url.lastIndexOf('/') + 1), 'one_click');
}
