import { statfsSync } from 'node:fs';
import os from 'node:os';
import { Database } from '@app/platform';
import { analyseTables } from './bench-readers.repository.js';
import { DISPATCH_PARTS, benchDispatches, type DispatchPart, type PartSizes } from './bench-dispatch-parts.js';
import { READER_PARTS, benchReaders, type ReaderPart, type ReaderSizes } from './bench-reader-parts.js';
import { benchRender, type RenderResult } from './bench-render.js';
import { benchSend, subscribeReaders, type SendResult } from './bench-send.js';
import { openBenchStage, type BenchStage } from './bench-stage.js';
import type { Measure } from './measure.js';

export const PARTS = ['render', 'send', ...READER_PARTS, ...DISPATCH_PARTS] as const;
export type Part = (typeof PARTS)[number];

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  readonly postgres: string;
  /** Where the database's files lie: in memory a durable commit costs nothing, and no figure would mean anything. */
  readonly storage: 'disk' | 'memory';
  /** Processes that wanted a core when the benchmark began, averaged over a minute (`uptime`). */
  readonly loadBefore: number;
}

export interface BenchResult {
  readonly machine: Machine;
  readonly render?: RenderResult;
  readonly send?: SendResult;
  readonly readerParts: Readonly<Partial<Record<ReaderPart, readonly Measure[]>>>;
  readonly dispatches: Readonly<Partial<Record<DispatchPart, readonly Measure[]>>>;
}

export interface BenchOptions {
  readonly parts: readonly Part[];
  readonly sizes: PartSizes;
  readonly readerSizes: ReaderSizes;
  readonly readers: number;
  readonly rounds: number;
  readonly onStep: (step: string) => void;
}

/** linux/magic.h */
const TMPFS_MAGIC = 0x01021994;

/** Measures on a throw-away instance with durable commits, and leaves nothing behind. Ctrl-C cleans up and ends. */
export async function runBench(options: BenchOptions): Promise<BenchResult> {
  const loadBefore = os.loadavg()[0] ?? 0;
  options.onStep('a throw-away instance');
  const opening = openBenchStage(options.rounds);
  const cancel = (): void => void opening.then((stage) => stage.close()).finally(() => process.exit(130));
  process.once('SIGINT', cancel);
  process.once('SIGTERM', cancel);
  const stage = await opening;
  try {
    return await measure(stage, loadBefore, options);
  } finally {
    process.removeListener('SIGINT', cancel);
    process.removeListener('SIGTERM', cancel);
    await stage.close();
  }
}

async function measure(stage: BenchStage, loadBefore: number, options: BenchOptions): Promise<BenchResult> {
  const { parts, readers, sizes, readerSizes, onStep } = options;
  const isMailMeasured = parts.includes('render') || parts.includes('send');
  if (isMailMeasured) onStep('render');
  const rendered = isMailMeasured ? await benchRender(stage) : undefined;
  const isSent = rendered !== undefined && parts.includes('send');
  if (isSent) {
    onStep(`${readers} readers`);
    await subscribeReaders(stage, readers, stage.tools.get(Database));
  }
  const machine = await describeMachine(stage, loadBefore);
  const send = isSent ? await benchSend(stage, { readers, digest: rendered.digest, onStep }) : undefined;
  const readerParts = await benchReaders(stage, { parts, readerSizes, onStep });
  const dispatches = await benchDispatches(stage, { parts, sizes, onStep });
  return {
    machine,
    ...(rendered !== undefined && parts.includes('render') && { render: rendered.result }),
    ...(send !== undefined && { send }),
    readerParts,
    dispatches,
  };
}

async function describeMachine(stage: BenchStage, loadBefore: number): Promise<Machine> {
  const { version } = await analyseTables(stage.instance.config.env.MIGRATION_DATABASE_URL ?? '');
  return {
    processor: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.version,
    postgres: version,
    storage: statfsSync(stage.folder).type === TMPFS_MAGIC ? 'memory' : 'disk',
    loadBefore,
  };
}
