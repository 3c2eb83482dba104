import { defineErrors } from '@app/platform';

export const operatorErrors = defineErrors({
  'operator.unauthenticated': {
    kind: 'unauthenticated',
    text: 'Sign in, or send a valid API key as "Authorization: Bearer clp_…".',
  },
  'operator.forbidden': {
    kind: 'forbidden',
    text: 'This is not within your rights. Ask an operator with the role "admin" to do it or to change your role.',
  },
  // Unknown, used, expired and a disabled operator's link alike: a guess learns nothing.
  'operator.link_invalid': {
    kind: 'not_found',
    text: 'This sign-in link was used already, has expired or is not one of ours. Ask for a new one.',
  },
  'operator.unknown': { kind: 'not_found', text: 'There is no such operator.' },
  'operator.disabled': { kind: 'conflict', text: 'This operator is disabled and cannot be given access.' },
  'operator.address_taken': { kind: 'conflict', text: 'There is an operator with this address already.' },
  'operator.address_invalid': { kind: 'invalid', text: 'This is not an address that mail can be sent to.' },
  'operator.name_invalid': {
    kind: 'invalid',
    text: 'A name has 1 to 100 characters and no line breaks or other control characters.',
  },
  'operator.scope_invalid': {
    kind: 'invalid',
    text: "An API key needs at least one scope, each of them known and within its operator's rights.",
  },
  'idempotency.key_invalid': {
    kind: 'invalid',
    text: 'An Idempotency-Key has 1 to 255 visible ASCII characters, without spaces and quotation marks. A UUID is a good one.',
  },
  'idempotency.key_reused': {
    kind: 'invalid',
    text: 'Another request was sent under this Idempotency-Key. Every new request takes a key of its own.',
  },
  'idempotency.in_progress': {
    kind: 'conflict',
    text: 'The first request under this Idempotency-Key is under way. Ask again in a moment for its answer.',
  },
});
