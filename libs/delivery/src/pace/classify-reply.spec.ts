import { describe, expect, it } from '@jest/globals';
import { judgeReply, ruleFor, type Answer, type ReplyClass } from './classify-reply.js';
import { mailProviders } from './providers.js';
import { replyRules } from './reply-rules.js';
import { retryAfterSeconds } from './retry-after.js';

const answer = (text: string): Answer => ({
  code: Number(text.slice(0, 3)),
  enhancedCode: /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1] ?? null,
  text,
});

describe('a rule about replies', () => {
  it.each(replyRules)('$provider $words is found in the reply it is for', (rule) => {
    const provider = rule.provider === '*' ? 'other' : rule.provider;
    expect(ruleFor(answer(rule.evidence), provider)).toBe(rule);
  });

  it('names a provider we know and words in lower case, and reacts only where it is about us', () => {
    const names = new Set(['*', ...mailProviders.map(({ name }) => name)]);
    for (const rule of replyRules) {
      expect(names).toContain(rule.provider);
      expect(rule.words.map((word) => word.toLowerCase())).toEqual(rule.words);
      if (rule.says !== 'us') expect(rule.reaction).toBeUndefined();
    }
  });
});

describe('whom a reply is about', () => {
  it.each<[string, string, ReplyClass]>([
    // One mailbox: nobody else is slowed down for it.
    ['550 5.1.1 user unknown', 'google', 'recipient'],
    ['550-5.1.1 The account does not exist, unusual rate', 'google', 'recipient'],
    ['552 5.2.2 mailbox full', 'yahoo', 'recipient'],
    ['452 4.2.2 over quota', 'other', 'recipient'],
    ['550 no such user here', 'other', 'recipient'],
    ['550 5.7.133 not authenticated for group', 'microsoft-365', 'recipient'],
    // This message.
    ['552 5.3.4 message too big', 'other', 'content'],
    ['550 5.6.0 malformed', 'other', 'content'],
    ['554 5.7.1 message content rejected as spam', 'other', 'content'],
    // Us.
    ['550 5.7.1 not allowed', 'other', 'us'],
    ['421 4.7.0 try again later', 'other', 'us'],
    ['550 5.1.8 bad sender', 'other', 'us'],
    ['421-4.7.28 unusual rate', 'google', 'us'],
    ['421 Too many connections', 'free', 'us'],
    // The moment.
    ['451 4.7.1 Greylisted, come back', 'google', 'later'],
    ['450 4.2.0 try again', 'other', 'later'],
    ['451 4.3.0 out of memory', 'yahoo', 'later'],
    ['421 4.4.2 timeout', 'other', 'later'],
    ['451 try later', 'other', 'later'],
  ])('%s (%s): %s', (text, provider, says) => {
    expect(judgeReply(answer(text), provider).says).toBe(says);
  });

  it('is not certain where only a code says so', () => {
    expect(judgeReply(answer('550 5.7.1 not for you'), 'google')).toMatchObject({ reaction: null, isUncertain: true });
  });

  it('suspends Yahoo for two hours on TSS04, and nobody else', () => {
    const text = '421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred';
    expect(judgeReply(answer(text), 'yahoo').reaction).toEqual({ kind: 'suspend', minutes: 120 });
    expect(judgeReply(answer(text), 'google').reaction).toBeNull();
  });
});

describe('the wait until the next try', () => {
  const wait = (text: string, attempts: number, random = 0.5): number =>
    retryAfterSeconds({ ...answer(text), provider: 'other', attempts }, random);

  it.each([
    ['450 4.2.0 greylisted', [60, 300, 900, 1_800, 1_800]],
    ['452 4.2.2 mailbox full', [900, 1_800, 3_600, 7_200]],
    ['451 4.3.0 system not accepting', [300, 600, 1_200]],
    ['421 service shutting down', [300, 600, 1_200]],
    ['451 4.7.1 rate limit exceeded', [900, 1_800, 3_600, 3_600]],
    ['451 try again', [60, 300, 900]],
  ])('%s: %j', (text, seconds) => {
    expect(seconds.map((_, n) => wait(text, n + 1))).toEqual(seconds);
  });

  it('varies by a fifth either way', () => {
    expect([wait('451 try again', 1, 0), wait('451 try again', 1, 0.999_999)]).toEqual([48, 72]);
  });

  it('has an answer for a dialogue that broke off', () => {
    const broken = { code: null, enhancedCode: null, text: '', provider: 'other', attempts: 0 };
    expect(retryAfterSeconds(broken, 0.5)).toBe(60);
  });
});
