import { queryOptions } from '@tanstack/react-query';
import { dataOf } from '../api/answers.js';
import type { Right } from '../api/session.js';
import type { Solo } from '../api/solo.js';
import {
  getApiV1Settings,
  getApiV1SettingsSecondFactor,
  putApiV1SettingsSecondFactor,
  putApiV1SettingsSolo,
} from '../client/index.js';
import type { GetApiV1SettingsResponses, GetApiV1SettingsSecondFactorResponses } from '../client/index.js';

export type Settings = GetApiV1SettingsResponses[200];
export type SecondFactorPolicy = GetApiV1SettingsSecondFactorResponses[200];

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => dataOf(getApiV1Settings({ signal })),
});

export const secondFactorQuery = queryOptions({
  queryKey: ['settings', 'second-factor'],
  queryFn: ({ signal }) => dataOf(getApiV1SettingsSecondFactor({ signal })),
});

export function askSecondFactorFor(rights: readonly Right[]): Promise<SecondFactorPolicy> {
  return dataOf(putApiV1SettingsSecondFactor({ body: { rights: [...rights] } }));
}

export function declareSolo(declared: boolean): Promise<Solo> {
  return dataOf(putApiV1SettingsSolo({ body: { declared } }));
}
