import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { dispatchErrors } from '../dispatches.errors.js';
import { SweepPictures } from '../pictures/sweep-pictures.service.js';
import { shownContent } from '../store/dispatch-content.js';
import { ChangeDispatch, type DeskAct } from './change-dispatch.service.js';
import { TakeDownDispatchRepository } from './take-down-dispatch.repository.js';

/**
 * A dispatch or a picture taken down by an order. Two steps, because between them others have to forget it too and need
 * its words to find what to forget: after the first nobody shows it, after the second nothing of it is left. Both may be
 * done again.
 */
@Injectable()
export class TakeDownDispatch {
  constructor(
    private readonly database: Database,
    private readonly taking: TakeDownDispatchRepository,
    private readonly changing: ChangeDispatch,
    private readonly sweeping: SweepPictures,
  ) {}

  /** @throws dispatch.unknown */
  async known(id: string): Promise<void> {
    if (!(await this.taking.exists(id))) throw dispatchErrors.error('dispatch.unknown', { id });
  }

  /** The picture and all with the same bytes. @throws picture.unknown */
  async knownPictures(id: string): Promise<readonly string[]> {
    const ids = await this.taking.samePictures(id);
    if (ids.length === 0) throw dispatchErrors.error('picture.unknown', { pictureId: id });
    return ids;
  }

  /** For good, with its pictures. `reason` must say nothing of what it said. */
  async close(id: string, act: DeskAct & { readonly reason: string }): Promise<void> {
    if (!(await this.taking.isClosed(id))) await this.changing.kill(id, act);
    await this.taking.close(this.database, id);
    for (const pictureId of await this.taking.pictures(id)) await this.changing.killPicture(pictureId, act);
  }

  async closePicture(id: string, act: DeskAct & { readonly reason: string }): Promise<void> {
    for (const pictureId of await this.taking.samePictures(id)) await this.changing.killPicture(pictureId, act);
  }

  /** Every headline and every standfirst it ever had, each once. */
  async words(id: string): Promise<{ readonly headlines: readonly string[]; readonly standfirsts: readonly string[] }> {
    const contents = await this.taking.contents(id);
    const once = (texts: readonly string[]): string[] => [...new Set(texts)].filter((text) => text !== '');
    return {
      headlines: once(contents.map(({ headline }) => headline)),
      standfirsts: once(contents.flatMap((content) => [content.standfirst, shownContent(content).standfirst])),
    };
  }

  /** Also the files of its pictures, except those that another, living picture has. */
  async redact(id: string): Promise<void> {
    await this.database.transaction().execute((trx) => this.taking.redact(trx, id));
    await this.removeFiles();
  }

  async redactPicture(id: string): Promise<void> {
    await this.taking.redactPictures(this.database, await this.taking.samePictures(id));
    await this.removeFiles();
  }

  private async removeFiles(): Promise<void> {
    let looked: number;
    // A round looks after so many; each one that was looked after is not met again.
    do looked = await this.sweeping.removeKilled();
    while (looked > 0);
  }
}
