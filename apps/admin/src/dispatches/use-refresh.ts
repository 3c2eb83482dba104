import { useQueryClient } from '@tanstack/react-query';

/** Everything of dispatches is asked for anew after an act. */
export function useRefresh(): () => void {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: ['dispatches'] });
}
