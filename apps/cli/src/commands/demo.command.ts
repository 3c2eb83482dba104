import type { Command } from 'commander';
import { runDemo } from '../demo/run-demo.js';
import { print } from './print.js';

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description(
      'the whole main job, unattended, on a throw-away instance: from the sign-up form to the one-click unsubscribe',
    )
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: boolean }) => {
      const result = await runDemo((step) => {
        if (options.json !== true)
          process.stdout.write(
            `${step.ok ? '✓' : '✗'} ${step.name.padEnd(48)} ${String(step.ms).padStart(6)} ms  ${step.detail}\n`,
          );
      });
      print(options, result, () => (result.ok ? '\nEverything held.' : '\nThe journey ended early.'));
      if (!result.ok) process.exitCode = 1;
    });
}
