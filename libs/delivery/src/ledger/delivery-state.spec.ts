import { describe, expect, it } from '@jest/globals';
import type { DeliveryState } from '@app/platform';
import type { SubmissionOutcome } from '@app/mail';
import { deliveryTransitions, isRefusalOfUs, openStates, settlementOf } from './delivery-state.js';

const states = Object.keys(deliveryTransitions) as DeliveryState[];
const reply = { code: 250, enhancedCode: '2.0.0', text: '250 2.0.0 taken' };

describe('the ledger’s states', () => {
  it.each<[DeliveryState, readonly DeliveryState[]]>([
    ['planned', ['claimed', 'skipped', 'uncertain']],
    ['claimed', ['submitting', 'planned', 'skipped', 'uncertain']],
    ['submitting', ['submitted', 'deferred', 'rejected', 'planned', 'uncertain']],
    ['deferred', ['claimed', 'skipped', 'uncertain']],
    ['uncertain', ['submitted', 'rejected', 'deferred', 'planned']],
    ['submitted', []],
    ['rejected', []],
    ['skipped', []],
  ])('%s leads to %p', (from, to) => {
    expect([...deliveryTransitions[from]].sort()).toEqual([...to].sort());
  });

  it('let nothing that was submitted, refused or skipped be submitted again', () => {
    const reachable = (from: DeliveryState, seen = new Set<DeliveryState>()): Set<DeliveryState> => {
      for (const to of deliveryTransitions[from]) if (!seen.has(to)) reachable(to, seen.add(to));
      return seen;
    };
    for (const state of ['submitted', 'rejected', 'skipped'] as const) expect(reachable(state).size).toBe(0);
    // Everything that is owed can still end, and only through a marking.
    for (const state of openStates) expect(reachable(state)).toContain('submitted');
    expect(states.filter((state) => deliveryTransitions[state].includes('submitted'))).toEqual(['submitting', 'uncertain']);
    expect(states.filter((state) => deliveryTransitions[state].includes('submitting'))).toEqual(['claimed']);
  }); // prettier-ignore

  it('that are open are those from which a row still leaves by itself', () => {
    const settled: readonly DeliveryState[] = ['submitted', 'rejected', 'skipped', 'uncertain'];
    expect([...openStates].sort()).toEqual(states.filter((state) => !settled.includes(state)).sort());
  });
});

describe('what a dialogue’s end makes of its row', () => {
  it.each<[string, SubmissionOutcome, object]>([
    ['accepted', { kind: 'submitted', reply }, { state: 'submitted', smtpCode: 250, retrySeconds: null, isHardBounce: false }],
    ['refused: no such mailbox', { kind: 'refused', reply: { code: 550, enhancedCode: '5.1.1', text: 'x' } }, { state: 'rejected', isHardBounce: true }],
    ['refused by policy', { kind: 'refused', reply: { code: 550, enhancedCode: '5.7.1', text: 'x' } }, { state: 'rejected', isHardBounce: false }],
    ['refused for what is known to be about us', { kind: 'refused', reply: { code: 554, enhancedCode: '5.7.1', text: '554 5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org' } }, { state: 'deferred', isHardBounce: false, isAboutUs: true }],
    ['refused without a reason', { kind: 'refused', reply: { code: 550, enhancedCode: null, text: 'x' } }, { state: 'rejected', isHardBounce: false }],
    ['refused: a full mailbox', { kind: 'refused', reply: { code: 552, enhancedCode: '5.2.2', text: 'x' } }, { state: 'rejected', isHardBounce: false }],
    ['refused before it was offered', { kind: 'refused', reply: { code: null, enhancedCode: '5.6.7', text: 'x' } }, { state: 'rejected', isHardBounce: false, smtpCode: null }],
    ['not known', { kind: 'unknown', reply: { code: null, enhancedCode: null, text: 'x' } }, { state: 'uncertain', retrySeconds: null, isHardBounce: false }],
    ['never offered', { kind: 'postponed', begun: false, reply }, { state: 'planned', retrySeconds: null }],
    ['put off', { kind: 'postponed', begun: true, reply }, { state: 'deferred' }],
  ])('%s', (_, outcome, expected) => {
    const settlement = settlementOf({ subscriberId: 's1', provider: 'other', attempts: 1 }, outcome);
    expect(settlement).toMatchObject({ subscriberId: 's1', ...expected });
    expect([...deliveryTransitions.submitting, ...deliveryTransitions.uncertain]).toContain(settlement.state);
  }); // prettier-ignore

  it('puts off for longer than nothing, and says how long', () => {
    const row = { subscriberId: 's1', provider: 'other', attempts: 1 };
    const settlement = settlementOf(row, { kind: 'postponed', begun: true, reply });
    expect(settlement.retrySeconds).toBeGreaterThan(0);
  });

  it.each<[string, readonly (readonly [boolean, number])[], boolean]>([
    ['nobody', [], false],
    [
      'a whole set refused for our sake',
      [
        [true, 9],
        [true, 9],
      ],
      true,
    ],
    [
      'one among others who were taken',
      [
        [true, 1],
        [false, 1],
      ],
      false,
    ],
    ['one alone, the first times', [[true, 3]], true],
    ['one alone, again and again', [[true, 4]], false],
  ])('is our own fault or the reader’s: %s', (_, set, expected) => {
    const refused = { kind: 'refused', reply: { code: 550, enhancedCode: '5.7.1', text: 'x' } } as const;
    const settlements = set.map(([isAboutUs, attempts]) =>
      settlementOf(
        { subscriberId: 's1', provider: 'other', attempts },
        isAboutUs ? refused : { kind: 'submitted', reply },
      ),
    );
    expect(isRefusalOfUs(settlements)).toBe(expected);
  });
});
