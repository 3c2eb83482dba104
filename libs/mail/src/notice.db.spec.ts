import { getQueueToken } from '@nestjs/bullmq';
import type { INestApplicationContext } from '@nestjs/common';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Queue } from 'bullmq';
import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { newId } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { queueEnv } from '../../../test/support/sending.js';
import { startScriptedRelay, type RelayScript, type ScriptedRelay } from '../../../test/support/scripted-relay.js';
import { testableBackends } from '../../../test/support/services.js';
import { openTools } from '../../../test/support/tools.js';
import { MailModule } from './mail.module.js';
import { NoticeOutbox, type OwedNotice } from './notice-outbox.service.js';
import { SendNotice } from './send-notice.service.js';

const READER = 'lectrice@readers.example';
const HOUR_MS = 3_600_000;

let test: TestDatabase;
let relay: ScriptedRelay;
let tools: INestApplicationContext;

async function open(script: RelayScript = {}, env: Record<string, string> = {}): Promise<void> {
  relay = await startScriptedRelay(script);
  test = await createTestDatabase({ SMTP_URL: relay.url, ...env });
  tools = await openTools(test.config, [MailModule]);
}

afterEach(async () => {
  await tools.close();
  await test.close();
  await relay.close();
});

const outbox = (): NoticeOutbox => tools.get(NoticeOutbox);
const recipientId = newId();
const subjectId = newId();

function notice(change: Partial<OwedNotice> = {}): OwedNotice {
  return {
    kind: 'confirmation',
    address: READER,
    locale: 'fr',
    recipientId,
    subjectId,
    content: {
      from: { name: 'La Gazette', address: 'matin@gazette.example' },
      brand: {
        name: 'La Gazette du Large',
        contactAddress: 'contact@gazette.example',
        legalName: 'Gazette du Large SAS',
        postalAddress: '1 quai des Brumes, 29200 Brest',
        siteUrl: 'https://gazette.example',
      },
      values: { newsletters: ['Le Matin'], count: 1, days: 14 },
      actionUrl: 'https://news.example/confirm/abc',
    },
    usefulUntil: new Date(Date.now() + HOUR_MS),
    ...change,
  };
}

async function owe(change: Partial<OwedNotice> = {}): Promise<string | undefined> {
  return test.database.transaction().execute((trx) => outbox().owe(trx, notice(change)));
}

async function owed(change: Partial<OwedNotice> = {}): Promise<string> {
  const id = await owe(change);
  if (id === undefined) throw new Error('the notice waits already');
  return id;
}

const rows = () => test.database.selectFrom('notice').selectAll().orderBy('created_at').orderBy('id').execute();
const send = (id: string): Promise<void> => tools.get(SendNotice).send(id);

/** As if this much time had gone by for every notice. */
async function later(seconds: number): Promise<void> {
  const back = (column: string) => sql`${sql.ref(column)} - make_interval(secs => ${seconds})`;
  await sql`update notice set not_before = ${back('not_before')}, lease_until = ${back('lease_until')},
    useful_until = ${back('useful_until')}, settled_at = ${back('settled_at')}, rung_at = ${back('rung_at')}`.execute(
    test.database,
  );
}

/** What the sweeper's round would ring for. */
async function dueNow(): Promise<string[]> {
  const queue = tools.get<Queue>(getQueueToken('notices'), { strict: false });
  await queue.drain();
  const count = await outbox().ringDue();
  const jobs = await queue.getJobs('wait');
  expect(jobs).toHaveLength(count);
  return jobs.map((job) => (job.data as { noticeId: string }).noticeId).sort();
}

describe('a notice', () => {
  it('is owed if the request for it commits, and never was if it does not', async () => {
    await open();
    const failed = test.database.transaction().execute(async (trx) => {
      await outbox().owe(trx, notice());
      throw new Error('the sign-up failed');
    });
    await expect(failed).rejects.toThrow('the sign-up failed');
    expect(await rows()).toEqual([]);
    await owed();
    expect(await rows()).toMatchObject([{ state: 'owed', address: READER, attempts: 0 }]);
    expect(relay.connections.total).toBe(0);
  });

  it('leaves as a message to that reader, and then nothing of it is kept that names them', async () => {
    await open();
    await send(await owed());
    expect(relay.accepted).toHaveLength(1);
    const [message] = relay.accepted;
    expect(message?.to).toEqual([READER]);
    const email = await PostalMime.parse(message?.raw ?? '');
    expect(email.from).toEqual({ name: 'La Gazette', address: 'matin@gazette.example' });
    expect(email.html).toContain('https://news.example/confirm/abc');
    expect(email.text).toContain('https://news.example/confirm/abc');
    const header = (name: string): string | undefined => email.headers.find(({ key }) => key === name)?.value;
    expect(header('auto-submitted')).toBe('auto-generated');
    // A confirmation is no newsletter: there is nothing to unsubscribe from yet.
    expect(header('list-unsubscribe')).toBeUndefined();
    expect(await rows()).toMatchObject([{ state: 'submitted', address: null, content: {}, lease_until: null, attempts: 1 }]);
    expect(JSON.stringify(await rows())).not.toMatch(/readers\.example|confirm\/abc/);
  }); // prettier-ignore

  it('leaves by a relay of its own, where there is one', async () => {
    const notices = await startScriptedRelay();
    try {
      await open({}, { NOTICE_SMTP_URL: notices.url });
      await send(await owed());
      expect([notices.accepted.length, relay.accepted.length]).toEqual([1, 0]);
    } finally {
      await notices.close();
    }
  });

  it('asked for twice while it waits is owed once, and can be asked for again when it left', async () => {
    await open();
    const first = await owed();
    expect(await owe()).toBeUndefined();
    expect(await owe({ subjectId: newId() })).toBeDefined();
    expect(await owe({ kind: 'welcome' })).toBeDefined();
    await send(first);
    expect(await owe()).toBeDefined();
    expect(await rows()).toHaveLength(4);
  });

  it('asked for by twenty at once is owed once', async () => {
    await open();
    const ids = await Promise.all(Array.from({ length: 20 }, () => owe()));
    expect(ids.filter((id) => id !== undefined)).toHaveLength(1);
    expect(await rows()).toHaveLength(1);
  });

  it('waits its distance from the one before it, also when that one has left', async () => {
    await open();
    const first = await owed({ apartSeconds: 300 });
    const second = await owed({ apartSeconds: 300, subjectId: newId() });
    await send(first);
    const third = await owed({ apartSeconds: 300, subjectId: newId() });
    const times = (await rows()).map((row) => row.not_before.getTime());
    const [one = 0, two = 0, three = 0] = times;
    expect(two - one).toBe(300_000);
    expect(three - two).toBe(300_000);
    expect(await dueNow()).toEqual([]);
    await send(second);
    expect(relay.accepted).toHaveLength(1);
    await later(301);
    expect(await dueNow()).toEqual([second]);
    await send(second);
    await later(301);
    expect(await dueNow()).toEqual([third]);
    // Somebody else is not kept waiting.
    const other = await owed({ recipientId: newId(), apartSeconds: 300 });
    expect(await dueNow()).toContain(other);
  });

  it('claimed by two workers at once leaves once', async () => {
    await open({ delayMs: 20 });
    const id = await owed();
    await Promise.all([send(id), send(id), send(id)]);
    await send(id);
    expect(relay.accepted).toHaveLength(1);
  });

  it('for which no row stands any more is nothing to do', async () => {
    await open();
    await send(newId());
    expect(relay.connections.total).toBe(0);
  });
});

describe('a notice the relay does not take', () => {
  it('now, is tried again: soon at first, then less and less, until it is taken', async () => {
    await open({ behave: (_, attempt) => (attempt < 4 ? { rcpt: '451 4.7.1 greylisted' } : 'accept') });
    const id = await owed();
    for (const seconds of [15, 60, 300]) {
      await send(id);
      const [row] = await rows();
      expect(row).toMatchObject({ state: 'owed', address: READER, lease_until: null });
      expect(row?.last_reply).toContain('greylisted');
      const wait = await test.database.selectFrom('notice').select(sql<number>`round(extract(epoch from not_before - now()))::int`.as('s')).executeTakeFirstOrThrow();
      expect(wait.s).toBe(seconds);
      await send(id);
      expect(relay.attempts(READER)).toBe((row?.attempts ?? 0));
      await later(seconds);
      expect(await dueNow()).toEqual([id]);
    }
    await send(id);
    expect(await rows()).toMatchObject([{ state: 'submitted', attempts: 4, address: null }]);
    expect(relay.accepted).toHaveLength(1);
  }); // prettier-ignore

  it('ever, is given up and forgotten', async () => {
    await open({ behave: () => ({ rcpt: `550 5.1.1 <${READER}> no such user` }) });
    await send(await owed());
    expect(await rows()).toMatchObject([{ state: 'failed', address: null, content: {} }]);
    expect(JSON.stringify(await rows())).not.toContain('readers.example');
    expect(await dueNow()).toEqual([]);
  });

  it('or took and did not say so, is tried again: a reader who waits for a link is worse off with none', async () => {
    await open({ behave: (_, attempt) => (attempt === 1 ? 'drop-after-dot' : 'accept') });
    const id = await owed();
    await send(id);
    expect(await rows()).toMatchObject([{ state: 'owed' }]);
    await later(15);
    await send(id);
    expect(await rows()).toMatchObject([{ state: 'submitted' }]);
    const ids = relay.accepted.map((message) => message.messageId);
    expect(new Set(ids).size).toBe(2);
  });

  it('while the same was asked for again meanwhile, gives way to the newer one', async () => {
    await open({ behave: (_, attempt) => (attempt === 1 ? { dot: '451 4.3.0 later' } : 'accept'), delayMs: 100 });
    const older = await owed();
    const underWay = send(older);
    while (relay.peakDialogues === 0) await new Promise((resolve) => setImmediate(resolve));
    const newer = await owed();
    await underWay;
    expect(await rows()).toMatchObject([
      { id: older, state: 'failed', address: null, content: {} },
      { id: newer, state: 'owed' },
    ]);
    await send(newer);
    expect(relay.accepted).toHaveLength(1);
    expect(await dueNow()).toEqual([]);
  });

  it('because there is no relay, waits', async () => {
    await open();
    await relay.close();
    const id = await owed();
    await send(id);
    expect(await rows()).toMatchObject([{ id, state: 'owed', address: READER }]);
  });
});

describe('a notice whose worker died', () => {
  /** A worker claims it and is gone. */
  async function abandon(id: string): Promise<void> {
    await sql`update notice set state = 'sending', claim_token = gen_random_uuid(), attempts = 1,
      lease_until = now() + interval '180 seconds' where id = ${id}`.execute(test.database);
  }

  it('is tried again when its lease is over, and not before', async () => {
    await open();
    const id = await owed();
    await abandon(id);
    expect(await dueNow()).toEqual([]);
    await send(id);
    expect(relay.accepted).toHaveLength(0);
    await later(181);
    expect(await dueNow()).toEqual([id]);
    await send(id);
    expect(await rows()).toMatchObject([{ state: 'submitted', attempts: 2 }]);
  });

  it('is not settled by that worker when another has it now', async () => {
    await open({ behave: (_, attempt) => (attempt === 1 ? { dotAfterMs: 200 } : { dot: '451 4.3.0 later' }) });
    const id = await owed();
    const slow = send(id);
    while (relay.peakDialogues === 0) await new Promise((resolve) => setImmediate(resolve));
    await later(3_000);
    await send(id);
    expect(await rows()).toMatchObject([{ state: 'owed', attempts: 2 }]);
    await slow;
    // The slow one was fenced off: its answer came under a claim that is over.
    expect(await rows()).toMatchObject([{ state: 'owed', attempts: 2, address: READER }]);
  });

  it('holds its lease longer than a dialogue can take, whatever the operator allows for one', async () => {
    await open({ delayMs: 300 }, { DELIVERY_DIALOGUE_SECONDS: '600', DELIVERY_GRACE_SECONDS: '120' });
    const underWay = send(await owed());
    while (relay.peakDialogues === 0) await new Promise((resolve) => setImmediate(resolve));
    const { s } = await test.database
      .selectFrom('notice')
      .select(sql<number>`extract(epoch from lease_until - now())::int`.as('s'))
      .executeTakeFirstOrThrow();
    expect(s).toBeGreaterThan(720);
    await underWay;
  });
});

describe('a notice nobody wants any more', () => {
  it('is given up, and its address forgotten', async () => {
    await open();
    const id = await owed();
    await later(3_601);
    await send(id);
    expect(relay.connections.total).toBe(0);
    expect(await dueNow()).toEqual([]);
    expect(await rows()).toMatchObject([{ state: 'failed', address: null, content: {}, last_reply: 'no longer useful' }]);
  }); // prettier-ignore

  it('is given up also where its worker died or its content cannot be read', async () => {
    await open();
    await owed();
    await sql`update notice set state = 'sending', content = '{}', claim_token = gen_random_uuid(), lease_until = now()`.execute(test.database);
    await later(3_601);
    expect(await dueNow()).toEqual([]);
    expect(await rows()).toMatchObject([{ state: 'failed', address: null }]);
  }); // prettier-ignore

  it('leaves no trace 30 days after it left, or 45 after it never did', async () => {
    await open();
    await send(await owed());
    const unsent = await owed();
    await sql`update notice set state = 'failed', settled_at = now() where id = ${unsent}`.execute(test.database);
    const waiting = await owed();
    await later(29 * 86_400);
    expect(await outbox().forgetSettled()).toBe(0);
    await later(86_401);
    expect(await outbox().forgetSettled()).toBe(1);
    await later(15 * 86_400);
    expect(await outbox().forgetSettled()).toBe(1);
    expect(await rows()).toMatchObject([{ id: waiting }]);
  });
});

describe.each(testableBackends())('a ring that is lost, with the queue in %s', (backend) => {
  it('is made good by the sweeper', async () => {
    await open({}, await queueEnv(backend));
    const id = await owed();
    // Never rung for.
    expect(await dueNow()).toEqual([id]);
    // Not again while it may still be heard; after that, yes.
    expect(await dueNow()).toEqual([]);
    await later(61);
    expect(await dueNow()).toEqual([id]);
    await send(id);
    expect(await dueNow()).toEqual([]);
  });
});

it('what stands in the outbox is checked on the way in', async () => {
  await open();
  const broken = { ...notice().content, from: { name: 'x' } };
  await expect(outbox().owe(test.database, notice({ content: broken as never }))).rejects.toThrow();
  expect(await rows()).toEqual([]);
});
