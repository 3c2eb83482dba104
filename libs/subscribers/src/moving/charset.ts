import { isAscii, isUtf8 } from 'node:buffer';

/** Names are those of the Encoding Standard (encoding.spec.whatwg.org), which TextDecoder knows. */
export interface CharsetSigns {
  /** The file's first bytes, up to {@link HEAD_BYTES}. */
  readonly head: Buffer;
  /** Over the whole file: bytes that begin a well-formed character of more than one byte, and bytes that belong to none. */
  readonly wellFormed: number;
  readonly malformed: number;
}

/** Enough to hold the names of columns and to tell text from what is none. */
export const HEAD_BYTES = 65_536;

/** How files begin that people take for lists: archives (spreadsheets are some), old spreadsheets, PDF, pictures. */
const BINARY_STARTS = [
  '504b0304', '504b0506', 'd0cf11e0a1b11ae1', '25504446', '1f8b08', '89504e47', 'ffd8ff', '47494638', '53514c69746520',
  '7f454c46', '377abcaf271c', '526172211a07', '0000feff', 'fffe0000',
].map((hex) => Buffer.from(hex, 'hex')); // prettier-ignore
/** A stray NUL in a short list is one bad line of a text. */
const FEWEST_CONTROLS = 8;

/** Undefined: no text at all. */
export function charsetOf({ head, wellFormed, malformed }: CharsetSigns): string | undefined {
  if (startsWith(head, 0xef, 0xbb, 0xbf)) return 'utf-8';
  // With two zeros more it is UTF-32, which nobody exports.
  if (startsWith(head, 0xff, 0xfe) && !startsWith(head, 0xff, 0xfe, 0, 0)) return 'utf-16le';
  if (startsWith(head, 0xfe, 0xff)) return 'utf-16be';
  const [even, odd] = zeros(head);
  const half = head.length / 2;
  // Latin letters in UTF-16 are a zero and a letter, over and over.
  if (odd > 0.4 * half && even < 0.05 * half) return 'utf-16le';
  if (even > 0.4 * half && odd < 0.05 * half) return 'utf-16be';
  if (isBinary(head, malformed)) return undefined;
  // One broken byte in a file of a million good characters does not make it another charset.
  return malformed > wellFormed ? 'windows-1252' : 'utf-8';
}

function isBinary(head: Buffer, malformed: number): boolean {
  const controls = countControls(head);
  if (BINARY_STARTS.some((start) => head.subarray(0, start.length).equals(start))) return true;
  const share = controls / head.length;
  return controls >= FEWEST_CONTROLS && (share > 0.1 || (malformed > 0 && share > 0.01));
}

function startsWith(head: Buffer, ...bytes: readonly number[]): boolean {
  return bytes.every((byte, at) => head[at] === byte);
}

function zeros(head: Buffer): [even: number, odd: number] {
  const counts: [number, number] = [0, 0];
  for (const [at, byte] of head.entries()) if (byte === 0) counts[at % 2 === 0 ? 0 : 1] += 1;
  return counts;
}

/** Control characters but for tab, line feed, form feed, carriage return. */
function countControls(head: Buffer): number {
  let count = 0;
  for (const byte of head) if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) count += 1;
  return count;
}

/** Counts characters of UTF-8 over pieces of a file; a character may lie across two of them. */
export class Utf8Count {
  wellFormed = 0;
  malformed = 0;
  private rest: Buffer = Buffer.alloc(0);

  take(piece: Buffer): void {
    if (this.rest.length === 0 && isAscii(piece)) return;
    const bytes = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece]);
    const end = bytes.length - openCharacter(bytes);
    this.count(bytes.subarray(0, end));
    this.rest = Buffer.from(bytes.subarray(end));
  }

  end(): void {
    this.malformed += this.rest.length;
  }

  private count(bytes: Buffer): void {
    if (isUtf8(bytes)) {
      for (const byte of bytes) if (byte >= 0xc0) this.wellFormed += 1;
      return;
    }
    for (let at = 0; at < bytes.length;) {
      const length = characterLength(bytes[at] ?? 0);
      if (length > 1 && isUtf8(bytes.subarray(at, at + length)) && at + length <= bytes.length) {
        this.wellFormed += 1;
        at += length;
      } else {
        if (length !== 1) this.malformed += 1;
        at += 1;
      }
    }
  }
}

/** 0: no byte a character begins with. A character begun at the end that is cut off is told by isUtf8. */
function characterLength(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte >= 0xc2 && byte < 0xe0) return 2;
  if (byte >= 0xe0 && byte < 0xf0) return 3;
  return byte >= 0xf0 && byte < 0xf5 ? 4 : 0;
}

/** How many bytes at the end begin a character that is not complete. */
function openCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return characterLength(byte) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}
