import { Injectable } from '@nestjs/common';
import type { Db } from '@app/platform';
import type { ShelfDispatch } from '../dispatch.js';
import { DispatchRepository, type DispatchWindow } from './dispatch.repository.js';

/**
 * Dispatches. A newsroom with many wires stores some 5,000 in one language on a day, and Monday's window may hold three
 * days; at this many an assembly stays under two seconds and 100 MB. A window with more is cut to its newest.
 */
const MAX_WINDOW = 12_000;

/** What higher floors may read of the dispatches. */
@Injectable()
export class DispatchShelf {
  constructor(private readonly dispatches: DispatchRepository) {}

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
}
