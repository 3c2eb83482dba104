import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeFailure, relayReply, type DialogueFailure } from './submission-outcome.js';

function failure(known: Partial<DialogueFailure>): DialogueFailure {
  return { message: 'it broke', dataBegun: false, dataFinished: false, ...known };
}

describe('judgeFailure', () => {
  it.each<[string, Partial<DialogueFailure>, object]>([
    ['a permanent no to the recipient', { responseCode: 550, command: 'RCPT TO' }, { kind: 'refused' }],
    ['a permanent no to the message', { responseCode: 554, command: 'DATA', dataBegun: true, dataFinished: true }, { kind: 'refused' }],
    ['a permanent no to DATA itself', { responseCode: 554, command: 'DATA' }, { kind: 'refused' }],
    ['not now, to the recipient', { responseCode: 450, command: 'RCPT TO' }, { kind: 'postponed', begun: true }],
    ['not now, after the final dot', { responseCode: 451, command: 'DATA', dataBegun: true, dataFinished: true }, { kind: 'postponed', begun: true }],
    ['the relay goes away, and says so', { responseCode: 421, command: 'RCPT TO' }, { kind: 'postponed', begun: true }],
    ['a confused session', { responseCode: 503, command: 'RCPT TO' }, { kind: 'postponed', begun: true }],
    ['our sender is refused for good', { responseCode: 550, command: 'MAIL FROM' }, { kind: 'postponed', begun: false }],
    ['our password is wrong', { responseCode: 535, command: 'AUTH PLAIN' }, { kind: 'postponed', begun: false }],
    ['the connection broke before DATA', {}, { kind: 'postponed', begun: false }],
    ['the connection broke in the middle of the message', { dataBegun: true }, { kind: 'postponed', begun: true }],
    ['the connection broke after the final dot', { dataBegun: true, dataFinished: true }, { kind: 'unknown' }],
    // A session that is a reply behind reads the 354 of DATA as the answer to the final dot: the relay has the message.
    ['an answer to the final dot that is no answer', { responseCode: 354, command: 'DATA', dataBegun: true, dataFinished: true }, { kind: 'unknown' }],
    ['a reply of another command while the dot is unanswered', { responseCode: 250, command: 'CONN', dataBegun: true, dataFinished: true }, { kind: 'unknown' }],
  ])('%s', (_, known, expected) => {
    expect(judgeFailure(failure(known))).toMatchObject(expected);
  }); // prettier-ignore

  it('calls nothing refused without a 5xx reply, and nothing certain that may have left unanswered', () => {
    const anyFailure = fc.record({
      message: fc.string(),
      responseCode: fc.option(fc.integer({ min: 0, max: 999 }), { nil: undefined }),
      command: fc.constantFrom(undefined, 'CONN', 'AUTH PLAIN', 'MAIL FROM', 'RCPT TO', 'DATA'),
      dataBegun: fc.boolean(),
      dataFinished: fc.boolean(),
    });
    fc.assert(
      fc.property(anyFailure, (known) => {
        const { kind } = judgeFailure(known);
        const code = known.responseCode ?? 0;
        const answered = code >= 400 && code <= 599;
        if (kind === 'refused') expect(code).toBeGreaterThanOrEqual(500);
        if (known.dataFinished && !answered) expect(kind).toBe('unknown');
        if (!known.dataFinished) expect(kind).not.toBe('unknown');
      }),
    );
  });
});

describe('relayReply', () => {
  it('finds the enhanced code, in a reply of several lines too', () => {
    expect(relayReply('550 5.1.1 no such user', 550)).toMatchObject({ code: 550, enhancedCode: '5.1.1' });
    expect(relayReply('550-5.1.10 null MX\n550 5.1.10 see RFC 7505', 550).enhancedCode).toBe('5.1.10');
    expect(relayReply('250 2.0.0 Ok: queued as 4XYZ', 250).enhancedCode).toBe('2.0.0');
  });

  it.each(['550 no such user', 'the host 5.1.1.1 is away', '550 15.1.1 odd', 'connect ECONNREFUSED 127.0.0.1:25'])(
    'finds none in %p',
    (text) => {
      expect(relayReply(text).enhancedCode).toBeNull();
    },
  );

  it('keeps no address, whatever way the relay writes it', () => {
    const written = [
      '550 5.1.1 <reader@readers.example>: Recipient address rejected',
      '550 5.1.1 reader@readers.example unknown',
      '550 5.1.1 (reader@readers.example)',
      '550 5.1.1 "reader"@readers.example unknown',
      "550 5.1.1 o'reader@readers.example unknown",
      '550 5.1.1 reader@[192.0.2.7] unknown',
      '550 5.1.1 https://relay.example/why?to=reader%40readers.example',
    ];
    for (const text of written) {
      const { text: kept } = relayReply(text, 550);
      expect(kept).not.toContain('reader@');
      expect(kept).not.toMatch(/reader["%]|readers\.example|192\.0\.2\.7|o'/);
      expect(kept).toContain('5.1.1');
    }
  });

  it('keeps nothing a table cannot hold: a reply with a NUL in it would be settled never', () => {
    expect(relayReply('550-5.1.1 no\0such\r\n550 5.1.1 user', 550).text).toBe('550-5.1.1 no such 550 5.1.1 user');
    expect(relayReply(`550 ${'x'.repeat(495)}\u{1F600}`, 550).text.isWellFormed()).toBe(true);
  });

  it('keeps at most 500 characters of what a hostile relay says, and takes no longer for it', () => {
    const before = performance.now();
    expect(relayReply(`550 ${'x'.repeat(1_000_000)}`, 550).text).toHaveLength(500);
    // Quadratic patterns take minutes here.
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});
