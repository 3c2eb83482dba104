import { queryOptions } from '@tanstack/react-query';
import { dataOf, taggedOf } from '../api/answers.js';
import {
  getApiV1Sources,
  getApiV1SourcesActivity,
  getApiV1SourcesBySlug,
  getApiV1SourcesBySlugPolls,
} from '../client/index.js';
import type { GetApiV1SourcesResponses, PostApiV1SourcesPreviewResponses } from '../client/index.js';

export type Source = GetApiV1SourcesResponses[200]['sources'][number];
export type Preview = PostApiV1SourcesPreviewResponses[200];

export const sourcesQuery = queryOptions({
  queryKey: ['sources', 'list'],
  queryFn: async ({ signal }) => (await dataOf(getApiV1Sources({ signal }))).sources,
});

export const activityQuery = queryOptions({
  queryKey: ['sources', 'activity'],
  queryFn: async ({ signal }) => {
    const { sources } = await dataOf(getApiV1SourcesActivity({ signal }));
    return new Map(sources.map((source) => [source.slug, source]));
  },
});

export function sourceQuery(slug: string) {
  return queryOptions({
    queryKey: ['sources', 'one', slug],
    queryFn: ({ signal }) => taggedOf(getApiV1SourcesBySlug({ path: { slug }, signal })),
  });
}

export function pollsQuery(slug: string) {
  return queryOptions({
    queryKey: ['sources', 'polls', slug],
    queryFn: async ({ signal }) => (await dataOf(getApiV1SourcesBySlugPolls({ path: { slug }, signal }))).polls,
  });
}
