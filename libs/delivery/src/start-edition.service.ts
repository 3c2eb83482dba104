import { Injectable } from '@nestjs/common';
import { Database, JobBell, Log } from '@app/platform';
import { EditionRepository } from '@app/editions';
import { FreezeAudience } from './audience/freeze-audience.service.js';
import { startEdition } from './delivery.jobs.js';
import { RingChunks } from './submitting/ring-chunks.service.js';

/** Editions started in one round of the sweeper. */
const START_ROUND = 50;

/** An audience is frozen this long before its first wave, in seconds: a million readers take up to one minute. */
const AUDIENCE_LEAD_SECONDS = 120;

/** A frozen edition's hour is near: its audience is frozen, and each wave of it is rung for when it is due. */
@Injectable()
export class StartEdition {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly audience: FreezeAudience,
    private readonly chunks: RingChunks,
    private readonly bell: JobBell,
    private readonly log: Log,
  ) {}

  /** Of two workers one writes the audience; the other finds the edition started. */
  async start(editionId: string): Promise<void> {
    const started = await this.database.transaction().execute(async (trx) => {
      const edition = await this.editions.lock(trx, editionId);
      if (edition?.state !== 'frozen' || edition.pausedAt !== null) return undefined;
      if (await this.audience.mustWait(trx, edition)) return undefined;
      const count = await this.audience.freeze(trx, edition);
      await this.editions.beginSending(trx, editionId);
      return { count, date: edition.editionDate };
    });
    if (started === undefined) return;
    this.log.info('edition.sending', { editionId, recipients: started.count });
    await this.chunks.ringFirst(started.date, started.count);
  }

  /** The sweeper's round. */
  async ringDue(): Promise<number> {
    for (const editionId of await this.editions.expireUnsent()) this.log.warn('edition.stale', { editionId });
    const due = await this.editions.startable(START_ROUND, AUDIENCE_LEAD_SECONDS);
    await this.bell.ring(startEdition, ...due.map((edition) => ({ editionId: edition.id })));
    return due.length;
  }
}
