import { queryOptions } from '@tanstack/react-query';
import { getApiV1SettingsSolo } from '../client/index.js';
import type { GetApiV1SettingsSoloResponses } from '../client/index.js';
import { dataOf } from './answers.js';

export type Solo = GetApiV1SettingsSoloResponses[200];

/** Whether this is a newsroom of one, where one approval is enough: settings declare it, operators and desk say so. */
export const soloQuery = queryOptions({
  queryKey: ['solo'],
  queryFn: ({ signal }) => dataOf(getApiV1SettingsSolo({ signal })),
});
