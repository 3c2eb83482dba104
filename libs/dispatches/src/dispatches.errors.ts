import { defineErrors } from '@app/platform';

export const dispatchErrors = defineErrors({
  'dispatch.invalid': {
    kind: 'invalid',
    text: 'The dispatch cannot be stored as it is; the fields at fault are named.',
  },
  'dispatch.vanished': { kind: 'internal', text: 'The dispatch was there and was not. Send it again.' },
  'source.unknown': { kind: 'not_found', text: 'No source has this name. `colporteur source list` shows them.' },
  'source.not_a_feed': { kind: 'invalid', text: 'This source pushes its dispatches; there is nothing to poll.' },
  'source.gone': {
    kind: 'unavailable',
    text: 'The publisher says this feed is gone for good (410). The source was stopped.',
  },
  'source.refused': { kind: 'unavailable', text: 'The feed’s server answered with an error.' },
});
