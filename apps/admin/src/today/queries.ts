import { queryOptions } from '@tanstack/react-query';
import { dataOf } from '../api/answers.js';
import {
  getApiV1EditionsByIdProgress,
  getApiV1EditionsByIdProgressWays,
  postApiV1AlarmsByIdSettle,
  postApiV1DeskAlarmsByIdSettle,
  postApiV1EditionsByIdCancel,
  postApiV1EditionsByIdPause,
  postApiV1EditionsByIdResume,
} from '../client/index.js';

/** By transport and provider: it counts rows, so it is asked while somebody has it open and not more often. */
export function waysQuery(editionId: string, isOpen: boolean) {
  return queryOptions({
    queryKey: ['ways', editionId],
    queryFn: async ({ signal }) => (await dataOf(getApiV1EditionsByIdProgressWays({ path: { id: editionId }, signal }))).ways,
    enabled: isOpen,
    refetchInterval: 10_000,
  });
} // prettier-ignore

/** What left, and what did not yet, at this moment. */
export async function leftAndOpen(editionId: string, signal: AbortSignal): Promise<{ done: number; open: number }> {
  const { counts } = await dataOf(getApiV1EditionsByIdProgress({ path: { id: editionId }, signal }));
  return {
    done: counts.submitted + counts.submitting + counts.uncertain,
    open: counts.planned + counts.claimed + counts.deferred,
  };
}

export const pauseEdition = (id: string) => dataOf(postApiV1EditionsByIdPause({ path: { id } }));
export const resumeEdition = (id: string) => dataOf(postApiV1EditionsByIdResume({ path: { id } }));
export const cancelEdition = (id: string, reason: string) =>
  dataOf(postApiV1EditionsByIdCancel({ path: { id }, body: { reason } }));

export function settle(kind: 'desk_alarm' | 'dispatch_alarm', id: string) {
  return kind === 'desk_alarm'
    ? dataOf(postApiV1DeskAlarmsByIdSettle({ path: { id } }))
    : dataOf(postApiV1AlarmsByIdSettle({ path: { id } }));
}
