import { defineErrors } from '@app/platform';

export const transportErrors = defineErrors({
  'transport.unknown': { kind: 'not_found', text: 'There is no transport of this name. `transport list` names them.' },
  'transport.name_taken': {
    kind: 'conflict',
    text: 'A transport has, or had, this name. The ledger names transports, so no name is given twice; choose another.',
  },
  'transport.changed_meanwhile': {
    kind: 'conflict',
    text: 'The transport was changed meanwhile. Read it again and change what it is now.',
  },
  'transport.invalid': { kind: 'invalid', text: 'The transport cannot be set up like this; see each problem.' },
  'transport.retired': { kind: 'conflict', text: 'A retired transport stays retired. Add one under another name.' },
});
