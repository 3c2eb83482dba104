import { benchArchive } from './bench-archive.js';
import { benchAssemble } from './bench-assemble.js';
import { benchCluster } from './bench-cluster.js';
import { benchHugeFeed } from './bench-huge-feed.js';
import { benchIngest } from './bench-ingest.js';
import { benchPolls } from './bench-polls.js';
import { benchSameEvent } from './bench-same-event.js';
import type { BenchStage } from './bench-stage.js';
import { benchVariants } from './bench-variants.js';
import { benchWindow } from './bench-window.js';
import { benchWorkshop } from './bench-workshop.js';
import { FeedServerProcess } from './feed-server-process.js';
import type { Measure } from './measure.js';

/** In this order: what fills the database comes last. */
export const DISPATCH_PARTS = [
  'huge-feed',
  'cluster',
  'same-event',
  'variants',
  'workshop',
  'archive',
  'assemble',
  'ingest',
  'polls',
  'window',
] as const;
export type DispatchPart = (typeof DISPATCH_PARTS)[number];

/** How much of everything; tests run with little of it. */
export interface PartSizes {
  /** Feeds of 200 entries. */
  readonly feeds: number;
  readonly dueSources: number;
  readonly clustered: number;
  /** In the window of one edition. */
  readonly windowed: number;
  readonly stored: number;
}

/** What issues 3 and 5 state their targets for. */
export const FULL_SIZES: PartSizes = {
  feeds: 150,
  dueSources: 1_000,
  clustered: 10_000,
  windowed: 5_000,
  stored: 1_000_000,
};

export interface DispatchBenchOptions {
  readonly parts: readonly string[];
  readonly sizes: PartSizes;
  readonly onStep: (step: string) => void;
}

export async function benchDispatches(
  stage: BenchStage,
  { parts, sizes, onStep }: DispatchBenchOptions,
): Promise<Partial<Record<DispatchPart, readonly Measure[]>>> {
  const server = FeedServerProcess.start();
  const work: Record<DispatchPart, () => Promise<Measure[]> | Measure[]> = {
    'huge-feed': () => benchHugeFeed(server),
    cluster: () => benchCluster(sizes.clustered),
    'same-event': benchSameEvent,
    variants: () => benchVariants(stage),
    workshop: () => benchWorkshop(stage),
    archive: () => benchArchive(stage),
    assemble: () => benchAssemble(stage, sizes.windowed),
    ingest: () => benchIngest(stage, sizes.feeds, server),
    polls: () => benchPolls(stage, sizes.dueSources, server),
    window: () => benchWindow(stage, sizes.stored),
  };
  const measured: Partial<Record<DispatchPart, readonly Measure[]>> = {};
  try {
    for (const part of DISPATCH_PARTS.filter((one) => parts.includes(one))) {
      onStep(part);
      measured[part] = await work[part]();
    }
  } finally {
    server.close();
  }
  return measured;
}
