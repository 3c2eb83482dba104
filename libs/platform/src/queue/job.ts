import type { z } from 'zod';

/** The queues; each has one processor in apps/worker. */
export const queueNames = ['editions', 'deliveries', 'notices', 'sources', 'fetches'] as const;
export type QueueName = (typeof queueNames)[number];

/**
 * A kind of job: a unit of work on a queue. The payload holds ids only; the handler re-reads, locks, checks the state,
 * and may find nothing to do.
 */
export interface JobKind<Payload extends object = object> {
  readonly queue: QueueName;
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
}

export function defineJob<Payload extends object>(kind: JobKind<Payload>): JobKind<Payload> {
  return kind;
}
