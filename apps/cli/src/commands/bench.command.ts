import type { Command } from 'commander';
import { FULL_SIZES } from '../bench/bench-dispatch-parts.js';
import { FULL_READER_SIZES } from '../bench/bench-reader-parts.js';
import { PARTS, runBench, type Part } from '../bench/run-bench.js';
import { addBenchFaults } from './bench-faults.command.js';
import { benchReport } from './bench-report.js';
import { addBenchSend } from './bench-send.command.js';
import { chosen, wholeNumber } from './bench-options.js';
import { print } from './print.js';

/** A list much shorter says more about connecting than about importing. */
const FEWEST_ROWS = 10_000;
const MOST_ROWS = 10_000_000;
/** Fewer than a hundred editions fill no two pages. */
const FEWEST_EDITIONS = 100;
const MOST_EDITIONS = 100_000;
const { listed } = FULL_READER_SIZES;

interface Options {
  json?: boolean;
  only: readonly Part[];
  rows: string;
  subscribers: string;
  dispatches: string;
  editions: string;
  folder?: string;
}

export function addBench(program: Command): void {
  const bench = program.command('bench');
  addBenchFaults(bench);
  addBenchSend(bench);
  bench
    .description('measure, on a throw-away instance: rendering, signing up, storing feeds, clustering, the shelf')
    .option('--only <parts>', `some parts only, with commas between: ${PARTS.join(', ')}`, parts, [...PARTS])
    .option('--rows <n>', 'readers of the list that is imported', String(FULL_READER_SIZES.imported))
    .option(
      '--subscribers <n>',
      'subscribers known while one is looked up, or listed; and, a million at most, in the audience that is frozen',
      String(FULL_READER_SIZES.subscribers),
    )
    .option('--dispatches <n>', 'dispatches that are listed, and entries of the audit', String(listed.dispatches))
    .option('--editions <n>', 'closed editions that are listed', String(listed.editions))
    .option('--folder <path>', 'keep the instance there; lists that were filled in it are measured again as they are')
    .option('--json', 'print one JSON document')
    .action(async (options: Options) => {
      const subscribers = wholeNumber('--subscribers', options.subscribers, FEWEST_ROWS, MOST_ROWS);
      const result = await runBench({
        parts: options.only,
        folder: options.folder,
        sizes: FULL_SIZES,
        readerSizes: {
          ...FULL_READER_SIZES,
          imported: wholeNumber('--rows', options.rows, FEWEST_ROWS, MOST_ROWS),
          subscribers,
          listed: {
            subscribers,
            dispatches: wholeNumber('--dispatches', options.dispatches, FEWEST_ROWS, MOST_ROWS),
            editions: wholeNumber('--editions', options.editions, FEWEST_EDITIONS, MOST_EDITIONS),
          },
          audience: Math.min(subscribers, FULL_READER_SIZES.audience),
        },
        onStep: (step) => process.stderr.write(`· ${step}\n`),
      });
      print(options, result, () => benchReport(result));
    });
}

function parts(given: string): Part[] {
  return chosen(given, PARTS);
}
