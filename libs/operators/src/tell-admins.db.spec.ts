import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { SystemAlarms } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { openTools } from '../../../test/support/tools.js';
import { InviteOperator } from './invite-operator.service.js';
import { OperatorsModule } from './operators.module.js';
import { TellAdmins, type AlarmSender } from './tell-admins.service.js';

const sender: AlarmSender = {
  from: { name: 'La Gazette', address: 'matin@gazette.example' },
  brand: { name: 'La Gazette', contactAddress: 'c@gazette.example', legalName: 'Gazette SAS', postalAddress: 'Brest', siteUrl: 'https://gazette.example' },
}; // prettier-ignore
const alarm = { code: 'transport.failing', object: 'transport:main', detail: { transport: 'main', reason: '421 4.3.2 busy' }, transport: 'main' }; // prettier-ignore

let test: TestDatabase;
let tools: INestApplicationContext;

beforeAll(async () => {
  test = await createTestDatabase();
  tools = await openTools(test.config, [OperatorsModule]);
  const invite = tools.get(InviteOperator);
  for (const [address, role, locale] of [['a@desk.example', 'admin', 'fr'], ['b@desk.example', 'admin', 'ar'], ['c@desk.example', 'editor', 'en']] as const)
    await invite.invite({ address, name: 'N', role, locale, invitedBy: null });
}); // prettier-ignore
afterAll(async () => {
  await tools.close();
  await test.close();
});

const tell = (): Promise<number> => tools.get(TellAdmins).tell(() => Promise.resolve(sender));

async function owed() {
  return test.database.selectFrom('notice').select(['kind', 'address', 'avoid_transport', 'content']).orderBy('kind').orderBy('address').execute(); // prettier-ignore
}

it('tells each administrator once that it began, by another relay, and once that it stayed away', async () => {
  const alarms = tools.get(SystemAlarms);
  expect(await alarms.raise(test.database, alarm)).toBe(true);
  expect(await alarms.raise(test.database, { ...alarm, detail: { transport: 'main', reason: '535 no' } })).toBe(false);
  expect(await tools.get(TellAdmins).tell(() => Promise.resolve(undefined))).toBe(0);
  expect(await tell()).toBe(2);
  expect(await tell()).toBe(0);
  expect(await owed()).toMatchObject([
    { kind: 'alarm', address: 'a@desk.example', avoid_transport: 'main' },
    { kind: 'alarm', address: 'b@desk.example', avoid_transport: 'main' },
  ]);
  const [french] = await owed();
  expect(french?.content).toMatchObject({ values: { what: 'Le relais main ne prend plus de messages' } });
  expect(JSON.stringify(french?.content)).toContain('535 no');

  // What comes back within minutes is the same alarm.
  expect(await alarms.settle(test.database, alarm.code, alarm.object)).toBe(true);
  expect(await tell()).toBe(0);
  expect(await alarms.raise(test.database, alarm)).toBe(false);
  expect(await tell()).toBe(0);
  await alarms.settle(test.database, alarm.code, alarm.object);
  await test.database.updateTable('system_alarm').set({ told_at: sql`now() - interval '9 minutes'`, settled_at: sql`now() - interval '6 minutes'` }).execute(); // prettier-ignore
  expect(await tell()).toBe(2);
  expect(await tell()).toBe(0);
  expect((await owed()).map(({ kind }) => kind)).toEqual(['alarm', 'alarm', 'alarm_settled', 'alarm_settled']);
  expect(await alarms.raise(test.database, alarm)).toBe(true);
  expect(await alarms.open(test.database)).toHaveLength(1);
});
