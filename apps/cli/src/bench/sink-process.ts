import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SinkMessage, SinkRound } from './sink.js';

/** The parent's side of `sink.ts`. */
export class SinkProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  static async start(): Promise<SinkProcess> {
    const child = fork(fileURLToPath(new URL('./sink.js', import.meta.url)), { execArgv: [] });
    const first = await answer(child);
    if (first.kind !== 'listening') throw new Error('the sink did not start');
    return new SinkProcess(child, first.port);
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  begin(): void {
    this.child.send('begin');
  }

  async report(): Promise<SinkRound> {
    this.child.send('report');
    const message = await answer(this.child);
    if (message.kind !== 'round') throw new Error(`the sink said ${message.kind}`);
    return message;
  }

  close(): void {
    if (this.child.connected) this.child.disconnect();
  }
}

async function answer(child: ChildProcess): Promise<SinkMessage> {
  const [message] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the sink ended with ${String(code)}`);
    }),
  ])) as [SinkMessage];
  return message;
}
