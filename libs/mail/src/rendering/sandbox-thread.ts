import { Worker } from 'node:worker_threads';
import { errorText } from '@app/platform';
import type { SandboxAnswer, SandboxTask } from './sandbox-messages.js';

/** How one task ended. After anything but `rendered`, `checked` and `refused` the worker is of no use any more. */
export type SandboxOutcome =
  | Extract<SandboxAnswer, { kind: 'rendered' | 'checked' | 'refused' | 'failed' }>
  | { readonly kind: 'too_slow' }
  | { readonly kind: 'too_much_memory' }
  /** It ended before it was given the task, which is nobody's fault and may be asked of another one. */
  | { readonly kind: 'never_began'; readonly message: string };

/** Milliseconds until a worker has loaded what it renders with; a second on a quiet machine. */
const START_LIMIT = 30_000;

/** One worker thread of the sandbox: one task at a time. */
export class SandboxWorker {
  /** undefined: the system gave no thread, as where a container may have no more of them. */
  readonly #worker: Worker | undefined;
  #isReady = false;
  #said: ((outcome: SandboxOutcome | { readonly kind: 'ready' }) => void) | undefined;
  /** How the worker ended, for whoever asks it afterwards. */
  #end: SandboxOutcome | undefined;

  /** Never throws: a worker that could not be started is one that ended. */
  constructor(entry: string, megabytes: number) {
    try {
      this.#worker = begin(entry, megabytes);
    } catch (error) {
      this.#end = { kind: 'failed', message: errorText(error) };
      return;
    }
    this.#worker.on('message', (answer: SandboxAnswer) => {
      if (answer.kind === 'ready') this.#isReady = true;
      this.#tell(answer);
    });
    this.#worker.on('error', (error: Error & { readonly code?: string }) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#ended(isMemory ? { kind: 'too_much_memory' } : { kind: 'failed', message: errorText(error) });
    });
    this.#worker.on('exit', () => {
      this.#ended({ kind: 'failed', message: 'The worker ended.' });
    });
    // A process that has nothing else to do ends, also while a worker waits for work.
    this.#worker.unref();
  }

  /** Never rejects. The time begins when the worker is ready. */
  async ask(task: SandboxTask, milliseconds: number): Promise<SandboxOutcome> {
    this.#worker?.ref();
    try {
      if (!this.#isReady) {
        const started = await this.#heard(START_LIMIT);
        if (started.kind === 'too_much_memory') return started;
        if (started.kind !== 'ready') return neverBegan(started);
      }
      if (this.#end !== undefined) return neverBegan(this.#end);
      const heard = this.#heard(milliseconds);
      this.#worker?.postMessage(task);
      const outcome = await heard;
      return outcome.kind === 'ready' ? { kind: 'failed', message: 'The worker began anew.' } : outcome;
    } catch (error) {
      // Data that cannot be copied, such as a function: the caller's mistake, said where the caller looks.
      const failed = { kind: 'failed', message: errorText(error) } as const;
      this.#tell(failed);
      return failed;
    } finally {
      this.#worker?.unref();
    }
  }

  /** False: whoever asks is told that it never began. */
  get isAlive(): boolean {
    return this.#end === undefined;
  }

  async end(): Promise<void> {
    await this.#worker?.terminate();
  }

  async #heard(milliseconds: number): Promise<SandboxOutcome | { readonly kind: 'ready' }> {
    if (this.#end !== undefined) return this.#end;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#tell({ kind: 'too_slow' });
      }, milliseconds);
      this.#said = (outcome) => {
        clearTimeout(timer);
        this.#said = undefined;
        resolve(outcome);
      };
    });
  }

  #ended(outcome: SandboxOutcome): void {
    this.#end ??= outcome;
    this.#tell(this.#end);
  }

  #tell(outcome: SandboxOutcome | { readonly kind: 'ready' }): void {
    this.#said?.(outcome);
  }
}

/** @throws where there is no thread for it */
function begin(entry: string, megabytes: number): Worker {
  const worker = new Worker(entry, {
    // Nothing to read and nowhere to write: no environment, no arguments, and what is printed goes nowhere.
    env: {},
    argv: [],
    execArgv: [],
    stdin: false,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  });
  worker.stdout.resume();
  worker.stderr.resume();
  return worker;
}

function neverBegan(end: SandboxOutcome): SandboxOutcome {
  return { kind: 'never_began', message: 'message' in end ? end.message : 'It takes too long to start.' };
}
