import { InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable } from '@nestjs/common';
import type { Job, Queue } from 'bullmq';
import { Log } from '@app/platform';
import { PollSource, pollSource } from '@app/dispatches';
import { StartEdition, SubmitChunk, startEdition, submitChunk } from '@app/delivery';
import { PrepareEdition, prepareEdition } from '@app/editions';
import { SendNotice, sendNotice } from '@app/mail';
import { handler, proveComplete, runJob, type JobHandler } from './job-handlers.js';

/** Every kind of job the product declares. */
const declaredJobs = [prepareEdition, startEdition, submitChunk, sendNotice, pollSource];

/** Who does what, in one place. */
@Injectable()
export class JobHandlers {
  private readonly handlers: readonly JobHandler[];

  constructor(
    prepare: PrepareEdition,
    start: StartEdition,
    chunks: SubmitChunk,
    notices: SendNotice,
    sources: PollSource,
  ) {
    this.handlers = [
      handler(prepareEdition, ({ editionId }) => prepare.prepare(editionId)),
      handler(startEdition, ({ editionId }) => start.start(editionId)),
      handler(submitChunk, ({ editionId, chunk }) => chunks.submit(editionId, chunk)),
      handler(sendNotice, ({ noticeId }) => notices.send(noticeId)),
      handler(pollSource, async ({ sourceId }) => {
        await sources.poll(sourceId);
      }),
    ];
    proveComplete(declaredJobs, this.handlers);
  }

  of(queue: Queue): JobHandler[] {
    return this.handlers.filter((entry) => entry.kind.queue === queue.name);
  }
}

/** Two editions are assembled side by side; a third waits a second. */
@Processor('editions', { concurrency: 2 })
export class EditionsProcessor extends WorkerHost {
  constructor(
    @Inject(JobHandlers) private readonly handlers: JobHandlers,
    @Inject(Log) private readonly log: Log,
    @InjectQueue('editions') private readonly queue: Queue,
  ) {
    super();
  }

  process(job: Job): Promise<void> {
    return runJob(job, this.handlers.of(this.queue), this.log);
  }
}

/** A few chunks at once, so that a slow end of one edition does not hold up another; the relay's connections bound them all. */
@Processor('deliveries', { concurrency: 4, lockDuration: 300_000 })
export class DeliveriesProcessor extends WorkerHost {
  constructor(
    @Inject(JobHandlers) private readonly handlers: JobHandlers,
    @Inject(Log) private readonly log: Log,
    @InjectQueue('deliveries') private readonly queue: Queue,
  ) {
    super();
  }

  process(job: Job): Promise<void> {
    return runJob(job, this.handlers.of(this.queue), this.log);
  }
}

/** As many as the notices' own connections can use, and a little more to have the next one rendered. */
@Processor('notices', { concurrency: 4 })
export class NoticesProcessor extends WorkerHost {
  constructor(
    @Inject(JobHandlers) private readonly handlers: JobHandlers,
    @Inject(Log) private readonly log: Log,
    @InjectQueue('notices') private readonly queue: Queue,
  ) {
    super();
  }

  process(job: Job): Promise<void> {
    return runJob(job, this.handlers.of(this.queue), this.log);
  }
}

/** Feeds are fetched side by side; each waits for somebody else's server most of the time. */
@Processor('sources', { concurrency: 8 })
export class SourcesProcessor extends WorkerHost {
  constructor(
    @Inject(JobHandlers) private readonly handlers: JobHandlers,
    @Inject(Log) private readonly log: Log,
    @InjectQueue('sources') private readonly queue: Queue,
  ) {
    super();
  }

  process(job: Job): Promise<void> {
    return runJob(job, this.handlers.of(this.queue), this.log);
  }
}
