import { queryOptions } from '@tanstack/react-query';
import { dataOf, taggedOf } from '../api/answers.js';
import type { CursorPage } from '../api/cursor.js';
import { GRANTABLE } from '../api/session.js';
import { getApiV1Operators, getApiV1OperatorsById, getApiV1OperatorsByIdSessions } from '../client/index.js';
import type { GetApiV1OperatorsByIdSessionsResponses, GetApiV1OperatorsResponses } from '../client/index.js';

export type Operator = GetApiV1OperatorsResponses[200]['operators'][number];
export type Role = Operator['role'];
export type Grant = Operator['grants'][number];
export type Right = Grant['rights'][number];
export type OperatorSession = GetApiV1OperatorsByIdSessionsResponses[200]['sessions'][number];

/** In the order of their weight, the least first. */
export const ROLES: readonly Role[] = ['viewer', 'designer', 'editor', 'admin'];

/** About things that belong to no newsletter. */
const GRANTED_EVERYWHERE: readonly Right[] = ['design', 'administer'];

/** What can be granted there. */
export function grantableAt({ newsletterId, familyId }: Pick<Grant, 'newsletterId' | 'familyId'>): readonly Right[] {
  const isEverywhere = newsletterId === null && familyId === null;
  return GRANTABLE.filter((right) => isEverywhere || !GRANTED_EVERYWHERE.includes(right));
}

export function operatorsQuery(page: CursorPage) {
  return queryOptions({
    queryKey: ['operators', 'list', page],
    queryFn: ({ signal }) => dataOf(getApiV1Operators({ query: page, signal })),
  });
}

export function operatorQuery(id: string) {
  return queryOptions({
    queryKey: ['operators', id],
    queryFn: ({ signal }) => taggedOf(getApiV1OperatorsById({ path: { id }, signal })),
  });
}

export function operatorSessionsQuery(id: string) {
  return queryOptions({
    queryKey: ['operators', id, 'sessions'],
    queryFn: async ({ signal }) => (await dataOf(getApiV1OperatorsByIdSessions({ path: { id }, signal }))).sessions,
  });
}
