import type { Job } from 'bullmq';
import { isDeepStrictEqual } from 'node:util';
import type { JobKind, Log } from '@app/platform';

/** What a worker does for one kind of job. */
export interface JobHandler {
  readonly kind: JobKind;
  readonly handle: (payload: unknown) => Promise<void>;
}

/** Binds a kind to its handler; the payload is checked before the handler sees it. */
export function handler<Payload extends object>(
  kind: JobKind<Payload>,
  handle: (payload: Payload) => Promise<void>,
): JobHandler {
  return { kind, handle: (payload) => handle(kind.payload.parse(payload)) };
}

/** Start-up proves completeness: every declared job has exactly one handler, on its own queue, or the process ends here. */
export function proveComplete(declared: readonly JobKind[], handlers: readonly JobHandler[]): void {
  const names = (kinds: readonly JobKind[]): string[] => kinds.map((kind) => `${kind.queue}/${kind.name}`).sort();
  const wanted = names(declared);
  const given = names(handlers.map((entry) => entry.kind));
  if (isDeepStrictEqual(wanted, given) && new Set(wanted).size === wanted.length) return;
  throw new Error(`jobs and handlers do not match. Declared: ${wanted.join(', ')}. Handled: ${given.join(', ')}.`);
}

/** Runs one job of a queue. A failure is logged with its cause; the sweeper rings again for what is still owed. */
export async function runJob(
  job: Pick<Job, 'name' | 'data' | 'id'>,
  handlers: readonly JobHandler[],
  log: Log,
): Promise<void> {
  const found = handlers.find((entry) => entry.kind.name === job.name);
  // An older version's job in a shared queue: nobody knows it, and saying so once is enough.
  if (found === undefined) {
    log.warn('job.unknown', { job: job.name, jobId: job.id });
    return;
  }
  try {
    await found.handle(job.data);
  } catch (error) {
    log.failure('job.failed', error, { job: job.name, jobId: job.id });
    throw error;
  }
}
