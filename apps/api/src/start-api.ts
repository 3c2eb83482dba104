import type { AddressInfo } from 'node:net';
import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FileStore, proveFiles, type Clock, type Config, type Log } from '@app/platform';
import { PortBusy } from './api.errors.js';
import { ApiModule } from './api.module.js';
import { createServer } from './http-server.js';
import { ApiDescription } from './openapi.js';

export interface ApiOptions {
  /** For tests, which freeze it. */
  readonly clock?: Clock;
  /** Default HTTP_HOST. */
  readonly host?: string;
  /** Default HTTP_PORT; 0 takes any free one. */
  readonly port?: number;
}

export interface RunningApi {
  readonly app: NestFastifyApplication;
  /** Where it listens, `http://127.0.0.1:3000`. Not PUBLIC_URL. */
  readonly url: string;
  /** Lets running requests finish, then closes queue and database. */
  close(): Promise<void>;
}

/** Our own parsers are in place, and a failing start is the caller's to report. */
export function applicationOptions(log: Log): Pick<NestApplicationOptions, 'logger' | 'bodyParser' | 'abortOnError'> {
  return { logger: log, bodyParser: false, abortOnError: false };
}

/** The application without a port: for describing it, and for tests. */
export async function createApi(config: Config, log: Log, clock?: Clock): Promise<NestFastifyApplication> {
  const module = ApiModule.forRoot(config, log, clock);
  const app = await NestFactory.create<NestFastifyApplication>(
    module,
    createServer(config, log),
    applicationOptions(log),
  );
  app.get(ApiDescription).of(app);
  return app;
}

/** @throws PortBusy */
export async function startApi(config: Config, log: Log, options: ApiOptions = {}): Promise<RunningApi> {
  const { host = config.env.HTTP_HOST, port = config.env.HTTP_PORT } = options;
  const app = await createApi(config, log, options.clock);
  try {
    await proveFiles(app.get(FileStore), 'read', log);
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw isAddressInUse(error) ? new PortBusy(port, host, { cause: error }) : error;
  }
  const url = addressOf(app);
  log.info('api.listening', { url });
  return { app, url, close: () => app.close() };
}

function addressOf(app: NestFastifyApplication): string {
  const { address, port, family } = app.getHttpServer().address() as AddressInfo;
  // "Everywhere" is nothing one can open.
  if (address === '0.0.0.0' || address === '::') return `http://127.0.0.1:${port}`;
  return family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`;
}

function isAddressInUse(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE';
}
