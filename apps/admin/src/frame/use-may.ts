import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/session.js';
import type { Right, Rights } from '../api/session.js';

export type { Right } from '../api/session.js';

interface OfNewsletter {
  id: string;
  familyId?: string | null;
}

/** Pure part of `useMay`: everywhere, or for this newsletter, or for its family. */
export function mayWith(rights: Rights, right: Right, newsletter?: OfNewsletter): boolean {
  if (rights.everywhere.includes(right)) return true;
  if (newsletter === undefined) return false;
  const granted = (held: readonly { id: string; rights: readonly Right[] }[], id: string): boolean =>
    held.some((grant) => grant.id === id && grant.rights.includes(right));
  return (
    granted(rights.newsletters, newsletter.id) ||
    (typeof newsletter.familyId === 'string' && granted(rights.families, newsletter.familyId))
  );
}

/**
 * What the operator may do: `may('send', newsletter)`, or `may('configure')` for what belongs to no newsletter. A
 * control one may not use is not shown; the server asks again in any case.
 */
export function useMay(): (right: Right, newsletter?: OfNewsletter) => boolean {
  const { data } = useQuery(sessionQuery);
  return (right, newsletter) => data !== undefined && data !== null && mayWith(data.rights, right, newsletter);
}

/** Whether the operator may do it for at least one newsletter: enough to show a room's entry in the rail. */
export function useMaySomewhere(): (right: Right) => boolean {
  const { data } = useQuery(sessionQuery);
  return (right) => {
    if (data === undefined || data === null) return false;
    const { everywhere, newsletters, families } = data.rights;
    return everywhere.includes(right) || [...newsletters, ...families].some(({ rights }) => rights.includes(right));
  };
}
