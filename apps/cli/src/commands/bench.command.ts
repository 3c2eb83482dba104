import { Argument, type Command } from 'commander';
import { rounded } from '../bench/figures.js';
import { runBench, type BenchResult } from '../bench/run-bench.js';
import { print, table } from './print.js';

const PARTS = ['render', 'send'] as const;

/** A round much shorter than a second says more about the clock than about us. */
const FEWEST_READERS = 100;
const MOST_READERS = 200_000;
const MOST_ROUNDS = 20;

interface Options {
  json?: boolean;
  readers: string;
  rounds: string;
}

export function addBench(program: Command): void {
  program
    .command('bench')
    .description('measure, on a throw-away instance, against a plain Nodemailer loop in the same run')
    .addArgument(new Argument('[part]', 'one part only').choices(PARTS))
    .option('--readers <n>', 'readers of the edition that is sent', '2000')
    .option('--rounds <n>', 'rounds of each side, in turn; the medians are compared', '3')
    .option('--json', 'print one JSON document')
    .action(async (part: (typeof PARTS)[number] | undefined, options: Options) => {
      const result = await runBench({
        parts: part === undefined ? PARTS : [part],
        readers: wholeNumber('--readers', options.readers, FEWEST_READERS, MOST_READERS),
        rounds: wholeNumber('--rounds', options.rounds, 1, MOST_ROUNDS),
        onStep: (step) => process.stderr.write(`· ${step}\n`),
      });
      print(options, result, () => describe(result));
      // A figure got by losing somebody is no figure.
      if ((result.send?.lost ?? 0) > 0 || (result.send?.twice ?? 0) > 0) process.exitCode = 1;
    });
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new Error(`${name}: given ${text}; expected: a whole number from ${min} to ${max}`);
  return value;
}

function describe({ machine, render, send }: BenchResult): string {
  const lines = [
    '',
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}, load ${rounded(machine.loadBefore)}`,
    `Node ${machine.node}, PostgreSQL ${machine.postgres} on ${machine.storage}`,
  ];
  if (render !== undefined)
    lines.push(
      '',
      `render: a digest of ${render.stories} stories, HTML and plain text, warm`,
      `  ${rounded(render.medianMs)} ms (median of ${render.runs}; ${rounded(render.fastestMs)} to ${rounded(render.slowestMs)})`,
      `  ${render.htmlBytes} bytes of HTML, ${render.textBytes} of text`,
    );
  if (send !== undefined) {
    const row = (name: string, side: typeof send.plain, bytes: number): string[] => [
      name,
      String(Math.round(side.median)),
      side.rounds.map(Math.round).join(', '),
      String(rounded(side.processorMs)),
      String(bytes),
    ];
    lines.push(
      '',
      `send: ${send.readers} readers, ${send.connections} connections, queue on ${send.queue}, sink on this machine`,
      table(
        ['', 'messages/s', 'rounds', 'processor ms each', 'bytes each'],
        [
          row('Colporteur', send.colporteur, send.messageBytes.colporteur),
          row('plain loop', send.plain, send.messageBytes.plain),
        ],
      ),
      `ratio ${rounded(send.ratio)}; lost ${send.lost}, twice ${send.twice}, uncertain ${send.uncertain}`,
    );
  }
  return lines.join('\n');
}
