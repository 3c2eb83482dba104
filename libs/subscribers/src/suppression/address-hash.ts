import { keyedHash, type TokenSigner } from '@app/platform';

/**
 * The keyed hash by which an address is known where the address itself is not kept: 32 bytes, the same for every
 * spelling of one canonical address, and the same across a rotation of secrets.
 */
export function addressHash(tokens: TokenSigner, canonical: string): Buffer {
  return keyedHash(tokens.stableKey('address'), canonical);
}
