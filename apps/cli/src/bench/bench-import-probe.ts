import { Log, readConfig } from '@app/platform';
import { ImportReaders } from '@app/subscribers';
import { openToolbox } from '../toolbox.js';
import { peakBytes } from './peak-bytes.js';

/** Imports in a process of its own, because a process's peak memory never falls again. */
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

async function probe({ env, file, newsletterSlug, operatorId }: ImportOrder): Promise<ImportProbeReport> {
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

process.on('message', (order: ImportOrder) => {
  void probe(order).then((report) => process.send?.(report));
});
process.on('disconnect', () => process.exit(0));
