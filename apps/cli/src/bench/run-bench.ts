import { statfsSync } from 'node:fs';
import os from 'node:os';
import { analyseTables } from './bench-readers.repository.js';
import { DISPATCH_PARTS, benchDispatches, type DispatchPart, type PartSizes } from './bench-dispatch-parts.js';
import { READER_PARTS, benchReaders, type ReaderPart, type ReaderSizes } from './bench-reader-parts.js';
import { benchRender, type RenderResult } from './bench-render.js';
import { openBenchStage, type BenchStage } from './bench-stage.js';
import type { Measure } from './measure.js';
import { benchSend, type SendOptions, type SendResult } from './send/bench-send.js';

export const PARTS = ['render', ...READER_PARTS, ...DISPATCH_PARTS] as const;
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
  readonly readerParts: Readonly<Partial<Record<ReaderPart, readonly Measure[]>>>;
  readonly dispatches: Readonly<Partial<Record<DispatchPart, readonly Measure[]>>>;
}

export interface BenchOptions {
  readonly parts: readonly Part[];
  readonly sizes: PartSizes;
  readonly readerSizes: ReaderSizes;
  /** Where the stage stays for the next run; left out: it is thrown away. */
  readonly folder?: string | undefined;
  readonly onStep: (step: string) => void;
}

/** linux/magic.h */
const TMPFS_MAGIC = 0x01021994;

export interface SendingResult extends SendResult {
  readonly machine: Machine;
}

/**
 * Measures on a throw-away instance with durable commits, and leaves nothing behind but the folder it was given.
 * Ctrl-C cleans up and ends.
 */
export function runBench(options: BenchOptions): Promise<BenchResult> {
  return onStage(options, (stage, loadBefore) => measure(stage, loadBefore, options));
}

/** As {@link runBench}, of sending alone: it takes hours where the others take minutes. */
export function measureSending(options: SendOptions): Promise<SendingResult> {
  return onStage(options, async (stage, loadBefore) => {
    const machine = await describeMachine(stage, loadBefore);
    options.onStep(`${options.readers} readers`);
    return { machine, ...(await benchSend(stage, options)) };
  });
}

async function onStage<T>(
  { onStep, folder }: { readonly onStep: (step: string) => void; readonly folder?: string | undefined },
  work: (stage: BenchStage, loadBefore: number) => Promise<T>,
): Promise<T> {
  const loadBefore = os.loadavg()[0] ?? 0;
  onStep(folder === undefined ? 'a throw-away instance' : `the instance in ${folder}`);
  const opening = openBenchStage(folder);
  let cancelled: Promise<void> | undefined;
  const cancel = (): void => {
    cancelled = opening.then((stage) => stage.close()).finally(() => process.exit(130));
  };
  process.once('SIGINT', cancel);
  process.once('SIGTERM', cancel);
  const stage = await opening;
  try {
    return await work(stage, loadBefore);
  } finally {
    // What was measured fails when its stage is taken down; all of that is to be gone first.
    await cancelled;
    process.removeListener('SIGINT', cancel);
    process.removeListener('SIGTERM', cancel);
    await stage.close();
  }
}

async function measure(stage: BenchStage, loadBefore: number, options: BenchOptions): Promise<BenchResult> {
  const { parts, sizes, readerSizes, onStep } = options;
  const machine = await describeMachine(stage, loadBefore);
  if (parts.includes('render')) onStep('render');
  const render = parts.includes('render') ? await benchRender(stage) : undefined;
  const readerParts = await benchReaders(stage, { parts, readerSizes, onStep });
  const dispatches = await benchDispatches(stage, { parts, sizes, onStep });
  return {
    machine,
    ...(render !== undefined && { render }),
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
