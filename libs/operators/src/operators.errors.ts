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
  'operator.changed_meanwhile': {
    kind: 'conflict',
    text: 'Somebody changed this operator meanwhile. Look at them as they are now and change them again.',
  },
  'operator.beyond_own_rights': {
    kind: 'forbidden',
    text: 'This would give rights that you do not hold yourself, or change somebody who holds more than you.',
  },
  'operator.last_administrator': {
    kind: 'conflict',
    text: 'Nobody could administer any more. Make somebody else an administrator first; they count once they have signed in.',
  },
  'operator.grant_invalid': {
    kind: 'invalid',
    text: 'A right was given for a newsletter or family that does not exist.',
  },
  'operator.grant_too_narrow': {
    kind: 'invalid',
    text: 'To administer and to design concern all newsletters: these rights are given everywhere or not at all.',
  },
  'operator.not_alone': {
    kind: 'conflict',
    text: 'A newsroom of one is declared where exactly one operator may sign in. Disable the others first.',
  },
  'api_key.unknown': { kind: 'not_found', text: 'There is no such API key.' },
  'operator.unknown': { kind: 'not_found', text: 'There is no such operator.' },
  'operator.disabled': { kind: 'conflict', text: 'This operator is disabled and cannot be given access.' },
  'operator.address_taken': { kind: 'conflict', text: 'There is an operator with this address already.' },
  'operator.role_kept': {
    kind: 'conflict',
    text: 'This address is an operator’s already, with another role, which an invitation does not change. Leave --role out for a sign-in link; the desk changes roles, and `operator grant` gives rights beyond them.',
  },
  'operator.address_invalid': { kind: 'invalid', text: 'This is not an address that mail can be sent to.' },
  'operator.name_invalid': {
    kind: 'invalid',
    text: 'A name has 1 to 100 characters and no line breaks or other control characters.',
  },
  'operator.scope_invalid': {
    kind: 'invalid',
    text: "An API key needs at least one scope, each of them known and within its operator's rights.",
  },
  'operator.password_weak': {
    kind: 'invalid',
    text: 'This password is too easy to guess, or has fewer than 12 or more than 128 characters. Choose a longer one that says nothing about you.',
  },
  'operator.current_password_wrong': { kind: 'invalid', text: 'The current password is not right.' },
  'operator.sign_in_again': {
    kind: 'conflict',
    text: 'This session began too long ago to show that it is you. Sign in again, and do this within 15 minutes.',
  },
  'operator.own_reset': {
    kind: 'conflict',
    text: 'What is your own you change in your account, where your code or your password is asked for. If it is lost, ask another administrator, or use the command line.',
  },
  // An unknown address, an operator without a password, a disabled one and a wrong password alike.
  'sign_in.refused': { kind: 'unauthenticated', text: 'Address and password do not belong together.' },
  'sign_in.code_refused': {
    kind: 'unauthenticated',
    text: 'This code is not right, or was used already. Wait for the next one, or use a recovery code.',
  },
  'sign_in.half_session_over': {
    kind: 'unauthenticated',
    text: 'The password was given too long ago. Begin anew.',
  },
  'sign_in.too_many': {
    kind: 'too_many',
    text: 'Too many tries went wrong. Wait as long as Retry-After says, or ask for a sign-in link by mail.',
  },
  'sign_in.busy': { kind: 'unavailable', text: 'Too many people are signing in at once. Try again in a moment.' },
  'second_factor.on_already': {
    kind: 'conflict',
    text: 'The second factor is on already. Take it off before you set up another one.',
  },
  'second_factor.off': { kind: 'conflict', text: 'There is no second factor.' },
  'second_factor.own_missing': {
    kind: 'conflict',
    text: 'Sign in with a second factor of your own first: those who have one say what asks for it.',
  },
  'second_factor.not_begun': { kind: 'conflict', text: 'No second factor was begun. Ask for a new secret first.' },
  'second_factor.code_wrong': {
    kind: 'invalid',
    text: 'This code is not right, or was used already. Check the clock of your device and wait for the next code.',
  },
  'operator.no_sender': {
    kind: 'conflict',
    text: 'Nobody can be written to before there is a newsletter. Use the command line: colporteur operator reset-password.',
  },
  'session.unknown': { kind: 'not_found', text: 'There is no such session of yours, or it has ended.' },
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
