import { readCursor } from '../api/cursor.js';
import type { CursorPage } from '../api/cursor.js';

export interface KeysView extends CursorPage {
  /** revoked ones too */
  revoked?: 'true';
}

export function readKeysView(search: Record<string, unknown>): KeysView {
  const isAsked = search['revoked'] === 'true' || search['revoked'] === true;
  return { ...readCursor(search), ...(isAsked && { revoked: 'true' }) };
}
