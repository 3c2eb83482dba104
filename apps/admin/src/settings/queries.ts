import { queryOptions } from '@tanstack/react-query';
import { dataOf } from '../api/answers.js';
import { getApiV1Settings, getApiV1SettingsSolo, putApiV1SettingsSolo } from '../client/index.js';
import type { GetApiV1SettingsResponses, GetApiV1SettingsSoloResponses } from '../client/index.js';

export type Settings = GetApiV1SettingsResponses[200];
export type Solo = GetApiV1SettingsSoloResponses[200];

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => dataOf(getApiV1Settings({ signal })),
});

export const soloQuery = queryOptions({
  queryKey: ['settings', 'solo'],
  queryFn: ({ signal }) => dataOf(getApiV1SettingsSolo({ signal })),
});

export function declareSolo(declared: boolean): Promise<Solo> {
  return dataOf(putApiV1SettingsSolo({ body: { declared } }));
}
