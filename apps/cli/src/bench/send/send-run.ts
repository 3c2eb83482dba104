import { setTimeout as wait } from 'node:timers/promises';
import type { MailSink } from './mail-sink.js';
import { bytesReadBy, descriptorsOf, processorMicros } from './process-usage.js';

/** What one run of one arm cost, from the first message at the sink to the last. */
export interface SendRun {
  readonly arm: string;
  /** Counted at the sink. */
  readonly messages: number;
  readonly messagesPerSecond: number;
  /** From the start until the first message was at the sink: the audience is frozen then. */
  readonly startSeconds: number;
  /** Processor time for one message, in microseconds, by process; all processes of a kind together. */
  readonly processorMicros: Readonly<Record<string, number>>;
  readonly walBytesPerMessage: number | null;
  /** Of the worker that had most, in bytes; 0 for an arm without workers. */
  readonly peakBytes: number;
  /** At the sink, envelope included; null where the system does not tell. */
  readonly bytesPerMessage: number | null;
  /** Most connections at the sink at one time. */
  readonly connections: number;
  /** The ledger's own words; null for an arm without one. */
  readonly ledger: { readonly submitted: number; readonly uncertain: number; readonly others: number } | null;
}

export type Watched = Pick<
  SendRun,
  'messages' | 'messagesPerSecond' | 'startSeconds' | 'processorMicros' | 'walBytesPerMessage' | 'bytesPerMessage' | 'connections'
>; // prettier-ignore

/** Reads what has been used up by now. */
export interface Meters {
  /** Microseconds of processor time by name. */
  readonly processors: Readonly<Record<string, () => number>>;
  readonly walBytes?: () => Promise<number>;
}

const LOOK_EVERY_MS = 50;
/** Without a further message for this long the run is over, whoever is missing. */
const STALLED_MS = 120_000;

interface Reading {
  readonly at: number;
  readonly messages: number;
  readonly processors: Readonly<Record<string, number>>;
  readonly wal: number;
  readonly bytes: number | undefined;
}

/** Looks at the sink until all messages are there; `goesOn` ends it sooner when nobody sends any more. */
export async function watchRun(
  sink: MailSink,
  given: { readonly messages: number; readonly meters: Meters; readonly goesOn: () => boolean },
): Promise<Watched> {
  const { meters } = given;
  const before = descriptorsOf(sink.pid);
  const begunAt = performance.now();
  const zero = await read(sink, meters, 0);
  let first = zero;
  let last = { at: begunAt, messages: 0 };
  let connections = 0;
  while (last.messages < given.messages && performance.now() - last.at < STALLED_MS) {
    const isOver = !given.goesOn();
    const messages = await sink.accepted();
    if (messages > last.messages) last = { at: performance.now(), messages };
    if (first.messages === 0 && messages > 0) first = await read(sink, meters, messages);
    connections = Math.max(connections, descriptorsOf(sink.pid) - before);
    if (isOver) break;
    await wait(LOOK_EVERY_MS);
  }
  const end = await read(sink, meters, last.messages);
  // So few that all of them came between two looks: then the start counts too.
  const from = end.messages - first.messages < end.messages / 2 ? zero : first;
  const counted = end.messages - from.messages;
  return {
    messages: end.messages,
    messagesPerSecond: (counted / (last.at - from.at)) * 1_000,
    startSeconds: (first.at - begunAt) / 1_000,
    processorMicros: Object.fromEntries(
      Object.entries(end.processors).map(([name, micros]) => [name, (micros - (from.processors[name] ?? 0)) / counted]),
    ),
    walBytesPerMessage: meters.walBytes === undefined ? null : (end.wal - from.wal) / counted,
    bytesPerMessage: end.bytes === undefined || from.bytes === undefined ? null : (end.bytes - from.bytes) / counted,
    connections,
  };
}

async function read(sink: MailSink, meters: Meters, messages: number): Promise<Reading> {
  const processors = { ...meters.processors, sink: () => processorMicros(sink.pid) };
  return {
    at: performance.now(),
    messages,
    processors: Object.fromEntries(Object.entries(processors).map(([name, used]) => [name, used()])),
    wal: (await meters.walBytes?.()) ?? 0,
    bytes: bytesReadBy(sink.pid),
  };
}
