import { describe, expect, it } from '@jest/globals';
import { explainStanding } from './explain-standing.js';
import type { ReaderStory } from './reader-story.js';

const DAY = new Date('2026-03-10T08:00:00Z');

type Subscription = ReaderStory['subscriptions'][number];

const subscription: Subscription = {
  id: 's',
  newsletter: { slug: 'matin', name: 'Le Matin', language: 'fr' },
  state: 'active',
  standing: 'eligible',
  requestedAt: DAY,
  remindedAt: null,
  activatedAt: DAY,
  pausedUntil: null,
  isHeld: false,
  inactivityToldAt: null,
  endedAt: null,
  endedBy: null,
  endedEditionId: null,
  leaveReason: null,
  consentId: null,
  openConsentId: null,
  clickConsentId: null,
  importId: null,
  cohort: null,
  choices: { regions: null, topics: null, deliveryTime: null },
};
const subscriber = { id: 'p', address: null, language: 'fr', timeZone: null, since: DAY, lastContactAt: DAY, erasedAt: null }; // prettier-ignore
const suppressions = [{ cause: 'hard_bounce' as const, since: DAY, evidence: { smtpCode: 550, enhancedCode: '5.1.1', editionId: null } }]; // prettier-ignore

const cases: readonly [Partial<Subscription>, Partial<ReaderStory['subscriber']>, string][] = [
  [{}, {}, 'is mailed: active since 2026-03-10'],
  [{ standing: 'suppressed' }, {}, 'is not mailed: the address is suppressed (hard_bounce since 2026-03-10, smtpCode 550, enhancedCode 5.1.1)'], // prettier-ignore
  [{ standing: 'paused', state: 'paused', pausedUntil: DAY }, {}, 'is not mailed for now: paused until 2026-03-10'],
  [{ standing: 'paused', state: 'paused' }, {}, 'is not mailed for now: paused until the reader comes back'],
  [{ standing: 'paused', isHeld: true, cohort: 3 }, {}, 'is not mailed for now: imported, and cohort 3 is not let in yet'], // prettier-ignore
  [{ standing: 'no_consent' }, {}, 'is not mailed: no consent that was given is on record'],
  [{ standing: 'unsubscribed', state: 'pending' }, {}, 'is not mailed: asked for on 2026-03-10 and not confirmed yet'],
  [{ standing: 'unsubscribed', state: 'ended', endedAt: DAY, endedBy: 'one_click' }, {}, 'is not mailed: ended on 2026-03-10 by one_click'], // prettier-ignore
  [{ standing: 'unsubscribed', state: 'ended' }, { erasedAt: DAY }, 'is not mailed: everything was erased on 2026-03-10'], // prettier-ignore
];

describe('explainStanding', () => {
  it.each(cases)('of %j and %j says: %s', (of, who, expected) => {
    const story = { subscriber: { ...subscriber, ...who }, suppressions, consents: [] };
    expect(explainStanding({ ...subscription, ...of }, story)).toBe(expected);
  });
});
