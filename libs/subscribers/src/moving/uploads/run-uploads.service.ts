import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { Database, Log, isCatalogueError } from '@app/platform';
import { NewsletterRepository, editionErrors } from '@app/editions';
import { ImportReaders } from '../import-readers.service.js';
import { movingErrors } from '../moving.errors.js';
import { SteerImports } from '../steer-imports.service.js';
import { uploadRequest } from './upload-request.js';
import { UploadRepository, type UploadRecord } from './upload.repository.js';

/** Between two signs of life, which say how far it is and hear whether it is to stop; in milliseconds. */
const SIGN_MS = 1_000;
/** Imports looked through for the one a cancelled list had begun. */
const LATEST_IMPORTS = 20;

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

  private async run(upload: UploadRecord): Promise<void> {
    const cancelling = new AbortController();
    const progress = { phase: 'reading', rows: 0 };
    let telling = Promise.resolve();
    const sign = async (): Promise<void> => {
      if (!(await this.uploads.alive(upload.id, progress))) cancelling.abort();
    };
    const beat = setInterval(() => {
      telling = telling.then(sign).catch((error: unknown) => {
        this.log.failure('upload.sign_failed', error, { uploadId: upload.id });
      });
    }, SIGN_MS);
    try {
      await this.work(upload, progress, AbortSignal.any([cancelling.signal, this.stopping.signal]));
    } catch (error) {
      await this.failed(upload, error, cancelling.signal.aborted);
    } finally {
      clearInterval(beat);
      await telling;
    }
  }

  private async work(
    upload: UploadRecord,
    progress: { phase: string; rows: number },
    signal: AbortSignal,
  ): Promise<void> {
    const newsletter = await this.newsletters.byId(this.database, upload.newsletterId);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown');
    const input = Readable.from(this.wholeFile(upload));
    const isDryRun = upload.task !== 'apply';
    const onProgress = (phase: string, rows: number): void => { Object.assign(progress, { phase, rows }); }; // prettier-ignore
    const done = await this.importing.run(uploadRequest(upload, { slug: newsletter.slug, input, isDryRun }), {
      onProgress,
      signal,
    });
    const { layout, mapping, counts, report } = done;
    const importId = report?.importId;
    await this.uploads.settle(upload.id, {
      state: isDryRun ? 'rehearsed' : 'done',
      result: { layout, mapping, counts },
      ...(importId !== undefined && { importId }),
    });
    this.log.info('upload.task_done', { uploadId: upload.id, task: upload.task, rows: counts.rows });
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

  private async failed(upload: UploadRecord, error: unknown, isCancelled: boolean): Promise<void> {
    if (isCancelled) {
      if (upload.task === 'apply') await this.giveUpImport(upload);
      await this.uploads.settle(upload.id, { state: 'cancelled' });
    } else if (this.stopping.signal.aborted) {
      await this.uploads.settle(upload.id, { state: 'waiting' });
    } else if (isCatalogueError(error)) {
      await this.uploads.settle(upload.id, { state: 'ready', error: error.code });
    } else {
      this.log.failure('upload.failed', error, { uploadId: upload.id });
      await this.uploads.settle(upload.id, { state: 'failed', error: 'internal' });
    }
  }

  private async giveUpImport({ newsletterId, operatorId }: UploadRecord): Promise<void> {
    const begun = (await this.imports.list(LATEST_IMPORTS)).find(
      (one) =>
        one.newsletterId === newsletterId &&
        one.attestedBy === operatorId &&
        (one.state === 'reading' || one.state === 'applying'),
    );
    if (begun !== undefined) await this.imports.cancel(begun.id, operatorId);
  }
}
