import { startApi } from '@app/api';
import { Log, readConfig } from '@app/platform';
import { stopOnSignals } from '../stop-on-signals.js';

/** The api alone, until a signal ends it. */
export async function runApi(): Promise<void> {
  const config = readConfig(process.env);
  const api = await startApi(config, new Log(config.env.LOG_LEVEL));
  stopOnSignals(() => api.close());
}
