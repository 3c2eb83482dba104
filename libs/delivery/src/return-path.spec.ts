import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Clock, TokenSigner, newId, readConfig } from '@app/platform';
import { ReturnPath } from './return-path.js';

const SUBSCRIBER = '0190f0aa-5e8c-7a4e-8d1a-2b3c4d5e6f70';

function returnPath(key = 'a key that only this spec uses and nothing else', previous = ''): ReturnPath {
  const config = readConfig({
    PUBLIC_URL: 'https://news.example',
    BOUNCE_DOMAIN: 'bounce.news.example',
    SECRET_KEY: key,
    SECRET_KEYS_PREVIOUS: previous,
    DATABASE_URL: 'postgres://db.example/x',
    SMTP_URL: 'smtp://relay.example',
  });
  return new ReturnPath(config, new TokenSigner(config, new Clock()));
}

const ours = returnPath();
const local = (address: string): string => address.slice(0, address.indexOf('@'));

describe('a return path', () => {
  it('says which edition and reader it is about, for any of them', () => {
    const ids = fc.uuid();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), ids, (editionNumber, subscriberId) => {
        const address = ours.address(editionNumber, subscriberId);
        expect(ours.read(address)).toEqual({ editionNumber, subscriberId: subscriberId.toLowerCase() });
        expect(ours.read(`<${ours.messageId(editionNumber, subscriberId)}>`)).toEqual({ editionNumber, subscriberId: subscriberId.toLowerCase() });
      }),
    );
  }); // prettier-ignore

  it('fits a mailbox: at most 64 octets before the @, of characters every server takes', () => {
    const address = ours.address(2 ** 32 - 1, SUBSCRIBER);
    expect(local(address).length).toBeLessThanOrEqual(64);
    expect(address).toMatch(/^b\+[a-z2-7]{48}@bounce\.news\.example$/);
    expect(ours.messageId(1, SUBSCRIBER)).toMatch(/^e\.[a-z2-7]{48}@bounce\.news\.example$/);
  });

  it('tells a stranger nothing, and is each reader’s own', () => {
    expect(ours.address(1, SUBSCRIBER)).not.toContain(SUBSCRIBER.slice(0, 8));
    expect(ours.address(1, SUBSCRIBER)).toBe(ours.address(1, SUBSCRIBER));
    expect(ours.address(1, SUBSCRIBER)).not.toBe(ours.address(2, SUBSCRIBER));
    expect(ours.address(1, SUBSCRIBER)).not.toBe(ours.address(1, newId()));
  });

  it('is read whatever case a server wrote it in, in brackets, with space around it', () => {
    const address = ours.address(7, SUBSCRIBER);
    for (const written of [address.toUpperCase(), `<${address}>`, ` ${address} `, address.replace('b+', 'B+')])
      expect(ours.read(written)).toEqual({ editionNumber: 7, subscriberId: SUBSCRIBER });
  });

  it('that somebody else made, or changed in one letter, says nothing', () => {
    const address = ours.address(7, SUBSCRIBER);
    expect(ours.read(returnPath('the key of somebody else of the same length').address(7, SUBSCRIBER))).toBeUndefined();
    for (let at = 2; at < 50; at += 1) {
      const letter = address.charAt(at) === 'a' ? 'b' : 'a';
      expect(ours.read(address.slice(0, at) + letter + address.slice(at + 1))).toBeUndefined();
    }
  });

  it.each(['', '@', 'b+@bounce.news.example', 'lectrice@readers.example', `b+${'a'.repeat(47)}@x.example`, `b+${'a'.repeat(48)}@x.example`, `b+${'a'.repeat(49)}@x.example`, `b+${'1'.repeat(48)}@x.example`, 'x'.repeat(100_000)])(
    '%.60p is none of ours',
    (address) => {
      expect(ours.read(address)).toBeUndefined();
    },
  ); // prettier-ignore

  it('is none of ours whatever text stands there', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => ours.read(text) === undefined));
  });

  it('of before a rotation is known as long as the old key is', () => {
    const old = 'the key of last year that was rotated away';
    const address = returnPath(old).address(7, SUBSCRIBER);
    expect(returnPath('the key of this year that signs everything', old).read(address)).toBeDefined();
    expect(returnPath('the key of this year that signs everything').read(address)).toBeUndefined();
  });
});
