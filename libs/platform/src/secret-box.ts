import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from './config.js';
import { defineErrors } from './errors.js';

/**
 * Secrets that must be stored (a relay's password, a private key): AES-256-GCM (NIST SP 800-38D) under a key derived from
 * SECRET_KEY. Who has the database alone has nothing.
 *
 * Layout: version (1 byte) · which key (4 bytes) · nonce (12 bytes) · tag (16 bytes) · ciphertext. What the secret belongs
 * to is authenticated with it, so that one row's secret cannot be put into another's place.
 */
export const secretErrors = defineErrors({
  'secret.unreadable': {
    kind: 'conflict',
    text: 'A stored secret cannot be read with SECRET_KEY or SECRET_KEYS_PREVIOUS. Put the key it was stored under into SECRET_KEYS_PREVIOUS, or enter the secret again.',
  },
});

const VERSION = 1;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES;

interface Key {
  readonly id: Buffer;
  readonly key: Buffer;
}

@Injectable()
export class SecretBox {
  private readonly current: Key;
  private readonly keys: readonly Key[];

  constructor(config: Config) {
    this.current = keyOf(config.env.SECRET_KEY);
    this.keys = [this.current, ...config.env.SECRET_KEYS_PREVIOUS.map(keyOf)];
  }

  /** `belongsTo` names the row, such as `transport:<id>`; only {@link open} with the same name gives the secret back. */
  seal(secret: Buffer, belongsTo: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.current.key, nonce);
    const head = Buffer.concat([Buffer.from([VERSION]), this.current.id]);
    cipher.setAAD(Buffer.concat([head, Buffer.from(belongsTo)]));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([head, nonce, cipher.getAuthTag(), sealed]);
  }

  /** @throws secret.unreadable when no key fits, or it was changed, or belongs to something else */
  open(sealed: Buffer, belongsTo: string): Buffer {
    const id = sealed.subarray(1, 1 + KEY_ID_BYTES);
    const found = this.keys.find((key) => key.id.equals(id));
    if (sealed.length < HEAD_BYTES || sealed[0] !== VERSION || found === undefined)
      throw secretErrors.error('secret.unreadable', { belongsTo });
    const afterId = 1 + KEY_ID_BYTES;
    const afterNonce = afterId + NONCE_BYTES;
    const decipher = createDecipheriv('aes-256-gcm', found.key, sealed.subarray(afterId, afterNonce), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.concat([sealed.subarray(0, afterId), Buffer.from(belongsTo)]));
    decipher.setAuthTag(sealed.subarray(afterNonce, HEAD_BYTES));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(HEAD_BYTES)), decipher.final()]);
    } catch {
      // GCM says no more than that it does not fit.
      throw secretErrors.error('secret.unreadable', { belongsTo });
    }
  }

  /** Sealed under today's SECRET_KEY; false: to be sealed anew by a rotation. */
  isCurrent(sealed: Buffer): boolean {
    return sealed.subarray(1, 1 + KEY_ID_BYTES).equals(this.current.id);
  }
}

function keyOf(secret: string): Key {
  const key = Buffer.from(hkdfSync('sha256', secret, 'colporteur', 'secret-box', 32));
  return { key, id: createHash('sha256').update(key).digest().subarray(0, KEY_ID_BYTES) };
}
