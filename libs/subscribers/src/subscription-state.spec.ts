import { describe, expect, it } from '@jest/globals';
import type { SubscriptionState } from '@app/platform';
import { effectOfSignUp, mayBecome, subscriptionTransitions } from './subscription-state.js';

const states: readonly SubscriptionState[] = ['pending', 'active', 'paused', 'ended'];

describe('a subscription', () => {
  it.each<[SubscriptionState, readonly SubscriptionState[]]>([
    ['pending', ['active', 'ended']],
    ['active', ['paused', 'ended']],
    ['paused', ['active', 'ended']],
    ['ended', ['pending', 'active']],
  ])('that is %s may become %p and nothing else', (from, allowed) => {
    expect(states.filter((to) => mayBecome(from, to))).toEqual(states.filter((to) => allowed.includes(to)));
  });

  it('can be ended from every other state, and is never stuck', () => {
    for (const state of states) {
      if (state !== 'ended') expect(mayBecome(state, 'ended')).toBe(true);
      expect(subscriptionTransitions[state].length).toBeGreaterThan(0);
      expect(mayBecome(state, state)).toBe(false);
    }
  });

  it('becomes active without a confirmation of its own only where one was given before', () => {
    expect(states.filter((from) => mayBecome(from, 'active'))).toEqual(['pending', 'paused', 'ended']);
  });
});

describe('a sign-up', () => {
  it.each<[SubscriptionState | undefined, string]>([
    [undefined, 'ask_confirmation'],
    ['pending', 'ask_confirmation'],
    ['ended', 'ask_confirmation'],
    ['active', 'remind_active'],
    ['paused', 'remind_active'],
  ])('where the subscription is %p: %s', (state, effect) => {
    expect(effectOfSignUp(state)).toBe(effect);
  });
});
