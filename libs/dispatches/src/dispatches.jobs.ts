import { z } from 'zod';
import { defineJob } from '@app/platform';

export const pollSource = defineJob({
  queue: 'sources',
  name: 'poll-source',
  payload: z.object({ sourceId: z.uuid() }),
});

export const fetchPicture = defineJob({
  queue: 'fetches',
  name: 'fetch-picture',
  payload: z.object({ pictureId: z.uuid() }),
});

export const fetchArticle = defineJob({
  queue: 'fetches',
  name: 'fetch-article',
  payload: z.object({ dispatchId: z.uuid() }),
});

export const clusterLanguage = defineJob({
  queue: 'sources',
  name: 'cluster-language',
  payload: z.object({ language: z.string().regex(/^[a-z]{2,3}$/) }),
});
