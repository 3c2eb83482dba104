import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { dataOf, taggedOf } from '../api/answers.js';
import type { Tagged } from '../api/answers.js';
import {
  getApiV1Templates,
  getApiV1TemplatesById,
  getApiV1TemplatesByIdVersions,
  getApiV1TemplatesByIdVersionsByNumber,
  getApiV1TemplatesData,
  getApiV1TemplatesVocabulary,
  postApiV1TemplatesPreview,
  putApiV1TemplatesByIdDraft,
} from '../client/index.js';
import type {
  GetApiV1TemplatesByIdResponses,
  GetApiV1TemplatesByIdVersionsResponses,
  GetApiV1TemplatesDataResponses,
  GetApiV1TemplatesResponses,
  GetApiV1TemplatesVocabularyResponses,
  PostApiV1TemplatesPreviewData,
  PostApiV1TemplatesPreviewResponses,
  PutApiV1TemplatesByIdDraftData,
} from '../client/index.js';

export type ListedTemplate = GetApiV1TemplatesResponses[200]['templates'][number];
export type Template = GetApiV1TemplatesByIdResponses[200];
export type TemplateKind = Template['kind'];
export type VersionTrace = GetApiV1TemplatesByIdVersionsResponses[200]['versions'][number];
export type PreviewWish = PostApiV1TemplatesPreviewData['body'];
export type TemplatePreview = PostApiV1TemplatesPreviewResponses[200];
export type Finding = TemplatePreview['findings'][number];
export type Vocabulary = GetApiV1TemplatesVocabularyResponses[200];
export type DataDescription = GetApiV1TemplatesDataResponses[200];
export type DataFields = DataDescription['fields'];
export type DraftText = PutApiV1TemplatesByIdDraftData['body'];

export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: async ({ signal }) => (await dataOf(getApiV1Templates({ signal }))).templates,
});

export const archivedTemplatesQuery = queryOptions({
  queryKey: ['templates', 'archived'],
  queryFn: async ({ signal }) => (await dataOf(getApiV1Templates({ query: { archived: 'true' }, signal }))).templates,
});

export function templateQuery(id: string) {
  return queryOptions({
    queryKey: ['templates', id],
    queryFn: ({ signal }) => dataOf(getApiV1TemplatesById({ path: { id }, signal })),
    // The editor holds what is typed; what is stored is asked again on purpose only.
    staleTime: Infinity,
    gcTime: 0,
  });
}

export const vocabularyQuery = queryOptions({
  queryKey: ['templates', 'vocabulary'],
  queryFn: ({ signal }) => dataOf(getApiV1TemplatesVocabulary({ signal })),
  staleTime: 5 * 60_000,
});

/** @param language of the messages that completion shows */
export function dataQuery(kind: TemplateKind, language: string) {
  return queryOptions({
    queryKey: ['templates', 'data', kind, language],
    queryFn: ({ signal }) => dataOf(getApiV1TemplatesData({ query: { kind, language }, signal })),
    staleTime: Infinity,
  });
}

export function versionsQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['templates', id, 'versions'],
    queryFn: ({ signal, pageParam }) =>
      dataOf(getApiV1TemplatesByIdVersions({ path: { id }, query: pageParam === '' ? {} : { after: pageParam }, signal })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
} // prettier-ignore

export function versionQuery(id: string, number: number) {
  return queryOptions({
    queryKey: ['templates', id, 'versions', number],
    queryFn: ({ signal }) => dataOf(getApiV1TemplatesByIdVersionsByNumber({ path: { id, number }, signal })),
    // A version never changes.
    staleTime: Infinity,
  });
}

/** Each text typed is another question; only the last answers are kept. */
export function previewQuery(body: PreviewWish) {
  return queryOptions({
    queryKey: ['template-preview', body],
    queryFn: ({ signal }) => dataOf(postApiV1TemplatesPreview({ body, signal })),
    staleTime: 15_000,
    gcTime: 30_000,
    retry: false,
  });
}

/** `tag` null: there is no draft yet. @throws {ApiError} 412 where another window wrote meanwhile */
export function saveDraft(id: string, tag: string | null, body: DraftText): Promise<Tagged<unknown>> {
  const headers = tag === null ? { 'If-None-Match': '*' } : { 'If-Match': tag };
  return taggedOf(putApiV1TemplatesByIdDraft({ path: { id }, headers, body }));
}
