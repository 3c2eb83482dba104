import { z } from 'zod';
import { defineJob } from '@app/platform';

export const pollSource = defineJob({
  queue: 'sources',
  name: 'poll-source',
  payload: z.object({ sourceId: z.uuid() }),
});
