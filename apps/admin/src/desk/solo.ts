import { useQuery } from '@tanstack/react-query';
import { soloQuery } from '../api/solo.js';
import type { Proposal } from './queries.js';

/** How many people have to approve: in a declared newsroom of one nobody waits for a second. */
export function useApprovalsNeeded({ approvalsNeeded }: Pick<Proposal, 'approvalsNeeded'>): number {
  const { data } = useQuery({ ...soloQuery, enabled: approvalsNeeded > 1 });
  return data?.holds === true ? 1 : approvalsNeeded;
}
