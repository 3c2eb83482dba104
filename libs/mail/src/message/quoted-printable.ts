/**
 * Quoted-printable (RFC 2045 §6.7) of our own, because Nodemailer's encoder knows nothing of places that are filled in
 * later: its lines would have to be broken anew for every reader.
 *
 * What leaves here needs no dot-stuffing (no line begins with a dot) and is not changed by an mbox on its way (no line
 * begins with `From `), so that a signature over it stays good.
 */

/** RFC 2045 §6.7 (5): 76 columns, the soft break's `=` included. */
const COLUMNS = 75;
/** Also the whole piece between two fillings, when it stands in a line. */
export const SOFT_BREAK = '=\r\n';

const CR = 0x0d;
const LF = 0x0a;
const TAB = 0x09;
const SPACE = 0x20;
const DOT = 0x2e;
const EQUALS = 0x3d;
const CAPITAL_F = 0x46;

const ESCAPES = Array.from({ length: 256 }, (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`);

/** Text between two fillings, and where it stands. */
export interface Stretch {
  /** CRLF line ends only. */
  readonly text: string;
  /** A filling stands before it: the column it ended in is not known. */
  readonly followsFilling: boolean;
  /** A filling stands after it, on a line of its own. */
  readonly precedesFilling: boolean;
}

/** Encodes one stretch so that any {@link encodeFilling} fits before and after it. */
export function encodeStretch({ text, followsFilling, precedesFilling }: Stretch): string {
  const bytes = Buffer.from(text);
  const isBare = bytes.length === 0 && !precedesFilling;
  let line = '';
  const lines: string[] = [];
  if (followsFilling && !isBare && !startsWithLineEnd(bytes)) lines.push(SOFT_BREAK);
  for (let at = 0; at < bytes.length;) {
    if (bytes[at] === CR && bytes[at + 1] === LF) {
      lines.push(line, '\r\n');
      line = '';
      at += 2;
      continue;
    }
    const length = characterLength(bytes, at);
    let unit = encodeCharacter(bytes, { at, length, isFirst: line === '' });
    if (line.length + unit.length > COLUMNS) {
      lines.push(line, SOFT_BREAK);
      line = '';
      unit = encodeCharacter(bytes, { at, length, isFirst: true });
    }
    line += unit;
    at += length;
  }
  lines.push(line);
  if (precedesFilling && line !== '') lines.push(SOFT_BREAK);
  return lines.join('');
}

function startsWithLineEnd(bytes: Buffer): boolean {
  return bytes[0] === CR && bytes[1] === LF;
}

/** Octets of the character that begins here: a character is not split by a soft break, for readers that decode by line. */
function characterLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

function encodeCharacter(
  bytes: Buffer,
  { at, length, isFirst }: { at: number; length: number; isFirst: boolean },
): string {
  const byte = bytes[at] ?? 0;
  if (length > 1) {
    let escaped = '';
    for (let next = at; next < at + length; next += 1) escaped += ESCAPES[bytes[next] ?? 0] ?? '';
    return escaped;
  }
  const isLiteral = byte > SPACE && byte < 0x7f && byte !== EQUALS;
  if (isLiteral && !(isFirst && isTouchyFirst(bytes, at))) return String.fromCharCode(byte);
  if ((byte === SPACE || byte === TAB) && !endsLine(bytes, at + 1)) return byte === SPACE ? ' ' : '\t';
  return ESCAPES[byte] ?? '';
}

/** White space at a line's end is dropped on the way (RFC 2045 §6.7 (3)). */
function endsLine(bytes: Buffer, at: number): boolean {
  return at >= bytes.length || (bytes[at] === CR && bytes[at + 1] === LF);
}

/** SMTP doubles a dot there (RFC 5321 §4.5.2), and an mbox puts a `>` before `From `. */
function isTouchyFirst(bytes: Buffer, at: number): boolean {
  const byte = bytes[at];
  return byte === DOT || (byte === CAPITAL_F && bytes.subarray(at, at + 5).equals(MBOX_FROM));
}

const MBOX_FROM = Buffer.from('From ');

/**
 * A filling's lines: begins at a line's first column, ends with neither line end nor white space and leaves room for
 * the `=` of a soft break. `text` is printable ASCII without a space.
 */
export function encodeFilling(text: string): Buffer {
  const escaped = text.includes('=') ? text.replaceAll('=', '=3D') : text;
  let lines = '';
  for (let at = 0; at < escaped.length;) {
    const dot = escaped.charCodeAt(at) === DOT;
    if (dot) at += 1;
    const end = lineEnd(escaped, at + COLUMNS - (dot ? '=2E'.length : 0));
    lines += (at > (dot ? 1 : 0) ? SOFT_BREAK : '') + (dot ? '=2E' : '') + escaped.slice(at, end);
    at = end;
  }
  return Buffer.from(lines, 'latin1');
}

/** Not within an escape. */
function lineEnd(escaped: string, end: number): number {
  if (end >= escaped.length) return escaped.length;
  if (escaped.charCodeAt(end - 1) === EQUALS) return end - 1;
  return escaped.charCodeAt(end - 2) === EQUALS ? end - 2 : end;
}
