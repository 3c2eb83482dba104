import { Log, readConfig } from '@app/platform';
import { startWorker } from '@app/worker';
import { stopOnSignals } from '../stop-on-signals.js';

/** A worker alone, until a signal ends it. */
export async function runWorker(): Promise<void> {
  const config = readConfig(process.env);
  const worker = await startWorker(config, new Log(config.env.LOG_LEVEL), { health: true });
  stopOnSignals(() => worker.close());
}
