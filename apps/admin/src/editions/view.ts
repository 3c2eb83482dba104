import { readCursor } from '../api/cursor.js';
import { readView, type View } from '../elements/mail/view.js';

export const kinds = ['digest', 'flash', 'letter', 'correction'] as const;
export const states = [
  'claimed',
  'proposed',
  'held',
  'approved',
  'frozen',
  'sending',
  'sent',
  'empty',
  'cancelled',
] as const;

/** What the archive is narrowed to. */
export interface ArchiveView {
  newsletter?: string;
  kind?: (typeof kinds)[number];
  state?: (typeof states)[number];
  from?: string;
  to?: string;
  after?: string;
}

export function readArchiveView(search: Record<string, unknown>): ArchiveView {
  const { newsletter } = search;
  const kind = kinds.find((one) => one === search['kind']);
  const state = states.find((one) => one === search['state']);
  const from = dayOf(search['from']);
  const to = dayOf(search['to']);
  return {
    ...(typeof newsletter === 'string' && /^[a-z0-9-]{1,100}$/.test(newsletter) ? { newsletter } : {}),
    ...(kind === undefined ? {} : { kind }),
    ...(state === undefined ? {} : { state }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...readCursor(search),
  };
}

function dayOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined;
}

/** The part of an edition that is open, and how its mail is looked at. */
export function readEditionView(search: Record<string, unknown>): View & { tab?: string } {
  const tab = search['tab'];
  return { ...readView(search), ...(typeof tab === 'string' && /^[a-z]{1,20}$/.test(tab) ? { tab } : {}) };
}

/** The other edition; absent: the one before. */
export function readCompareView(search: Record<string, unknown>): { with?: string } {
  const other = search['with'];
  return typeof other === 'string' && /^[0-9a-f-]{36}$/.test(other) ? { with: other } : {};
}
