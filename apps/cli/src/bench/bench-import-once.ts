import { Log, readConfig } from '@app/platform';
import { ImportReaders } from '@app/subscribers';
import { openToolbox } from '../toolbox.js';
import { peakBytes } from './peak-bytes.js';

export interface ImportOrder {
  readonly env: Readonly<Record<string, string>>;
  readonly file: string;
  readonly newsletterSlug: string;
  readonly operatorId: string;
}

export interface ImportProbeReport {
  readonly milliseconds: number;
  /** Of the whole process, everything it loaded included. */
  readonly peakBytes: number;
  readonly brought: number;
}

export async function importOnce(order: ImportOrder): Promise<ImportProbeReport> {
  const { env, file, newsletterSlug, operatorId } = order;
  const tools = await openToolbox(readConfig(env), new Log('silent'));
  try {
    const begun = performance.now();
    const { counts } = await tools.get(ImportReaders, { strict: false }).run({
      newsletterSlug,
      file,
      operatorId,
      layout: 'auto',
      map: {},
      charset: 'auto',
      delimiter: 'auto',
      format: 'auto',
      isDryRun: false,
    });
    const milliseconds = performance.now() - begun;
    return { milliseconds, peakBytes: peakBytes(), brought: counts.in };
  } finally {
    await tools.close();
  }
}
