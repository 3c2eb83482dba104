import { randomBytes } from 'node:crypto';
import { newSecret } from '@app/platform';

/**
 * `clp_<8 hex digits>_<43 characters of base64url>`. The fixed start lets secret scanners find a key that was committed
 * by mistake; the prefix lets people tell their keys apart; only the last part is secret.
 */
const API_KEY = /^clp_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/;

export function newApiKey(): { readonly key: string; readonly prefix: string } {
  const prefix = `clp_${randomBytes(4).toString('hex')}`;
  return { key: `${prefix}_${newSecret()}`, prefix };
}

/** Whether it could be a key at all; spares the database what cannot. */
export function looksLikeApiKey(text: string): boolean {
  return API_KEY.test(text);
}
