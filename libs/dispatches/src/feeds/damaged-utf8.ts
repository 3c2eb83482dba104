/**
 * UTF-8 with a few bytes in it that are none: pasted from a windows-1252 text, or cut in the middle of a character.
 * Reading all of it in another charset because of them would spoil everything else.
 */

/** So many good characters outside ASCII for each bad byte make a text UTF-8. */
const GOOD_PER_BAD = 2;

interface Fault {
  readonly start: number;
  readonly end: number;
}

/** Undefined when this is no UTF-8 text. */
export function decodeDamagedUtf8(body: Buffer): string | undefined {
  const faults = faultsOf(body);
  if (faults === undefined) return undefined;
  const decoder = new TextDecoder('utf-8');
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of faults) {
    parts.push(decoder.decode(body.subarray(at, start)), characterFor(body, start, end));
    at = end;
  }
  parts.push(decoder.decode(body.subarray(at)));
  return parts.join('');
}

function faultsOf(body: Buffer): readonly Fault[] | undefined {
  const faults: Fault[] = [];
  let good = 0;
  for (let at = 0; at < body.length;) {
    if ((body[at] ?? 0) < 0x80) {
      at += 1;
      continue;
    }
    const { length, isWhole } = sequenceAt(body, at);
    if (isWhole) good += 1;
    else faults.push({ start: at, end: at + length });
    at += length;
    // Hopeless from here on, so that a long legacy text is not gone through to its end.
    if (faults.length > 100 && faults.length > good) return undefined;
  }
  return good >= faults.length * GOOD_PER_BAD ? faults : undefined;
}

/** The bytes that belong together from `at` on (Unicode §3.9, table 3-7). */
function sequenceAt(body: Buffer, at: number): { length: number; isWhole: boolean } {
  const lead = body[at] ?? 0;
  const needed = lead >= 0xc2 && lead <= 0xdf ? 2 : (lead & 0xf0) === 0xe0 ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 1;
  if (needed === 1) return { length: 1, isWhole: false };
  const [low, high] = secondByte(lead);
  let length = 1;
  while (length < needed) {
    const byte = body[at + length] ?? 0;
    const fits = length === 1 ? byte >= low && byte <= high : byte >= 0x80 && byte <= 0xbf;
    if (!fits) return { length, isWhole: false };
    length += 1;
  }
  return { length, isWhole: true };
}

function secondByte(lead: number): readonly [number, number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  return lead === 0xf4 ? [0x80, 0x8f] : [0x80, 0xbf];
}

/** A byte of windows-1252 that stands alone among Latin letters or signs; else the remains of a character. */
function characterFor(body: Buffer, start: number, end: number): string {
  const byte = body[start] ?? 0;
  const before = body[start - 1] ?? 0x20;
  // The first byte of é, è, à …, and of signs: a word that was cut there.
  const isCut = end - start > 1 || byte === 0xc2 || byte === 0xc3;
  const isAmongLatin = before < 0x80 && (byte < 0xc0 || isLetter(before) || isLetter(body[end] ?? 0x20));
  return isCut || !isAmongLatin ? '\ufffd' : new TextDecoder('windows-1252').decode(body.subarray(start, end));
}

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}
