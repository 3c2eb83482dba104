import { Injectable } from '@nestjs/common';
import { JobBell, type Db } from '@app/platform';
import type { ShelfDispatch } from './dispatch.js';
import { DispatchRepository, type DispatchListing, type DispatchWindow } from './dispatch.repository.js';
import { pollSource } from './dispatches.jobs.js';
import { SourceRepository } from './sources/source.repository.js';

/** More than any newsletter shows; a window with more is cut to its newest. */
const MAX_WINDOW = 2_000;
/** Feeds rung for in one round of the sweeper. */
const POLL_ROUND = 200;

/** What higher floors may read of the dispatches. */
@Injectable()
export class DispatchShelf {
  constructor(
    private readonly dispatches: DispatchRepository,
    private readonly sources: SourceRepository,
    private readonly bell: JobBell,
  ) {}

  window(db: Db, query: DispatchWindow): Promise<ShelfDispatch[]> {
    return this.dispatches.window(db, { ...query, limit: MAX_WINDOW });
  }

  usable(db: Db, ids: readonly string[]): Promise<ShelfDispatch[]> {
    return this.dispatches.usable(db, ids);
  }

  list(limit: number): Promise<DispatchListing[]> {
    return this.dispatches.list(limit);
  }

  /** The sweeper's round: rings for every feed whose time has come. */
  async ringDue(): Promise<number> {
    const due = await this.sources.due(POLL_ROUND);
    await this.bell.ring(pollSource, ...due.map((sourceId) => ({ sourceId })));
    return due.length;
  }
}
