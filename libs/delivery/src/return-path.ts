import { Injectable } from '@nestjs/common';
import { Config, TokenSigner, bytesToId, idToBytes } from '@app/platform';

/**
 * The return path of an edition's message (VERP): `b+<opaque>@bounce.domain`. Says which edition and subscriber a bounce
 * is about, carries no address, and is signed, so that a forged bounce suppresses nobody (STANDARDS B1).
 *
 * Opaque: edition number (4 bytes) · subscriber id (16 bytes) · MAC (10 bytes), base32 in lower case, because some
 * servers change the case of a local part. 48 characters; a local part may have 64 octets (RFC 5321 §4.5.3.1.1).
 */
@Injectable()
export class ReturnPath {
  constructor(
    private readonly config: Config,
    private readonly tokens: TokenSigner,
  ) {}

  address(editionNumber: number, subscriberId: string): string {
    return this.of(editionNumber, subscriberId).address;
  }

  /** Unique per copy, stable over retries, and says nothing to a stranger. Without angle brackets. */
  messageId(editionNumber: number, subscriberId: string): string {
    return this.of(editionNumber, subscriberId).messageId;
  }

  /** {@link address} and {@link messageId} of one copy, for the price of one. */
  of(editionNumber: number, subscriberId: string): { address: string; messageId: string } {
    const place = `${this.opaque(editionNumber, subscriberId)}@${this.config.bounceDomain}`;
    return { address: `b+${place}`, messageId: `e.${place}` };
  }

  /** What a return path or Message-ID names; undefined for any we did not make. */
  read(address: string): { editionNumber: number; subscriberId: string } | undefined {
    const opaque = /^<?[be][+.]([a-z2-7]{48})@/i.exec(address.trim())?.[1];
    if (opaque === undefined) return undefined;
    const bytes = fromBase32(opaque.toLowerCase());
    const payload = bytes.subarray(0, PAYLOAD_BYTES);
    if (!this.tokens.verifyTag(PURPOSE, payload, bytes.subarray(PAYLOAD_BYTES))) return undefined;
    return { editionNumber: payload.readUInt32BE(0), subscriberId: bytesToId(payload.subarray(4)) };
  }

  private opaque(editionNumber: number, subscriberId: string): string {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(editionNumber);
    const payload = Buffer.concat([number, idToBytes(subscriberId)]);
    return toBase32(Buffer.concat([payload, this.tokens.tag(PURPOSE, payload, TAG_BYTES)]));
  }
}

const PURPOSE = 'return-path';
const PAYLOAD_BYTES = 20;
const TAG_BYTES = 10;

/** RFC 4648 §6, lower case, without padding: 30 bytes make 48 characters exactly. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** Every two characters there are, by the ten bits they stand for: half the steps, and no string of bits in between. */
const PAIRS = Array.from({ length: 1024 }, (_, bits) => ALPHABET.charAt(bits >> 5) + ALPHABET.charAt(bits & 31));
const BITS = new Map(Array.from(ALPHABET, (character, bits) => [character, bits]));

/** Of a multiple of five bytes. */
function toBase32(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 5) {
    // Forty bits: more than a bitwise operator holds, so the first two bytes and the last three apart.
    const [high, low] = [bytes.readUInt16BE(at), bytes.readUIntBE(at + 2, 3)];
    text += PAIRS[high >> 6] ?? '';
    text += PAIRS[((high & 63) << 4) | (low >> 20)] ?? '';
    text += PAIRS[(low >> 10) & 1023] ?? '';
    text += PAIRS[low & 1023] ?? '';
  }
  return text;
}

/** Of a multiple of eight characters of the alphabet. */
function fromBase32(text: string): Buffer {
  const bytes = Buffer.alloc((text.length * 5) / 8);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const character of text) {
    held = ((held << 5) | (BITS.get(character) ?? 0)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.writeUInt8((held >> bits) & 0xff, at);
    at += 1;
  }
  return bytes;
}
