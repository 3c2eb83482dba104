import { queryOptions } from '@tanstack/react-query';
import { dataOf } from '../api/answers.js';
import { getApiV1Templates } from '../client/index.js';
import type { GetApiV1TemplatesResponses } from '../client/index.js';

export type Template = GetApiV1TemplatesResponses[200]['templates'][number];

export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: async ({ signal }) => (await dataOf(getApiV1Templates({ signal }))).templates,
});
