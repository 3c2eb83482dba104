import { createHmac, createSecretKey, hkdfSync, timingSafeEqual, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from './clock.js';
import { Config } from './config.js';
import { defineErrors } from './errors.js';

/**
 * Signed tokens for links in mails: single-purpose, optionally expiring, never carrying an address (STANDARDS H2).
 *
 * Layout before base64url: version (1 byte) · expiry as seconds since 1970 (4 bytes, 0 = never) · payload · MAC
 * (16 bytes: HMAC-SHA256, truncated to 128 bits as RFC 2104 §5 allows). The purpose is part of the MAC's key, so that
 * a token made for one purpose is a forgery for another. Earlier secrets keep verifying, so links survive rotation.
 */
export const tokenErrors = defineErrors({
  'token.invalid': {
    kind: 'not_found',
    text: 'The link is not one of ours or was damaged on its way. Ask for a new one.',
  },
  'token.expired': { kind: 'expired', text: 'The link was valid once but has expired. Ask for a new one.' },
});

const VERSION = 1;
const HEAD_BYTES = 5;
const MAC_BYTES = 16;
/** A tag shorter than 64 bits can be guessed; one of no bytes at all would prove everything. */
const MIN_TAG_BYTES = 8;
/** A token longer than this is refused before any work is done; ours are under 120 characters. */
const MAX_TOKEN_LENGTH = 400;

@Injectable()
export class TokenSigner {
  private readonly secrets: readonly string[];

  constructor(
    config: Config,
    private readonly clock: Clock,
  ) {
    this.secrets = [config.env.SECRET_KEY, ...config.env.SECRET_KEYS_PREVIOUS];
  }

  /** @throws RangeError for an expiry that is no date, or not after 1970 and before 2106 */
  sign(purpose: string, payload: Buffer, expiresAt?: Date): string {
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt8(VERSION, 0);
    head.writeUInt32BE(expiresAt === undefined ? 0 : expirySeconds(expiresAt), 1);
    const body = Buffer.concat([head, payload]);
    const [current = ''] = this.secrets;
    return Buffer.concat([body, mac(current, `token:${purpose}`, body)]).toString('base64url');
  }

  /** The payload; throws `token.invalid` or `token.expired`. A forged token learns nothing about anybody. */
  verify(purpose: string, token: string): Buffer {
    if (token.length > MAX_TOKEN_LENGTH || !/^[A-Za-z0-9_-]+$/.test(token)) throw tokenErrors.error('token.invalid');
    const bytes = Buffer.from(token, 'base64url');
    // Base64url has several spellings of the same bytes; one token has one spelling.
    if (bytes.length < HEAD_BYTES + MAC_BYTES || bytes.toString('base64url') !== token)
      throw tokenErrors.error('token.invalid');
    const body = bytes.subarray(0, bytes.length - MAC_BYTES);
    const given = bytes.subarray(bytes.length - MAC_BYTES);
    const genuine = this.secrets.some((secret) => timingSafeEqual(mac(secret, `token:${purpose}`, body), given));
    if (!genuine || body.readUInt8(0) !== VERSION) throw tokenErrors.error('token.invalid');
    const expires = body.readUInt32BE(1);
    if (expires !== 0 && expires * 1000 <= this.clock.now().getTime()) throw tokenErrors.error('token.expired');
    return body.subarray(HEAD_BYTES);
  }

  /** The first 8 to 16 `bytes` of a MAC over `payload`, for places too short for a whole token (a return path). */
  tag(purpose: string, payload: Buffer, bytes: number): Buffer {
    const [current = ''] = this.secrets;
    return mac(current, `tag:${purpose}`, payload).subarray(0, bytes);
  }

  /** True when `tag` was made by {@link tag} with any secret still configured. */
  verifyTag(purpose: string, payload: Buffer, tag: Buffer): boolean {
    if (tag.length < MIN_TAG_BYTES || tag.length > MAC_BYTES) return false;
    return this.secrets.some((secret) =>
      timingSafeEqual(mac(secret, `tag:${purpose}`, payload).subarray(0, tag.length), tag),
    );
  }

  /**
   * A key of 32 bytes for hashes that must stay comparable across a rotation (suppressed addresses): derived from the
   * oldest secret still configured (HKDF, RFC 5869). Dropping that secret forgets what was hashed with it.
   */
  stableKey(purpose: string): Buffer {
    return deriveKey(this.secrets.at(-1) ?? '', purpose);
  }
}

function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'colporteur', purpose, 32));
}

/** Zero stands for "never", so nothing that was meant to expire may become it. */
function expirySeconds(expiresAt: Date): number {
  const seconds = Math.floor(expiresAt.getTime() / 1000);
  if (seconds >= 1 && seconds <= 0xffff_ffff) return seconds;
  throw new RangeError(`no expiry: ${String(expiresAt.getTime())} ms since 1970`);
}

function mac(secret: string, use: string, body: Buffer): Buffer {
  return createHmac('sha256', macKey(secret, use)).update(body).digest().subarray(0, MAC_BYTES);
}

/** Deriving a key costs many times the MAC. As many as there are purposes, by secret. */
const macKeys = new Map<string, Map<string, KeyObject>>();

function macKey(secret: string, use: string): KeyObject {
  const ofSecret = macKeys.get(secret) ?? new Map<string, KeyObject>();
  macKeys.set(secret, ofSecret);
  const key = ofSecret.get(use) ?? createSecretKey(deriveKey(secret, use));
  ofSecret.set(use, key);
  return key;
}
