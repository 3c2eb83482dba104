import { median } from '../figures.js';
import type { Measure } from '../measure.js';
import type { SendRun } from './send-run.js';

/** Medians over the rounds of one arm. */
export type ArmFigures = Omit<SendRun, 'ledger' | 'messages'> & {
  /** Messages a second of each round. */
  readonly rounds: readonly number[];
};

/** How much faster Colporteur is than each of the others in the same run; above 1 is faster. */
export interface SendRatios {
  readonly vsSendMail: number | null;
  readonly vsSmtpSource: number | null;
  /** Two workers by one. */
  readonly twoWorkers: number | null;
}

const TARGET_VS_SEND_MAIL = 5;
const TARGET_VS_SMTP_SOURCE = 0.7;
const TARGET_TWO_WORKERS = 1;

/** Pure. In the order in which the arms were first run. */
export function armFigures(runs: readonly SendRun[]): ArmFigures[] {
  return [...Map.groupBy(runs, ({ arm }) => arm)].map(([arm, ofArm]) => ({
    arm,
    rounds: ofArm.map((run) => run.messagesPerSecond),
    messagesPerSecond: median(ofArm.map((run) => run.messagesPerSecond)),
    startSeconds: median(ofArm.map((run) => run.startSeconds)),
    processorMicros: Object.fromEntries(
      Object.keys(ofArm[0]?.processorMicros ?? {}).map((name) => [
        name,
        median(ofArm.map((run) => run.processorMicros[name] ?? 0)),
      ]),
    ),
    walBytesPerMessage: medianOrNull(ofArm.map((run) => run.walBytesPerMessage)),
    peakBytes: Math.max(...ofArm.map((run) => run.peakBytes)),
    bytesPerMessage: medianOrNull(ofArm.map((run) => run.bytesPerMessage)),
    connections: Math.max(...ofArm.map((run) => run.connections)),
  }));
}

/** Pure. Null where an arm was not run. */
export function sendRatios(figures: readonly ArmFigures[]): SendRatios {
  const speed = (name: string): number | undefined => figures.find(({ arm }) => arm === name)?.messagesPerSecond;
  const ratio = (one: string, other: string): number | null => {
    const [ours, theirs] = [speed(one), speed(other)];
    return ours === undefined || theirs === undefined ? null : ours / theirs;
  };
  return {
    vsSendMail: ratio('postgres-1', 'loop'),
    vsSmtpSource: ratio('postgres-1', 'smtp-source'),
    twoWorkers: ratio('postgres-2', 'postgres-1'),
  };
}

/** Pure. What the ratios are held to. */
export function sendTargets(ratios: SendRatios): Measure[] {
  const measure = (what: string, value: number | null, atLeast: number): Measure[] =>
    value === null ? [] : [{ what, value, unit: '', target: { atLeast } }];
  return [
    ...measure('by the plain sendMail loop', ratios.vsSendMail, TARGET_VS_SEND_MAIL),
    ...measure('by smtp-source', ratios.vsSmtpSource, TARGET_VS_SMTP_SOURCE),
    ...measure('two workers by one', ratios.twoWorkers, TARGET_TWO_WORKERS),
  ];
}

function medianOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}
