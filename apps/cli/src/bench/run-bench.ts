import { statfsSync } from 'node:fs';
import os from 'node:os';
import { Database } from '@app/platform';
import { analyseTables } from './bench-readers.repository.js';
import { benchRender, type RenderResult } from './bench-render.js';
import { benchSend, subscribeReaders, type SendResult } from './bench-send.js';
import { openBenchStage } from './bench-stage.js';

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
}

export interface BenchOptions {
  readonly parts: readonly ('render' | 'send')[];
  readonly readers: number;
  readonly rounds: number;
  readonly onStep: (step: string) => void;
}

/** linux/magic.h */
const TMPFS_MAGIC = 0x01021994;

/** Measures on a throw-away instance with durable commits, and leaves nothing behind. Ctrl-C cleans up and ends. */
export async function runBench({ parts, readers, rounds, onStep }: BenchOptions): Promise<BenchResult> {
  const loadBefore = os.loadavg()[0] ?? 0;
  onStep('a throw-away instance');
  const opening = openBenchStage(rounds);
  const cancel = (): void => void opening.then((stage) => stage.close()).finally(() => process.exit(130));
  process.once('SIGINT', cancel);
  process.once('SIGTERM', cancel);
  const stage = await opening;
  try {
    onStep('render');
    const { result: render, digest } = await benchRender(stage);
    const ownerUrl = stage.instance.config.env.MIGRATION_DATABASE_URL ?? '';
    if (parts.includes('send')) {
      onStep(`${readers} readers`);
      await subscribeReaders(stage, readers, stage.tools.get(Database));
    }
    const { version } = await analyseTables(ownerUrl);
    const machine: Machine = {
      processor: os.cpus()[0]?.model ?? 'unknown',
      cores: os.availableParallelism(),
      memoryGb: Math.round(os.totalmem() / 2 ** 30),
      system: `${os.type()} ${os.release()} ${os.arch()}`,
      node: process.version,
      postgres: version,
      storage: statfsSync(stage.folder).type === TMPFS_MAGIC ? 'memory' : 'disk',
      loadBefore,
    };
    if (!parts.includes('send')) return { machine, render };
    const send = await benchSend(stage, { readers, digest, onStep });
    return { machine, ...(parts.includes('render') ? { render } : {}), send };
  } finally {
    process.removeListener('SIGINT', cancel);
    process.removeListener('SIGTERM', cancel);
    await stage.close();
  }
}
