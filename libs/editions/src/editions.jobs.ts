import { z } from 'zod';
import { defineJob } from '@app/platform';

/** Assemble a claimed edition and, where the newsletter's policy allows it, approve and freeze it. */
export const prepareEdition = defineJob({
  queue: 'editions',
  name: 'prepare-edition',
  payload: z.object({ editionId: z.uuid() }),
});

/** Freeze the next revision of an edition that holds what was killed after it was frozen. */
export const reviseEdition = defineJob({
  queue: 'editions',
  name: 'revise-edition',
  payload: z.object({ editionId: z.uuid() }),
});
