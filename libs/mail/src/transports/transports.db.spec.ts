import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Config, newId, SystemAlarms } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { startScriptedRelay, type RelayScript, type ScriptedRelay } from '../../../../test/support/scripted-relay.js';
import { until } from '../../../../test/support/sending.js';
import { openTools } from '../../../../test/support/tools.js';
import { AllowList } from '../allow-list.service.js';
import { MailModule } from '../mail.module.js';
import { NoticeOutbox } from '../notice-outbox.service.js';
import type { NoticeKind } from '../notice-rendering.js';
import { RotateSecrets } from '../secrets/rotate-secrets.service.js';
import { SendNotice } from '../send-notice.service.js';
import { ManageTransports } from './manage-transports.service.js';
import { TestTransport } from './test-transport.service.js';
import type { TransportPurpose, TransportSettings } from './transport.js';
import { transportDefaults } from './transport-settings.js';
import { Transports } from './transports.service.js';

const FROM = { fromDomain: 'gazette.example' };
const by = { operatorId: null };

let test: TestDatabase;
let fallback: ScriptedRelay;
/** Two workers. */
let one: INestApplicationContext;
let two: INestApplicationContext;
const relays: ScriptedRelay[] = [];

beforeAll(async () => {
  fallback = await startScriptedRelay();
  test = await createTestDatabase({ SMTP_URL: fallback.url });
  one = await openTools(test.config, [MailModule]);
  two = await openTools(test.config, [MailModule]);
});
afterEach(async () => {
  for (const { name } of await manage().all()) await manage().retire(name, by);
  for (const table of ['transport', 'transport_health', 'system_alarm', 'notice'] as const)
    await test.database.deleteFrom(table).execute();
  await transports().look();
  await Promise.all(relays.splice(0).map((relay) => relay.close()));
});
afterAll(async () => {
  await one.close();
  await two.close();
  await test.close();
  await fallback.close();
});

const transports = (worker = one): Transports => worker.get(Transports);
const manage = (): ManageTransports => one.get(ManageTransports);
const chosen = (purpose: TransportPurpose, wish: object = {}): string | undefined =>
  transports().choose(purpose, { ...FROM, ...wish })?.name;

async function relay(script: RelayScript = {}): Promise<ScriptedRelay> {
  const started = await startScriptedRelay(script);
  relays.push(started);
  return started;
}

async function add(name: string, port: number, change: Partial<TransportSettings> & { password?: string } = {}) {
  const { password = null, ...rest } = change;
  const settings = { ...transportDefaults, tls: 'none' as const, host: '127.0.0.1', port, ...rest };
  return manage().add({ name, password, ...settings }, by);
}

async function submit(worker = one, to = 'r@readers.example') {
  const transport = transports(worker).choose('editions', FROM);
  const message = Buffer.from('Subject: x\r\n\r\nx\r\n');
  return { name: transport?.name, outcome: await transport?.submit({ from: 'b@gazette.example', to, message }) };
}

async function alarms() {
  return (await one.get(SystemAlarms).open(test.database)).map(({ code, object, transport }) => ({ code, object, transport })); // prettier-ignore
}

it('outside production mails nobody while one leads away, nor before every worker knows that it is paused', async () => {
  const { database } = test;
  const allowed = async (): Promise<boolean | undefined> => {
    const list = one.get(AllowList).allows(sql`'reader@readers.example'`);
    return (await sql<{ allowed: boolean }>`select ${list} as allowed`.execute(database)).rows[0]?.allowed;
  };
  expect(await allowed()).toBe(true);
  await add('away', 25, { host: 'relay.example' });
  expect(await allowed()).toBe(false);
  await manage().pause('away', by);
  expect(await allowed()).toBe(false);
  await sql`update transport set changed_at = now() - interval '2 minutes'`.execute(database);
  expect(await allowed()).toBe(true);
});

/** A look by which every visit is due. */
async function look(): Promise<void> {
  await test.database.updateTable('transport_health').set({ next_try_at: sql`now()` }).where('failing_since', 'is not', null).execute(); // prettier-ignore
  await transports().look();
}

/** A relay nobody listens at any more. */
async function deadPort(): Promise<number> {
  const gone = await startScriptedRelay();
  const { port } = gone;
  await gone.close();
  return port;
}

async function owe(kind: NoticeKind, n: number, avoidTransport?: string): Promise<string> {
  const brand = { name: 'G', contactAddress: 'c@gazette.example', legalName: 'G', postalAddress: 'Brest', siteUrl: 'https://g.example' }; // prettier-ignore
  const id = await one.get(NoticeOutbox).owe(test.database, {
    kind,
    address: `${kind}${n}@readers.example`,
    locale: 'fr',
    recipientId: newId(),
    subjectId: newId(),
    content: { from: { name: 'G', address: 'm@gazette.example' }, brand, values: { newsletters: ['Le Matin'], count: 1, days: 3, nextEdition: 'demain', what: 'x', more: 'y', at: 'z' } },
    usefulUntil: new Date(Date.now() + 3_600_000),
    ...(avoidTransport !== undefined && { avoidTransport }),
  }); // prettier-ignore
  if (id === undefined) throw new Error('it was owed already');
  return id;
}

describe('a message goes', () => {
  it('by the environment’s relay where no stored transport is for it, and by weight where some are', async () => {
    expect(chosen('editions')).toBe('smtp-url');
    const { port } = await relay();
    await add('big', port, { purposes: ['editions'], weight: 3 });
    await add('small', port, { purposes: ['editions', 'notices'], weight: 1, sendingDomains: ['gazette.example'] });
    const given = Array.from({ length: 8 }, () => chosen('editions'));
    expect(given.filter((name) => name === 'big')).toHaveLength(6);
    expect(given.filter((name) => name === 'small')).toHaveLength(2);
    expect(chosen('editions', { fromDomain: 'other.example' })).toBe('big');
    expect(chosen('flash')).toBe('smtp-url');
    expect(chosen('notices')).toBe('small');
    expect(chosen('notices', { fromDomain: 'other.example' })).toBe('smtp-url');
    expect(chosen('editions', { not: ['big'] })).toBe('small');
    expect(chosen('editions', { not: ['big', 'small'] })).toBeUndefined();
    await manage().pause('big', by);
    expect(Array.from({ length: 3 }, () => chosen('editions'))).toEqual(['small', 'small', 'small']);
    await manage().retire('small', by);
    expect(chosen('editions')).toBe('smtp-url');
    await manage().resume('big', by);
    expect(chosen('editions')).toBe('big');
  });

  it('over as many connections as the relay may have, less those of notices', async () => {
    const { port } = await relay();
    await add('main', port, { connections: 4 });
    expect(transports().choose('editions', FROM)).toMatchObject({ connections: 2, perWorker: false, perSecond: null });
    expect(transports().choose('notices', FROM)).toMatchObject({ connections: 2 });
  });

  it('over new connections once its transport was changed, and ends well that was under way', async () => {
    const old = await relay({ delayMs: 50 });
    const next = await relay();
    await add('main', old.port);
    const underWay = submit();
    await until('the dialogue began', () => old.commands.some((line) => line.startsWith('MAIL')));
    await manage().change('main', { settings: { port: next.port } }, by);
    expect((await underWay).outcome?.kind).toBe('submitted');
    expect((await submit(one, 'two@readers.example')).outcome?.kind).toBe('submitted');
    expect([old.accepted.length, next.accepted.length]).toEqual([1, 1]);
    await until('the old connection was closed', () => old.connections.open === 0);
  });
});

describe('a transport that fails', () => {
  it('is given nothing by any worker after three failures, and is back by itself after one visit', async () => {
    const script = { greeting: '421 4.3.2 closing for the night' };
    const sick = await relay(script);
    const well = await relay();
    await add('sick', sick.port, { weight: 1_000 });
    await add('well', well.port, { weight: 1 });
    for (let n = 0; n < 3; n += 1) {
      expect(await submit()).toMatchObject({ name: 'sick', outcome: { kind: 'postponed', begun: false, trouble: 'greeting' } }); // prettier-ignore
    }
    expect(await submit()).toMatchObject({ name: 'well', outcome: { kind: 'submitted' } });
    await until('it is written down', async () => (await manage().all()).some(({ health }) => health !== null));
    await transports(two).look();
    expect(await submit(two, 'three@readers.example')).toMatchObject({ name: 'well' });
    // Operators hear of it when it took longer than a restart.
    expect(await alarms()).toEqual([]);
    await test.database.updateTable('transport_health').set({ failing_since: sql`now() - interval '61 seconds'` }).execute(); // prettier-ignore
    await transports().look();
    expect(await alarms()).toEqual([{ code: 'transport.failing', object: 'transport:sick', transport: 'sick' }]);
    const seen = sick.connections.total;
    await until('it was visited in vain', () => look().then(() => sick.connections.total > seen));
    script.greeting = '220 relay.example ESMTP';
    await until('it works again', () => look().then(() => chosen('editions') === 'sick'));
    expect(await alarms()).toEqual([]);
    await transports(two).look();
    expect(await submit(two)).toMatchObject({ name: 'sick', outcome: { kind: 'submitted' } });
    // Nobody's message was risked on a visit.
    expect(sick.accepted).toHaveLength(1);
  });

  it('by its password is left alone at once, and operators hear of it at once', async () => {
    const { port } = await relay();
    await add('locked', port, { username: 'u', password: 'wrong', purposes: ['editions'] });
    expect(await submit()).toMatchObject({ name: 'locked', outcome: { kind: 'postponed', trouble: 'sign_in' } });
    expect(chosen('editions')).toBeUndefined();
    await until('the alarm is raised', async () => (await alarms()).length === 1);
    // Entering it again tries it anew.
    await manage().change('locked', { settings: { username: null } }, by);
    expect(await alarms()).toEqual([]);
    expect((await submit()).outcome?.kind).toBe('submitted');
  });

  it('is none for what a recipient is refused', async () => {
    const { port } = await relay({ behave: () => ({ rcpt: '550 5.1.1 no such user' }) });
    await add('main', port);
    for (let n = 0; n < 5; n += 1) expect((await submit()).outcome?.kind).toBe('refused');
    expect(chosen('editions')).toBe('main');
  });
});

describe('a notice', () => {
  it('leaves by the next transport at once when the first was not there, and waits where none is', async () => {
    const well = await relay();
    await add('dead', await deadPort(), { weight: 1_000 });
    await add('well', well.port, { weight: 1 });
    const first = await owe('welcome', 1);
    await one.get(SendNotice).send(first);
    expect(well.accepted.map(({ to }) => to[0])).toEqual(['welcome1@readers.example']);
    await manage().pause('well', by);
    const second = await owe('welcome', 2);
    for (let n = 0; n < 4; n += 1) {
      await one.get(SendNotice).send(second);
      await test.database.updateTable('notice').set({ not_before: sql`now()` }).where('id', '=', second).execute(); // prettier-ignore
    }
    const row = await test.database.selectFrom('notice').select(['state', 'last_reply']).where('id', '=', second).executeTakeFirstOrThrow(); // prettier-ignore
    expect(row).toEqual({ state: 'owed', last_reply: 'no transport can be used now' });
    expect(fallback.attempts('welcome2@readers.example')).toBe(0);
  });

  it('about a relay goes by another one, and by that one only where there is no other', async () => {
    const [about, other] = [await relay(), await relay()];
    await add('about', about.port, { weight: 1_000 });
    await add('other', other.port, { weight: 1 });
    await one.get(SendNotice).send(await owe('alarm', 1, 'about'));
    await manage().pause('other', by);
    await one.get(SendNotice).send(await owe('alarm', 2, 'about'));
    expect([about, other].map(({ accepted }) => accepted.map(({ to }) => to[0]))).toEqual([['alarm2@readers.example'], ['alarm1@readers.example']]); // prettier-ignore
  });

  it('that somebody waits for leaves before any number of reminders, whoever rang first', async () => {
    const reminders: string[] = [];
    for (let n = 0; n < 6; n += 1) reminders.push(await owe('reminder', n));
    const waiting = await owe('confirmation', 1);
    const first = fallback.accepted.length;
    for (const id of reminders.slice(0, 2)) await one.get(SendNotice).send(id);
    await one.get(SendNotice).send(waiting);
    expect(fallback.accepted.slice(first).map(({ to }) => to[0])).toEqual(['confirmation1', 'reminder0', 'reminder1'].map((name) => `${name}@readers.example`)); // prettier-ignore
  });
});

describe('a stored password', () => {
  it('is sealed, moved on to a new SECRET_KEY, and read by nobody without it', async () => {
    const { port } = await relay();
    await add('main', port, { username: 'u', password: 'a pässword' });
    await add('lost', port, { username: 'u', password: 'another' });
    const row = await test.database.selectFrom('transport').select('password').where('name', '=', 'main').executeTakeFirstOrThrow(); // prettier-ignore
    expect(row.password?.includes('a pässword')).toBe(false);
    await test.database.updateTable('transport').set({ password: Buffer.alloc(40, 1) }).where('name', '=', 'lost').execute(); // prettier-ignore
    const lost = (await manage().read('lost')).id;
    const rotated = await withKey(async (tools) => {
      const rotation = tools.get(RotateSecrets);
      expect(await rotation.rotate({ dryRun: true })).toMatchObject({ rotated: 1, current: 0 });
      expect(await rotation.rotate({ dryRun: false })).toEqual({ rotated: 1, current: 0, changedMeanwhile: 0, unreadable: [`transport:${lost}`] }); // prettier-ignore
      return rotation.rotate({ dryRun: false });
    });
    expect(rotated).toMatchObject({ rotated: 0, current: 1 });
    await expect(one.get(TestTransport).test('main')).rejects.toMatchObject({ code: 'secret.unreadable' });
    const entries = await test.database.selectFrom('audit_entry').select('detail').where('action', 'like', 'transport%').execute(); // prettier-ignore
    expect(JSON.stringify(entries)).not.toMatch(/pässword|another"/);
  });

  /** As after a change of SECRET_KEY, with the old one in SECRET_KEYS_PREVIOUS. */
  async function withKey<T>(work: (tools: INestApplicationContext) => Promise<T>): Promise<T> {
    const { SECRET_KEY: old, ...env } = test.config.env;
    const config = new Config({ ...env, SECRET_KEY: 'n'.repeat(40), SECRET_KEYS_PREVIOUS: [old] });
    const tools = await openTools(config, [MailModule]);
    try {
      return await work(tools);
    } finally {
      await tools.close();
    }
  }
});
