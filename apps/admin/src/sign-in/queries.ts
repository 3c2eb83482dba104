import { queryOptions } from '@tanstack/react-query';
import { ApiError, dataOf } from '../api/answers.js';
import { getApiV1SignInWays, postApiV1Session, postApiV1SessionSecondFactor, postApiV1SignInLinks } from '../client/index.js'; // prettier-ignore
import type { words } from './words.js';

export const waysQuery = queryOptions({
  queryKey: ['sign-in-ways'],
  queryFn: ({ signal }) => dataOf(getApiV1SignInWays({ signal })),
  staleTime: 60_000,
});

export const signIn = (body: { address: string; password: string }) => dataOf(postApiV1Session({ body }));
export const giveCode = (code: string) => dataOf(postApiV1SessionSecondFactor({ body: { code } }));
export const askForLink = (address: string) => dataOf(postApiV1SignInLinks({ body: { address } }));

/** What a refusal means to somebody who wants in; undefined: something else went wrong, which is told as it came. */
export function refusalOf(error: Error | null, m: (typeof words)['en']): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const { retryAfterSeconds: seconds } = error.details;
  if (error.code === 'sign_in.too_many') return m.tooMany(typeof seconds === 'number' ? seconds : 60);
  const told: Readonly<Record<string, string>> = {
    'sign_in.refused': m.refused,
    'sign_in.code_refused': m.codeRefused,
    'sign_in.half_session_over': m.over,
  };
  return told[error.code];
}
