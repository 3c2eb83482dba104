import { defineErrors } from '@app/platform';

export const subscriberErrors = defineErrors({
  'subscriber.address_invalid': { kind: 'invalid', text: 'This is not an address mail can be sent to.' },
  'subscriber.address_suspected': {
    kind: 'invalid',
    text: 'The address looks mistyped; `suggestion` says what may be meant. Send that one, or this one with `keepAddress`.',
  },
  'subscriber.address_disposable': {
    kind: 'invalid',
    text: 'The address is of a service that throws mail away after minutes. SIGN_UP_DISPOSABLE=allow takes such ones.',
  },
  'subscriber.domain_without_mail': {
    kind: 'invalid',
    text: 'The domain of the address takes no mail: it does not exist, or says so itself (RFC 7505).',
  },
  'sign_up.proof_required': {
    kind: 'forbidden',
    text: 'Solve the challenge, or send the token of `wait` after its seconds, as `proof` with the same request.',
  },
  'sign_up.too_many': {
    kind: 'too_many',
    text: 'Too many sign-ups came from there lately. Try again after `retryAfterSeconds`.',
  },
  'sign_up.newsletters_invalid': {
    kind: 'invalid',
    text: 'A sign-up names 1 to 20 newsletters, all of one brand.',
  },
  'attestation.verified_at': {
    kind: 'invalid',
    text: 'The time of the verification lies in the future or more than 30 days back. Verify the address anew.',
  },
  'sign_up.busy': {
    kind: 'unavailable',
    text: 'More sign-ups are waiting than can be written. Try again in a minute.',
  },
  'subscription.ended': {
    kind: 'expired',
    text: 'This subscription was ended. Sign up again to receive the newsletter.',
  },
  'undo.over': {
    kind: 'expired',
    text: 'Leaving can be taken back for an hour, and not once the address is suppressed or signed up anew. Sign up again.',
  },
  'preferences.changed': {
    kind: 'conflict',
    text: 'The choices were changed elsewhere since the page was opened, or are not offered any more. Open the page again.',
  },
  'preferences.nothing_chosen': {
    kind: 'invalid',
    text: 'No region or no topic was chosen. Choose one at least, or end the subscription.',
  },
  'preferences.pause_date': {
    kind: 'invalid',
    text: 'A pause ends on a day from tomorrow to a year from now.',
  },
  'subscription.no_seed': {
    kind: 'conflict',
    text: 'The address has no active subscription to this newsletter. Seeds sign up and confirm as everybody does: nobody is mailed without consent.',
  },
  'subscriber.erased': {
    kind: 'conflict',
    text: 'The reader had this address erased. Only their own confirmed sign-up brings it back; no operator and no import does.',
  },
  'inactivity.off': {
    kind: 'conflict',
    text: 'The newsletter ends nobody for inactivity. Set `inactivityMonths` in the newsroom file, or try a dry run with --months.',
  },
  'inactivity.nobody': {
    kind: 'conflict',
    text: 'Every reader has given a sign in that time; there is nothing to propose.',
  },
  'inactivity.open': {
    kind: 'conflict',
    text: 'The newsletter has an open round already. Finish or cancel that one first.',
  },
  'inactivity.unknown': {
    kind: 'not_found',
    text: 'There is no such round. `colporteur subscriber inactivity list` shows them.',
  },
  'inactivity.closed': {
    kind: 'conflict',
    text: 'The round is not open for this any more; `state` says where it stands.',
  },
  'inactivity.same_operator': {
    kind: 'forbidden',
    text: 'Whoever proposed a round cannot approve it. Above 1 % of the readers it takes a second operator.',
  },
  'subscriber.unknown': { kind: 'not_found', text: 'Nobody is known by this address or id.' },
  'personal_link.expired': {
    kind: 'expired',
    text: 'A personal link works for 30 minutes and for the address it was sent to. Ask for another on the preferences page.',
  },
  'address_change.over': {
    kind: 'expired',
    text: 'This change of address was replaced, done otherwise, or not confirmed within a day. Ask for it again.',
  },
  'address_change.same': { kind: 'invalid', text: 'This is the address on file already.' },
  'address_change.refused': {
    kind: 'conflict',
    text: 'One of the two addresses may not be written to. `colporteur subscriber show` says why.',
  },
  'address_change.taken': { kind: 'conflict', text: 'Another subscriber is known by the new address.' },
  'address_change.too_many': {
    kind: 'too_many',
    text: 'The address was to be changed too often today. Try again tomorrow.',
  },
  'readership.range': {
    kind: 'invalid',
    text: 'The range ends before it begins, or is longer than can be shown. Choose a shorter one, or longer steps.',
  },
  'subscriber.find_short': {
    kind: 'invalid',
    text: 'Give an address, its first three characters at least, or a domain such as @example.org.',
  },
  'subscriber.find_exact_only': {
    kind: 'forbidden',
    text: 'Without the right to export addresses only a whole address is looked up: a part of one would tell addresses.',
  },
  'subscriber.find_again': {
    kind: 'conflict',
    text: 'The reader that the page before ended with was erased meanwhile. Search anew.',
  },
  'subscription.unknown': { kind: 'not_found', text: 'The reader has no such subscription.' },
  'subscription.not_pending': {
    kind: 'conflict',
    text: 'Nothing waits for a confirmation: the subscription is active already, or it was ended.',
  },
  'subscription.not_pausable': {
    kind: 'conflict',
    text: 'Only an active subscription can be paused, and only a paused one comes back.',
  },
  'confirmation.too_often': {
    kind: 'too_many',
    text: 'A confirmation or a link was sent to this reader a moment ago, or as often today as we write. Try again later.',
  },
  'subscriber.unreachable': {
    kind: 'conflict',
    text: 'The address on file may not be written to: it is suppressed, or was erased.',
  },
  'suppression.unknown': { kind: 'not_found', text: 'The address is not suppressed for this cause.' },
  'suppression.readers_own': {
    kind: 'conflict',
    text: 'This suppression is lifted by the reader alone, who signs up and confirms.',
  },
});
