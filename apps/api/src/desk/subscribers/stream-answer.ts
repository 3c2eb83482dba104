import { once } from 'node:events';
import { PassThrough } from 'node:stream';

/** A body that is written as slowly as its client reads. */
export class AnswerStream {
  readonly body = new PassThrough();
  private readonly gone = new AbortController();

  constructor() {
    this.body.once('close', () => {
      this.gone.abort(new Error('the client is gone'));
    });
  }

  /** Aborts when nobody reads any more. */
  get signal(): AbortSignal {
    return this.gone.signal;
  }

  /** Waits until the client has taken what came before; fails when it is gone. */
  async write(text: string): Promise<void> {
    this.signal.throwIfAborted();
    if (!this.body.write(text)) await once(this.body, 'drain', { signal: this.signal });
  }
}
