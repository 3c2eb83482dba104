import type { INestApplicationContext } from '@nestjs/common';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort, Log, migrate, readConfig } from '@app/platform';
import type { RenderedDigest } from '@app/editions';
import { openToolbox } from '../../toolbox.js';
import { prepareRendering } from '../bench-render.js';
import { createNewsletters, storeDispatches, type BenchStage } from '../bench-stage.js';
import { serveMailDomains } from '../mail-domains-dns.js';
import { CONNECTIONS } from './send-arms.js';
import { SendBenchServer } from './send.repository.js';

/** So many that a message has about 60 KB, HTML and text. */
const STORIES = 14;
const STORIES_PER_REGION = 3;

/** The same readers, newsletter and dispatches for every run: each gets a copy of its own, untouched by those before it. */
export interface SendStage {
  readonly folder: string;
  readonly server: SendBenchServer;
  /** The digest that all arms send. */
  readonly digest: RenderedDigest;
  /** Environment of one run's processes; the relay is still to be named. */
  copy(name: string): Promise<Record<string, string>>;
  close(): Promise<void>;
}

export async function openSendStage(stage: BenchStage, readers: number, base = 'send_bench'): Promise<SendStage> {
  const { env } = stage.instance.config;
  const ownerUrl = env.MIGRATION_DATABASE_URL ?? '';
  const dns = await serveMailDomains();
  const server = await SendBenchServer.open(ownerUrl);
  const close = async (): Promise<void> => {
    await server.close();
    dns.close();
  };
  try {
    if (!(await server.isDurable())) throw new Error('the database does not commit durably; no figure would mean anything'); // prettier-ignore
    const environment = (database: string): Record<string, string> => ({
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
      PUBLIC_URL: 'https://newsletters.example.org',
      SECRET_KEY: env.SECRET_KEY,
      DATABASE_URL: on(env.DATABASE_URL, database),
      MIGRATION_DATABASE_URL: on(ownerUrl, database),
      SMTP_URL: 'smtp://127.0.0.1:9',
      FILES_URL: pathToFileURL(path.join(stage.folder, `${database}-files`)).href,
      DNS_SERVERS: dns.address,
      CLUSTERING: 'off',
      DELIVERY_CONNECTIONS: String(CONNECTIONS),
      PATH: process.env['PATH'] ?? '',
    });
    await server.create(base);
    const { digest, newsletterId } = await furnish(environment(base));
    await server.addReaders(base, newsletterId, readers);
    return {
      folder: stage.folder,
      server,
      digest,
      copy: async (name) => {
        await server.copy(base, name);
        return { ...environment(name), WORKER_PORT: String(await freePort()) };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function furnish(env: Record<string, string>): Promise<{ digest: RenderedDigest; newsletterId: string }> {
  await migrate({ ownerUrl: env['MIGRATION_DATABASE_URL'] ?? '', runtimeUrl: env['DATABASE_URL'] ?? '' });
  return withTools(env, async (tools) => {
    await storeDispatches(tools, STORIES_PER_REGION);
    const [newsletter] = await createNewsletters(tools, 1, STORIES);
    if (newsletter === undefined) throw new Error('the benchmark has no newsletter');
    const render = await prepareRendering(tools, newsletter, STORIES);
    return { digest: await render(), newsletterId: newsletter.id };
  });
}

export async function withTools<T>(
  env: Record<string, string>,
  work: (tools: INestApplicationContext) => Promise<T>,
): Promise<T> {
  const tools = await openToolbox(readConfig(env), new Log('silent'));
  try {
    return await work(tools);
  } finally {
    await tools.close();
  }
}

function on(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}
