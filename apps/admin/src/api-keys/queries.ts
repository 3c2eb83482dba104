import { queryOptions } from '@tanstack/react-query';
import { dataOf } from '../api/answers.js';
import { getApiV1ApiKeys, getApiV1Operators } from '../client/index.js';
import type { GetApiV1ApiKeysResponses } from '../client/index.js';
import type { KeysView } from './view.js';

export type ApiKey = GetApiV1ApiKeysResponses[200]['keys'][number];

/** What a program can be given; the last five take the operator's own rights to send, import, export and administer. */
export const SCOPES = [
  'dispatches:read',
  'dispatches:write',
  'dispatches:kill',
  'editions:read',
  'editions:write',
  'editions:flash',
  'preview:read',
  'subscribers:read',
  'editions:send',
  'subscriptions:write',
  'subscribers:import',
  'subscribers:export',
  'audit:read',
] as const;
export type Scope = (typeof SCOPES)[number];

/** About no newsletter: a key for one cannot have them. */
export function isOfNewsletters(scope: Scope): boolean {
  return !scope.startsWith('dispatches:') && scope !== 'audit:read';
}

export function keysQuery(view: KeysView) {
  return queryOptions({
    queryKey: ['api-keys', view],
    queryFn: ({ signal }) => dataOf(getApiV1ApiKeys({ query: view, signal })),
  });
}

export const ownersQuery = queryOptions({
  queryKey: ['api-keys', 'owners'],
  queryFn: async ({ signal }) => {
    const { operators } = await dataOf(getApiV1Operators({ query: { limit: 500 }, signal }));
    return operators.filter(({ disabledAt }) => disabledAt === null);
  },
});
