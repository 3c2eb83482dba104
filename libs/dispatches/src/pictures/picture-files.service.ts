import { Injectable } from '@nestjs/common';
import { FileStore } from '@app/platform';
import { dispatchErrors } from '../dispatches.errors.js';
import { hashOfPictureName } from './picture-address.js';
import { PictureRepository, type ServedFile } from './picture.repository.js';

/** Our copies of pictures, as readers ask for them. */
@Injectable()
export class PictureFiles {
  constructor(
    private readonly pictures: PictureRepository,
    private readonly files: FileStore,
  ) {}

  /**
   * By the last part of its address, `<hash>` or `<hash>.jpg`. Only what a picture's row names is there at all, whatever
   * else lies in the store.
   *
   * @throws picture.unknown, picture.killed
   */
  async find(name: string): Promise<ServedFile> {
    const hash = hashOfPictureName(name);
    const found = hash === undefined ? undefined : await this.pictures.file(hash);
    if (found === undefined) throw dispatchErrors.error('picture.unknown');
    if (!found.isAlive) throw dispatchErrors.error('picture.killed');
    return found;
  }

  /** @throws picture.lost, files.unavailable, files.damaged */
  async read(file: ServedFile): Promise<Buffer> {
    const bytes = await this.files.get(file.hash);
    if (bytes === undefined) throw dispatchErrors.error('picture.lost', { hash: file.hash });
    return bytes;
  }
}
