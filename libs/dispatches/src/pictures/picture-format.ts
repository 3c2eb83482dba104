/**
 * What a body is, by its first bytes: neither a header nor the end of an address is believed. Only what is named here
 * ever reaches a decoder.
 */
export type PictureFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif';

/** undefined: nothing we take. */
export function pictureFormat(bytes: Buffer): PictureFormat | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  if (/^GIF8[79]a/.test(latin1(bytes, 0, 6))) return 'gif';
  if (latin1(bytes, 0, 4) === 'RIFF' && latin1(bytes, 8, 12) === 'WEBP') return 'webp';
  return brands(bytes).some((brand) => brand === 'avif' || brand === 'avis') ? 'avif' : undefined;
}

/** Bytes looked at for the beginning of a text; a doctype, a comment and some white space fit in. */
const TEXT_START = 1_024;

/** What came instead of a picture, in a word for the operator. */
export function notAPicture(bytes: Buffer): string {
  if (bytes.length === 0) return 'nothing';
  if (latin1(bytes, 0, 5) === '%PDF-') return 'pdf';
  if (/^(II\*\0|MM\0\*)/.test(latin1(bytes, 0, 4))) return 'tiff';
  if (latin1(bytes, 0, 2) === 'BM') return 'bmp';
  const [brand] = brands(bytes);
  if (brand !== undefined) return /^(hei|hev|mif|msf)/.test(brand) ? 'heic' : 'video';
  const text = latin1(bytes, 0, TEXT_START).toLowerCase();
  if (text.includes('<svg')) return 'svg';
  if (text.includes('<!doctype html') || text.includes('<html')) return 'html';
  if (/^\s*[{[]/.test(text)) return 'json';
  return text.includes('<?xml') ? 'xml' : 'something else';
}

/** Brands of an ISO base media file, the major one first (ISO/IEC 14496-12 §4.3). */
function brands(bytes: Buffer): string[] {
  if (bytes.length < 16 || latin1(bytes, 4, 8) !== 'ftyp') return [];
  const end = Math.min(bytes.readUInt32BE(0), bytes.length, TEXT_START);
  const found = [latin1(bytes, 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) found.push(latin1(bytes, at, at + 4));
  return found;
}

function startsWith(bytes: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

function latin1(bytes: Buffer, from: number, to: number): string {
  return bytes.toString('latin1', from, to);
}
