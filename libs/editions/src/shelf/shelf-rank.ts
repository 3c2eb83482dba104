import { z } from 'zod';

/** What decides a dispatch's place on the shelf; the id where all else is equal, so that every place is one dispatch's. */
const rank = z.tuple([z.boolean(), z.number(), z.number(), z.string().max(36)]);

/** Left out by the desk; the machine's points, −1 without any; when it was first seen, in milliseconds; its id. */
export type ShelfRank = z.output<typeof rank>;

/** What the desk left out first, because it may want it back; then by the machine's points, then the newest. */
export function byRank(one: ShelfRank, other: ShelfRank): number {
  return (
    Number(other[0]) - Number(one[0]) || other[1] - one[1] || other[2] - one[2] || (one[3] < other[3] ? -1 : Number(one[3] > other[3]))
  );
} // prettier-ignore

/** Opaque: a place on the shelf, which stays one when the dispatch that had it was taken in meanwhile. */
export function shelfCursor(at: ShelfRank): string {
  return Buffer.from(JSON.stringify(at)).toString('base64url');
}

/** Undefined: not one of ours. */
export function readShelfCursor(cursor: string): ShelfRank | undefined {
  try {
    return rank.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))).data;
  } catch {
    // No JSON: somebody else's.
    return undefined;
  }
}
