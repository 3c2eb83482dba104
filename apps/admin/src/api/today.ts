import { queryOptions } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { getApiV1Today } from '../client/index.js';
import type { GetApiV1TodayResponses } from '../client/index.js';
import { dataOf } from './answers.js';
import type { LiveState } from './live.js';

/** What the first room shows, and the frame around all rooms counts. */

export type Today = GetApiV1TodayResponses[200];
export type TodayNewsletter = Today['newsletters'][number];
export type TodayEdition = TodayNewsletter['editions'][number];
export type Sending = NonNullable<TodayEdition['sending']>;
export type Need = Today['needs'][number];
export type FirstStep = NonNullable<Today['firstSteps']>[number];

export interface SeenToday extends Today {
  /** milliseconds the server's clock is ahead of this machine's: what is counted down is counted by it */
  ahead: number;
}

export const todayQuery = queryOptions({
  queryKey: ['today'],
  queryFn: async ({ signal }): Promise<SeenToday> => {
    const today = await dataOf(getApiV1Today({ signal }));
    return { ...today, ahead: Date.parse(today.now) - Date.now() };
  },
});

const liveKey = ['today-live'];

/** Whether the events come, told by the frame, which alone listens. */
export const todayLiveQuery = queryOptions({
  queryKey: liveKey,
  queryFn: (): LiveState => 'connecting',
  staleTime: Infinity,
});

export function tellLive(client: QueryClient, state: LiveState): void {
  client.setQueryData(liveKey, state);
}

const figures = ['recipients', 'submitted', 'rejected', 'skipped', 'uncertain', 'deferred'] as const;

/** The figures of a `progress` event; null: it is none. */
function progressOf(data: unknown): { editionId: string; counts: Partial<Sending['counts']> } | null {
  if (typeof data !== 'object' || data === null) return null;
  const editionId: unknown = Reflect.get(data, 'editionId');
  if (typeof editionId !== 'string') return null;
  const counts: Partial<Sending['counts']> = {};
  for (const figure of figures) {
    const value: unknown = Reflect.get(data, figure);
    if (typeof value === 'number') counts[figure] = value;
  }
  return { editionId, counts };
}

/** Puts moved figures where they are shown; everything else stays the very same object, so that only bars are drawn. */
export function withProgress(today: SeenToday | undefined, data: unknown): SeenToday | undefined {
  const progress = progressOf(data);
  if (today === undefined || progress === null) return today;
  const isIts = ({ id, sending }: TodayEdition): boolean => id === progress.editionId && sending !== null;
  return {
    ...today,
    newsletters: today.newsletters.map((newsletter) =>
      newsletter.editions.some(isIts)
        ? {
            ...newsletter,
            editions: newsletter.editions.map((edition) =>
              isIts(edition) && edition.sending !== null
                ? {
                    ...edition,
                    sending: { ...edition.sending, counts: { ...edition.sending.counts, ...progress.counts } },
                  }
                : edition,
            ),
          }
        : newsletter,
    ),
  };
}
