import { queryOptions } from '@tanstack/react-query';
import {
  deleteApiV1Session,
  getApiV1Newsletters,
  getApiV1NewslettersByIdPreview,
  getApiV1Session,
  getApiV1Templates,
} from './client/index.js';
import type {
  GetApiV1NewslettersByIdPreviewResponses,
  GetApiV1NewslettersResponses,
  GetApiV1SessionResponses,
  GetApiV1TemplatesResponses,
} from './client/index.js';

/** The one place that speaks the generated client: its answers become data or an `ApiError`, nothing in between. */

export type Operator = GetApiV1SessionResponses[200]['operator'];
export type Newsletter = GetApiV1NewslettersResponses[200]['newsletters'][number];
export type Preview = GetApiV1NewslettersByIdPreviewResponses[200];
export type Template = GetApiV1TemplatesResponses[200]['templates'][number];

/** `status` is null when no answer came at all; `code` is the error catalogue's (RFC 9457 problem details). */
export class ApiError extends Error {
  constructor(
    readonly status: number | null,
    readonly code: string,
    detail: string,
  ) {
    super(detail);
    this.name = 'ApiError';
  }
}

function textOf(error: unknown, key: 'code' | 'detail' | 'title'): string {
  if (typeof error !== 'object' || error === null) return '';
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : '';
}

interface Answer<T> {
  data: T | undefined;
  error: unknown;
  response?: Response;
}

async function dataOf<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (response === undefined) throw new ApiError(null, 'request.unanswered', '');
  if (!response.ok || data === undefined) {
    const detail = textOf(error, 'detail') || textOf(error, 'title');
    throw new ApiError(response.status, textOf(error, 'code') || `http.${String(response.status)}`, detail);
  }
  return data;
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  /** null: not signed in, which is an answer and not a fault. */
  queryFn: async ({ signal }): Promise<Operator | null> => {
    try {
      return (await dataOf(getApiV1Session({ signal }))).operator;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
});

export const newslettersQuery = queryOptions({
  queryKey: ['newsletters'],
  queryFn: async ({ signal }) => (await dataOf(getApiV1Newsletters({ signal }))).newsletters,
});

export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: async ({ signal }) => (await dataOf(getApiV1Templates({ signal }))).templates,
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

export async function signOut(): Promise<void> {
  const { response } = await deleteApiV1Session();
  // A session that is already gone is signed out as well.
  if (response === undefined || (!response.ok && response.status !== 401)) {
    throw new ApiError(response?.status ?? null, 'session.not_ended', '');
  }
}
