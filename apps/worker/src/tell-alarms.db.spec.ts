import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { DispatchesModule } from '@app/dispatches';
import { EditionsModule } from '@app/editions';
import { AlarmWebhook, OperatorsModule } from '@app/operators';
import { newId, SystemAlarms, type OperatorRole } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { FrozenClock } from '../../../test/support/frozen-clock.js';
import { createNewsroom, type Newsroom } from '../../../test/support/newsroom.js';
import { openTools } from '../../../test/support/tools.js';
import { TellAlarms } from './tell-alarms.service.js';

@Module({ imports: [DispatchesModule, EditionsModule, OperatorsModule], providers: [TellAlarms] })
class Telling {}

const clock = new FrozenClock(new Date('2026-03-10T05:00:00Z'));
const posted: string[] = [];
let isDead = true;
const hook = createServer((request, response) => {
  if (isDead) return void request.socket.destroy();
  let text = '';
  request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8'))).on('end', () => {
    posted.push((JSON.parse(text) as { code: string }).code);
    response.writeHead(204).end();
  });
}); // prettier-ignore

let test: TestDatabase;
let tools: INestApplicationContext;
let matin: Newsroom;
let soir: Newsroom;

beforeAll(async () => {
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  test = await createTestDatabase({ ALARM_WEBHOOK_URL: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/` });
  tools = await openTools(test.config, [Telling], { clock });
  matin = await createNewsroom(test.database);
  soir = await createNewsroom(test.database, { slug: 'soir', name: 'Le Soir', language: 'en' });
  await operator('ana', 'editor');
  const bea = await operator('bea', 'viewer');
  await test.database.insertInto('operator_grant').values({ id: newId(), operator_id: bea, newsletter_id: matin.newsletterId, family_id: null, rights: ['approve'] }).execute();
  await operator('cal', 'editor', false);
}); // prettier-ignore
/** Nobody was called for a while, and nothing is open. */
beforeEach(async () => {
  await test.database.deleteFrom('notice').execute();
  await test.database.updateTable('desk_alarm').set({ settled_at: clock.now() }).execute();
  clock.set(new Date(clock.now().getTime() + 3_600_000));
});
afterAll(async () => {
  await tools.close();
  await test.close();
  await new Promise((resolve) => hook.close(resolve));
});

async function operator(name: string, role: OperatorRole, wantsMail = true): Promise<string> {
  const id = newId();
  const row = { id, address: `${name}@desk.example`, name, role, locale: 'fr', alarm_mail: wantsMail };
  await test.database.insertInto('operator').values(row).execute();
  return id;
}

async function raise(code: string, of: Newsroom = matin, secondsAgo = 60): Promise<string> {
  const row = { id: newId(), newsletter_id: of.newsletterId, code, raised_at: new Date(clock.now().getTime() - secondsAgo * 1_000) }; // prettier-ignore
  await test.database.insertInto('desk_alarm').values(row).execute();
  return row.id;
}

/** Who is owed a mail, and of how many alarms. */
async function told(): Promise<unknown[]> {
  await tools.get(TellAlarms).tell();
  const rows = await test.database.selectFrom('notice').select(['address', 'content']).orderBy('address').execute();
  await test.database.deleteFrom('notice').execute();
  return rows.map(({ address, content }) => [address, (content as { values: { count: number } }).values.count]);
}

it('calls those who may settle it, once, in one mail for several', async () => {
  await raise('edition.unapproved');
  await raise('edition.slow_day');
  expect(await told()).toEqual([['ana@desk.example', 2], ['bea@desk.example', 2]]); // prettier-ignore
  clock.set(new Date(clock.now().getTime() + 20 * 60_000));
  expect(await told()).toEqual([]);
});

it('calls nobody about what was settled meanwhile, is of this very moment, or of the day before', async () => {
  const settled = await raise('edition.unapproved');
  await test.database.updateTable('desk_alarm').set({ settled_at: clock.now() }).where('id', '=', settled).execute();
  await raise('edition.slow_day', matin, 10);
  await raise('edition.stale', matin, 25 * 3_600);
  expect(await told()).toEqual([]);
});

it('asks the right the alarm needs, for the newsletter it is of', async () => {
  await raise('edition.unapproved', soir);
  await raise('edition.behind_target', matin);
  const at = new Date(clock.now().getTime() - 60_000);
  const alarm = (code: string) => ({ id: newId(), code, source_id: matin.sourceId, raised_at: at });
  await test.database.insertInto('dispatch_alarm').values([alarm('dispatch.source_kill'), alarm('source.silent')]).execute(); // prettier-ignore
  expect(await told()).toEqual([['ana@desk.example', 3]]);
});

it('posts what is open to a webhook that answers, and mails all the same while it is dead', async () => {
  Reflect.set(tools.get(AlarmWebhook, { strict: false }), 'restUntil', 0);
  posted.length = 0;
  await raise('edition.unapproved');
  await tools.get(SystemAlarms, { strict: false }).raise(test.database, { code: 'queue.stuck', object: 'queue:deliveries' });
  expect(await told()).toEqual([['ana@desk.example', 1], ['bea@desk.example', 1]]);
  expect(posted).toEqual([]);
  isDead = false;
  Reflect.set(tools.get(AlarmWebhook, { strict: false }), 'restUntil', 0);
  expect(await told()).toEqual([]);
  // Those about sources too, whatever is told by mail; they are open from above.
  expect(posted.toSorted()).toEqual(['dispatch.source_kill', 'edition.unapproved', 'queue.stuck', 'source.silent']);
  await told();
  expect(posted).toHaveLength(4);
}); // prettier-ignore
