import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { verifyDkim } from '../../../../test/support/dkim-verifier.js';
import { FrozenClock } from '../../../../test/support/frozen-clock.js';
import { startNameServer, type NameServer, type Zone } from '../../../../test/support/name-server.js';
import { startScriptedRelay, type ScriptedRelay } from '../../../../test/support/scripted-relay.js';
import { openTools } from '../../../../test/support/tools.js';
import { MailModule } from '../mail.module.js';
import { NoticeOutbox } from '../notice-outbox.service.js';
import { SendNotice } from '../send-notice.service.js';
import { DkimKeys } from './dkim-keys.service.js';
import { ManageDkim, type ShownKey } from './manage-dkim.service.js';

const DOMAIN = 'gazette.example';
const MINUTE_MS = 60_000;

let test: TestDatabase;
let relay: ScriptedRelay;
let names: NameServer;
let tools: INestApplicationContext;
let clock: FrozenClock;
const zones: Record<string, Zone> = {};

beforeAll(async () => {
  names = await startNameServer(zones);
  relay = await startScriptedRelay({});
  test = await createTestDatabase({ DNS_SERVERS: names.address, SMTP_URL: relay.url });
  clock = new FrozenClock(new Date('2026-03-10T06:00:00Z'));
  tools = await openTools(test.config, [MailModule], { clock });
});
afterAll(async () => {
  await tools.close();
  await test.close();
  await relay.close();
  await names.close();
});

const manage = (): ManageDkim => tools.get(ManageDkim);
const signer = (domain = DOMAIN) => tools.get(DkimKeys).signerFor(domain);

function publish({ record }: ShownKey, text = record.value): void {
  zones[record.name] = { txt: [[text.slice(0, 200), text.slice(200)]] };
}

/** As another worker, which learns of a change by its table alone. */
async function inAMinute(): Promise<void> {
  clock.set(new Date(clock.now().getTime() + MINUTE_MS));
  await signer();
}

async function states(): Promise<Record<string, string>> {
  const keys = await manage().show(DOMAIN);
  return Object.fromEntries(keys.map(({ selector, state }) => [selector, state]));
}

describe('keys', () => {
  it('sign when their record is published, and not before', async () => {
    expect(await signer()).toBeUndefined();
    const key = await manage().create({ domain: 'Gazette.Example.' });
    expect(key).toMatchObject({ domain: DOMAIN, selector: 'cp202603a', state: 'pending' });
    expect(key.record.name).toBe('cp202603a._domainkey.gazette.example');
    const refused = expect.objectContaining({ code: 'dkim.not_published' });
    await expect(manage().activate(key)).rejects.toEqual(refused);
    publish(key, key.record.value.replace('p=MII', 'p=MIJ'));
    await expect(manage().activate(key)).rejects.toEqual(refused);
    expect(await states()).toEqual({ cp202603a: 'pending' });
    publish(key);
    await manage().activate(key);
    expect(await states()).toEqual({ cp202603a: 'active' });
    await expect(manage().activate(key)).rejects.toMatchObject({ code: 'dkim.wrong_state' });
    await expect(manage().activate({ domain: DOMAIN, selector: 'none' })).rejects.toMatchObject({ code: 'dkim.unknown' });
    await expect(manage().create(key)).rejects.toMatchObject({ code: 'dkim.selector_taken' });
  }); // prettier-ignore

  it('sign for domains below theirs, and for no other', async () => {
    expect(await signer('news.gazette.example')).toMatchObject({ domain: DOMAIN, selector: 'cp202603a' });
    for (const other of ['gazette.test', 'notgazette.example', 'example', '', 'gazette.example.org'])
      expect(await signer(other)).toBeUndefined();
    const own = await manage().create({ domain: 'news.gazette.example', selector: 'own' });
    await manage().activate({ ...own, withoutCheck: true });
    expect(await signer('news.gazette.example')).toMatchObject({ domain: 'news.gazette.example', selector: 'own' });
  });

  it('sign notices', async () => {
    const notice = await test.database.transaction().execute((trx) => tools.get(NoticeOutbox).owe(trx, {
      kind: 'confirmation', address: 'lectrice@readers.example', locale: 'fr', recipientId: newId(), subjectId: newId(),
      usefulUntil: new Date(Date.now() + 3_600_000),
      content: {
        from: { name: 'La Gazette', address: 'matin@gazette.example' },
        brand: { name: 'La Gazette du Large', contactAddress: 'contact@gazette.example', legalName: 'Gazette du Large SAS', postalAddress: '1 quai des Brumes', siteUrl: 'https://gazette.example' },
        values: { newsletters: ['Le Matin'], count: 1, days: 14 }, actionUrl: 'https://news.example/confirm/abc',
      },
    }));
    await tools.get(SendNotice).send(notice ?? '');
    const [key] = await manage().show(DOMAIN);
    expect(verifyDkim(relay.accepted[0]?.raw ?? Buffer.alloc(0), key?.record.value ?? '')).toBe('pass');
  }); // prettier-ignore

  it('are rotated step by step, with an overlap', async () => {
    const next = await manage().rotate(DOMAIN);
    expect(next).toMatchObject({ outcome: 'waits', key: { selector: 'cp202603b', state: 'pending' } });
    expect(await manage().rotate(DOMAIN)).toMatchObject({ outcome: 'waits', key: { selector: 'cp202603b' } });
    expect(await signer()).toMatchObject({ selector: 'cp202603a' });
    publish(next.key);
    const other = await openTools(test.config, [MailModule], { clock });
    expect(await other.get(ManageDkim).rotate(DOMAIN)).toMatchObject({ outcome: 'done', key: { state: 'active' } });
    await other.close();
    expect(await states()).toEqual({ cp202603a: 'retiring', cp202603b: 'active' });
    expect(await signer()).toMatchObject({ selector: 'cp202603a' });
    await inAMinute();
    expect(await signer()).toMatchObject({ selector: 'cp202603b' });
    const week = new Date(Date.now() - 7 * 86_400_000 - 1000);
    await test.database.updateTable('dkim_key').set({ retiring_at: week }).where('selector', '=', 'cp202603a').execute();
    expect(await states()).toEqual({ cp202603a: 'retired', cp202603b: 'active' });
    const entries = await test.database.selectFrom('audit_entry').select(['action']).where('action', 'like', 'dkim.%').execute();
    expect(entries.map(({ action }) => action).sort()).toEqual(['dkim.activated', 'dkim.activated', 'dkim.activated', 'dkim.created', 'dkim.created', 'dkim.created', 'dkim.retired']);
  }); // prettier-ignore

  it('lie sealed, and a key that cannot be opened is told and not left out', async () => {
    const [row] = await test.database.selectFrom('dkim_key').select(['id', 'private_key']).where('selector', '=', 'cp202603b').execute();
    expect(row?.private_key.includes(Buffer.from('2a864886f70d010101', 'hex'))).toBe(false);
    await test.database.updateTable('dkim_key').set({ private_key: Buffer.alloc(64, 1) }).where('id', '=', row?.id ?? '').execute();
    clock.set(new Date(clock.now().getTime() + MINUTE_MS));
    await expect(signer()).rejects.toMatchObject({ code: 'secret.unreadable' });
    await test.database.updateTable('dkim_key').set({ private_key: row?.private_key ?? Buffer.alloc(0) }).where('id', '=', row?.id ?? '').execute();
    expect(await signer()).toMatchObject({ selector: 'cp202603b' });
  }); // prettier-ignore
});
