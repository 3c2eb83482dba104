import type { Command } from 'commander';
import { measureSending } from '../bench/run-bench.js';
import { SEND_ARMS } from '../bench/send/send-arms.js';
import { chosen, wholeNumber } from './bench-options.js';
import { sendReport } from './bench-report.js';
import { print } from './print.js';

/** A round much shorter than a second says more about the clock than about us. */
const FEWEST_READERS = 100;
const MOST_READERS = 1_000_000;
const MOST_ROUNDS = 20;
const ARMS = SEND_ARMS.map(({ name }) => name);

interface Options {
  json?: boolean;
  readers: string;
  rounds: string;
  arms: readonly string[];
  memory?: boolean;
  profiles?: string;
}

export function addBenchSend(bench: Command): void {
  bench
    .command('send')
    .description('the same edition by worker processes, by a plain sendMail loop and by smtp-source, into one sink')
    .option('--readers <n>', 'readers of the edition', '100000')
    .option('--rounds <n>', 'rounds, all arms in turn; the medians are compared', '3')
    .option('--arms <names>', `some arms only, with commas between: ${ARMS.join(', ')}`, (text) => chosen(text, ARMS), ARMS)
    .option('--memory', 'once more to a million readers, for the memory a worker needs')
    .option('--profiles <folder>', 'where workers leave profiles of their processor time (*.cpuprofile)')
    .option('--json', 'print one JSON document')
    .action(async (own: Options, command: Command) => {
      // `--json` may stand before the name of the part too.
      const options = { ...own, ...command.optsWithGlobals<Options>() };
      const result = await measureSending({
        readers: wholeNumber('--readers', options.readers, FEWEST_READERS, MOST_READERS),
        rounds: wholeNumber('--rounds', options.rounds, 1, MOST_ROUNDS),
        arms: options.arms,
        memoryReaders: options.memory === true ? MOST_READERS : undefined,
        profiles: options.profiles,
        onStep: (step) => process.stderr.write(`· ${step}\n`),
      });
      print(options, result, () => sendReport(result));
      // A figure got by losing somebody is no figure.
      if (result.lost > 0 || result.twice > 0) process.exitCode = 1;
    });
} // prettier-ignore
