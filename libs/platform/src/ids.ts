import { createHash, createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { v7 } from 'uuid';

/** A new opaque id: UUID version 7 (RFC 9562 §5.7), so that rows inserted together lie together in their index. */
export function newId(): string {
  return v7();
}

/** `bytes` of randomness as base64url, for secrets that are shown once and stored hashed. */
export function newSecret(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

/** Hash under which a high-entropy secret (session, API key, sign-in link) is stored: 32 bytes. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Keyed hash (HMAC-SHA256, 32 bytes) of something guessable, such as an address. The key's bytes must not change. */
export function keyedHash(key: Buffer, value: string): Buffer {
  return createHmac('sha256', prepared(key)).update(value).digest();
}

/** A key given as bytes is made into OpenSSL's own each time, which costs ten times the hash. */
const preparedKeys = new WeakMap<Buffer, KeyObject>();

function prepared(key: Buffer): KeyObject {
  const known = preparedKeys.get(key) ?? createSecretKey(key);
  preparedKeys.set(key, known);
  return known;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isId(value: string): boolean {
  return UUID.test(value);
}

/** The 16 bytes of a UUID. */
export function idToBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

export function bytesToId(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
