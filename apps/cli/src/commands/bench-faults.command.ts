import type { Command } from 'commander';
import { FAULTS } from '../bench/faults/fault-list.js';
import { runFaults, type FaultResult } from '../bench/faults/run-faults.js';
import { print, table } from './print.js';

const FEWEST = 100;
const MOST = 100_000;

interface Options {
  json?: boolean;
  recipients: string;
  fault: readonly string[];
}

/** `bench faults`: what a crash, a lost queue or a relay in trouble does to an edition. */
export function addBenchFaults(bench: Command): void {
  bench
    .command('faults')
    .description('send an edition through every fault, and count at the relay who got it twice or not at all')
    .option('--recipients <n>', 'readers of the edition', '2000')
    .option('--fault <name...>', `some only: ${FAULTS.map(({ name }) => name).join('; ')}`, [])
    .option('--json', 'print one JSON document')
    .action(async (_given: Options, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const unknown = options.fault.filter((name) => !FAULTS.some((fault) => fault.name === name));
      if (unknown.length > 0) throw new Error(`no such fault: ${unknown.join(', ')}`);
      const recipients = Number(options.recipients);
      if (!Number.isInteger(recipients) || recipients < FEWEST || recipients > MOST)
        throw new Error(
          `--recipients: given ${options.recipients}; expected: a whole number from ${FEWEST} to ${MOST}`,
        );
      const results = await runFaults({
        recipients,
        names: options.fault,
        onStep: (step) => process.stderr.write(`· ${step}\n`),
      });
      print(options, results, () => report(results));
      if (!results.every(({ passed }) => passed)) process.exitCode = 1;
    });
}

const COLUMNS = ['submitted', 'twice', 'lost', 'rejected', 'skipped', 'uncertain', 'bound'] as const;

function report(results: readonly FaultResult[]): string {
  const rows = results.map((result) => [
    result.fault,
    ...COLUMNS.map((name) => String(result[name])),
    result.seconds.toFixed(1),
    result.passed ? '' : 'FAILED',
  ]);
  return table(['fault', ...COLUMNS, 'seconds', ''], rows);
}
