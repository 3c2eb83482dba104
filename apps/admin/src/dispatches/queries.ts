import { queryOptions } from '@tanstack/react-query';
import { dataOf } from '../api/answers.js';
import {
  getApiV1ClustersById,
  getApiV1Dispatches,
  getApiV1DispatchesById,
  getApiV1DispatchesByIdConsequences,
  getApiV1Editions,
  getApiV1Sources,
} from '../client/index.js';
import type {
  GetApiV1ClustersByIdResponses,
  GetApiV1DispatchesByIdConsequencesResponses,
  GetApiV1DispatchesByIdResponses,
  GetApiV1DispatchesResponses,
} from '../client/index.js';
import { listQueryOf, type ListView } from './view.js';

export type Found = GetApiV1DispatchesResponses[200]['dispatches'][number];
export type Dispatch = GetApiV1DispatchesByIdResponses[200];
export type Cluster = GetApiV1ClustersByIdResponses[200];
export type Consequences = GetApiV1DispatchesByIdConsequencesResponses[200];

export function dispatchesQuery(view: ListView) {
  return queryOptions({
    queryKey: ['dispatches', 'list', view],
    queryFn: ({ signal }) => dataOf(getApiV1Dispatches({ query: listQueryOf(view), signal })),
    // What was on screen stays until the next answer is there, so that typing does not flicker.
    placeholderData: (before) => before,
  });
}

export function dispatchQuery(id: string) {
  return queryOptions({
    queryKey: ['dispatches', 'one', id],
    queryFn: ({ signal }) => dataOf(getApiV1DispatchesById({ path: { id }, signal })),
  });
}

export function clusterQuery(id: string) {
  return queryOptions({
    queryKey: ['dispatches', 'cluster', id],
    queryFn: ({ signal }) => dataOf(getApiV1ClustersById({ path: { id }, signal })),
  });
}

export function consequencesQuery(id: string) {
  return queryOptions({
    queryKey: ['dispatches', 'consequences', id],
    queryFn: ({ signal }) => dataOf(getApiV1DispatchesByIdConsequences({ path: { id }, signal })),
  });
}

export const sourceNamesQuery = queryOptions({
  queryKey: ['dispatches', 'sources'],
  queryFn: async ({ signal }) => {
    const { sources } = await dataOf(getApiV1Sources({ signal }));
    return sources.map(({ slug, name, language, kind }) => ({ slug, name, language, kind }));
  },
});

/** The latest editions, to find what stood in one. */
export const editionNamesQuery = queryOptions({
  queryKey: ['dispatches', 'editions'],
  queryFn: async ({ signal }) => (await dataOf(getApiV1Editions({ query: { limit: 50 }, signal }))).editions,
});
