import { InvalidInput } from '../../api.errors.js';

/** Characters of a cursor: an instant and an id, encoded. */
export const CURSOR_LIMIT = 400;

/** Two texts that say where a page ended, as one opaque word. */
export function toCursor(at: string, id: string): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** @throws request.invalid where it is none of ours */
export function fromCursor(cursor: string, isPlace: (at: string, id: string) => boolean): { at: string; id: string } {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(place)) {
      const [at, id] = place as unknown[];
      if (typeof at === 'string' && typeof id === 'string' && isPlace(at, id)) return { at, id };
    }
  } catch (error) {
    // Not JSON, so no cursor of ours; anything else is a fault of this function.
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new InvalidInput('query', [{ path: 'after', message: 'not a cursor of this list' }]);
}
