import { Writable } from 'node:stream';
import { getQueueToken } from '@nestjs/bullmq';
import type { INestApplicationContext, NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Queue } from 'bullmq';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { frailLine, type FrailLine } from '../../../../test/support/frail-line.js';
import { queueEnv, until } from '../../../../test/support/sending.js';
import { testableBackends } from '../../../../test/support/services.js';
import { Config } from '../config.js';
import { Log } from '../log.js';
import { PlatformModule } from '../platform.module.js';
import { JobBell } from './job-bell.js';
import { defineJob, queueNames } from './job.js';

const pollSource = defineJob({
  queue: 'sources',
  name: 'poll-source',
  payload: z.object({ sourceId: z.uuid() }),
});
const SOURCE = { sourceId: '0190f0aa-5e8c-7a4e-8d1a-2b3c4d5e6f70' };

describe.each(testableBackends())('the bell with the queue in %s', (backend) => {
  let test: TestDatabase;
  let line: FrailLine;
  let app: INestApplicationContext;
  let written: string;
  const printed = jest.spyOn(console, 'error');

  beforeEach(async () => {
    written = '';
    printed.mockClear();
    test = await createTestDatabase(await queueEnv(backend));
    const { env } = test.config;
    line = await frailLine(env.REDIS_URL ?? env.DATABASE_URL);
    const config = new Config(backend === 'redis' ? { ...env, REDIS_URL: line.url } : { ...env, DATABASE_URL: line.url });
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        written += chunk.toString();
        done();
      },
    });
    const log = new Log('warn', sink);
    const options: Pick<NestApplicationOptions, 'logger'> = { logger: log };
    app = await NestFactory.createApplicationContext(PlatformModule.forRoot(config, log), options);
    // A server that is away while the process starts is another matter: then it does not start.
    for (const name of queueNames) await app.get<Queue>(getQueueToken(name), { strict: false }).waitUntilReady();
  }); // prettier-ignore

  afterEach(async () => {
    line.mend();
    await app.close();
    await line.close();
    await test.close();
  });

  const queue = (): Queue => app.get<Queue>(getQueueToken('sources'), { strict: false });
  const waiting = async (): Promise<number> => (await queue().getJobCounts('wait'))['wait'] ?? 0;
  const logged = (event: string): boolean => written.includes(`"event":"${event}"`);

  it('rings once for each payload, and again when it is rung again', async () => {
    await app.get(JobBell).ring(pollSource, SOURCE, { sourceId: '0190f0aa-5e8c-7a4e-8d1a-2b3c4d5e6f71' });
    await app.get(JobBell).ring(pollSource, SOURCE);
    const jobs = await queue().getJobs('wait');
    expect(jobs.map((job) => job.name)).toEqual(['poll-source', 'poll-source', 'poll-source']);
    expect(jobs.filter((job) => (job.data as typeof SOURCE).sourceId === SOURCE.sourceId)).toHaveLength(2);
    await app.get(JobBell).ring(pollSource);
    expect(await waiting()).toBe(3);
    expect(written).toBe('');
  });

  it('is heard on every queue', async () => {
    for (const name of queueNames) {
      await app.get(JobBell).ring({ ...pollSource, queue: name }, SOURCE);
      const counts = await app.get<Queue>(getQueueToken(name), { strict: false }).getJobCounts('wait');
      expect(counts).toEqual({ wait: 1 });
    }
  });

  it('never fails its caller when the queue’s server is gone, says so in the log, and is heard again afterwards', async () => {
    line.cut();
    const started = Date.now();
    await app.get(JobBell).ring(pollSource, SOURCE);
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(logged('queue.ring_failed')).toBe(true);
    line.mend();
    await until('the queue answers again', async () => {
      await app.get(JobBell).ring(pollSource, SOURCE);
      return (await waiting()) > 0;
    });
    expect(printed).not.toHaveBeenCalled();
  });

  it('waits no longer than its limit for a server that takes the call and says nothing', async () => {
    line.freeze();
    const started = Date.now();
    await app.get(JobBell).ring(pollSource, SOURCE);
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(logged('queue.ring_failed')).toBe(true);
    expect(printed).not.toHaveBeenCalled();
  });

  it('writes a broken connection to the log, and nothing past it', async () => {
    // Whoever waits for an answer when the connection breaks notices; an idle connection may not.
    const asked = queue().getJobCounts('wait').catch(() => undefined);
    line.cut();
    queue().emit('error', new Error('the connection of reader@readers.example broke'));
    expect(logged('queue.error')).toBe(true);
    expect(written).toContain('"queue":"sources"');
    expect(written).not.toContain('readers.example');
    line.mend();
    await asked;
    expect(printed).not.toHaveBeenCalled();
  }); // prettier-ignore
});
