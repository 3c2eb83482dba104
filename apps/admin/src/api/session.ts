import { queryOptions } from '@tanstack/react-query';
import { deleteApiV1Session, getApiV1Session } from '../client/index.js';
import type { GetApiV1SessionResponses } from '../client/index.js';
import { ApiError, dataOf, doneOf } from './answers.js';

export type Session = GetApiV1SessionResponses[200];
export type Operator = Session['operator'];
export type Rights = Session['rights'];
export type Right = Rights['everywhere'][number];

/** What can be granted beyond a role; `view` is everybody's. */
export const GRANTABLE: readonly Right[] = [
  'edit',
  'approve',
  'override',
  'send',
  'flash',
  'kill',
  'import',
  'export',
  'design',
  'configure',
  'administer',
];

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  /** null: not signed in, which is an answer and not a fault. */
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await dataOf(getApiV1Session({ signal }));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
});

export async function signOut(): Promise<void> {
  try {
    await doneOf(deleteApiV1Session());
  } catch (error) {
    // A session that is already gone is signed out as well.
    if (!(error instanceof ApiError && error.status === 401)) throw error;
  }
}
