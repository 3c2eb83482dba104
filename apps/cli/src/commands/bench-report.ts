import { rounded } from '../bench/figures.js';
import { meets, type Measure } from '../bench/measure.js';
import type { BenchResult, Machine, SendingResult } from '../bench/run-bench.js';
import { table } from './print.js';

/** The benchmark's figures for people. */
export function benchReport({ machine, render, readerParts, dispatches }: BenchResult): string {
  return [
    ...machineLines(machine),
    ...(render === undefined ? [] : renderLines(render)),
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
    `  ${rounded(render.sandboxMs)} ms in the workshop's sandbox`,
    `  ${render.htmlBytes} bytes of HTML, ${render.textBytes} of text`,
  ];
}

/** The figures of sending for people. */
export function sendReport({ machine, ...send }: SendingResult): string {
  return [
    ...machineLines(machine),
    '',
    `send: ${send.readers} readers, ${send.connections} connections, ${send.messageBytes} bytes each, into ${send.sink}`,
    table(
      ['', 'messages/s', 'rounds', 'first after', 'processor µs each', 'WAL each', 'peak memory'],
      send.arms.map((arm) => [
        arm.arm,
        String(Math.round(arm.messagesPerSecond)),
        arm.rounds.map(Math.round).join(', '),
        `${rounded(arm.startSeconds)} s`,
        Object.entries(arm.processorMicros).map(([name, micros]) => `${name} ${Math.round(micros)}`).join(', '),
        arm.walBytesPerMessage === null ? '' : `${Math.round(arm.walBytesPerMessage)} B`,
        arm.peakBytes === 0 ? '' : `${Math.round(arm.peakBytes / 2 ** 20)} MB`,
      ]),
    ),
    ...(send.targets.length === 0 ? [] : [measureTable(send.targets)]),
    ...send.notes,
    `lost ${send.lost}, twice ${send.twice}, uncertain ${send.uncertain}`,
  ].join('\n'); // prettier-ignore
}

function machineLines(machine: Machine): string[] {
  return [
    '',
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}, load ${rounded(machine.loadBefore)}`,
    `Node ${machine.node}, PostgreSQL ${machine.postgres} on ${machine.storage}`,
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
