import { queryOptions } from '@tanstack/react-query';
import { dataOf } from '../../api/answers.js';
import {
  getApiV1DkimKeys,
  getApiV1Pace,
  getApiV1SenderDomains,
  getApiV1WarmUps,
  postApiV1SenderDomainsByDomainCheck,
} from '../../client/index.js';
import type {
  GetApiV1DkimKeysResponses,
  GetApiV1PaceResponses,
  GetApiV1WarmUpsResponses,
  PostApiV1SenderDomainsByDomainCheckResponses,
} from '../../client/index.js';

export type Pace = GetApiV1PaceResponses[200];
export type WarmUp = GetApiV1WarmUpsResponses[200]['warmUps'][number];
export type DkimKey = GetApiV1DkimKeysResponses[200]['keys'][number];
export type Finding = PostApiV1SenderDomainsByDomainCheckResponses[200]['findings'][number];

/** Pace and caps change while one looks. Milliseconds. */
const often = 15_000;

export const paceQuery = queryOptions({
  queryKey: ['sending', 'pace'],
  queryFn: ({ signal }) => dataOf(getApiV1Pace({ signal })),
  refetchInterval: often,
});

export const warmUpsQuery = queryOptions({
  queryKey: ['sending', 'warm-ups'],
  queryFn: async ({ signal }) => (await dataOf(getApiV1WarmUps({ signal }))).warmUps,
  refetchInterval: often,
});

export const dkimKeysQuery = queryOptions({
  queryKey: ['sending', 'dkim-keys'],
  queryFn: async ({ signal }) => (await dataOf(getApiV1DkimKeys({ signal }))).keys,
});

export const senderDomainsQuery = queryOptions({
  queryKey: ['sending', 'sender-domains'],
  queryFn: async ({ signal }) => (await dataOf(getApiV1SenderDomains({ signal }))).domains,
});

export async function checkSenderDomain(domain: string): Promise<readonly Finding[]> {
  return (await dataOf(postApiV1SenderDomainsByDomainCheck({ path: { domain } }))).findings;
}
