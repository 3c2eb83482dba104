import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './answers.js';
import { sessionQuery } from './session.js';

/** A session that ended elsewhere shows the sign-in page, whichever request found out. */
function noticeEnd(error: Error): void {
  if (error instanceof ApiError && error.status === 401) queryClient.setQueryData(sessionQuery.queryKey, null);
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeEnd }),
  mutationCache: new MutationCache({ onError: noticeEnd }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // What the server refused, it refuses again; only silence and its own faults are worth one more try.
      retry: (failures, error) => failures < 1 && !(error instanceof ApiError && (error.status ?? 500) < 500),
      // The usual server runs on this very machine, which the browser may call offline.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
