import { Injectable } from '@nestjs/common';
import { Audit, Database, Log, type EditionState } from '@app/platform';
import { EditionRepository, editionErrors } from '@app/editions';
import { RingChunks } from './submitting/ring-chunks.service.js';

/** Nothing of these will ever leave. */
const OVER: readonly EditionState[] = ['sent', 'empty', 'cancelled'];

/** Holds an edition, and lets it go on. Binds every row not yet `submitting`, in running waves too. */
@Injectable()
export class PauseEdition {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly audit: Audit,
    private readonly chunks: RingChunks,
    private readonly log: Log,
  ) {}

  /**
   * `operatorId` null: whoever has the command line. An edition that is held already stays so, and nothing is recorded.
   *
   * @throws edition.unknown, edition.wrong_state
   */
  async set(editionId: string, isPaused: boolean, operatorId: string | null): Promise<void> {
    const act = isPaused ? 'edition.paused' : 'edition.resumed';
    const isChanged = await this.database.transaction().execute(async (trx) => {
      const edition = await this.editions.lock(trx, editionId);
      if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
      if (OVER.includes(edition.state))
        throw editionErrors.error('edition.wrong_state', { editionId, state: edition.state });
      if ((edition.pausedAt !== null) === isPaused) return false;
      await this.editions.setPaused(editionId, isPaused, trx);
      await this.audit.append(trx, { operatorId, action: act, object: `edition:${editionId}` });
      return true;
    });
    if (!isChanged) return;
    this.log.info(act, { editionId });
    // The sweeper would ring too, some seconds later.
    if (!isPaused) await this.chunks.ringAgain(editionId);
  }
}
