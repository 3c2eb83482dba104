import { Injectable } from '@nestjs/common';
import { Database, FileStore, JobBell, Log } from '@app/platform';
import { fetchPicture } from '../dispatches.jobs.js';
import { MAX_TRIES } from './fetch-picture.service.js';
import { PictureRepository } from './picture.repository.js';

/** Pictures rung for in one round: a minute's work of a few workers, so that few are rung for twice. */
const FETCH_ROUND = 400;
/** Killed pictures looked after in one round. */
const KILLED_ROUND = 100;

/** What the tables still owe to pictures. */
@Injectable()
export class SweepPictures {
  constructor(
    private readonly database: Database,
    private readonly pictures: PictureRepository,
    private readonly files: FileStore,
    private readonly bell: JobBell,
    private readonly log: Log,
  ) {}

  /** The sweeper's round: rings for what is due, and takes the files of killed pictures away. */
  async sweep(): Promise<void> {
    const code = 'picture.given_up';
    for (const pictureId of await this.pictures.giveUp(MAX_TRIES, code))
      this.log.warn('picture.refused', { pictureId, code });
    const due = await this.pictures.due(FETCH_ROUND);
    await this.bell.ring(fetchPicture, ...due.map((pictureId) => ({ pictureId })));
    await this.removeKilled();
  }

  /** Removes the files of killed pictures that no living one has. Returns how many pictures were looked after. */
  async removeKilled(): Promise<number> {
    const killed = await this.pictures.killed(KILLED_ROUND);
    for (const { id, hashes } of killed) {
      await this.database.transaction().execute(async (trx) => {
        await this.pictures.lockFiles(trx, hashes);
        for (const hash of await this.pictures.unused(trx, hashes)) await this.files.remove(hash);
        await this.pictures.buried(trx, id);
      });
      this.log.info('picture.removed', { pictureId: id });
    }
    return killed.length;
  }
}
