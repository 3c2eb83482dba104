import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { Database, Log, isCatalogueError } from '@app/platform';
import { NewsletterRepository, editionErrors } from '@app/editions';
import { ImportReaders } from '../import-readers.service.js';
import { movingErrors } from '../moving.errors.js';
import { SteerImports } from '../steer-imports.service.js';
import { uploadRequest } from './upload-request.js';
import { UploadRepository, type ClaimedUpload, type UploadRecord } from './upload.repository.js';

/** Between two signs of life, which say how far it is and hear whether it is to stop; in milliseconds. */
const SIGN_MS = 1_000;

/** The worker's part of lists that came by the browser. A row says what is to be done; any worker may do it. */
@Injectable()
export class RunUploads {
  private readonly stopping = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly uploads: UploadRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly importing: ImportReaders,
    private readonly imports: SteerImports,
    private readonly log: Log,
  ) {}

  /** One after the other, until nothing waits. */
  async runWaiting(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const upload = await this.uploads.claim();
      if (upload === undefined) return;
      await this.run(upload);
    }
  }

  /** What is under way stops after the block in hand and waits for another worker. */
  stop(): void {
    this.stopping.abort();
  }

  private async run(upload: ClaimedUpload): Promise<void> {
    const [cancelling, losing] = [new AbortController(), new AbortController()];
    const task: Task = { phase: 'reading', rows: 0, importId: upload.importId ?? undefined };
    let telling = Promise.resolve();
    const sign = async (): Promise<void> => {
      const answer = await this.uploads.alive(upload, { phase: task.phase, rows: task.rows });
      if (answer === 'cancelled') cancelling.abort();
      if (answer === 'lost') losing.abort();
    };
    const beat = setInterval(() => {
      telling = telling.then(sign).catch((error: unknown) => {
        this.log.failure('upload.sign_failed', error, { uploadId: upload.id });
      });
    }, SIGN_MS);
    try {
      const signal = AbortSignal.any([cancelling.signal, losing.signal, this.stopping.signal]);
      await this.work(upload, task, signal);
    } catch (error) {
      if (losing.signal.aborted) this.log.warn('upload.lost', { uploadId: upload.id });
      else await this.failed(upload, error, { importId: task.importId, isCancelled: cancelling.signal.aborted });
    } finally {
      clearInterval(beat);
      await telling;
    }
  }

  private async work(upload: ClaimedUpload, task: Task, signal: AbortSignal): Promise<void> {
    const newsletter = await this.newsletters.byId(this.database, upload.newsletterId);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown');
    const input = Readable.from(this.wholeFile(upload));
    const isDryRun = upload.task !== 'apply';
    const onProgress = (phase: string, rows: number): void => { Object.assign(task, { phase, rows }); }; // prettier-ignore
    const onBegun = async (importId: string): Promise<void> => {
      task.importId = importId;
      // Another worker goes on with the same import: two would not bring in more.
      if (!(await this.uploads.noteImport(upload, importId))) throw movingErrors.error('import.stopped');
    };
    const done = await this.importing.run(uploadRequest(upload, { slug: newsletter.slug, input, isDryRun }), {
      onProgress,
      onBegun,
      signal,
    });
    const { layout, mapping, counts, report } = done;
    const importId = report?.importId;
    const isSettled = await this.uploads.settle(upload, {
      state: isDryRun ? 'rehearsed' : 'done',
      result: { layout, mapping, counts },
      ...(importId !== undefined && { importId }),
    });
    if (isSettled) this.log.info('upload.task_done', { uploadId: upload.id, task: upload.task, rows: counts.rows });
  }

  /** After a crash of the database the pieces are gone: part of a list must not pass for all of it. */
  private async *wholeFile({ id, bytes }: UploadRecord): AsyncGenerator<Buffer> {
    let read = 0;
    for await (const piece of this.uploads.parts(id)) {
      read += piece.length;
      yield piece;
    }
    if (read !== bytes) throw movingErrors.error('upload.incomplete');
  }

  private async failed(
    upload: ClaimedUpload,
    error: unknown,
    { importId, isCancelled }: { readonly importId: string | undefined; readonly isCancelled: boolean },
  ): Promise<void> {
    if (isCancelled) {
      if (upload.task === 'apply' && importId !== undefined) await this.imports.cancel(importId, upload.operatorId);
      await this.uploads.settle(upload, { state: 'cancelled' });
    } else if (this.stopping.signal.aborted) {
      await this.uploads.settle(upload, { state: 'waiting' });
    } else if (isCatalogueError(error)) {
      await this.uploads.settle(upload, { state: 'ready', error: error.code });
    } else {
      this.log.failure('upload.failed', error, { uploadId: upload.id });
      await this.uploads.settle(upload, { state: 'failed', error: 'internal' });
    }
  }
}

/** How far one is. */
interface Task {
  phase: string;
  rows: number;
  /** The import it became, once it is one. */
  importId: string | undefined;
}
