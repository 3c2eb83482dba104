import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkDocument, signDocument } from './receipt-signature.js';

const seed = randomBytes(32);

describe('a signed document', () => {
  it('is genuine after a way through JSON, and foreign to another installation', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // What was never JSON, minus zero for one, is not what is signed.
        const document: unknown = JSON.parse(JSON.stringify(value));
        const signature = signDocument(document, seed);
        expect(checkDocument(JSON.parse(JSON.stringify(document, null, 3)), signature, seed)).toBe('genuine');
        expect(checkDocument(document, signature, randomBytes(32))).toBe('foreign');
      }),
    );
  });

  it('is broken when anything in it differs, or its signature is no signature', () => {
    const signature = signDocument({ act: 'given', at: 1 }, seed);
    expect(checkDocument({ act: 'given', at: 2 }, signature, seed)).toBe('broken');
    expect(checkDocument({ at: 1, act: 'given' }, signature, seed)).toBe('broken');
    for (const value of ['', 'AAAA', `${signature.value}AAAA`, 'é\u0000'])
      expect(checkDocument({ act: 'given', at: 1 }, { ...signature, value }, seed)).toBe('broken');
    for (const publicKey of ['', 'AAAA', '\u0000', signature.publicKey.slice(0, -8)])
      expect(checkDocument({ act: 'given', at: 1 }, { ...signature, publicKey }, seed)).toBe('broken');
  });

  it('is not proved by a key of another kind', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const value = sign(null, Buffer.from('{}'), privateKey).toString('base64');
    const spki = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    expect(checkDocument({}, { algorithm: 'Ed25519', publicKey: spki, value }, seed)).toBe('broken');
  });
});
