import { readSort } from '../elements/sort.js';

/** The open part, and how the relays are sorted. */
export function readTransportsView(search: Record<string, unknown>) {
  const { tab } = search;
  return { ...readSort(search), ...(typeof tab === 'string' && /^[a-z-]{1,20}$/.test(tab) ? { tab } : {}) };
}
