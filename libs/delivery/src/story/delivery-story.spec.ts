import { describe, expect, it } from '@jest/globals';
import type { SkipCause } from '@app/platform';
import { explainDelivery, type DeliveryStory, type StoryRow } from './delivery-story.js';

const now = new Date('2026-11-22T06:00:00Z');
const later = new Date('2026-11-22T08:00:00Z');

function row(given: Partial<StoryRow>): StoryRow {
  return {
    state: 'planned', skipCause: null, dueAt: now, notBefore: null, attempts: 0, cut: 0, revision: null, variantId: null,
    transport: null, provider: null, submittingAt: null, settledAt: null, smtpCode: null, enhancedCode: null, reply: null,
    bouncedAt: null, complainedAt: null, clickedAt: null, evidence: null, ...given,
  }; // prettier-ignore
}

function story(given: Partial<StoryRow> | null, around: Partial<DeliveryStory> = {}): DeliveryStory {
  return {
    edition: {
      id: 'e', kind: 'digest', editionDate: '2026-11-22', sequence: 1, state: 'sending', dueAt: now, usefulUntil: later,
      pausedAt: null, audienceFrozenAt: now,
    },
    newsletter: 'monde', subscriberId: 's', messageId: 'e.x@bounce.example', standing: 'eligible',
    row: given === null ? null : row(given), attempts: [], pace: [], now, ...around,
  }; // prettier-ignore
}

describe('the story of one delivery', () => {
  it('says why somebody is not in the audience', () => {
    const edition = { ...story(null).edition, audienceFrozenAt: null };
    expect(explainDelivery(story(null, { edition }))).toContain('not frozen');
    expect(explainDelivery(story(null, { standing: null }))).toContain('never subscribed');
    expect(explainDelivery(story(null, { standing: 'paused' }))).toContain('paused');
    expect(explainDelivery(story(null))).toContain('after their instant');
  });

  it('says what a row that is owed waits for, the nearest reason first', () => {
    const paused = { ...story({}).edition, pausedAt: now };
    expect(explainDelivery(story({}, { edition: paused }))).toContain('paused since 2026-11-22 06:00:00Z');
    expect(explainDelivery(story({ dueAt: later }))).toBe('not sent yet: due at 2026-11-22 08:00:00Z');
    const pace = [{ transport: 'main', suspendedUntil: later, slowedUntil: null, reason: 'TSS04' }];
    expect(explainDelivery(story({ provider: 'yahoo' }, { pace }))).toContain(
      'yahoo is suspended over main until 2026-11-22 08:00:00Z (TSS04)',
    );
    expect(explainDelivery(story({ notBefore: later }))).toContain('after 2026-11-22 08:00:00Z');
    expect(explainDelivery(story({}))).toContain('waits for a worker');
    expect(explainDelivery(story({ state: 'claimed' }))).toContain('a worker holds it');
  });

  it('tells how it ended, in the relay’s words, and what came back', () => {
    const sent = { state: 'submitted', settledAt: now, transport: 'main', provider: 'google', attempts: 2, reply: '250 2.0.0 ok' } as const;
    expect(explainDelivery(story(sent))).toBe('the relay took it at 2026-11-22 06:00:00Z over main to google, at try 2: 250 2.0.0 ok');
    expect(explainDelivery(story({ ...sent, bouncedAt: later }))).toContain('it bounced at 2026-11-22 08:00:00Z');
    expect(explainDelivery(story({ ...sent, evidence: 'unsubscribe' }))).toContain('known by: unsubscribe');
    expect(explainDelivery(story({ state: 'rejected', settledAt: now, smtpCode: 550, enhancedCode: '5.1.1' }))).toContain(': 550 5.1.1');
    expect(explainDelivery(story({ state: 'deferred', attempts: 1, notBefore: later }))).toContain('tried once');
    expect(explainDelivery(story({ state: 'submitting', submittingAt: now }))).toContain('just now');
    expect(explainDelivery(story({ state: 'uncertain', submittingAt: now, reply: 'no report' }))).toContain('nobody can know: no report');
  }); // prettier-ignore

  it.each<SkipCause>(['unsubscribed', 'paused', 'suppressed', 'no_consent', 'stale', 'cancelled', 'flash_cap', 'not_allowed', 'warm_up'])(
    'has words for %s', (skipCause) => {
      expect(explainDelivery(story({ state: 'skipped', skipCause }))).toMatch(/^not mailed: .{15}/);
    }); // prettier-ignore
});
