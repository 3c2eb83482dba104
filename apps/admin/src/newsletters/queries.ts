import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { dataOf, taggedOf } from '../api/answers.js';
import {
  getApiV1NewslettersBySlugEmbed,
  getApiV1NewslettersBySlugInsertions,
  getApiV1NewslettersBySlugSettings,
  getApiV1Templates,
  postApiV1NewslettersBySlugCalendarPreview,
} from '../client/index.js';
import type {
  GetApiV1NewslettersBySlugEmbedResponses,
  GetApiV1NewslettersBySlugInsertionsResponses,
  GetApiV1NewslettersBySlugSettingsResponses,
  PatchApiV1NewslettersBySlugSettingsData,
  PostApiV1NewslettersBySlugCalendarPreviewResponses,
} from '../client/index.js';

export type Settings = GetApiV1NewslettersBySlugSettingsResponses[200]['settings'];
export type Change = NonNullable<PatchApiV1NewslettersBySlugSettingsData['body']>;
export type Foreseen = PostApiV1NewslettersBySlugCalendarPreviewResponses[200];
export type EmbedForm = GetApiV1NewslettersBySlugEmbedResponses[200];
export type Insertion = GetApiV1NewslettersBySlugInsertionsResponses[200]['insertions'][number];

export function settingsQuery(slug: string) {
  return queryOptions({
    queryKey: ['newsletters', slug, 'settings'],
    queryFn: ({ signal }) => taggedOf(getApiV1NewslettersBySlugSettings({ path: { slug }, signal })),
    // A form stands on it: what somebody else saves is told when one's own is, and not under one's hands.
    staleTime: Infinity,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
  });
}

/** The next due instants with what is being typed; the ones before stay on screen meanwhile. */
export function foreseenQuery(slug: string, body: Change) {
  return queryOptions({
    queryKey: ['newsletters', slug, 'calendar', body],
    queryFn: ({ signal }) => dataOf(postApiV1NewslettersBySlugCalendarPreview({ path: { slug }, body, signal })),
    placeholderData: keepPreviousData,
  });
}

export function embedQuery(slug: string, { placement, compact = false }: { placement?: string; compact?: boolean }) {
  return queryOptions({
    queryKey: ['newsletters', slug, 'embed', placement ?? null, compact],
    queryFn: ({ signal }) =>
      dataOf(
        getApiV1NewslettersBySlugEmbed({
          path: { slug },
          signal,
          query: { compact: compact ? 'true' : 'false', ...(placement === undefined ? {} : { placement }) },
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function insertionsQuery(slug: string) {
  return queryOptions({
    queryKey: ['newsletters', slug, 'insertions'],
    queryFn: async ({ signal }) =>
      (await dataOf(getApiV1NewslettersBySlugInsertions({ path: { slug }, signal }))).insertions,
  });
}

export const templateNamesQuery = queryOptions({
  queryKey: ['newsletters', 'templates'],
  queryFn: async ({ signal }) => (await dataOf(getApiV1Templates({ signal }))).templates,
});
