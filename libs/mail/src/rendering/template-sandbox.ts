import { CatalogueError, projectPath } from '@app/platform';
import type { OnModuleDestroy } from '@nestjs/common';
import type { PreflightFinding } from '../preflight/finding.js';
import { TemplateError, type TemplateErrorCode } from '../templates/template.errors.js';
import { SandboxWorker, type SandboxOutcome } from './sandbox-thread.js';
import type { SandboxCheck, SandboxRequest, SandboxTask } from './sandbox-messages.js';
import type { RenderedTemplate } from './template-rendering.js';

export interface SandboxLimits {
  /** Milliseconds by the wall clock for one rendering, or for one look; an edition of sixty stories takes 300 on a busy machine. */
  readonly milliseconds: number;
  /** Megabytes of a worker's heap, of which MJML and the messages fill some 90. */
  readonly megabytes: number;
  /** Two designers at once; a third one waits a fraction of a second. */
  readonly workers: number;
  /** Requests that wait. More than these means that somebody asks without reading the answers. */
  readonly waiting: number;
  /** Of these, one asker's. They have one worker less than there are, so that a template that hangs holds up its author. */
  readonly waitingOfOne: number;
}

export const sandboxLimits: SandboxLimits = {
  milliseconds: 8_000,
  megabytes: 256,
  workers: 2,
  waiting: 100,
  waitingOfOne: 20,
};

/** Workers that are tried for one request before it is told that none can be started. */
const MOST_STARTS = 3;

type Done = Extract<SandboxOutcome, { kind: 'rendered' | 'checked' }>;

interface Waiting {
  readonly task: SandboxTask;
  /** Workers that ended before they were given it. */
  readonly starts: number;
  readonly resolve: (done: Done) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Renders templates that nobody has approved yet, and looks over what they make, each in a worker thread with limits of time, memory and output. What
 * such a template does to its worker ends with the worker: another one takes its place, and nobody else waits longer.
 *
 * Frozen editions and notices are rendered by `renderTemplate` itself: decision record 0022.
 */
export class TemplateSandbox implements OnModuleDestroy {
  readonly #limits: SandboxLimits;
  readonly #queue: Waiting[] = [];
  readonly #idle: SandboxWorker[] = [];
  readonly #all = new Set<SandboxWorker>();
  readonly #underWay = new Set<Waiting>();
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
    const done = await this.#done({ task: 'render', ...request });
    if (done.kind !== 'rendered') throw new Error('the sandbox looked over what it was to render');
    return done.rendered;
  }

  /**
   * `checkMessage`, where what a template made takes nobody else's time.
   *
   * @throws TemplateError `template.too_slow`, `template.too_much_memory`, `template.invalid`; `template.busy` as above
   */
  async check(check: SandboxCheck): Promise<readonly PreflightFinding[]> {
    const done = await this.#done({ task: 'check', ...check });
    if (done.kind !== 'checked') throw new Error('the sandbox rendered what it was to look over');
    return done.findings;
  }

  async #done(task: SandboxTask): Promise<Done> {
    if (this.#isClosed || this.#queue.length >= this.#limits.waiting) throw busy();
    if (this.#queue.filter((one) => isOf(one, task.asker)).length >= this.#limits.waitingOfOne) throw busy();
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, starts: 0, resolve, reject });
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
    const at = this.#queue.findIndex(({ task }) => this.#mayBegin(task.asker));
    if (at === -1) return;
    const worker = this.#idleWorker() ?? this.#started();
    const [waiting] = worker === undefined ? [] : this.#queue.splice(at, 1);
    if (worker !== undefined && waiting !== undefined) void this.#serve(worker, waiting);
  }

  #mayBegin(asker: string | undefined): boolean {
    const most = Math.max(1, this.#limits.workers - 1);
    return asker === undefined || [...this.#underWay].filter((one) => isOf(one, asker)).length < most;
  }

  /** One that ended while it waited for work is of no use; its place is another one's. */
  #idleWorker(): SandboxWorker | undefined {
    for (let worker = this.#idle.pop(); worker !== undefined; worker = this.#idle.pop()) {
      if (worker.isAlive) return worker;
      this.#all.delete(worker);
    }
    return undefined;
  }

  #started(): SandboxWorker | undefined {
    if (this.#all.size >= this.#limits.workers) return undefined;
    const worker = new SandboxWorker(sandboxEntry(), this.#limits.megabytes);
    this.#all.add(worker);
    return worker;
  }

  async #serve(worker: SandboxWorker, waiting: Waiting): Promise<void> {
    const { task, resolve, reject, starts } = waiting;
    this.#underWay.add(waiting);
    const outcome = await worker.ask(task, this.#limits.milliseconds);
    this.#underWay.delete(waiting);
    const isDone = outcome.kind === 'rendered' || outcome.kind === 'checked';
    if (isDone || outcome.kind === 'refused') this.#idle.push(worker);
    else {
      this.#all.delete(worker);
      await worker.end();
    }
    const isAgain = outcome.kind === 'never_began' && starts + 1 < MOST_STARTS && !this.#isClosed;
    if (isAgain) this.#queue.unshift({ ...waiting, starts: starts + 1 });
    else if (isDone) resolve(outcome);
    else reject(this.#errorOf(outcome));
    this.#next();
  }

  #errorOf(outcome: Exclude<SandboxOutcome, Done>): Error {
    switch (outcome.kind) {
      case 'refused':
        return new TemplateError(outcome.problems, { code: outcome.code });
      case 'too_slow':
        return limitPassed('template.too_slow', `It takes longer than ${this.#limits.milliseconds / 1_000} seconds.`);
      case 'too_much_memory':
        return limitPassed('template.too_much_memory', `It needs more than ${this.#limits.megabytes} MB of memory.`);
      case 'failed':
        return limitPassed('template.invalid', `Its rendering ended unexpectedly: ${outcome.message}`);
      case 'never_began':
        return busy(`No worker that renders templates can be started: ${outcome.message}`);
    }
  }
}

function isOf({ task }: Waiting, asker: string | undefined): boolean {
  return asker !== undefined && task.asker === asker;
}

function limitPassed(code: TemplateErrorCode, message: string): TemplateError {
  return new TemplateError([{ part: 'liquid', message }], { code });
}

function busy(text = 'Too many templates are being rendered at once. Try again in a moment.'): CatalogueError {
  return new CatalogueError('template.busy', 'unavailable', text);
}

/** Beside this file where it was built. Under the test runner sources are no modules that Node could start: the build's. */
export function sandboxEntry(): string {
  const isBuilt = import.meta.filename.endsWith('.js');
  const folder = isBuilt ? import.meta.dirname : projectPath('dist', 'libs', 'mail', 'src', 'rendering');
  return `${folder}/sandbox-worker.js`;
}
