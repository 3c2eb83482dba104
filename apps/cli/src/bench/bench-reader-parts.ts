import { benchAudience } from './bench-audience.js';
import { benchImport } from './bench-import.js';
import { benchLists, type ListSizes } from './bench-lists.js';
import { benchLookups } from './bench-lookups.js';
import { benchSignUp } from './bench-sign-up.js';
import type { BenchStage } from './bench-stage.js';
import type { Measure } from './measure.js';

export const READER_PARTS = ['sign-up', 'import', 'lookups', 'audience', 'lists'] as const;
export type ReaderPart = (typeof READER_PARTS)[number];

/** How much of everything; tests run with little of it. */
export interface ReaderSizes {
  /** In each of three rounds. */
  readonly signUps: number;
  readonly imported: number;
  /** Known while one of them is looked up. */
  readonly subscribers: number;
  /** In the audience that is frozen. */
  readonly audience: number;
  /** In the tables that the admin's lists are asked of. */
  readonly listed: ListSizes;
}

export const FULL_READER_SIZES: ReaderSizes = {
  signUps: 6_000,
  imported: 1_000_000,
  subscribers: 5_000_000,
  audience: 1_000_000,
  listed: { subscribers: 5_000_000, dispatches: 1_000_000, editions: 1_000 },
};

export interface ReaderBenchOptions {
  readonly parts: readonly string[];
  readonly readerSizes: ReaderSizes;
  readonly onStep: (step: string) => void;
}

export async function benchReaders(
  stage: BenchStage,
  { parts, readerSizes, onStep }: ReaderBenchOptions,
): Promise<Partial<Record<ReaderPart, readonly Measure[]>>> {
  const work: Record<ReaderPart, () => Promise<Measure[]>> = {
    'sign-up': () => benchSignUp(stage, readerSizes.signUps),
    import: () => benchImport(stage, readerSizes.imported),
    lookups: () => benchLookups(stage, readerSizes.subscribers),
    audience: () => benchAudience(stage, readerSizes.audience),
    lists: () => benchLists(stage, readerSizes.listed),
  };
  const measured: Partial<Record<ReaderPart, readonly Measure[]>> = {};
  for (const part of READER_PARTS.filter((one) => parts.includes(one))) {
    onStep(part);
    measured[part] = await work[part]();
  }
  return measured;
}
