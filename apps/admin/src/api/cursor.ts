/**
 * Long lists are shown page by page, and the page stands in the address (`?after=`): a colleague who gets the link sees
 * the same rows, and the browser's Back is the way back. Cursors are the server's and opaque; one that is no longer
 * good answers 400, which the list shows with a way to the first page.
 */
export interface CursorPage {
  /** absent: the first page */
  after?: string;
}

/** A cursor is a few ids; what is longer was not made by the server. */
const longestCursor = 512;

export function readCursor(search: Record<string, unknown>): CursorPage {
  const after = search['after'];
  return typeof after === 'string' && after !== '' && after.length <= longestCursor ? { after } : {};
}
