import type { INestApplicationContext } from '@nestjs/common';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SourceRepository, StoreDispatch } from '@app/dispatches';
import { NewsletterRepository, SetUpNewsroom, type Newsletter } from '@app/editions';
import { Clock, Database, Log } from '@app/platform';
import { Installation } from '../installation.js';
import { startInstance, type Instance } from '../instance.js';
import { DEMO_REGIONS } from '../newsroom/demo-dispatch.schema.js';
import { incoming, readSamples } from '../newsroom/demo-newsroom.js';
import { openToolbox } from '../toolbox.js';
import { SinkProcess } from './sink-process.js';

/** A throw-away instance whose relay is the sink, with one newsletter and the dispatches of one digest. */
export interface BenchStage {
  readonly folder: string;
  readonly instance: Instance;
  readonly tools: INestApplicationContext;
  readonly sink: SinkProcess;
  readonly newsletters: readonly Newsletter[];
  close(): Promise<void>;
}

/** Two of each region: a full digest, and no region over its share. */
const STORIES_PER_REGION = 2;
export const STORIES = STORIES_PER_REGION * DEMO_REGIONS.length;

const HOUR_MS = 3_600_000;

/** @param kept a folder that stays, with the database in it; left out: one of its own, which goes with the stage */
export async function openBenchStage(kept?: string): Promise<BenchStage> {
  const folder = kept ?? mkdtempSync(path.join(tmpdir(), 'colporteur-bench-'));
  const closing: (() => Promise<void> | void)[] = [() => { if (kept === undefined) rmSync(folder, { recursive: true, force: true }); }]; // prettier-ignore
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const sink = await SinkProcess.start();
    closing.push(() => { sink.close(); }); // prettier-ignore
    const redis = process.env['REDIS_URL'];
    const instance = await startInstance({
      installation: new Installation(folder),
      // A clean room: of the shell's configuration only the queue's place reaches it.
      env: {
        LOG_LEVEL: 'silent',
        HTTP_PORT: '0',
        PUBLIC_URL: 'https://newsletters.example.org',
        SMTP_URL: sink.url,
        // The benchmark's own publishers.
        FETCH_ALLOWED_HOSTS: '127.0.0.1',
        // Measured by itself, not while dispatches are stored.
        CLUSTERING: 'off',
        ...(redis === undefined ? {} : { REDIS_URL: redis }),
      },
      ports: { http: 0, mailboxHttp: 0, mailboxSmtp: 0 },
    });
    closing.push(() => instance.close());
    const tools = await openToolbox(instance.config, new Log('silent'));
    closing.push(() => tools.close());
    await storeDispatches(tools);
    return { folder, instance, tools, sink, newsletters: await createNewsletters(tools, 1), close };
  } catch (error) {
    await close();
    throw error;
  }
}

export async function storeDispatches(tools: INestApplicationContext, perRegion = STORIES_PER_REGION): Promise<void> {
  const rights = { mail: true, archive: true, feed: true };
  const agency = { slug: 'bench', kind: 'operator', name: 'Newsroom', rights } as const;
  const source = await tools.get(SourceRepository, { strict: false }).ensure(tools.get(Database), agency);
  const now = tools.get(Clock).now();
  const samples = readSamples('fr').filter((sample) => sample.hoursAgo < 24);
  for (const region of DEMO_REGIONS) {
    for (const sample of samples.filter((one) => one.region === region).slice(0, perRegion)) {
      const publishedAt = new Date(now.getTime() - sample.hoursAgo * HOUR_MS);
      const dispatch = incoming(sample, 'fr', now.toISOString().slice(0, 10), publishedAt);
      await tools.get(StoreDispatch, { strict: false }).store(source, dispatch, publishedAt);
    }
  }
}

export async function createNewsletters(
  tools: INestApplicationContext,
  count: number,
  maxDispatches = STORIES,
): Promise<Newsletter[]> {
  const brand = {
    slug: 'bench',
    name: 'Newsroom',
    legalName: 'Newsroom Example SAS',
    postalAddress: '12 rue des Exemples, 75011 Paris, France',
    contactAddress: 'courrier@newsroom.example',
    siteUrl: 'https://newsroom.example',
    senderDomain: 'newsletters.example.org',
    accent: '#a8321f',
  };
  for (let n = 1; n <= count; n += 1) {
    const slug = `bench-${n}`;
    const newsletter = {
      slug,
      name: 'Le monde ce matin',
      promise: 'Recevez toute l’actualité internationale directement dans votre boîte mail',
      language: 'fr',
      timeZone: 'Europe/Paris',
      senderName: 'Newsroom',
      senderAddress: 'monde@newsletters.example.org',
      sections: DEMO_REGIONS,
      // No calendar: nothing may leave but what the benchmark sends.
      calendar: {},
      maxDispatches,
    };
    await tools.get(SetUpNewsroom, { strict: false }).setUp(brand, { slug, name: slug }, [newsletter]);
  }
  return tools.get(NewsletterRepository, { strict: false }).all();
}
