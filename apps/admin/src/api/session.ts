import { queryOptions } from '@tanstack/react-query';
import { deleteApiV1Session, getApiV1Session } from '../client/index.js';
import type { GetApiV1SessionResponses } from '../client/index.js';
import { ApiError, dataOf, doneOf } from './answers.js';

export type Right =
  'view' | 'edit' | 'approve' | 'send' | 'flash' | 'kill' | 'import' | 'export' | 'design' | 'configure' | 'administer';

interface Grant {
  id: string;
  rights: readonly Right[];
}

export interface Rights {
  everywhere: readonly Right[];
  newsletters: readonly Grant[];
  families: readonly Grant[];
}

type Told = GetApiV1SessionResponses[200];
export type Operator = Told['operator'];
export type Session = Told & { rights: Rights };

const presets: Record<Operator['role'], readonly Right[]> = {
  admin: ['view', 'edit', 'approve', 'send', 'flash', 'kill', 'import', 'export', 'design', 'configure', 'administer'],
  editor: ['view', 'edit', 'approve', 'send', 'flash', 'kill'],
  designer: ['view', 'design'],
  viewer: ['view'],
};

/** A server that tells no rights holds to the presets of the roles. */
function withRights(told: Told & { rights?: Rights }): Session {
  return { ...told, rights: told.rights ?? { everywhere: presets[told.operator.role], newsletters: [], families: [] } };
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  /** null: not signed in, which is an answer and not a fault. */
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return withRights(await dataOf(getApiV1Session({ signal })));
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
