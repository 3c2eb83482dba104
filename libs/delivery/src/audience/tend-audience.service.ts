import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, Log, type Db } from '@app/platform';
import { EditionRepository, ReaderMornings, type Edition } from '@app/editions';
import { COMMIT_LAG_SECONDS, FreezeAudience, WAVE_LEAD_SECONDS } from './freeze-audience.service.js';
import { ReadersRepository } from './readers.repository.js';
import { WaveRepository } from './wave.repository.js';

/** Waves opened in one round of the sweeper. */
const WAVES_ROUND = 20;

/** Between two looks for newcomers of one edition, in seconds: who signs up just before their hour waits no longer. */
const LOOK_APART_SECONDS = 30;

/** Between freezing and the last wave readers come, move and choose another hour; and tells editions who reads when. */
@Injectable()
export class TendAudience implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly readers: ReadersRepository,
    private readonly freezing: FreezeAudience,
    private readonly waves: WaveRepository,
    private readonly mornings: ReaderMornings,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.mornings.register((db, newsletterId) => this.readers.readMornings(db, newsletterId));
  }

  /** The sweeper's round: harmless at any time, on any number of machines. */
  async tend(): Promise<void> {
    for (const { editionId, dueAt } of await this.waves.closed(WAVE_LEAD_SECONDS, WAVES_ROUND)) {
      const opened = await this.with(editionId, (trx, edition) => this.freezing.openWave(trx, edition, dueAt));
      if (opened !== undefined) this.log.info('wave.opened', { editionId, dueAt, ...opened });
    }
    for (const editionId of await this.readers.awaitingLook(LOOK_APART_SECONDS, COMMIT_LAG_SECONDS)) {
      const added = await this.with(editionId, (trx, edition) => this.freezing.addNewcomers(trx, edition));
      if (added !== undefined && added > 0) this.log.info('edition.newcomers', { editionId, added });
    }
  }

  /** Under the edition's lock, so that it is neither cancelled nor given another revision meanwhile. */
  private async with<T>(
    editionId: string,
    work: (trx: Db, edition: Edition) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    try {
      return await this.database.transaction().execute(async (trx) => {
        const edition = await this.editions.lock(trx, editionId);
        if (edition === undefined || !['sending', 'sent'].includes(edition.state)) return undefined;
        return work(trx, edition);
      });
    } catch (error) {
      // The readers of other editions must not wait for one that fails; it is tried again with the next round.
      this.log.failure('edition.audience_failed', error, { editionId });
      return undefined;
    }
  }
}
