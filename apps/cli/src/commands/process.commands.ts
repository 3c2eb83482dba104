import type { Command } from 'commander';
import { startApi } from '@app/api';
import { Log, migrate, readConfig } from '@app/platform';
import { startWorker } from '@app/worker';
import { stopOnSignals } from '../stop-on-signals.js';
import { print } from './print.js';

/** The processes of an installation on several machines: one job each, configured by the environment alone. */
export function addProcesses(program: Command): void {
  program
    .command('api')
    .description('HTTP only: reader pages, admin, API')
    .action(async () => {
      const config = readConfig(process.env);
      const api = await startApi(config, new Log(config.env.LOG_LEVEL));
      stopOnSignals(() => api.close());
    });
  program
    .command('worker')
    .description('queues and clock only; answers /health/live and /health/ready on WORKER_PORT')
    .action(async () => {
      const config = readConfig(process.env);
      const worker = await startWorker(config, new Log(config.env.LOG_LEVEL), { health: true });
      stopOnSignals(() => worker.close());
    });
  program
    .command('migrate')
    .description('bring the database of MIGRATION_DATABASE_URL to this version’s schema')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const { env } = readConfig(process.env);
      if (env.MIGRATION_DATABASE_URL === undefined)
        throw new Error(
          'MIGRATION_DATABASE_URL: given nothing; expected: the address of the role that owns the tables',
        );
      const applied = await migrate({ ownerUrl: env.MIGRATION_DATABASE_URL, runtimeUrl: env.DATABASE_URL });
      print(options, { applied }, () => (applied.length === 0 ? 'nothing to apply' : `applied ${applied.join(', ')}`));
    });
}
