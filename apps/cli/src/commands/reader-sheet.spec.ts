import { describe, expect, it } from '@jest/globals';
import type { ReaderStory } from '@app/subscribers';
import { foundSheet } from './reader-sheet.js';

const DAY = new Date('2026-03-10T08:00:00Z');

const story: ReaderStory = {
  subscriber: { id: 'p', address: 'zoe@readers.example', language: 'fr', timeZone: null, since: DAY, lastContactAt: DAY, erasedAt: null }, // prettier-ignore
  addressChange: null,
  subscriptions: [],
  consents: [],
  suppressions: [{ cause: 'complaint', since: DAY, evidence: { reportId: 'r1' } }],
  notices: [{ kind: 'welcome', locale: 'fr', state: 'submitted', createdAt: DAY, settledAt: DAY, lastReply: null }],
  records: {
    deliveries: Array.from({ length: 31 }, () => ({ editionDate: '2026-03-10', state: 'submitted', reply: null })),
    bounces: [],
  },
};

describe('a reader’s sheet', () => {
  it('says who, what bans and what was sent, and leaves out what is empty', () => {
    const sheet = foundSheet({ found: 'reader', story });
    expect(sheet).toContain('address      zoe@readers.example');
    expect(sheet).toContain('complaint since 2026-03-10, reportId r1');
    expect(sheet).toMatch(/2026-03-10 08:00Z {2}welcome {2}submitted {2}2026-03-10 08:00Z/);
    expect(sheet).toContain('… and 1 more; --json has all');
    expect(sheet).not.toMatch(/bounces|consents|reply|time zone|null/);
  });

  it('tells what is known of nobody', () => {
    expect(foundSheet({ found: 'nobody', suppressions: [] })).toBe(
      'Nobody is known by this address, and nothing bans it.',
    );
    expect(foundSheet({ found: 'nobody', suppressions: story.suppressions })).toContain('suppressed: complaint');
  });
});
