import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GarbledReply, SmtpReplies } from './smtp-replies.js';

const read = (text: string): ReturnType<SmtpReplies['read']> => new SmtpReplies().read(Buffer.from(text));

describe('SmtpReplies', () => {
  it('reads replies of one line and of many, and several in one packet', () => {
    expect(read('250 2.1.0 ok\r\n250-2.1.5 one\r\n250 2.1.5 two\r\n354\r\n')).toEqual([
      { code: 250, text: '250 2.1.0 ok' },
      { code: 250, text: '250-2.1.5 one\n250 2.1.5 two' },
      { code: 354, text: '354' },
    ]);
  });

  it('reads the same however the network cuts it', () => {
    const said = Buffer.from('250-mx\r\n250-SIZE 1\r\n250 ok é\r\n550 5.1.1 no\r\n354 go\n');
    const whole = new SmtpReplies().read(said);
    expect(whole).toHaveLength(3);
    fc.assert(
      fc.property(fc.array(fc.nat(said.length), { maxLength: 12 }), (cuts) => {
        const ends = [...cuts, 0, said.length].sort((a, b) => a - b);
        const replies = new SmtpReplies();
        expect(ends.flatMap((end, n) => replies.read(said.subarray(ends[n - 1] ?? 0, end)))).toEqual(whole);
        expect(replies.isEmpty).toBe(true);
      }),
    );
  });

  it('shows other letters than ASCII as UTF-8, and as they are where they are not', () => {
    expect(read('550 boîte pleine\r\n')[0]?.text).toBe('550 boîte pleine');
    expect(new SmtpReplies().read(Buffer.from('550 bo\xeete\r\n', 'latin1'))[0]?.text).toBe('550 boîte');
  });

  it.each(['HTTP/1.1 400 Bad Request\r\n', '25 ok\r\n', '250ok\r\n', '650 ok\r\n', '\r\n', '250-a\r\n550 b\r\n'])(
    'takes %p for no reply',
    (text) => {
      expect(() => read(text)).toThrow(GarbledReply);
    },
  );

  it.each([['a line', '250 x'], ['a reply', '250-x\r\n']])('keeps no more of %s without an end than it must', (_, more) => {
    const replies = new SmtpReplies();
    const packet = Buffer.from(more.repeat(100));
    expect(() => { for (let n = 0; n < 1_000; n += 1) replies.read(packet); }).toThrow(GarbledReply);
  }); // prettier-ignore

  it('knows that half a reply is still to come', () => {
    const replies = new SmtpReplies();
    expect(replies.read(Buffer.from('250-one\r\n'))).toEqual([]);
    expect(replies.isEmpty).toBe(false);
  });
});
