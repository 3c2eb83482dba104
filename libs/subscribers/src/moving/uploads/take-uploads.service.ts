import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { Audit, Clock, Database, TokenSigner } from '@app/platform';
import { NewsletterRepository, editionErrors } from '@app/editions';
import { hashing } from '../hash-many.js';
import { ImportReaders } from '../import-readers.service.js';
import { movingErrors } from '../moving.errors.js';
import type { FileProblem } from '../reader-list.js';
import { PREVIEW_BYTES, previewUpload, type UploadPreview } from './preview-upload.js';
import { uploadRequest } from './upload-request.js';
import { UploadRepository, type UploadOptions, type UploadRecord } from './upload.repository.js';

/** Bytes of one list: some three million readers. What is larger comes by the command line, from the server's own disk. */
const MAX_UPLOAD_BYTES = 256 * 1024 * 1024;
const MAX_LISTED = 50;
/** Dry runs for refusals at once in one process: each reads a whole list, and holds a connection meanwhile. */
const MOST_REFUSALS_AT_ONCE = 2;

/** A list that comes by the browser, in steps: received in pieces, looked at, rehearsed, applied. */
@Injectable()
export class TakeUploads {
  private readonly addressKey: Buffer;
  /** Lists whose refusals are being told. */
  private readonly telling = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly uploads: UploadRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly importing: ImportReaders,
    private readonly audit: Audit,
    private readonly clock: Clock,
    tokens: TokenSigner,
  ) {
    this.addressKey = tokens.stableKey('address');
  }

  begin(one: Pick<UploadRecord, 'newsletterId' | 'operatorId' | 'fileName'>): Promise<UploadRecord> {
    return this.uploads.begin(one);
  }

  /** @throws upload.unknown */
  async show(id: string): Promise<UploadRecord> {
    const upload = await this.uploads.byId(id);
    if (upload === undefined) throw movingErrors.error('upload.unknown', { uploadId: id });
    return upload;
  }

  list(newsletterIds: readonly string[]): Promise<UploadRecord[]> {
    return this.uploads.latest(newsletterIds, MAX_LISTED);
  }

  /** Returns all bytes so far. @throws upload.over, upload.too_large */
  async addPart(id: string, number: number, content: Buffer): Promise<number> {
    const { state } = await this.show(id);
    const all = await this.uploads.addPart(id, { number, content, maxBytes: MAX_UPLOAD_BYTES });
    if (all === undefined) throw movingErrors.error('upload.over', { state });
    return all;
  }

  /** How its first rows are read with these options. @throws what opening a list throws */
  async preview(id: string, options: UploadOptions): Promise<UploadPreview> {
    await this.withContent(id);
    const pieces: Buffer[] = [];
    for await (const piece of this.uploads.parts(id, PREVIEW_BYTES)) pieces.push(piece);
    const beginning = Buffer.concat(pieces).subarray(0, PREVIEW_BYTES);
    return previewUpload(beginning, options, { hashOf: hashing(this.addressKey), now: this.clock.now() });
  }

  /** Has a worker count what would become of every row; nothing is written. @throws upload.over */
  async rehearse(id: string, options: UploadOptions): Promise<UploadRecord> {
    await this.withContent(id);
    return this.ask(id, { task: 'rehearse', options, from: ['receiving', 'ready', 'rehearsed', 'failed'] });
  }

  /** As it was rehearsed. Their consent is the operator's word, whoever began it. @throws upload.over */
  async apply(id: string, attestedBy: string): Promise<UploadRecord> {
    const { options } = await this.show(id);
    return this.ask(id, { task: 'apply', options, attestedBy, from: ['rehearsed'] });
  }

  /** What is in already stays. Doing it again is not an error. @throws upload.unknown */
  async cancel(id: string, operatorId: string): Promise<UploadRecord> {
    await this.show(id);
    await this.database.transaction().execute(async (trx) => {
      if (await this.uploads.cancel(trx, id))
        await this.audit.append(trx, { operatorId, action: 'readers.upload_cancelled', object: `upload:${id}` });
    });
    return this.show(id);
  }

  /**
   * Every row that would make nobody a reader, by a dry run of its own: they are kept nowhere. Of one list once at a
   * time, and of few lists at once. @throws upload.over, upload.busy
   */
  async refusals(id: string, onProblem: (problem: FileProblem) => Promise<void>, signal: AbortSignal): Promise<void> {
    const upload = await this.withContent(id);
    // How it is read was not said yet.
    if (upload.task === null) throw movingErrors.error('upload.over', { state: upload.state });
    const newsletter = await this.newsletters.byId(this.database, upload.newsletterId);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown');
    const input = Readable.from(this.uploads.parts(id));
    if (this.telling.has(id) || this.telling.size >= MOST_REFUSALS_AT_ONCE) throw movingErrors.error('upload.busy');
    this.telling.add(id);
    try {
      const request = uploadRequest(upload, { slug: newsletter.slug, input, isDryRun: true });
      await this.importing.run(request, { onProblem, signal });
    } finally {
      this.telling.delete(id);
    }
  }

  private async withContent(id: string): Promise<UploadRecord> {
    const upload = await this.show(id);
    const { state, bytes } = upload;
    if (state === 'done' || state === 'cancelled') throw movingErrors.error('upload.over', { state });
    if (bytes === 0) throw movingErrors.error('upload.incomplete');
    return upload;
  }

  private async ask(
    id: string,
    wish: Parameters<UploadRepository['ask']>[2],
  ): Promise<UploadRecord> {
    if (!(await this.uploads.ask(this.database, id, wish)))
      throw movingErrors.error('upload.over', { state: (await this.show(id)).state });
    return this.show(id);
  } // prettier-ignore
}
