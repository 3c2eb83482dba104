import { pathToFileURL } from 'node:url';
import { startApi } from '@app/api';
import {
  Clock,
  Database,
  Log,
  migrate,
  readConfig,
  startEmbeddedPostgres,
  type Config,
  type EmbeddedPostgres,
} from '@app/platform';
import { KeepPicture, SourceRepository, StoreDispatch } from '@app/dispatches';
import { BookInsertions, SetUpNewsroom } from '@app/editions';
import { startWorker } from '@app/worker';
import pg from 'pg';
import type { Installation } from './installation.js';
import { startMailbox } from './mailbox/mailbox.js';
import { openDemoNewsroom } from './newsroom/demo-newsroom.js';
import { openToolbox } from './toolbox.js';

export interface InstanceOptions {
  readonly installation: Installation;
  /** The shell's environment; whatever it lacks is provided: database, relay, secrets, addresses. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly ports: { readonly http: number; readonly mailboxHttp: number; readonly mailboxSmtp: number };
  readonly onStep?: (step: string) => void;
}

export interface Instance {
  readonly config: Config;
  readonly url: string;
  /** Set when the local mailbox stands in for a relay. */
  readonly mailboxUrl: string | undefined;
  /** In the order they were started, backwards. Loses nothing that was committed. */
  close(): Promise<void>;
}

const DATABASE = 'colporteur';
const RUNTIME_ROLE = 'colporteur';

/**
 * Everything in one process: a PostgreSQL of our own unless DATABASE_URL is set, the queue in it unless REDIS_URL is,
 * a local mailbox and the demo newsroom unless SMTP_URL is set, the api and a worker.
 */
export async function startInstance(options: InstanceOptions): Promise<Instance> {
  const closing: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    return await assemble(options, closing, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function assemble(
  options: InstanceOptions,
  closing: (() => Promise<void> | void)[],
  close: () => Promise<void>,
): Promise<Instance> {
  const { installation, ports } = options;
  const step = options.onStep ?? (() => undefined);
  const env: Record<string, string | undefined> = { ...options.env };
  const secrets = installation.secrets();
  env['HTTP_PORT'] ??= String(ports.http);
  // In production the operator states who the installation is and where its mail goes; the configuration insists on it.
  const isProduction = env['NODE_ENV'] === 'production';
  if (!isProduction) env['SECRET_KEY'] ??= secrets.secretKey;
  // Beside the embedded database; in production, whoever has a database of their own says where files go too.
  if (!isProduction || env['DATABASE_URL'] === undefined)
    env['FILES_URL'] ??= pathToFileURL(installation.path('files')).href;
  let mailboxUrl: string | undefined;
  const isTryOut = !isProduction && env['SMTP_URL'] === undefined;
  if (isTryOut) {
    // Only here: a link that leaves by a real relay is in somebody's mail for ever and must lead to us.
    env['PUBLIC_URL'] ??= `http://127.0.0.1:${env['HTTP_PORT']}`;
    step('mailbox');
    const mailbox = await startMailbox({
      directory: installation.path('mailbox'),
      smtpPort: ports.mailboxSmtp,
      httpPort: ports.mailboxHttp,
      host: '127.0.0.1',
      formUrl: `${env['PUBLIC_URL']}/`,
    });
    closing.push(() => mailbox.close());
    env['SMTP_URL'] = mailbox.smtpUrl;
    // Nothing leaves the machine, whatever else is set.
    env['NOTICE_SMTP_URL'] = mailbox.smtpUrl;
    mailboxUrl = mailbox.httpUrl;
  }
  if (env['DATABASE_URL'] === undefined) {
    step('database');
    const postgres = await startEmbeddedPostgres({ directory: installation.path('postgres') });
    closing.push(() => postgres.stop());
    await ensureDatabase(postgres, secrets.runtimePassword);
    env['MIGRATION_DATABASE_URL'] = postgres.url(DATABASE);
    env['DATABASE_URL'] = asRole(postgres.url(DATABASE), RUNTIME_ROLE, secrets.runtimePassword);
  }
  const config = readConfig(env);
  if (config.env.MIGRATION_DATABASE_URL !== undefined) {
    step('migrations');
    await migrate({ ownerUrl: config.env.MIGRATION_DATABASE_URL, runtimeUrl: config.env.DATABASE_URL });
  }
  const log = new Log(config.env.LOG_LEVEL);
  if (isTryOut) {
    step('demo newsroom');
    await seed(config, log);
  }
  step('api and worker');
  const api = await startApi(config, log);
  closing.push(() => api.close());
  const worker = await startWorker(config, log);
  closing.push(() => worker.close());
  installation.publish(published(env));
  closing.push(() => { installation.withdraw(); }); // prettier-ignore
  return { config, url: api.url, mailboxUrl, close };
}

async function seed(config: Config, log: Log): Promise<void> {
  const tools = await openToolbox(config, log);
  try {
    const newsroom = {
      database: tools.get(Database),
      setUp: tools.get(SetUpNewsroom, { strict: false }),
      insertions: tools.get(BookInsertions, { strict: false }),
      sources: tools.get(SourceRepository, { strict: false }),
      dispatches: tools.get(StoreDispatch, { strict: false }),
      pictures: tools.get(KeepPicture, { strict: false }),
    };
    await openDemoNewsroom(newsroom, tools.get(Clock).now(), [new URL(config.publicUrl).origin]);
  } finally {
    await tools.close();
  }
}

/** The database, and the runtime role with the password this installation knows, also after a lost secrets file. */
async function ensureDatabase(postgres: EmbeddedPostgres, runtimePassword: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
    const role = await client.query('select from pg_roles where rolname = $1', [RUNTIME_ROLE]);
    const verb = role.rowCount === 0 ? 'create' : 'alter';
    await client.query(`${verb} role ${RUNTIME_ROLE} login password ${client.escapeLiteral(runtimePassword)}`);
  } finally {
    await client.end();
  }
}

function asRole(address: string, user: string, password: string): string {
  const url = new URL(address);
  url.username = user;
  url.password = password;
  return url.href;
}

/** Only our own variables, not the whole shell. */
const PUBLISHED = [
  'PUBLIC_URL',
  'SECRET_KEY',
  'SECRET_KEYS_PREVIOUS',
  'DATABASE_URL',
  'MIGRATION_DATABASE_URL',
  'REDIS_URL',
  'SMTP_URL',
  'NOTICE_SMTP_URL',
  'BOUNCE_DOMAIN',
  'FILES_URL',
  'JOURNAL_URL',
  'ALLOWED_RECIPIENTS',
];

function published(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(PUBLISHED.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
