import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/**
 * Ed25519 (RFC 8032) over the UTF-8 bytes of a document as compact JSON, its members in the order in which they stand.
 * A public-key signature, because whoever checks a receipt is not one of us: a court or an authority needs the public key
 * and nothing secret. The key pair is derived, so there is nothing to store and nothing to lose beside SECRET_KEY.
 */
export interface Signature {
  readonly algorithm: 'Ed25519';
  /** SubjectPublicKeyInfo (RFC 8410) in base64. */
  readonly publicKey: string;
  /** 64 bytes in base64. */
  readonly value: string;
}

/** What PKCS #8 (RFC 5958, RFC 8410 §7) puts before the 32 bytes of an Ed25519 private key. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @param seed 32 secret bytes, the same for the same installation */
export function signDocument(document: unknown, seed: Buffer): Signature {
  const key = privateKey(seed);
  return {
    algorithm: 'Ed25519',
    publicKey: publicKeyOf(key),
    value: sign(null, bytesOf(document), key).toString('base64'),
  };
}

/**
 * `genuine`: signed by this installation. `foreign`: whole, but signed with another key, such as an earlier SECRET_KEY.
 * `broken`: not what was signed.
 */
export function checkDocument(document: unknown, signature: Signature, seed: Buffer): 'genuine' | 'foreign' | 'broken' {
  const value = Buffer.from(signature.value, 'base64');
  // Base64 has several spellings of the same bytes; one signature has one.
  if (value.toString('base64') !== signature.value) return 'broken';
  const key = readPublicKey(signature.publicKey);
  if (key === undefined || !verify(null, bytesOf(document), key, value)) return 'broken';
  return signature.publicKey === publicKeyOf(privateKey(seed)) ? 'genuine' : 'foreign';
}

/** Hostile text gives no key; only an Ed25519 key counts, so that nobody proves anything with a weaker one. */
function readPublicKey(text: string): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' && spellingOf(key) === text ? key : undefined;
  } catch {
    // Not a key at all: the file was tampered with or never was a receipt, which is what the caller says.
    return undefined;
  }
}

function privateKey(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
}

function publicKeyOf(key: KeyObject): string {
  return spellingOf(createPublicKey(key));
}

function spellingOf(key: KeyObject): string {
  return key.export({ format: 'der', type: 'spki' }).toString('base64');
}

function bytesOf(document: unknown): Buffer {
  return Buffer.from(JSON.stringify(document), 'utf8');
}
