import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SinkMessage } from './sink.js';

/** The parent's side of `sink.ts`. */
export class SinkProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly pid: number,
    readonly port: number,
  ) {}

  static async start(): Promise<SinkProcess> {
    const child = fork(fileURLToPath(new URL('./sink.js', import.meta.url)), { execArgv: [] });
    const first = await answer(child);
    if (first.kind !== 'listening' || child.pid === undefined) throw new Error('the sink did not start');
    return new SinkProcess(child, child.pid, first.port);
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** Messages taken since it was started. */
  async accepted(): Promise<number> {
    this.child.send('accepted');
    const message = await answer(this.child);
    if (message.kind !== 'accepted') throw new Error(`the sink said ${message.kind}`);
    return message.accepted;
  }

  close(): void {
    if (this.child.connected) this.child.disconnect();
  }
}

async function answer(child: ChildProcess): Promise<SinkMessage> {
  const stop = new AbortController();
  const said = once(child, 'message', { signal: stop.signal });
  const gone = once(child, 'exit', { signal: stop.signal }).then(([code]) => {
    throw new Error(`the sink ended with ${String(code)}`);
  });
  try {
    const [message] = (await Promise.race([said, gone])) as [SinkMessage];
    return message;
  } finally {
    stop.abort();
    // Whichever of the two lost the race ends with the signal.
    await Promise.allSettled([said, gone]);
  }
}
