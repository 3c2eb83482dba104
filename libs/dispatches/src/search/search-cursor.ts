import { dispatchErrors } from '../dispatches.errors.js';
import { RANKED } from './dispatch-search.js';

/** Where a page of the newest begins: after this one. */
export interface NewestCursor {
  /** Microseconds since 1970, as PostgreSQL has them. */
  readonly micros: string;
  readonly id: string;
}

const NEWEST = /^n (-?\d{1,16}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const RANK = /^r (\d{1,4})$/;

/** Opaque to whoever gets it. */
export function searchCursor(...parts: string[]): string {
  return Buffer.from(parts.join(' ')).toString('base64url');
}

/** Whether it is one that we gave out, for one order or the other. */
export function isSearchCursor(after: string): boolean {
  return NEWEST.test(read(after)) || RANK.test(read(after));
}

/** @throws CatalogueError `search.cursor` */
export function newestCursor(after: string | undefined): NewestCursor | undefined {
  if (after === undefined) return undefined;
  const [, micros, id] = NEWEST.exec(read(after)) ?? [];
  if (micros === undefined || id === undefined) throw dispatchErrors.error('search.cursor');
  return { micros, id };
}

/** @throws CatalogueError `search.cursor` */
export function offsetOf(after: string | undefined): number {
  if (after === undefined) return 0;
  const offset = Number(RANK.exec(read(after))?.[1]);
  if (!(offset <= RANKED)) throw dispatchErrors.error('search.cursor');
  return offset;
}

function read(after: string): string {
  return Buffer.from(after, 'base64url').toString('latin1');
}
