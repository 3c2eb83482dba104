import { Inject, Injectable } from '@nestjs/common';
import { getQueueToken } from '@nestjs/bullmq';
import { ModuleRef } from '@nestjs/core';
import type { Queue } from 'bullmq';
import { Log } from '../log.js';
import type { JobKind } from './job.js';

/** A queue that does not take a job within this time is treated as away; the sweeper rings again. */
const RING_LIMIT_MS = 3_000;

/**
 * Tells the queue that work is owed. PostgreSQL is the truth and this is only a bell: a ring that fails is logged and
 * never fails its caller, because a sweeper rings again for whatever the tables still owe.
 *
 * Jobs get no id of their own: BullMQ ignores an `add` whose id belongs to a retained finished job, which would make a
 * second ring silent. Doing the same work twice is prevented by the tables, not by the queue.
 */
@Injectable()
export class JobBell {
  constructor(
    @Inject(ModuleRef) private readonly modules: ModuleRef,
    private readonly log: Log,
  ) {}

  async ring<Payload extends object>(kind: JobKind<Payload>, ...payloads: readonly Payload[]): Promise<void> {
    if (payloads.length === 0) return;
    const queue = this.modules.get<Queue>(getQueueToken(kind.queue), { strict: false });
    const jobs = payloads.map((payload) => ({ name: kind.name, data: kind.payload.parse(payload) }));
    try {
      await within(RING_LIMIT_MS, queue.addBulk(jobs));
    } catch (error) {
      this.log.failure('queue.ring_failed', error, { queue: kind.queue, job: kind.name, count: jobs.length });
    }
  }
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => { reject(new Error(`no answer within ${limitMs} ms`)); }, limitMs); // prettier-ignore
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
