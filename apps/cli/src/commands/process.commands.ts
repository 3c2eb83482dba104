import type { Command } from 'commander';
import { migrate, readConfig } from '@app/platform';
import { growHeapSlowly } from '../grow-heap-slowly.js';
import { print } from './print.js';

/**
 * The processes of an installation on several machines: one job each, configured by the environment alone. Each loads
 * what it does itself: a worker has no use for the api's description of itself.
 */
export function addProcesses(program: Command): void {
  program
    .command('api')
    .description('HTTP only: reader pages, admin, API')
    .action(async () => (await import('./run-api.js')).runApi());
  program
    .command('worker')
    .description('queues and clock only; answers /health/live and /health/ready on WORKER_PORT')
    .action(async () => {
      // Before what it does is loaded: see there.
      growHeapSlowly();
      await (await import('./run-worker.js')).runWorker();
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
