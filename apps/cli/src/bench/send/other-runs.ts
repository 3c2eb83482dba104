import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ended, endsWithUs } from './child-process.js';
import { findProgram, type MailSink } from './mail-sink.js';
import type { LoopOrder } from './plain-loop.js';
import { processorMicros } from './process-usage.js';
import { CONNECTIONS, type SendArm } from './send-arms.js';
import { watchRun, type SendRun } from './send-run.js';
import type { SendStage } from './send-stage.js';

interface RunOptions {
  readonly stage: SendStage;
  readonly sink: MailSink;
  readonly readers: number;
  /** Of one message of ours, in bytes. */
  readonly messageBytes: number;
}

/** The loop that a developer would write instead, in a process of its own. */
export async function runLoop(arm: Extract<SendArm, { kind: 'loop' }>, options: RunOptions): Promise<SendRun> {
  const { stage, sink, readers } = options;
  const child = fork(fileURLToPath(new URL('./plain-loop-process.js', import.meta.url)), { execArgv: [] });
  endsWithUs(child);
  await once(child, 'spawn');
  const order: LoopOrder = { port: sink.port, connections: CONNECTIONS, readers, digest: stage.digest, links: arm.links };
  child.send(order);
  return watched(arm.name, 'loop', child, options);
} // prettier-ignore

/** `-d`: the connection is kept; `-l`: so many bytes each. */
export async function runSource(options: RunOptions): Promise<SendRun> {
  const program = findProgram('smtp-source');
  if (program === undefined) throw new Error('smtp-source is not installed');
  const { sink, readers, messageBytes } = options;
  const args = ['-d', '-l', String(messageBytes), '-s', String(CONNECTIONS), '-m', String(readers)];
  const child = spawn(program, [...args, `127.0.0.1:${sink.port}`], { stdio: ['ignore', 'ignore', 'inherit'] });
  endsWithUs(child);
  await once(child, 'spawn');
  return watched('smtp-source', 'source', child, options);
}

async function watched(arm: string, name: string, child: ChildProcess, options: RunOptions): Promise<SendRun> {
  const { sink, readers } = options;
  const pid = child.pid ?? 0;
  // It may be gone by the last look: then what was seen before counts.
  let most = 0;
  const used = (): number => (most = Math.max(most, processorMicros(pid)));
  const goesOn = (): boolean => {
    used();
    return child.exitCode === null && child.signalCode === null;
  };
  try {
    const seen = await watchRun(sink, { messages: readers, meters: { processors: { [name]: used } }, goesOn });
    return { arm, ...seen, peakBytes: 0, ledger: null };
  } finally {
    await ended(child);
  }
}
