import { z } from 'zod';
import { defineJob } from '@app/platform';

/** Freeze the audience of a frozen, due edition. */
export const startEdition = defineJob({
  queue: 'editions',
  name: 'start-edition',
  payload: z.object({ editionId: z.uuid() }),
});

/** Submit one chunk of an edition's audience. */
export const submitChunk = defineJob({
  queue: 'deliveries',
  name: 'submit-chunk',
  payload: z.object({ editionId: z.uuid(), chunk: z.number().int().min(0) }),
});
