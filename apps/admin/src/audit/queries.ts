import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { dataOf } from '../api/answers.js';
import { getApiV1Audit, getApiV1Operators } from '../client/index.js';
import type { GetApiV1AuditResponses } from '../client/index.js';
import { auditQueryOf } from './audit-view.js';
import type { AuditView } from './audit-view.js';

export type AuditEntry = GetApiV1AuditResponses[200]['entries'][number];

export function auditQuery(view: AuditView) {
  return queryOptions({
    queryKey: ['audit', view],
    queryFn: ({ signal }) => dataOf(getApiV1Audit({ query: { ...auditQueryOf(view), limit: 50 }, signal })),
    placeholderData: keepPreviousData,
  });
}

export const operatorsQuery = queryOptions({
  queryKey: ['operators'],
  queryFn: async ({ signal }) => (await dataOf(getApiV1Operators({ signal }))).operators,
});

/** A download needs an address of its own; the session goes with it. */
export function exportAddress(view: AuditView, format: 'jsonl' | 'csv'): string {
  const filter = auditQueryOf(view);
  delete filter['after'];
  return `/api/v1/audit/export?${new URLSearchParams({ ...filter, format }).toString()}`;
}
