import { InjectQueue, OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Job, Queue } from 'bullmq';
import { Log, closeInTime } from '@app/platform';
import {
  ClusterDispatches,
  FetchArticle,
  FetchPicture,
  PollSource,
  clusterLanguage,
  fetchArticle,
  fetchPicture,
  pollSource,
} from '@app/dispatches';
import { StartEdition, SubmitChunk, startEdition, submitChunk } from '@app/delivery';
import { PrepareEdition, ReviseEdition, prepareEdition, reviseEdition } from '@app/editions';
import { SendNotice, sendNotice } from '@app/mail';
import { handler, proveComplete, runJob, type JobHandler } from './job-handlers.js';
import { pollFromQueue } from './poll-from-queue.js';

/** Every kind of job the product declares. */
const declaredJobs = [
  prepareEdition,
  reviseEdition,
  startEdition,
  submitChunk,
  sendNotice,
  pollSource,
  fetchArticle,
  fetchPicture,
  clusterLanguage,
];

/** Who does what, in one place. */
@Injectable()
export class JobHandlers {
  private readonly handlers: readonly JobHandler[];

  constructor(
    prepare: PrepareEdition,
    revise: ReviseEdition,
    start: StartEdition,
    chunks: SubmitChunk,
    notices: SendNotice,
    sources: PollSource,
    clusters: ClusterDispatches,
    pictures: FetchPicture,
    articles: FetchArticle,
  ) {
    this.handlers = [
      handler(prepareEdition, ({ editionId }) => prepare.prepare(editionId)),
      handler(reviseEdition, async ({ editionId }) => {
        await revise.revise(editionId);
      }),
      handler(startEdition, ({ editionId }) => start.start(editionId)),
      handler(submitChunk, ({ editionId, chunk }) => chunks.submit(editionId, chunk)),
      handler(sendNotice, ({ noticeId }) => notices.send(noticeId)),
      handler(pollSource, ({ sourceId }) => pollFromQueue(sources, sourceId)),
      handler(clusterLanguage, async ({ language }) => {
        await clusters.cluster(language);
      }),
      handler(fetchArticle, async ({ dispatchId }) => {
        await articles.fetch(dispatchId);
      }),
      handler(fetchPicture, async ({ pictureId }) => {
        await pictures.fetch(pictureId);
      }),
    ];
    proveComplete(declaredJobs, this.handlers);
  }

  of(queue: Queue): JobHandler[] {
    return this.handlers.filter((entry) => entry.kind.queue === queue.name);
  }
}

/** After a failure of the queue itself: long enough not to spin and fill the log, shorter than anybody waits for a mail. */
const REST_MS = 1_000;

/** Work of one queue goes to its handlers; a connection that breaks is logged, and BullMQ makes a new one by itself. */
abstract class QueueProcessor extends WorkerHost implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly underWay = new Set<Promise<void>>();
  private resting: NodeJS.Timeout | undefined;

  constructor(
    private readonly handlers: JobHandlers,
    private readonly log: Log,
    private readonly queue: Queue,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    closeInTime(this.worker, this.log, () => this.idle());
  }

  onModuleDestroy(): void {
    clearTimeout(this.resting);
  }

  async process(job: Job): Promise<void> {
    const work = runJob(job, this.handlers.of(this.queue), this.log);
    this.underWay.add(work);
    try {
      await work;
    } finally {
      this.underWay.delete(work);
    }
  }

  private async idle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
  }

  /**
   * Without a listener BullMQ prints the error past the log, addresses and all. It asks for the next job at once, also
   * when PostgreSQL is away (it only knows Redis's words for that): a core and the log would be full of it.
   */
  @OnWorkerEvent('error')
  connectionFailed(error: Error): void {
    if (this.resting !== undefined) return;
    this.log.failure('queue.error', error, { queue: this.queue.name });
    this.resting = setTimeout(() => {
      this.resting = undefined;
      void this.worker.resume();
    }, REST_MS);
    this.worker.pause(true).catch((failure: unknown) => {
      this.log.failure('queue.error', failure, { queue: this.queue.name });
    });
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

/** Pictures and pages: like feeds they mostly wait, but what comes is larger and takes work. */
@Processor('fetches', { concurrency: 4 })
export class FetchesProcessor extends QueueProcessor {
  constructor(@Inject(JobHandlers) handlers: JobHandlers, @Inject(Log) log: Log, @InjectQueue('fetches') queue: Queue) {
    super(handlers, log, queue);
  }
}
