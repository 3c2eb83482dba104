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

/** What each may look like: the rest of an address that was cut off or guessed is left out, not refused. */
const forms = {
  operator: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  action: /^[a-z0-9_.]{1,100}$/,
  object: /^.{1,200}$/,
  from: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
  to: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
} as const;

export function readAuditView(search: Record<string, unknown>): AuditView {
  const known = Object.entries(forms).flatMap(([key, form]) => {
    const value = search[key];
    return typeof value === 'string' && form.test(value) ? [[key, value] as const] : [];
  });
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
