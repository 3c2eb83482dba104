import { queryOptions } from '@tanstack/react-query';
import { getApiV1Newsletters, getApiV1NewslettersByIdPreview } from '../client/index.js';
import type { GetApiV1NewslettersByIdPreviewResponses, GetApiV1NewslettersResponses } from '../client/index.js';
import { dataOf } from './answers.js';

/** What several rooms ask of newsletters. */

export type Newsletter = GetApiV1NewslettersResponses[200]['newsletters'][number];
export type Preview = GetApiV1NewslettersByIdPreviewResponses[200];

export const newslettersQuery = queryOptions({
  queryKey: ['newsletters'],
  queryFn: async ({ signal }) => (await dataOf(getApiV1Newsletters({ signal }))).newsletters,
});

/** `template` absent: the newsletter's own. */
export function previewQuery(newsletter: string, template?: string) {
  return queryOptions({
    queryKey: ['preview', newsletter, template ?? null],
    queryFn: ({ signal }) =>
      dataOf(
        getApiV1NewslettersByIdPreview({
          path: { id: newsletter },
          signal,
          ...(template ? { query: { template } } : {}),
        }),
      ),
  });
}
