import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { dataOf } from '../api/answers.js';
import {
  getApiV1EditionsByIdActs,
  getApiV1EditionsByIdDiff,
  getApiV1EditionsByIdOutlook,
  getApiV1EditionsByIdPreflight,
  getApiV1EditionsByIdPreview,
  getApiV1EditionsByIdProposal,
  getApiV1EditionsByIdShelf,
  getApiV1NewslettersBySlugEditions,
} from '../client/index.js';
import type {
  GetApiV1EditionsByIdActsResponses,
  GetApiV1EditionsByIdProposalResponses,
  GetApiV1EditionsByIdShelfResponses,
  PostApiV1EditionsByIdActsData,
} from '../client/index.js';

export type Proposal = GetApiV1EditionsByIdProposalResponses[200];
export type Block = Proposal['blocks'][number];
export type Act = PostApiV1EditionsByIdActsData['body'][number];
export type Shelved = GetApiV1EditionsByIdShelfResponses[200]['dispatches'][number];
export type Trace = GetApiV1EditionsByIdActsResponses[200]['acts'][number];

/** Milliseconds: a colleague's change is seen so long after it at the latest. */
const LOOK_AGAIN = 5_000;

export function proposalQuery(id: string) {
  return queryOptions({
    queryKey: ['desk', id, 'proposal'],
    queryFn: ({ signal }) => dataOf(getApiV1EditionsByIdProposal({ path: { id }, signal })),
    refetchInterval: LOOK_AGAIN,
    staleTime: 1_000,
  });
}

/** `version` is in the key so that each act has the message it made; the one before stays until then. */
export function previewQuery(id: string, version: number) {
  return queryOptions({
    queryKey: ['desk', id, 'preview', version],
    queryFn: ({ signal }) => dataOf(getApiV1EditionsByIdPreview({ path: { id }, signal })),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  });
}

export interface ShelfFilter {
  q: string;
  section: string;
}

export function shelfQuery(id: string, version: number, { q, section }: ShelfFilter) {
  return infiniteQueryOptions({
    queryKey: ['desk', id, 'shelf', q, section, version],
    queryFn: ({ signal, pageParam }) =>
      dataOf(
        getApiV1EditionsByIdShelf({
          path: { id },
          query: {
            ...(q !== '' && { q }),
            ...(section !== '' && { section }),
            ...(pageParam !== '' && { after: pageParam }),
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}

export function diffQuery(id: string, version: number) {
  return queryOptions({
    queryKey: ['desk', id, 'diff', version],
    queryFn: ({ signal }) => dataOf(getApiV1EditionsByIdDiff({ path: { id }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function actsQuery(id: string, version: number) {
  return queryOptions({
    queryKey: ['desk', id, 'acts', version],
    queryFn: async ({ signal }) =>
      (await dataOf(getApiV1EditionsByIdActs({ path: { id }, query: { limit: 100 }, signal }))).acts,
    placeholderData: keepPreviousData,
  });
}

export const askOutlook = (id: string, signal: AbortSignal) =>
  dataOf(getApiV1EditionsByIdOutlook({ path: { id }, signal }));

/** What would be wrong with the message of this version; asked when somebody is about to approve it. */
export function preflightQuery(id: string, version: number) {
  return queryOptions({
    queryKey: ['desk', id, 'preflight', version],
    queryFn: ({ signal }) => dataOf(getApiV1EditionsByIdPreflight({ path: { id }, signal })),
    staleTime: 0,
    gcTime: 0,
  });
}

/** The latest first; enough to find what is open. */
export function editionsQuery(slug: string) {
  return queryOptions({
    queryKey: ['desk', 'editions', slug],
    queryFn: async ({ signal }) =>
      (await dataOf(getApiV1NewslettersBySlugEditions({ path: { slug }, query: { limit: 20 }, signal }))).editions,
    refetchInterval: 30_000,
  });
}
