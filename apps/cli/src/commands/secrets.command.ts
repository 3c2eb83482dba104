import type { Command } from 'commander';
import { RotateSecrets } from '@app/mail';
import { withToolbox } from '../toolbox.js';
import { print } from './print.js';

/** What is stored encrypted: passwords of relays, private keys. */
export function addSecrets(program: Command): void {
  program
    .command('secrets')
    .description('stored passwords and keys')
    .command('rotate')
    .description('seal all of them anew under today’s SECRET_KEY; the old one stands in SECRET_KEYS_PREVIOUS meanwhile')
    .option('--dry-run', 'only say what would be done')
    .option('--json', 'print JSON')
    .action((options: { json?: boolean; dryRun?: boolean }) => withToolbox(async (tools) => {
      const dryRun = options.dryRun === true;
      const result = await tools.get(RotateSecrets, { strict: false }).rotate({ dryRun });
      print(options, result, () => [
        `${result.rotated} ${dryRun ? 'to be sealed anew' : 'sealed anew'}, ${result.current} under today’s key already, ${result.changedMeanwhile} stored anew by somebody else meanwhile`,
        ...result.unreadable.map((name) => `${name} cannot be read: put the key it was stored under into SECRET_KEYS_PREVIOUS, or enter it again`),
      ].join('\n'));
      if (result.unreadable.length > 0) process.exitCode = 1;
    })); // prettier-ignore
}
