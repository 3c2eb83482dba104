import { hash } from 'node:crypto';

/** SHA-256's block and result, in bytes (FIPS 180-4). */
const BLOCK = 64;
const DIGEST = 32;
/** Longer than any address that is accepted. */
const MAX_TEXT = 1_024;

/**
 * `keyedHash` of a great many texts, as hexadecimal digits: the HMAC of RFC 2104 §2 by two plain digests. An Hmac object
 * for each of a million addresses holds memory that the garbage collector does not see, and twice of what an import may
 * take had gathered before it was freed.
 */
export function hashing(key: Buffer): (text: string) => string {
  if (key.length > BLOCK) throw new RangeError('a key longer than a block would have to be hashed first');
  const inner = Buffer.alloc(BLOCK + MAX_TEXT);
  const outer = Buffer.alloc(BLOCK + DIGEST);
  for (let at = 0; at < BLOCK; at += 1) {
    inner[at] = (key[at] ?? 0) ^ 0x36;
    outer[at] = (key[at] ?? 0) ^ 0x5c;
  }
  return (text) => {
    const length = Buffer.byteLength(text);
    if (length > MAX_TEXT) throw new RangeError('longer than an address');
    inner.write(text, BLOCK);
    outer.write(hash('sha256', inner.subarray(0, BLOCK + length), 'binary'), BLOCK, 'latin1');
    return hash('sha256', outer, 'hex');
  };
}
