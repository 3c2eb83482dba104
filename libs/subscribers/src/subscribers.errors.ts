import { defineErrors } from '@app/platform';

export const subscriberErrors = defineErrors({
  'subscriber.address_invalid': { kind: 'invalid', text: 'This is not an address mail can be sent to.' },
  'subscription.ended': {
    kind: 'expired',
    text: 'This subscription was ended. Sign up again to receive the newsletter.',
  },
});
