import { NestFactory } from '@nestjs/core';
import { createServer } from 'node:http';
import type { INestApplicationContext, NestApplicationOptions } from '@nestjs/common';
import { ShippedTemplates } from '@app/mail';
import { FileStore, ReadinessProbe, proveFiles, type Clock, type Config, type Log } from '@app/platform';
import { WorkerModule } from './worker.module.js';

export interface RunningWorker {
  readonly app: INestApplicationContext;
  /** Drains: dialogues under way end and are settled, then queues and database close. */
  close(): Promise<void>;
}

/** Starts the queues and the clock. `health` opens an HTTP port that answers `/health/live` and `/health/ready`. */
export async function startWorker(
  config: Config,
  log: Log,
  options: { clock?: Clock; health?: boolean } = {},
): Promise<RunningWorker> {
  // A failing start is the caller's to report.
  const nest: Pick<NestApplicationOptions, 'logger' | 'abortOnError'> = { logger: log, abortOnError: false };
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config, log, options.clock), nest);
  let health: { close: () => void } | undefined;
  try {
    await proveFiles(app.get(FileStore), 'write', log);
    await app.get(ShippedTemplates, { strict: false }).publishAll();
    if (options.health === true) health = await serveHealth(app, config);
  } catch (error) {
    // A worker that nobody can ask must not go on working in the background of an error.
    await app.close();
    throw error;
  }
  log.info('worker.started', { queue: config.queueBackend });
  return {
    app,
    close: async () => {
      await app.close();
      health?.close();
      log.info('worker.stopped');
    },
  };
}

async function serveHealth(app: INestApplicationContext, config: Config): Promise<{ close: () => void }> {
  const probe = app.get(ReadinessProbe);
  const server = createServer((request, response) => {
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url === '/health/live') answer(200, { status: 'live' });
    else if (request.url === '/health/ready')
      void probe.check().then((readiness) => { answer(readiness.ready ? 200 : 503, readiness); }); // prettier-ignore
    else answer(404, { status: 404 });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.env.WORKER_PORT, config.env.HTTP_HOST, resolve);
  });
  return { close: () => server.close() };
}
