import { Injectable } from '@nestjs/common';
import type { Db } from '@app/platform';
import type { ShelfDispatch } from '../dispatch.js';
import { DispatchRepository, type DispatchWindow } from './dispatch.repository.js';
import {
  NotChosenRepository,
  type FormerDispatch,
  type ShelfEntry,
  type ShelfSearch,
} from './not-chosen.repository.js';

/**
 * Dispatches. A newsroom with many wires stores some 5,000 in one language on a day, and Monday's window may hold three
 * days; at this many an assembly stays under two seconds and 100 MB. A window with more is cut to its newest.
 */
const MAX_WINDOW = 12_000;

/** What higher floors may read of the dispatches. */
@Injectable()
export class DispatchShelf {
  constructor(
    private readonly dispatches: DispatchRepository,
    private readonly notChosen: NotChosenRepository,
  ) {}

  /** @param limit dispatches, the newest; for who needs no more than some */
  window(db: Db, query: DispatchWindow, limit = MAX_WINDOW): Promise<ShelfDispatch[]> {
    return this.dispatches.window(db, { ...query, limit });
  }

  /** The event each dispatch belongs to, whatever became of the dispatch; those of none are left out. */
  clustersOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
    return this.dispatches.clustersOf(db, ids);
  }

  usable(db: Db, ids: readonly string[]): Promise<ShelfDispatch[]> {
    return this.dispatches.usable(db, ids);
  }

  /** Newest first, also those that may not be published: for a desk that looks for what an edition does not hold. */
  search(db: Db, query: Omit<ShelfSearch, 'limit'>, limit = MAX_WINDOW): Promise<ShelfEntry[]> {
    return this.notChosen.search(db, { ...query, limit });
  }

  /** As much as may be shown to a desk of dispatches that are no longer usable. */
  former(db: Db, ids: readonly string[]): Promise<FormerDispatch[]> {
    return this.notChosen.former(db, ids);
  }
}
