import { projectPath } from '@app/platform';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { frailLine, type FrailLine } from '../support/frail-line.js';
import { ProductionProcess } from '../support/production.js';
import { queueEnv } from '../support/sending.js';
import { testableBackends } from '../support/services.js';

/** More than BullMQ's goodbyes of all queues are given; an orchestrator kills after thirty. */
const ENDS_WITHIN_MS = 20_000;

describe.each(testableBackends())('a worker whose queue in %s is away', (backend) => {
  let test: TestDatabase;
  let line: FrailLine;
  let worker: ProductionProcess;

  beforeEach(async () => {
    test = await createTestDatabase(await queueEnv(backend));
    const { env } = test.config;
    line = await frailLine(env.REDIS_URL ?? env.DATABASE_URL);
    worker = new ProductionProcess(projectPath(), ['worker'], {
      PUBLIC_URL: env.PUBLIC_URL,
      SECRET_KEY: env.SECRET_KEY,
      SMTP_URL: env.SMTP_URL,
      DATABASE_URL: env.REDIS_URL === undefined ? line.url : env.DATABASE_URL,
      ...(env.REDIS_URL === undefined ? {} : { REDIS_URL: line.url }),
      WORKER_PORT: '0',
    });
    await worker.logged('worker.started');
  });
  afterEach(async () => {
    await worker.kill();
    await line.close();
    await test.close();
  });

  it('says so now and then instead of filling the log, and ends when it is told to', async () => {
    line.cut();
    await worker.logged('queue.error');
    const { code, milliseconds } = await worker.terminate();
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(ENDS_WITHIN_MS);
    expect(worker.output).toContain('"event":"worker.stopped"');
    // It asks again once a second and queue; without a rest it was thousands of lines a second.
    expect(worker.lines.length).toBeLessThan(500);
  });
});
