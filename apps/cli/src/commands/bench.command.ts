import { InvalidArgumentError, type Command } from 'commander';
import { FULL_SIZES } from '../bench/bench-dispatch-parts.js';
import { FULL_READER_SIZES } from '../bench/bench-reader-parts.js';
import { PARTS, runBench, type Part } from '../bench/run-bench.js';
import { benchReport } from './bench-report.js';
import { print } from './print.js';

/** A round much shorter than a second says more about the clock than about us. */
const FEWEST_READERS = 100;
const MOST_READERS = 200_000;
const MOST_ROUNDS = 20;
/** A list much shorter says more about connecting than about importing. */
const FEWEST_ROWS = 10_000;
const MOST_ROWS = 10_000_000;

interface Options {
  json?: boolean;
  only: readonly Part[];
  readers: string;
  rounds: string;
  rows: string;
  subscribers: string;
}

export function addBench(program: Command): void {
  program
    .command('bench')
    .description('measure, on a throw-away instance: sending, signing up, storing feeds, clustering, the shelf')
    .option('--only <parts>', `some parts only, with commas between: ${PARTS.join(', ')}`, parts, [...PARTS])
    .option('--readers <n>', 'readers of the edition that is sent', '2000')
    .option('--rounds <n>', 'rounds of sending, ours and the plain loop in turn; the medians are compared', '3')
    .option('--rows <n>', 'readers of the list that is imported', String(FULL_READER_SIZES.imported))
    .option(
      '--subscribers <n>',
      'subscribers known while one is looked up; and, a million at most, in the audience that is frozen',
      String(FULL_READER_SIZES.subscribers),
    )
    .option('--json', 'print one JSON document')
    .action(async (options: Options) => {
      const subscribers = wholeNumber('--subscribers', options.subscribers, FEWEST_ROWS, MOST_ROWS);
      const result = await runBench({
        parts: options.only,
        sizes: FULL_SIZES,
        readerSizes: {
          ...FULL_READER_SIZES,
          imported: wholeNumber('--rows', options.rows, FEWEST_ROWS, MOST_ROWS),
          subscribers,
          audience: Math.min(subscribers, FULL_READER_SIZES.audience),
        },
        readers: wholeNumber('--readers', options.readers, FEWEST_READERS, MOST_READERS),
        rounds: wholeNumber('--rounds', options.rounds, 1, MOST_ROUNDS),
        onStep: (step) => process.stderr.write(`· ${step}\n`),
      });
      print(options, result, () => benchReport(result));
      // A figure got by losing somebody is no figure.
      if ((result.send?.lost ?? 0) > 0 || (result.send?.twice ?? 0) > 0) process.exitCode = 1;
    });
}

function parts(given: string): Part[] {
  const named = given.split(',').map((name) => name.trim());
  const chosen = PARTS.filter((part) => named.includes(part));
  const unknown = named.filter((name) => !PARTS.some((part) => part === name));
  if (unknown.length > 0) throw new InvalidArgumentError(`unknown: ${unknown.join(', ')}; there are ${PARTS.join(', ')}`);
  return chosen;
} // prettier-ignore

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new Error(`${name}: given ${text}; expected: a whole number from ${min} to ${max}`);
  return value;
}
