import { Injectable } from '@nestjs/common';
import { Config, Log, isCatalogueError, safeFetch } from '@app/platform';
import { dispatchErrors } from '../dispatches.errors.js';
import { KeepPicture } from './keep-picture.service.js';
import { PictureRepository, type ClaimedPicture } from './picture.repository.js';

/** `nothing`: not due, killed, or somebody else has it. `later`: it is tried again by itself. */
export type PictureOutcome = 'stored' | 'refused' | 'later' | 'nothing';

/** An agency's photograph in print quality is 5 to 10 MB. */
const MAX_PICTURE_BYTES = 15 * 1024 * 1024;
const FETCH_LIMIT_MS = 30_000;
const MAX_REDIRECTS = 5;
/** Tries of one picture; a server that fails this often does not have it. */
export const MAX_TRIES = 3;
/** Before the second and the third try: a picture is often published a moment after its dispatch. In seconds. */
const PAUSES_SECONDS: readonly number[] = [60, 600];
/** Before a try that failed by our own fault, such as a full disk: it lasts, and does not count. In seconds. */
const STORE_PAUSE_SECONDS = 300;
/** Longer than fetching, waiting for the turn to decode, decoding and storing take together. In seconds. */
const LEASE_SECONDS = 600;

/** What the next try would find just the same. */
const FINAL = new Set([
  'fetch.invalid_url',
  'fetch.scheme_refused',
  'fetch.address_refused',
  'fetch.too_large',
  'picture.not_a_picture',
  'picture.too_small',
  'picture.wrong_shape',
  'picture.too_large',
  'picture.killed',
]);
/** Gone, and not for legal reasons (RFC 9110 §15.5.11, RFC 7725): the server means it. */
const FINAL_STATUSES: readonly unknown[] = [410, 451];

/** Fetches one due picture, once, and keeps our own copies of it. */
@Injectable()
export class FetchPicture {
  constructor(
    private readonly pictures: PictureRepository,
    private readonly keeper: KeepPicture,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  /** A picture that cannot be had is refused with its code or tried again; throws only what is nobody's expectation. */
  async fetch(pictureId: string): Promise<PictureOutcome> {
    const claim = await this.pictures.claim(pictureId, LEASE_SECONDS);
    if (claim === undefined) return 'nothing';
    try {
      const isStored = await this.keeper.keep(claim, await this.download(claim.url));
      if (!isStored) return 'nothing';
      this.log.info('picture.stored', { pictureId, dispatchId: claim.dispatchId });
      return 'stored';
    } catch (error) {
      return this.failed(claim, error);
    }
  }

  private async download(url: string): Promise<Buffer> {
    const { status, body } = await safeFetch(url, {
      headers: {
        accept: 'image/jpeg, image/png, image/webp, image/avif, image/gif, image/*;q=0.5',
        'user-agent': `Colporteur (+${this.config.publicUrl})`,
      },
      maxBytes: MAX_PICTURE_BYTES,
      timeoutMs: FETCH_LIMIT_MS,
      maxRedirects: MAX_REDIRECTS,
      allowHosts: this.config.env.FETCH_ALLOWED_HOSTS,
    });
    if (status !== 200) throw dispatchErrors.error('picture.not_served', { status });
    return body;
  }

  private async failed(claim: ClaimedPicture, error: unknown): Promise<PictureOutcome> {
    const ids = { pictureId: claim.id, dispatchId: claim.dispatchId };
    if (!isCatalogueError(error) || error.code.startsWith('files.')) {
      await this.pictures.tryLater(claim, STORE_PAUSE_SECONDS, { countsAsTry: false });
      this.log.failure('picture.not_kept', error, ids);
      return 'later';
    }
    const { code, details } = error;
    const pause = PAUSES_SECONDS[claim.tries - 1];
    if (pause === undefined || FINAL.has(code) || FINAL_STATUSES.includes(details['status'])) {
      await this.pictures.refuse(claim, code);
      this.log.warn('picture.refused', { ...ids, code, ...details });
      return 'refused';
    }
    await this.pictures.tryLater(claim, pause, { countsAsTry: true });
    this.log.info('picture.try_failed', { ...ids, code, ...details, tries: claim.tries });
    return 'later';
  }
}
