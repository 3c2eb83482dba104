import { rounded } from '../bench/figures.js';
import { meets, type Measure } from '../bench/measure.js';
import type { BenchResult } from '../bench/run-bench.js';
import { table } from './print.js';

/** The benchmark's figures for people. */
export function benchReport({ machine, render, send, readerParts, dispatches }: BenchResult): string {
  return [
    '',
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}, load ${rounded(machine.loadBefore)}`,
    `Node ${machine.node}, PostgreSQL ${machine.postgres} on ${machine.storage}`,
    ...(render === undefined ? [] : renderLines(render)),
    ...(send === undefined ? [] : sendLines(send)),
    ...Object.entries({ ...readerParts, ...dispatches }).flatMap(([part, measures]) => [
      '',
      part,
      measureTable(measures),
    ]),
  ].join('\n');
}

function renderLines(render: NonNullable<BenchResult['render']>): string[] {
  return [
    '',
    `render: a digest of ${render.stories} stories, HTML and plain text, warm`,
    `  ${rounded(render.medianMs)} ms (median of ${render.runs}; ${rounded(render.fastestMs)} to ${rounded(render.slowestMs)})`,
    `  ${render.htmlBytes} bytes of HTML, ${render.textBytes} of text`,
  ];
}

function sendLines(send: NonNullable<BenchResult['send']>): string[] {
  const row = (name: string, side: typeof send.plain, bytes: number): string[] => [
    name,
    String(Math.round(side.median)),
    side.rounds.map(Math.round).join(', '),
    String(rounded(side.processorMs)),
    String(bytes),
  ];
  return [
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
  ];
}

function measureTable(measures: readonly Measure[]): string {
  return table(
    ['', 'value', 'target', ''],
    measures.map((measure) => [measure.what, quantity(measure.value, measure.unit), ...verdict(measure)]),
  );
}

function quantity(value: number, unit: string): string {
  const number = Math.abs(value) >= 1_000 ? Math.round(value) : rounded(value);
  return `${number} ${unit}`.trim();
}

function verdict(measure: Measure): [target: string, verdict: string] {
  const { target, unit } = measure;
  if (target === undefined) return ['', ''];
  const text = 'atLeast' in target ? `≥ ${quantity(target.atLeast, unit)}` : `< ${quantity(target.below, unit)}`;
  return [text, meets(measure) ? 'met' : 'missed'];
}
