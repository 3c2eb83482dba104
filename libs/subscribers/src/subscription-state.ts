import type { SubscriptionState } from '@app/platform';

/** What may become of a subscription. `ended → pending` is a new sign-up, `ended → active` the reader's undo. */
export const subscriptionTransitions: Readonly<Record<SubscriptionState, readonly SubscriptionState[]>> = {
  pending: ['active', 'ended'],
  active: ['paused', 'ended'],
  paused: ['active', 'ended'],
  ended: ['pending', 'active'],
};

export function mayBecome(from: SubscriptionState, to: SubscriptionState): boolean {
  return subscriptionTransitions[from].includes(to);
}

/** What a sign-up means for whatever stands there already. */
export type SignUpEffect = 'ask_confirmation' | 'remind_active';

/** Pure. `undefined`: no subscription yet. The page answers the same for all of them. */
export function effectOfSignUp(current: SubscriptionState | undefined): SignUpEffect {
  return current === 'active' || current === 'paused' ? 'remind_active' : 'ask_confirmation';
}
