import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FeedServerMessage, FeedServerOrder, FeedServerReport } from './feed-server.js';

export interface OpenFeeds {
  /** One address a feed, in the order given. */
  readonly urls: readonly string[];
  /** Of all of them together, as XML. */
  readonly bytes: number;
}

/** The parent's side of `feed-server.ts`. */
export class FeedServerProcess {
  private constructor(private readonly child: ChildProcess) {}

  static start(): FeedServerProcess {
    return new FeedServerProcess(fork(fileURLToPath(new URL('./feed-server.js', import.meta.url)), { execArgv: [] }));
  }

  /** Makes so many feeds, numbered from `first`, and serves each at a port of its own. */
  async open({ feeds, entries, first }: { feeds: number; entries: number; first: number }): Promise<OpenFeeds> {
    const numbered = Array.from({ length: feeds }, (_, at) => ({ number: first + at, entries }));
    const message = await this.ask({ kind: 'open', feeds: numbered });
    if (message.kind !== 'open') throw new Error(`the feed server said ${message.kind}`);
    return { urls: message.ports.map((port) => `http://127.0.0.1:${port}/`), bytes: message.bytes };
  }

  begin(): void {
    this.child.send({ kind: 'begin' } satisfies FeedServerOrder);
  }

  async report(): Promise<FeedServerReport> {
    const message = await this.ask({ kind: 'report' });
    if (message.kind !== 'report') throw new Error(`the feed server said ${message.kind}`);
    return message;
  }

  close(): void {
    if (this.child.connected) this.child.disconnect();
  }

  private async ask(order: FeedServerOrder): Promise<FeedServerMessage> {
    const stop = new AbortController();
    const answer = once(this.child, 'message', { signal: stop.signal });
    const end = once(this.child, 'exit', { signal: stop.signal }).then(([code]) => {
      throw new Error(`the feed server ended with ${String(code)}`);
    });
    this.child.send(order);
    try {
      const [message] = (await Promise.race([answer, end])) as [FeedServerMessage];
      return message;
    } finally {
      stop.abort();
      // Whichever of the two lost the race ends with the signal.
      await Promise.allSettled([answer, end]);
    }
  }
}
