import { defineErrors } from '@app/platform';

export const editionErrors = defineErrors({
  'newsletter.unknown': {
    kind: 'not_found',
    text: 'No newsletter has this name. `colporteur newsletter list` shows them.',
  },
  'edition.unknown': { kind: 'not_found', text: 'There is no such edition.' },
  'edition.wrong_state': {
    kind: 'conflict',
    text: 'The edition is past (or not yet at) the point where this can be done.',
  },
  'edition.empty': { kind: 'conflict', text: 'No dispatch in the window can be used; there is nothing to send.' },
  'template.unknown': { kind: 'not_found', text: 'There is no such template.' },
});
