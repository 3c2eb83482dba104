import { defineErrors } from '@app/platform';

/** What can keep somebody out who comes from the identity provider. They are brought back to the sign-in page with it. */
export const openidErrors = defineErrors({
  'openid.off': { kind: 'not_found', text: 'No identity provider is set up.' },
  'openid.away': { kind: 'unavailable', text: 'The identity provider does not answer. Sign in with your password.' },
  'openid.refused': { kind: 'forbidden', text: 'The identity provider did not confirm who you are. Begin anew.' },
  'openid.begun_elsewhere': {
    kind: 'forbidden',
    text: 'This sign-in was begun in another browser, or too long ago. Begin anew.',
  },
  'openid.no_group': {
    kind: 'forbidden',
    text: 'You are in none of the groups that are let in. Ask whoever runs the identity provider.',
  },
  'openid.address_unverified': {
    kind: 'forbidden',
    text: 'The identity provider does not vouch for your address. Have it verified there, or ask to be invited.',
  },
  'openid.address_taken': {
    kind: 'forbidden',
    text: 'An operator with your address is known here already. Sign in as before, or ask an administrator.',
  },
  'openid.disabled': { kind: 'forbidden', text: 'You may not come in any more. Ask an administrator.' },
});
