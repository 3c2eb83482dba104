import { Injectable } from '@nestjs/common';
import { Audit, Database, Log } from '@app/platform';
import { dispatchErrors } from '../dispatches.errors.js';
import { SourceRepository } from '../sources/source.repository.js';
import { LastSaid } from '../store/last-said.service.js';
import { StoreDispatch, type StoreResult } from '../store/store-dispatch.service.js';
import type { DeskAct } from './change-dispatch.service.js';
import { DispatchHistoryRepository } from './dispatch-history.repository.js';
import { DispatchLifeRepository } from './dispatch-life.repository.js';

/** Words to change; what is left out stays as it was said last. */
export interface NewWords {
  readonly headline?: string;
  readonly standfirst?: string;
  readonly bodyHtml?: string;
  readonly byline?: string;
}

/**
 * Sets the words of a dispatch right, as its next version: of what an operator or a program sent. A feed's dispatch is the
 * feed's to correct, whose next poll would bring the old words back; the desk rewrites it in the edition, or withholds it.
 */
@Injectable()
export class RewordDispatch {
  constructor(
    private readonly database: Database,
    private readonly history: DispatchHistoryRepository,
    private readonly sources: SourceRepository,
    private readonly said: LastSaid,
    private readonly store: StoreDispatch,
    private readonly life: DispatchLifeRepository,
    private readonly audit: Audit,
    private readonly log: Log,
  ) {}

  /** @throws CatalogueError `dispatch.unknown`, `dispatch.told_by_feed`, `dispatch.wrong_status`, `dispatch.invalid` */
  async reword(id: string, words: NewWords, act: DeskAct): Promise<StoreResult> {
    const row = await this.history.dispatch(id);
    if (row === undefined) throw dispatchErrors.error('dispatch.unknown', { id });
    if (row.status === 'killed') throw dispatchErrors.error('dispatch.wrong_status', { id, status: row.status });
    const source = await this.sources.bySlug(row.source_slug);
    if (source === undefined) throw dispatchErrors.error('source.unknown', { slug: row.source_slug });
    if (source.kind === 'feed') throw dispatchErrors.error('dispatch.told_by_feed', { id });
    const last = await this.said.by(source.id, row.external_id);
    if (last === undefined) throw dispatchErrors.error('dispatch.unknown', { id });
    const result = await this.store.store(source, { ...last, ...words });
    if (result.outcome === 'updated') await this.tell(id, result.version, act);
    return result;
  }

  private async tell(dispatchId: string, version: number, { operatorId, reason }: DeskAct): Promise<void> {
    const kind = 'dispatch.reworded';
    const detail = { version };
    await this.database.transaction().execute(async (trx) => {
      await this.life.tell(trx, { dispatchId, kind, actor: 'operator', operatorId, reason: reason ?? null, detail });
      await this.audit.append(trx, { operatorId, action: kind, object: `dispatch:${dispatchId}`, detail: { ...detail, ...(reason !== undefined && { reason }) } });
    });
    this.log.info(kind, { dispatchId, operatorId, version });
  } // prettier-ignore
}
