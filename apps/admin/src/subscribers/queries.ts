import { queryOptions } from '@tanstack/react-query';
import { dataOf } from '../api/answers.js';
import {
  getApiV1Imports,
  getApiV1ImportsById,
  getApiV1NewslettersBySlugReadership,
  getApiV1Readership,
  getApiV1Subscribers,
  getApiV1SubscribersById,
  getApiV1SubscribersByIdStory,
} from '../client/index.js';
import type {
  GetApiV1ImportsByIdResponses,
  GetApiV1ReadershipResponses,
  GetApiV1SubscribersByIdResponses,
  GetApiV1SubscribersByIdStoryResponses,
  GetApiV1SubscribersResponses,
  PostApiV1ImportsByIdPreviewData,
  PostApiV1ImportsByIdPreviewResponses,
  PostApiV1SubscribersFindResponses,
} from '../client/index.js';
import { listQueryOf, type ListView, type ReadershipView, type StoryView } from './view.js';

export type Listed = GetApiV1SubscribersResponses[200]['subscriptions'][number];
export type Found = PostApiV1SubscribersFindResponses[200]['subscribers'][number];
export type SubscriptionPage = GetApiV1SubscribersResponses[200];
export type Subscriber = GetApiV1SubscribersByIdResponses[200];
export type Subscription = Subscriber['subscriptions'][number];
export type StoryEvent = GetApiV1SubscribersByIdStoryResponses[200]['events'][number];
export type Readership = GetApiV1ReadershipResponses[200];
export type ListImport = GetApiV1ImportsByIdResponses[200];
export type ImportPreview = PostApiV1ImportsByIdPreviewResponses[200];
export type ImportOptions = NonNullable<PostApiV1ImportsByIdPreviewData['body']>;

/** Milliseconds between two looks at an import that is under way. */
const importLook = 1_000;

export function subscribersQuery(view: ListView) {
  return queryOptions({
    queryKey: ['subscribers', 'list', view],
    queryFn: ({ signal }) => dataOf(getApiV1Subscribers({ query: listQueryOf(view), signal })),
  });
}

export function subscriberQuery(id: string) {
  return queryOptions({
    queryKey: ['subscribers', 'one', id],
    queryFn: ({ signal }) => dataOf(getApiV1SubscribersById({ path: { id }, signal })),
  });
}

export function storyQuery(id: string, view: StoryView) {
  return queryOptions({
    queryKey: ['subscribers', 'one', id, 'story', view],
    queryFn: ({ signal }) => dataOf(getApiV1SubscribersByIdStory({ path: { id }, query: view, signal })),
  });
}

export function readershipQuery({ newsletter, ...range }: ReadershipView) {
  return queryOptions({
    queryKey: ['subscribers', 'readership', newsletter ?? null, range],
    queryFn: ({ signal }): Promise<Readership> =>
      newsletter === undefined
        ? dataOf(getApiV1Readership({ query: range, signal }))
        : dataOf(getApiV1NewslettersBySlugReadership({ path: { slug: newsletter }, query: range, signal })),
  });
}

export const importsQuery = queryOptions({
  queryKey: ['subscribers', 'imports'],
  queryFn: async ({ signal }) => (await dataOf(getApiV1Imports({ signal }))).imports,
});

export function isUnderWay({ state }: ListImport): boolean {
  return state === 'waiting' || state === 'running';
}

export function importQuery(id: string) {
  return queryOptions({
    queryKey: ['subscribers', 'imports', id],
    queryFn: ({ signal }) => dataOf(getApiV1ImportsById({ path: { id }, signal })),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isUnderWay(data) ? importLook : false),
    staleTime: 0,
  });
}
