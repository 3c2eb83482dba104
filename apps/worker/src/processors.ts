import { InjectQueue, OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
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

/** Work of one queue goes to its handlers; a connection that breaks is logged, and BullMQ makes a new one by itself. */
abstract class QueueProcessor extends WorkerHost {
  constructor(
    private readonly handlers: JobHandlers,
    private readonly log: Log,
    private readonly queue: Queue,
  ) {
    super();
  }

  process(job: Job): Promise<void> {
    return runJob(job, this.handlers.of(this.queue), this.log);
  }

  /** Without a listener BullMQ prints the error past the log, addresses and all. */
  @OnWorkerEvent('error')
  connectionFailed(error: Error): void {
    this.log.failure('queue.error', error, { queue: this.queue.name });
  }
}

/** Two editions are assembled side by side; a third waits a second. */
@Processor('editions', { concurrency: 2 })
export class EditionsProcessor extends QueueProcessor {
  constructor(
    @Inject(JobHandlers) handlers: JobHandlers,
    @Inject(Log) log: Log,
    @InjectQueue('editions') queue: Queue,
  ) {
    super(handlers, log, queue);
  }
}

/** A few chunks at once, so that a slow end of one edition does not hold up another; the relay's connections bound them all. */
@Processor('deliveries', { concurrency: 4, lockDuration: 300_000 })
export class DeliveriesProcessor extends QueueProcessor {
  constructor(
    @Inject(JobHandlers) handlers: JobHandlers,
    @Inject(Log) log: Log,
    @InjectQueue('deliveries') queue: Queue,
  ) {
    super(handlers, log, queue);
  }
}

/** As many as the notices' own connections can use, and a little more to have the next one rendered. */
@Processor('notices', { concurrency: 4 })
export class NoticesProcessor extends QueueProcessor {
  constructor(@Inject(JobHandlers) handlers: JobHandlers, @Inject(Log) log: Log, @InjectQueue('notices') queue: Queue) {
    super(handlers, log, queue);
  }
}

/** Feeds are fetched side by side; each waits for somebody else's server most of the time. */
@Processor('sources', { concurrency: 8 })
export class SourcesProcessor extends QueueProcessor {
  constructor(@Inject(JobHandlers) handlers: JobHandlers, @Inject(Log) log: Log, @InjectQueue('sources') queue: Queue) {
    super(handlers, log, queue);
  }
}
