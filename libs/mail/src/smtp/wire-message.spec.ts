import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wireMessage } from './wire-message.js';

const wire = (...pieces: string[]): string | undefined => {
  const message = wireMessage(pieces.map((piece) => Buffer.from(piece)));
  return message && Buffer.concat(message.pieces).toString();
};

/** As RFC 5321 §4.5.2 says it, on the whole text. */
const stuffed = (text: string): string => text.replaceAll(/^\./gm, '..');

describe('wireMessage', () => {
  it('doubles the dots that begin a line, also where the line begins in another piece', () => {
    expect(wire('.a\r\nb.c\r\n..d\r\n.\r\n')).toBe('..a\r\nb.c\r\n...d\r\n..\r\n');
    expect(wire('a\r\n', '.b\r\n')).toBe('a\r\n..b\r\n');
    expect(wire('a\r', '\n', '.\r\n')).toBe('a\r\n..\r\n');
  });

  it('ends with a line end', () => {
    expect(wire('a')).toBe('a\r\n');
    expect(wire()).toBe('\r\n');
    expect(wire('a\r\n')).toBe('a\r\n');
  });

  it.each([['a\nb\r\n'], ['a\rb\r\n'], ['a\r'], ['\na'], ['a\r', 'b'], ['a', '\nb'], ['a\r\r\nb'], [`${'x'.repeat(600)}\n.\r\n`]])(
    'lets no bare line end through: %p',
    (...pieces) => {
      expect(wire(...pieces)).toBeUndefined();
      expect(wire(...pieces)).toBeUndefined();
    },
  ); // prettier-ignore

  it('does the same to a message however it is cut, piece by piece or whole, seen before or not', () => {
    const parts = fc.constantFrom('\r\n', '\r\n', '.', '..', 'a', 'é', '\r\n.\r\n', 'x'.repeat(700), '\r', '\n');
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 30 }), fc.array(fc.nat(3_000), { maxLength: 5 }), (words, cuts) => {
        const text = words.join('');
        const whole = Buffer.from(text);
        const ends = [...cuts.map((cut) => Math.min(cut, whole.length)), 0, whole.length].sort((a, b) => a - b);
        const pieces = ends.map((end, n) => whole.subarray(ends[n - 1] ?? 0, end));
        const isLoose = /(?<!\r)\n|\r(?!\n)/.test(text);
        for (const message of [wireMessage(pieces), wireMessage(pieces), wireMessage(whole)]) {
          expect(message === undefined).toBe(isLoose);
          if (message === undefined) continue;
          const complete = text.endsWith('\r\n') ? text : `${text}\r\n`;
          expect(Buffer.concat(message.pieces).toString()).toBe(stuffed(complete));
          expect(message.bytes).toBe(Buffer.byteLength(complete));
          expect(message.isAscii).toBe(!text.includes('é'));
        }
      }),
    );
  });

  it('copies nothing where nothing is to be changed', () => {
    const pieces = [Buffer.from('Subject: x\r\n\r\n'), Buffer.alloc(2_001, 'x\r\n')];
    expect(wireMessage(pieces)?.pieces).toEqual(pieces);
    expect(wireMessage(pieces)?.pieces[1]).toBe(pieces[1]);
  });

  it('tells letters in the headers from those in the body', () => {
    const utf8 = (text: string): boolean | undefined => wireMessage(Buffer.from(text))?.hasUtf8Headers;
    expect(utf8('To: é@x.test\r\n\r\nbody\r\n')).toBe(true);
    expect(utf8('To: e@x.test\r\n\r\nbodé\r\n')).toBe(false);
  });
});
