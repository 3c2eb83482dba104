import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { NoticeOutbox } from '@app/mail';
import { Config, Log, newId } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { frailLine, type FrailLine } from '../../../test/support/frail-line.js';
import { startScriptedRelay, type ScriptedRelay } from '../../../test/support/scripted-relay.js';
import { impatient, queueEnv, until } from '../../../test/support/sending.js';
import { testableBackends } from '../../../test/support/services.js';
import { startWorker, type RunningWorker } from './worker.js';

/** A server that restarts under a worker's feet is a matter for its log, and for nobody else. */
describe.each(testableBackends())('a worker with its queue in %s', (backend) => {
  let test: TestDatabase;
  let relay: ScriptedRelay;
  let line: FrailLine;
  let worker: RunningWorker;
  let written: string;
  const printed = jest.spyOn(console, 'error');

  beforeEach(async () => {
    written = '';
    printed.mockClear();
    relay = await startScriptedRelay();
    test = await createTestDatabase({ ...impatient, ...(await queueEnv(backend)), SMTP_URL: relay.url });
    const { env } = test.config;
    line = await frailLine(env.REDIS_URL ?? env.DATABASE_URL);
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        written += chunk.toString();
        done();
      },
    });
    const by = backend === 'redis' ? { REDIS_URL: line.url } : { DATABASE_URL: line.url };
    worker = await startWorker(new Config({ ...env, ...by }), new Log('info', sink));
  });
  afterEach(async () => {
    line.mend();
    await worker.close();
    await line.close();
    await test.close();
    await relay.close();
  });

  /** As the api does it: a row, over a line of its own. */
  async function owe(): Promise<void> {
    const brand = { name: 'G', contactAddress: 'c@g.example', legalName: 'G', postalAddress: 'Brest', siteUrl: 'https://g.example' };
    await worker.app.get(NoticeOutbox, { strict: false }).owe(test.database, {
      kind: 'welcome',
      address: 'lectrice@readers.example',
      locale: 'fr',
      recipientId: newId(),
      subjectId: newId(),
      content: { from: { name: 'G', address: 'm@g.example' }, brand, values: { newsletters: ['Le Matin'], count: 1, nextEdition: 'demain' } },
      usefulUntil: new Date(Date.now() + 3_600_000),
    });
  } // prettier-ignore

  it('goes on working after it was cut off, and has written why to its log and nowhere else', async () => {
    await owe();
    await until('the first notice left', () => relay.accepted.length === 1);
    line.cut();
    await owe();
    await until('the log tells of it', () => /"event":"(queue\.error|database\.connection_lost)"/.test(written));
    line.mend();
    await until('the second notice left', () => relay.accepted.length === 2);
    expect(printed).not.toHaveBeenCalled();
    expect(written).not.toContain('readers.example');
  });
});
