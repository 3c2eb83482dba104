import { queryOptions } from '@tanstack/react-query';
import { dataOf, doneOf } from '../api/answers.js';
import {
  deleteApiV1AccountSessions,
  deleteApiV1AccountSessionsById,
  getApiV1Account,
  getApiV1AccountSessions,
  patchApiV1Account,
  postApiV1AccountSecondFactorTakeOff,
  putApiV1AccountPassword,
  putApiV1AccountRecoveryCodes,
  putApiV1AccountSecondFactor,
  putApiV1AccountSecondFactorConfirmation,
} from '../client/index.js';
import type { GetApiV1AccountResponses, GetApiV1AccountSessionsResponses, PatchApiV1AccountData } from '../client/index.js'; // prettier-ignore

export type Account = GetApiV1AccountResponses[200];
export type OwnSession = GetApiV1AccountSessionsResponses[200]['sessions'][number];

export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => dataOf(getApiV1Account({ signal })),
});

export const ownSessionsQuery = queryOptions({
  queryKey: ['account', 'sessions'],
  queryFn: ({ signal }) => dataOf(getApiV1AccountSessions({ signal })),
});

export const changeAccount = (body: PatchApiV1AccountData['body']) => dataOf(patchApiV1Account({ body }));
export const setPassword = (body: { newPassword: string; currentPassword?: string }) => doneOf(putApiV1AccountPassword({ body })); // prettier-ignore
export const beginSecondFactor = (currentPassword?: string) => dataOf(putApiV1AccountSecondFactor({ body: currentPassword === undefined ? {} : { currentPassword } })); // prettier-ignore
export const confirmSecondFactor = (code: string) => dataOf(putApiV1AccountSecondFactorConfirmation({ body: { code } })); // prettier-ignore
export const renewRecoveryCodes = (code: string) => dataOf(putApiV1AccountRecoveryCodes({ body: { code } }));
export const takeSecondFactorOff = (code: string) => doneOf(postApiV1AccountSecondFactorTakeOff({ body: { code } }));
export const endSession = (id: string) => doneOf(deleteApiV1AccountSessionsById({ path: { id } }));
export const endOtherSessions = () => dataOf(deleteApiV1AccountSessions());
