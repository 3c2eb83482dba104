import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DeliveryModule } from '@app/delivery';
import { DispatchesModule } from '@app/dispatches';
import { EditionsModule } from '@app/editions';
import { MailModule, NoticeOutbox } from '@app/mail';
import { Log, newId } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { startScriptedRelay, type ScriptedRelay } from '../../../test/support/scripted-relay.js';
import { frozenEdition, queueEnv, until } from '../../../test/support/sending.js';
import { testableBackends } from '../../../test/support/services.js';
import { openTools } from '../../../test/support/tools.js';
import { startWorker, type RunningWorker } from './worker.js';

/** Enough readers and reminders to keep a slow relay busy for longer than the test looks. */
const READERS = 150;
const REMINDERS = 100;
const SLOW_MS = 200;
/** What somebody in front of a screen may be made to wait. */
const LIMIT_MS = 5_000;

describe.each(testableBackends())('a confirmation, with the queue in %s', (backend) => {
  let test: TestDatabase;
  let relay: ScriptedRelay;
  let worker: RunningWorker;

  beforeEach(async () => {
    relay = await startScriptedRelay({ delayMs: SLOW_MS });
    test = await createTestDatabase({ ...(await queueEnv(backend)), SMTP_URL: relay.url });
    const tools = await openTools(test.config, [DispatchesModule, EditionsModule, DeliveryModule, MailModule]);
    await frozenEdition(test, tools, READERS);
    await tools.close();
    worker = await startWorker(test.config, new Log('silent'));
  });
  afterEach(async () => {
    await test.database.deleteFrom('notice').where('state', '=', 'owed').execute();
    await worker.close();
    await test.close();
    await relay.close();
  });

  async function owe(kind: 'confirmation' | 'reminder', count: number): Promise<void> {
    const brand = { name: 'G', contactAddress: 'c@g.example', legalName: 'G', postalAddress: 'Brest', siteUrl: 'https://g.example' }; // prettier-ignore
    const content = { from: { name: 'G', address: 'm@g.example' }, brand, values: { newsletters: ['Le Matin'], count: 1, days: 3 } }; // prettier-ignore
    const outbox = worker.app.get(NoticeOutbox, { strict: false });
    const notices = Array.from({ length: count }, (_, n) => ({
      kind,
      address: `${kind}${n}@readers.example`,
      locale: 'fr',
      recipientId: newId(),
      subjectId: newId(),
      content,
      usefulUntil: new Date(Date.now() + 3_600_000),
    }));
    await outbox.ring(...(await outbox.oweMany(test.database, notices)));
  }

  it('waits neither for an edition that is under way nor for reminders that were there first', async () => {
    await owe('reminder', REMINDERS);
    await until('the edition and the reminders are under way', () =>
      ['reader', 'reminder'].every((kind) => relay.accepted.some(({ to }) => to[0]?.startsWith(kind))),
    );
    const asked = Date.now();
    await owe('confirmation', 1);
    await until('it left', () => relay.attempts('confirmation0@readers.example') > 0);
    expect(Date.now() - asked).toBeLessThan(LIMIT_MS);
    // Both were still under way, or it proved nothing.
    expect(relay.accepted.length).toBeLessThan(READERS + REMINDERS);
    expect(relay.attempts(`reminder${REMINDERS - 1}@readers.example`)).toBe(0);
  });
});
