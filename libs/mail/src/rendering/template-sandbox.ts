import { CatalogueError, projectPath } from '@app/platform';
import type { OnModuleDestroy } from '@nestjs/common';
import { TemplateError, type TemplateErrorCode } from '../templates/template.errors.js';
import { SandboxWorker } from './sandbox-thread.js';
import type { SandboxRequest } from './sandbox-messages.js';
import type { RenderedTemplate } from './template-rendering.js';

export interface SandboxLimits {
  /** Milliseconds by the wall clock for one rendering; an edition of sixty stories takes 300 on a busy machine. */
  readonly milliseconds: number;
  /** Megabytes of a worker's heap, of which MJML and the messages fill some 90. */
  readonly megabytes: number;
  /** Two designers at once; a third one waits a fraction of a second. */
  readonly workers: number;
  /** Requests that wait. More than these means that somebody asks without reading the answers. */
  readonly waiting: number;
}

export const sandboxLimits: SandboxLimits = { milliseconds: 8_000, megabytes: 256, workers: 2, waiting: 100 };

interface Waiting {
  readonly request: SandboxRequest;
  readonly resolve: (rendered: RenderedTemplate) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Renders templates that nobody has approved yet, each in a worker thread with limits of time, memory and output. What
 * such a template does to its worker ends with the worker: another one takes its place, and nobody else waits longer.
 *
 * Frozen editions and notices are rendered by `renderTemplate` itself: decision record 0022.
 */
export class TemplateSandbox implements OnModuleDestroy {
  readonly #limits: SandboxLimits;
  readonly #queue: Waiting[] = [];
  readonly #idle: SandboxWorker[] = [];
  readonly #all = new Set<SandboxWorker>();
  #isClosed = false;

  /** Starts nothing before the first rendering. */
  constructor(limits: Partial<SandboxLimits> = {}) {
    this.#limits = { ...sandboxLimits, ...limits };
  }

  /** Loads a first worker where somebody is about to look at templates, so that they do not wait for it. */
  warm(): void {
    if (!this.#isClosed && this.#all.size === 0) {
      const worker = this.#started();
      if (worker !== undefined) this.#idle.push(worker);
    }
  }

  /**
   * @throws TemplateError `template.invalid`, `template.too_slow`, `template.too_large`, `template.too_much_memory`;
   * `template.busy` when too many wait
   */
  async render(request: SandboxRequest): Promise<RenderedTemplate> {
    if (this.#isClosed || this.#queue.length >= this.#limits.waiting) throw busy();
    return new Promise((resolve, reject) => {
      this.#queue.push({ request, resolve, reject });
      this.#next();
    });
  }

  /** Ends every worker; what waits is told that it cannot be served. */
  async onModuleDestroy(): Promise<void> {
    this.#isClosed = true;
    for (const { reject } of this.#queue.splice(0)) reject(busy());
    await Promise.all([...this.#all].map(async (worker) => worker.end()));
  }

  #next(): void {
    if (this.#queue.length === 0) return;
    const worker = this.#idle.pop() ?? this.#started();
    const waiting = worker === undefined ? undefined : this.#queue.shift();
    if (worker !== undefined && waiting !== undefined) void this.#serve(worker, waiting);
  }

  #started(): SandboxWorker | undefined {
    if (this.#all.size >= this.#limits.workers) return undefined;
    const worker = new SandboxWorker(sandboxEntry(), this.#limits.megabytes);
    this.#all.add(worker);
    return worker;
  }

  async #serve(worker: SandboxWorker, { request, resolve, reject }: Waiting): Promise<void> {
    const outcome = await worker.ask(request, this.#limits.milliseconds);
    if (outcome.kind === 'rendered' || outcome.kind === 'refused') this.#idle.push(worker);
    else {
      this.#all.delete(worker);
      await worker.end();
    }
    switch (outcome.kind) {
      case 'rendered':
        resolve(outcome.rendered);
        break;
      case 'refused':
        reject(new TemplateError(outcome.problems, { code: outcome.code }));
        break;
      case 'too_slow':
        reject(limitPassed('template.too_slow', `It takes longer than ${this.#limits.milliseconds / 1_000} seconds.`));
        break;
      case 'too_much_memory':
        reject(limitPassed('template.too_much_memory', `It needs more than ${this.#limits.megabytes} MB of memory.`));
        break;
      case 'failed':
        reject(limitPassed('template.invalid', `Its rendering ended unexpectedly: ${outcome.message}`));
    }
    this.#next();
  }
}

function limitPassed(code: TemplateErrorCode, message: string): TemplateError {
  return new TemplateError([{ part: 'liquid', message }], { code });
}

function busy(): CatalogueError {
  const text = 'Too many templates are being rendered at once. Try again in a moment.';
  return new CatalogueError('template.busy', 'unavailable', text);
}

/** Beside this file where it was built. Under the test runner sources are no modules that Node could start: the build's. */
function sandboxEntry(): string {
  const isBuilt = import.meta.filename.endsWith('.js');
  const folder = isBuilt ? import.meta.dirname : projectPath('dist', 'libs', 'mail', 'src', 'rendering');
  return `${folder}/sandbox-worker.js`;
}
