import { Injectable } from '@nestjs/common';
import { Database, FileStore } from '@app/platform';
import { dispatchErrors } from '../dispatches.errors.js';
import { makeCopies } from './picture-copies.js';
import { PictureRepository } from './picture.repository.js';

/** Makes our own copies of a picture and stores them: the files first, then the rows that name them. */
@Injectable()
export class KeepPicture {
  constructor(
    private readonly database: Database,
    private readonly pictures: PictureRepository,
    private readonly files: FileStore,
  ) {}

  /**
   * False when the picture was killed meanwhile, or another try was first. `tries` is the claim's.
   *
   * A picture that was killed does not come back with a version that has it at another address (`picture.killed`).
   *
   * @throws picture.* when `original` cannot be used, files.* when it cannot be stored; nothing is written then
   */
  async keep(picture: { id: string; tries?: number }, original: Buffer): Promise<boolean> {
    const made = await makeCopies(original);
    const hashes = made.copies.map(({ hash }) => hash);
    return this.database.transaction().execute(async (trx) => {
      await this.pictures.lockFiles(trx, hashes);
      if (await this.pictures.wasKilled(trx, picture.id, hashes)) throw dispatchErrors.error('picture.killed');
      for (const { hash, bytes, mediaType } of made.copies) await this.files.put(hash, bytes, mediaType);
      if (await this.pictures.store(trx, picture, made)) return true;
      // Nobody names them; still under the lock, so nobody begins to.
      for (const hash of await this.pictures.unused(trx, hashes)) await this.files.remove(hash);
      return false;
    });
  }

  /**
   * Stores a picture whose bytes are at hand, for sample data and uploads: nothing is fetched from its address. False
   * when the dispatch has no such picture.
   *
   * @throws as {@link keep}
   */
  async keepFor(dispatchId: string, url: string, original: Buffer): Promise<boolean> {
    const id = await this.pictures.ofDispatch(dispatchId, url);
    return id === undefined ? false : this.keep({ id }, original);
  }
}
