import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '@app/platform';
import { SinkProcess } from '../sink-process.js';
import { ended, endsWithUs } from './child-process.js';

/** Where every arm's messages go: a process of its own that takes all of them at once, keeps none, and counts. */
export interface MailSink {
  readonly kind: 'smtp-sink' | 'built-in';
  readonly port: number;
  readonly pid: number;
  /** Messages it answered with yes after their final dot, since it was started. */
  accepted(): Promise<number>;
  close(): Promise<void>;
}

/** Debian puts them where only root's PATH leads. */
const PLACES = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin'];
const BACKLOG = '1000';
const MOST_SESSIONS = '512';
const READY_MS = 10_000;
const LOOK_EVERY_MS = 20;
/** Longer than one print of its counters. */
const TAIL_BYTES = 128;

export function findProgram(name: string): string | undefined {
  return PLACES.map((place) => path.join(place, name)).find((file) => existsSync(file));
}

/** Debian's where it is installed: written in C, and the same for whoever wants to repeat the figures. */
export async function startMailSink(folder: string): Promise<MailSink> {
  const program = findProgram('smtp-sink');
  return program === undefined ? builtIn() : debians(program, folder);
}

/**
 * `-c` prints how many sessions, goodbyes and messages there were, after each of them; into a file, so that nobody has to
 * read along while it is measured. The message count goes up after the final dot, just before its answer.
 */
async function debians(program: string, folder: string): Promise<MailSink> {
  const port = await freePort();
  const file = path.join(folder, `smtp-sink-${port}`);
  const counters = openSync(file, 'w+');
  // It insists on not staying root.
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const args = [...user, '-c', '-m', MOST_SESSIONS, `127.0.0.1:${port}`, BACKLOG];
  const child = endsWithUs(spawn(program, args, { stdio: ['ignore', counters, 'inherit'] }));
  await once(child, 'spawn');
  await listening(port);
  const { pid } = child;
  if (pid === undefined) throw new Error('smtp-sink did not start');
  return {
    kind: 'smtp-sink',
    port,
    pid,
    accepted: () => Promise.resolve(lastCount(counters)),
    close: async () => {
      await ended(child);
      closeSync(counters);
    },
  };
}

async function builtIn(): Promise<MailSink> {
  const sink = await SinkProcess.start();
  return {
    kind: 'built-in',
    port: sink.port,
    pid: sink.pid,
    accepted: () => sink.accepted(),
    close: () => {
      sink.close();
      return Promise.resolve();
    },
  };
}

/** Prints are `sess=1 quit=1 mesg=20`, each with a carriage return at its end. */
function lastCount(counters: number): number {
  const { size } = fstatSync(counters);
  const tail = Buffer.alloc(Math.min(TAIL_BYTES, size));
  readSync(counters, tail, 0, tail.length, size - tail.length);
  const prints = [...tail.toString('latin1').matchAll(/mesg=(\d+)\s*\r/g)];
  return Number(prints.at(-1)?.[1] ?? 0);
}

async function listening(port: number): Promise<void> {
  for (const begun = performance.now(); performance.now() - begun < READY_MS;) {
    await wait(LOOK_EVERY_MS);
    const socket = connect(port, '127.0.0.1');
    const isOpen = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'close').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isOpen) return;
  }
  throw new Error(`nobody listens on port ${port}`);
}
