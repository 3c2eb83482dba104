import { queryOptions } from '@tanstack/react-query';
import { dataOf } from '../api/answers.js';
import type { Right } from '../api/session.js';
import type { Solo } from '../api/solo.js';
import {
  getApiV1Settings,
  getApiV1SettingsArming,
  getApiV1SettingsSecondFactor,
  postApiV1SettingsArmingArm,
  postApiV1SettingsArmingDisarm,
  putApiV1SettingsSecondFactor,
  putApiV1SettingsSolo,
} from '../client/index.js';
import type {
  GetApiV1SettingsArmingResponses,
  GetApiV1SettingsResponses,
  GetApiV1SettingsSecondFactorResponses,
} from '../client/index.js';

export type Settings = GetApiV1SettingsResponses[200];
export type Arming = GetApiV1SettingsArmingResponses[200];
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

export function readArming(signal: AbortSignal): Promise<Arming> {
  return dataOf(getApiV1SettingsArming({ signal }));
}

/** `cause` is what the operator was told: where it is another one by now, nothing is armed. */
export function arm(cause: NonNullable<Arming['cause']>): Promise<unknown> {
  return dataOf(postApiV1SettingsArmingArm({ body: { cause } }));
}

export function disarm(): Promise<unknown> {
  return dataOf(postApiV1SettingsArmingDisarm());
}
