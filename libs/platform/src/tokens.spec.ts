import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Clock } from './clock.js';
import { readConfig } from './config.js';
import { isCatalogueError } from './errors.js';
import { TokenSigner } from './tokens.js';

const NOW = new Date('2026-03-10T08:00:00Z');
const PAYLOAD = Buffer.from('0190f0aa5e8c7a4e8d1a2b3c4d5e6f70', 'hex');
const OLD = 'the key of last year that has long been rotated';
const NEW = 'the key of this year that signs everything now!';

class StoppedClock extends Clock {
  instant = NOW;

  override now(): Date {
    return this.instant;
  }
}

function signer(key = NEW, previous: readonly string[] = []): { tokens: TokenSigner; clock: StoppedClock } {
  const clock = new StoppedClock();
  const config = readConfig({
    PUBLIC_URL: 'https://news.example',
    SECRET_KEY: key,
    SECRET_KEYS_PREVIOUS: previous.join(','),
    DATABASE_URL: 'postgres://db.example/x',
    SMTP_URL: 'smtp://relay.example',
  });
  return { tokens: new TokenSigner(config, clock), clock };
}

/** The code a token is refused with, or `valid`. */
function verdict(tokens: TokenSigner, purpose: string, token: string): string {
  try {
    tokens.verify(purpose, token);
    return 'valid';
  } catch (error) {
    if (isCatalogueError(error)) return error.code;
    throw error;
  }
}

describe('a token', () => {
  it('gives its payload back, for its own purpose', () => {
    const { tokens } = signer();
    for (const payload of [PAYLOAD, Buffer.alloc(0), randomBytes(200)])
      expect(tokens.verify('confirm', tokens.sign('confirm', payload))).toEqual(payload);
  });

  it('holds for one purpose only', () => {
    const { tokens } = signer();
    const token = tokens.sign('confirm', PAYLOAD);
    for (const purpose of ['unsubscribe', 'confir', 'confirm ', '', 'CONFIRM', 'token:confirm'])
      expect(verdict(tokens, purpose, token)).toBe('token.invalid');
  });

  it('made with another key is a forgery', () => {
    const forged = signer('a key somebody else made up of equal length').tokens.sign('confirm', PAYLOAD);
    expect(verdict(signer().tokens, 'confirm', forged)).toBe('token.invalid');
  });

  it('is refused with any bit changed, any part cut off or exchanged', () => {
    const { tokens } = signer();
    const bytes = Buffer.from(tokens.sign('confirm', PAYLOAD, new Date('2026-04-01')), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(verdict(tokens, 'confirm', changed.toString('base64url'))).toBe('token.invalid');
    }
    for (let length = 0; length < bytes.length; length += 1) {
      expect(verdict(tokens, 'confirm', bytes.subarray(0, length).toString('base64url'))).toBe('token.invalid');
      expect(verdict(tokens, 'confirm', bytes.subarray(bytes.length - length).toString('base64url'))).toBe('token.invalid');
    }
    const other = Buffer.from(tokens.sign('confirm', randomBytes(16), new Date('2026-04-01')), 'base64url');
    const swapped = Buffer.concat([bytes.subarray(0, -16), other.subarray(-16)]);
    expect(verdict(tokens, 'confirm', swapped.toString('base64url'))).toBe('token.invalid');
  }); // prettier-ignore

  it('has one spelling: what decodes to the same bytes is not the same token', () => {
    const { tokens } = signer();
    // 38 bytes: the last character carries two bits that no byte needs.
    const token = tokens.sign('confirm', randomBytes(17));
    expect(verdict(tokens, 'confirm', token)).toBe('valid');
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet.indexOf(token.slice(-1));
    const twin = token.slice(0, -1) + alphabet.charAt(last ^ 1);
    expect(Buffer.from(twin, 'base64url')).toEqual(Buffer.from(token, 'base64url'));
    for (const spelling of [twin, `${token}=`, `${token}==`, ` ${token}`, `${token}\n`, token.replaceAll('_', '/').replaceAll('-', '+') + ' '])
      expect(verdict(tokens, 'confirm', spelling)).toBe('token.invalid'); // prettier-ignore
  });

  it('is refused, and never more than that, whatever somebody writes in its place', () => {
    const { tokens } = signer();
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.string({ unit: 'binary' })), (text) => {
        expect(verdict(tokens, 'confirm', text)).toBe('token.invalid');
      }),
    );
    expect(verdict(tokens, 'confirm', 'A'.repeat(1_000_000))).toBe('token.invalid');
  });

  it('expires at its second, and never where it has none', () => {
    const { tokens, clock } = signer();
    const until = tokens.sign('confirm', PAYLOAD, new Date(NOW.getTime() + 60_000));
    const forEver = tokens.sign('confirm', PAYLOAD);
    clock.instant = new Date(NOW.getTime() + 59_999);
    expect(verdict(tokens, 'confirm', until)).toBe('valid');
    clock.instant = new Date(NOW.getTime() + 60_000);
    expect(verdict(tokens, 'confirm', until)).toBe('token.expired');
    clock.instant = new Date('2099-01-01');
    expect(verdict(tokens, 'confirm', forEver)).toBe('valid');
  });

  it('that expired is not told from a forged one by somebody who forged it', () => {
    const { tokens, clock } = signer();
    const expired = Buffer.from(tokens.sign('confirm', PAYLOAD, new Date(NOW.getTime() + 1_000)), 'base64url');
    clock.instant = new Date('2027-01-01');
    expired.writeUInt8(expired.readUInt8(10) ^ 1, 10);
    expect(verdict(tokens, 'confirm', expired.toString('base64url'))).toBe('token.invalid');
  });

  it.each([new Date(0), new Date(999), new Date(-1), new Date(Number.NaN), new Date('2200-01-01')])(
    'is not made with an expiry that its four bytes cannot hold or would read as "never": %p',
    (expiresAt) => {
      const { tokens } = signer();
      expect(() => tokens.sign('confirm', PAYLOAD, expiresAt)).toThrow(RangeError);
    },
  );
});

describe('after the key was rotated', () => {
  it('old links hold while the old key is configured, and new ones are made with the new key', () => {
    const old = signer(OLD).tokens.sign('unsubscribe', PAYLOAD);
    const rotated = signer(NEW, [OLD]).tokens;
    expect(rotated.verify('unsubscribe', old)).toEqual(PAYLOAD);
    const fresh = rotated.sign('unsubscribe', PAYLOAD);
    expect(verdict(signer(NEW).tokens, 'unsubscribe', fresh)).toBe('valid');
    expect(verdict(signer(OLD).tokens, 'unsubscribe', fresh)).toBe('token.invalid');
    expect(verdict(signer(NEW).tokens, 'unsubscribe', old)).toBe('token.invalid');
  });

  it('tags hold the same way', () => {
    const old = signer(OLD).tokens.tag('return-path', PAYLOAD, 10);
    expect(signer(NEW, [OLD]).tokens.verifyTag('return-path', PAYLOAD, old)).toBe(true);
    expect(signer(NEW).tokens.verifyTag('return-path', PAYLOAD, old)).toBe(false);
  });

  it('hashes of addresses stay comparable, also after a second rotation', () => {
    const key = signer(OLD).tokens.stableKey('address');
    expect(signer(NEW, [OLD]).tokens.stableKey('address')).toEqual(key);
    expect(signer('yet another key made the year after that', [NEW, OLD]).tokens.stableKey('address')).toEqual(key);
    expect(signer(OLD).tokens.stableKey('other')).not.toEqual(key);
    expect(key).toHaveLength(32);
  });
});

describe('a tag', () => {
  const { tokens } = signer();
  const tag = tokens.tag('return-path', PAYLOAD, 10);

  it('is good for its payload and purpose', () => {
    expect(tag).toHaveLength(10);
    expect(tokens.verifyTag('return-path', PAYLOAD, tag)).toBe(true);
    expect(tokens.verifyTag('return-path', randomBytes(16), tag)).toBe(false);
    expect(tokens.verifyTag('other', PAYLOAD, tag)).toBe(false);
    expect(tokens.verifyTag('return-path', PAYLOAD, randomBytes(10))).toBe(false);
  });

  it.each([0, 1, 7, 17, 400])('of %p bytes proves nothing, and harms nobody', (bytes) => {
    const full = tokens.tag('return-path', PAYLOAD, 16);
    const given = Buffer.concat([full, Buffer.alloc(400)]).subarray(0, bytes);
    expect(tokens.verifyTag('return-path', PAYLOAD, given)).toBe(false);
  });

  it('is not the end of a token for the same bytes', () => {
    const token = Buffer.from(tokens.sign('return-path', PAYLOAD), 'base64url');
    expect(tokens.verifyTag('return-path', token.subarray(0, -16), token.subarray(-16))).toBe(false);
  });
});
