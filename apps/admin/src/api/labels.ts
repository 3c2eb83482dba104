import { queryOptions } from '@tanstack/react-query';
import { getApiV1Settings } from '../client/index.js';
import type { GetApiV1SettingsResponses } from '../client/index.js';
import { dataOf } from './answers.js';

export type Label = GetApiV1SettingsResponses[200]['labels'][number];

/** Regions and topics of the installation, for the rooms that sort by them. */
export const labelsQuery = queryOptions({
  queryKey: ['labels'],
  queryFn: async ({ signal }) => (await dataOf(getApiV1Settings({ signal }))).labels,
  staleTime: 5 * 60_000,
});

/** What a label is called here; its slug where nobody translated it. */
export function labelName({ names, slug }: Label, locale: string): string {
  return names[locale] ?? names['en'] ?? slug;
}
