import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { Global, Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { createPostgresBackend, setDefaultBackendFactory, type ConnectionOptions, type Queue } from 'bullmq';
import pg from 'pg';
import { Config } from '../config.js';
import { QUEUE_SCHEMA } from '../database/migrate.js';
import { Log } from '../log.js';
import { closeInTime } from './close-in-time.js';
import { JobBell } from './job-bell.js';
import { queueNames } from './job.js';

/** Keys in Redis start with this, so that an installation can share a server. */
const REDIS_PREFIX = 'colporteur';

/** Finished jobs are kept for a look back, never for their ids: see {@link JobBell}. */
const KEEP_COMPLETED = 200;
const KEEP_FAILED = 1_000;

/** Redis or Valkey when REDIS_URL is set, BullMQ's PostgreSQL backend otherwise. */
@Global()
@Module({})
export class QueueModule {
  static forRoot(): DynamicModule {
    return {
      module: QueueModule,
      imports: [
        BullModule.forRootAsync({
          inject: [Config],
          useFactory: (config: Config) => ({
            connection: connect(config),
            prefix: REDIS_PREFIX,
            // One try: the tables know what is still owed, and the sweeper rings again.
            defaultJobOptions: {
              attempts: 1,
              removeOnComplete: { count: KEEP_COMPLETED },
              removeOnFail: { count: KEEP_FAILED },
            },
          }),
        }),
        BullModule.registerQueue(...queueNames.map((name) => ({ name }))),
      ],
      providers: [JobBell, queueErrors],
      exports: [JobBell, BullModule],
    };
  }
}

/**
 * A connection that breaks is logged and BullMQ makes a new one by itself. Without a listener it prints the error past
 * the log, addresses and all.
 */
const queueErrors: FactoryProvider = {
  provide: Symbol('QUEUE_ERRORS'),
  inject: [Log, ...queueNames.map((name) => getQueueToken(name))],
  useFactory: (log: Log, ...queues: readonly Queue[]) => {
    for (const queue of queues) {
      queue.on('error', (error) => { log.failure('queue.error', error, { queue: queue.name }); }); // prettier-ignore
      closeInTime(queue, log);
    }
    return queues.length;
  },
};

/**
 * A pool listens to its idle connections only, and BullMQ to none: one that broke while it was in use would end the
 * process. Whoever used it hears of it as the failure of what it asked.
 */
class HeardClient extends pg.Client {
  constructor(options?: string | pg.ClientConfig) {
    super(options);
    this.on('error', () => undefined);
  }
}

function connect(config: Config): ConnectionOptions {
  if (config.env.REDIS_URL !== undefined) {
    setDefaultBackendFactory();
    // BullMQ's workers wait without limit for a job; its own documentation demands null here.
    return { url: config.env.REDIS_URL, maxRetriesPerRequest: null };
  }
  setDefaultBackendFactory(createPostgresBackend);
  const connection = {
    connectionString: config.env.DATABASE_URL,
    schema: QUEUE_SCHEMA,
    max: 4,
    keepAlive: true,
    Client: HeardClient,
  };
  // The queue classes' types name Redis; the factory set above takes PostgreSQL's own options.
  return connection;
}
