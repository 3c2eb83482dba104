import { Injectable } from '@nestjs/common';
import { Config, Database, JobBell, Log } from '@app/platform';
import { EditionRepository } from '@app/editions';
import { DeliveryRepository } from './delivery.repository.js';
import { startEdition } from './delivery.jobs.js';
import { RingChunks } from './ring-chunks.service.js';

/** Editions started in one round of the sweeper. */
const START_ROUND = 50;

/** A frozen edition's hour has come: its audience is frozen and its chunks are rung for. */
@Injectable()
export class StartEdition {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly chunks: RingChunks,
    private readonly bell: JobBell,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  /** Of two workers one writes the audience; the other finds the edition started. */
  async start(editionId: string): Promise<void> {
    const recipients = await this.database.transaction().execute(async (trx) => {
      const edition = await this.editions.lock(trx, editionId);
      if (edition?.state !== 'frozen' || edition.pausedAt !== null) return undefined;
      const count = await this.deliveries.freezeAudience(trx, edition, this.config.env.DELIVERY_CHUNK_SIZE);
      await this.editions.beginSending(trx, editionId);
      return count;
    });
    if (recipients === undefined) return;
    this.log.info('edition.sending', { editionId, recipients });
    await this.chunks.ring();
  }

  /** The sweeper's round. */
  async ringDue(): Promise<number> {
    for (const editionId of await this.editions.expireUnsent()) this.log.warn('edition.stale', { editionId });
    for (const held of await this.editions.holdUnapproved()) this.log.warn('edition.held', { editionId: held.id });
    const due = await this.editions.startable(START_ROUND);
    await this.bell.ring(startEdition, ...due.map((edition) => ({ editionId: edition.id })));
    return due.length;
  }
}
