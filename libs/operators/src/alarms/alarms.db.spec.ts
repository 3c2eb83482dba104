import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { newId } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { FrozenClock } from '../../../../test/support/frozen-clock.js';
import { openTools } from '../../../../test/support/tools.js';
import { OperatorsModule } from '../operators.module.js';
import { AlarmWebhook } from './alarm-webhook.service.js';
import { TellDesk, type DeskCall } from './tell-desk.service.js';

const sender = {
  from: { name: 'La Gazette', address: 'matin@gazette.example' },
  brand: { name: 'La Gazette', contactAddress: 'c@gazette.example', legalName: 'Gazette SAS', postalAddress: 'Brest', siteUrl: 'https://gazette.example' },
}; // prettier-ignore
const clock = new FrozenClock(new Date('2026-03-10T05:00:00Z'));
const posted: { id?: string; installation?: string }[] = [];
let status = 500;
const hook = createServer((request, response) => {
  let text = '';
  request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8'))).on('end', () => {
    posted.push(JSON.parse(text) as { id?: string });
    response.writeHead(status).end();
  });
}); // prettier-ignore

let test: TestDatabase;
let tools: INestApplicationContext;
let newsletterId: string;
const ids: Record<string, string> = {};

beforeAll(async () => {
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  const port = (hook.address() as AddressInfo).port;
  test = await createTestDatabase({ ALARM_WEBHOOK_URL: `http://127.0.0.1:${port}/hook` });
  tools = await openTools(test.config, [OperatorsModule], { clock });
  newsletterId = newId();
  for (const [name, role] of [
    ['ana', 'editor'],
    ['bea', 'viewer'],
    ['cal', 'viewer'],
    ['dee', 'editor'],
  ] as const) {
    ids[name] = newId();
    const row = { id: ids[name], address: `${name}@desk.example`, name, role, locale: name === 'ana' ? 'fr' : 'en' };
    await test.database
      .insertInto('operator')
      .values({ ...row, alarm_mail: name !== 'dee' })
      .execute();
  }
});
beforeEach(() => test.database.deleteFrom('notice').execute());
afterAll(async () => {
  await tools.close();
  await test.close();
  await new Promise((resolve) => hook.close(resolve));
});

const call = (code: string, over: Partial<DeskCall> = {}): DeskCall => ({
  alarmId: newId(), code, right: 'approve', subject: { newsletterId, familyId: null }, newsletter: 'Le Matin',
  editionDate: '2026-03-10', source: null, path: '/editions/x/desk', ...over,
}); // prettier-ignore

const tell = (...calls: DeskCall[]): Promise<number> => tools.get(TellDesk).tell(calls, () => Promise.resolve(sender));

const owed = () => test.database.selectFrom('notice').select(['kind', 'address', 'content']).orderBy('created_at').orderBy('address').execute(); // prettier-ignore

it('calls who may act and wants it, once for each alarm, several in one mail, a quarter of an hour apart', async () => {
  const [held, slow, later] = [call('edition.unapproved'), call('edition.slow_day'), call('something.new')];
  expect(await tell(held, slow)).toBe(1);
  const [first] = await owed();
  expect(first).toMatchObject({ kind: 'desk_alarms', address: 'ana@desk.example' });
  expect(first?.content).toMatchObject({
    values: {
      count: 2,
      what: [
        'Le Matin, 10 mars 2026\u00a0: personne ne l’a approuvée à temps, elle est retenue',
        'Le Matin, 10 mars 2026\u00a0: trop peu de dépêches, elle est retenue',
      ],
    },
    actionUrl: `${test.config.publicUrl}/admin/`,
  });
  expect(await tell(held, slow, later)).toBe(0);
  clock.set(new Date('2026-03-10T05:15:01Z'));
  expect(await tell(held, slow, later)).toBe(1);
  const [, second] = await owed();
  expect(second?.content).toMatchObject({
    values: { count: 1, what: ['something.new'] },
    actionUrl: `${test.config.publicUrl}/admin/editions/x/desk`,
  });
});

it('calls an operator for the newsletters and families their grants name, and for no others', async () => {
  const familyId = newId();
  const brand = await test.database.insertInto('brand').values({ id: newId(), slug: 'g', name: 'G', legal_name: 'G', postal_address: 'Brest', contact_address: 'c@g.example', site_url: 'https://g.example', sender_domain: 'g.example', accent: '#c8321f' }).returning('id').executeTakeFirstOrThrow(); // prettier-ignore
  await test.database.insertInto('newsletter_family').values({ id: familyId, brand_id: brand.id, slug: 'f', name: 'F' }).execute(); // prettier-ignore
  await test.database.insertInto('operator_grant').values({ id: newId(), operator_id: ids['bea'] ?? '', newsletter_id: null, family_id: familyId, rights: ['approve'] }).execute(); // prettier-ignore
  clock.set(new Date('2026-03-10T06:00:00Z'));
  await test.database.updateTable('operator').set({ disabled_at: clock.now() }).where('name', '=', 'ana').execute();
  expect(await tell(call('edition.stale', { subject: { newsletterId: newId(), familyId: newId() } }))).toBe(0);
  expect(await tell(call('edition.stale', { subject: { newsletterId: newId(), familyId } }))).toBe(1);
  expect((await owed()).map(({ address }) => address)).toEqual(['bea@desk.example']);
  expect(await tell(call('dispatch.source_kill', { right: 'edit', subject: null }))).toBe(0);
});

it('posts each alarm until the webhook takes it, and then no more', async () => {
  const webhook = tools.get(AlarmWebhook);
  const alarm = { id: newId(), kind: 'desk', code: 'edition.unapproved', object: 'edition:x', raisedAt: clock.now().toISOString(), url: 'https://news.example/admin/' } as const; // prettier-ignore
  expect(await webhook.post([alarm])).toBe(0);
  status = 204;
  // It rests for a minute after a failure.
  expect(await webhook.post([alarm])).toBe(0);
  Reflect.set(webhook, 'restUntil', 0);
  expect(await webhook.post([alarm])).toBe(1);
  expect(await webhook.post([alarm])).toBe(0);
  expect(posted).toHaveLength(2);
  expect(posted[1]).toEqual({ ...alarm, installation: test.config.publicUrl });
});
