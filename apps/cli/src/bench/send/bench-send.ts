import { mkdirSync } from 'node:fs';
import { buildMessage } from '@app/mail';
import type { BenchStage } from '../bench-stage.js';
import type { Measure } from '../measure.js';
import { runColporteur } from './colporteur-run.js';
import { findProgram, startMailSink, type MailSink } from './mail-sink.js';
import { runLoop, runSource } from './other-runs.js';
import { armsOfRound, BASE_ARM, CONNECTIONS, SEND_ARMS, type SendArm } from './send-arms.js';
import { armFigures, sendRatios, sendTargets, type ArmFigures, type SendRatios } from './send-figures.js';
import type { SendRun } from './send-run.js';
import { openSendStage, type SendStage } from './send-stage.js';

export interface SendOptions {
  readonly readers: number;
  readonly rounds: number;
  /** By name; all of {@link SEND_ARMS} unless told otherwise. */
  readonly arms: readonly string[];
  /** Readers of one more run, for the memory a worker needs for so many; undefined: none. */
  readonly memoryReaders?: number | undefined;
  readonly profiles?: string | undefined;
  readonly onStep: (step: string) => void;
}

export interface SendResult {
  readonly readers: number;
  readonly connections: number;
  readonly sink: MailSink['kind'];
  /** Of one message as a reader gets it, without envelope. */
  readonly messageBytes: number;
  readonly arms: readonly ArmFigures[];
  /** Null without Debian's sink: our own is slower than what it should measure. */
  readonly ratios: SendRatios | null;
  readonly targets: readonly Measure[];
  /** Why something was not measured. */
  readonly notes: readonly string[];
  /** Over all runs of ours: readers without a message of theirs at the sink, and messages at the sink too many. */
  readonly lost: number;
  readonly twice: number;
  readonly uncertain: number;
}

const MEMORY_BYTES = 250 * 2 ** 20;
const MEMORY_GROWTH = 1.1;

/** The same messages to the same sink by every arm in turn, as often as there are rounds. */
export async function benchSend(bench: BenchStage, options: SendOptions): Promise<SendResult> {
  const { readers, rounds, onStep, profiles } = options;
  if (profiles !== undefined) mkdirSync(profiles, { recursive: true });
  const { arms, notes } = possibleArms(options.arms);
  const stage = await openSendStage(bench, readers);
  try {
    const messageBytes = await sizeOf(stage);
    const runs: SendRun[] = [];
    let sinkKind: MailSink['kind'] = 'built-in';
    for (let round = 0; round < rounds; round += 1) {
      for (const arm of armsOfRound(arms, round)) {
        const sink = await startMailSink(stage.folder);
        sinkKind = sink.kind;
        try {
          const run = await runArm(arm, { stage, sink, readers, messageBytes, profiles });
          runs.push(run);
          onStep(`round ${round + 1}, ${arm.name}: ${told(run)}`);
        } finally {
          await sink.close();
        }
      }
    }
    const memory = await benchMemory(bench, options, runs);
    const figures = armFigures(runs);
    const isVoid = sinkKind === 'built-in';
    if (isVoid) notes.push('smtp-sink (Debian: postfix) is not installed; our own sink is slower than what it should measure, so ratios are void'); // prettier-ignore
    const ratios = isVoid ? null : sendRatios(figures);
    return {
      readers,
      connections: CONNECTIONS,
      sink: sinkKind,
      messageBytes,
      arms: figures,
      ratios,
      targets: [...(ratios === null ? [] : sendTargets(ratios)), ...memory],
      notes,
      ...kept(runs, readers),
    };
  } finally {
    await stage.close();
  }
}

function possibleArms(names: readonly string[]): { arms: SendArm[]; notes: string[] } {
  const notes: string[] = [];
  const has = (program: string): boolean => findProgram(program) !== undefined;
  const chosen = SEND_ARMS.filter(({ name }) => names.includes(name));
  const arms = chosen.filter((arm) => {
    if (arm.kind === 'source') return has('smtp-source');
    return arm.kind === 'loop' || arm.queue === 'postgres' || has('redis-server');
  });
  const missing = chosen.filter((arm) => !arms.includes(arm)).map(({ name }) => name);
  if (missing.length > 0) notes.push(`not run, because the program is not installed: ${missing.join(', ')}`);
  return { arms, notes };
}

function runArm(arm: SendArm, options: Parameters<typeof runSource>[0] & { profiles?: string | undefined }): Promise<SendRun> {
  if (arm.kind === 'colporteur') return runColporteur(arm, options);
  return arm.kind === 'loop' ? runLoop(arm, options) : runSource(options);
} // prettier-ignore

/** A worker's memory does not grow with the audience: held against the runs before, which had fewer readers. */
async function benchMemory(bench: BenchStage, options: SendOptions, runs: readonly SendRun[]): Promise<Measure[]> {
  const { memoryReaders, onStep } = options;
  if (memoryReaders === undefined) return [];
  const stage = await openSendStage(bench, memoryReaders, 'send_bench_memory');
  const sink = await startMailSink(stage.folder);
  try {
    const run = await runColporteur(BASE_ARM, { stage, sink, readers: memoryReaders });
    onStep(`memory, ${memoryReaders} readers: ${told(run)}`);
    const few = Math.max(...runs.filter(({ arm }) => arm === BASE_ARM.name).map(({ peakBytes }) => peakBytes));
    const megabytes = 2 ** 20;
    return [
      { what: `peak memory of a worker at ${memoryReaders}`, value: run.peakBytes / megabytes, unit: 'MB', target: { below: MEMORY_BYTES / megabytes } },
      { what: `… by that at ${options.readers}`, value: run.peakBytes / few, unit: '', target: { below: MEMORY_GROWTH } },
    ]; // prettier-ignore
  } finally {
    await sink.close();
    await stage.close();
  }
}

/** Of what Nodemailer's composer makes of the digest: what both ours and the loop's messages come to. */
async function sizeOf({ digest }: SendStage): Promise<number> {
  const message = await buildMessage({
    from: { name: 'Newsroom', address: 'monde@newsletters.example.org' },
    to: 'reader-1@post-1.example',
    subject: digest.subject,
    html: digest.html,
    text: digest.text,
    messageId: '<1@newsletters.example.org>',
    date: new Date(0),
    headers: {},
  });
  return message.length;
}

function told(run: SendRun): string {
  const micros = Object.entries(run.processorMicros).map(([name, value]) => `${name} ${Math.round(value)}`);
  return `${Math.round(run.messagesPerSecond)}/s of ${run.messages}; µs each: ${micros.join(', ')}`;
}

/** The sink counts messages and not readers, so what is lost and twice in one run could only hide each other. */
function kept(runs: readonly SendRun[], readers: number): Pick<SendResult, 'lost' | 'twice' | 'uncertain'> {
  const ours = runs.flatMap(({ messages, ledger }) => (ledger === null ? [] : [{ messages, ...ledger }]));
  const total = (count: (run: (typeof ours)[number]) => number): number =>
    ours.reduce((sum, run) => sum + Math.max(0, count(run)), 0);
  return {
    lost: total(({ messages, uncertain, others }) => readers - messages - uncertain - others),
    twice: total(({ messages, submitted, uncertain }) => messages - submitted - uncertain),
    uncertain: total(({ uncertain }) => uncertain),
  };
}
