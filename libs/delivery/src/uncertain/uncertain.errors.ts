import { defineErrors } from '@app/platform';

export const uncertainErrors = defineErrors({
  'uncertain.closed': {
    kind: 'conflict',
    text: 'The edition is summed up, and its counts stay as they are. What is uncertain in it stays so.',
  },
  'uncertain.too_late': {
    kind: 'conflict',
    text: 'The edition is cancelled or no longer useful, so nothing of it is sent any more. Say that the deliveries were sent, or leave them.',
  },
});
