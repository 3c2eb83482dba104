import { defineErrors } from '@app/platform';

export const paceErrors = defineErrors({
  'pace.not_held_back': {
    kind: 'not_found',
    text: 'Nothing holds this transport and provider back. `pace show` lists what does; the transport as a whole is called *.',
  },
  'warm_up.invalid': {
    kind: 'invalid',
    text: 'This cannot be a warm-up. See the details for the setting and what it may be.',
  },
  'warm_up.running': {
    kind: 'conflict',
    text: 'This domain is being warmed up already. Stop that first to begin anew.',
  },
  'warm_up.unknown': {
    kind: 'not_found',
    text: 'This domain is not being warmed up.',
  },
});
