import { useNavigate, useParams, useSearch } from '@tanstack/react-router';

/** A parameter of the address: the `slug` of `/newsletters/$slug`. */
export function useParam(name: string): string {
  const params: Readonly<Record<string, unknown>> = useParams({ strict: false });
  const value = params[name];
  if (typeof value !== 'string') throw new Error(`this address has no $${name}`);
  return value;
}

/** What stands after the `?`, read by the same function that the route names as its `validateSearch`. */
export function useView<T>(read: (search: Record<string, unknown>) => T): T {
  const search: Record<string, unknown> = useSearch({ strict: false });
  return read(search);
}

/**
 * Changes what stands after the `?` and leaves the rest: `change({ state: 'active', after: undefined })`. Undefined
 * takes a parameter out. Filters replace the address (Back leaves the room), pages of a list do not (Back is the page
 * before).
 */
export function useChangeView(): (change: Record<string, unknown>, options?: { push?: boolean }) => void {
  const navigate = useNavigate();
  return (change, { push = false } = {}) => {
    void navigate({
      to: '.',
      search: (before: Record<string, unknown>) => ({ ...before, ...change }),
      replace: !push,
      resetScroll: false,
    } as never);
  };
}
