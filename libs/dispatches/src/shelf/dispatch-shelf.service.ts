import { Injectable } from '@nestjs/common';
import type { Db } from '@app/platform';
import type { ShelfDispatch } from '../dispatch.js';
import { DispatchRepository, type DispatchWindow } from './dispatch.repository.js';

/** More than any newsletter shows; a window with more is cut to its newest. */
const MAX_WINDOW = 2_000;

/** What higher floors may read of the dispatches. */
@Injectable()
export class DispatchShelf {
  constructor(private readonly dispatches: DispatchRepository) {}

  window(db: Db, query: DispatchWindow): Promise<ShelfDispatch[]> {
    return this.dispatches.window(db, { ...query, limit: MAX_WINDOW });
  }

  usable(db: Db, ids: readonly string[]): Promise<ShelfDispatch[]> {
    return this.dispatches.usable(db, ids);
  }
}
