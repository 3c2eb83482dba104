import { readCursor } from '../api/cursor.js';
import type { CursorPage } from '../api/cursor.js';

/** What narrows the audit log, as it stands in the address. */
export interface AuditView extends CursorPage {
  /** id */
  operator?: string;
  /** how the action begins */
  action?: string;
  object?: string;
  /** days, `2026-11-23`, in the operator's own zone */
  from?: string;
  to?: string;
}

const day = /^\d{4}-\d{2}-\d{2}$/;

function text(search: Record<string, unknown>, key: string, longest: number): string | undefined {
  const value = search[key];
  return typeof value === 'string' && value !== '' && value.length <= longest ? value : undefined;
}

export function readAuditView(search: Record<string, unknown>): AuditView {
  const found = {
    operator: text(search, 'operator', 36),
    action: text(search, 'action', 100),
    object: text(search, 'object', 200),
    from: text(search, 'from', 10),
    to: text(search, 'to', 10),
  };
  const known = Object.entries(found).filter(
    ([key, value]) => value !== undefined && ((key !== 'from' && key !== 'to') || day.test(value)),
  );
  return { ...readCursor(search), ...Object.fromEntries(known) };
}

/** The same for the API: a day begins at midnight where the operator sits, and the last one is included. */
export function auditQueryOf({ from, to, after, ...rest }: AuditView): Record<string, string> {
  const start = (date: string, days: number): string => {
    const [year = 0, month = 1, dayOfMonth = 1] = date.split('-').map(Number);
    return new Date(year, month - 1, dayOfMonth + days).toISOString();
  };
  return {
    ...rest,
    ...(from === undefined ? {} : { from: start(from, 0) }),
    ...(to === undefined ? {} : { to: start(to, 1) }),
    ...(after === undefined ? {} : { after }),
  };
}
