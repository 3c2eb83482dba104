/**
 * Quoted-printable (RFC 2045 §6.7) of our own, because Nodemailer's encoder knows nothing of places that are filled in
 * later: its lines would have to be broken anew for every reader.
 *
 * What leaves here needs no dot-stuffing (no line begins with a dot) and is not changed by an mbox on its way (no line
 * begins with `From `), so that a signature over it stays good.
 */

/** RFC 2045 §6.7 (5): 76 columns, the soft break's `=` included. */
const COLUMNS = 75;
const SOFT_BREAK = '=\r\n';

const CR = 0x0d;
const LF = 0x0a;
const TAB = 0x09;
const SPACE = 0x20;
const DOT = 0x2e;
const EQUALS = 0x3d;
const CAPITAL_F = 0x46;
const DELETE = 0x7f;

const HEX = Buffer.from('0123456789ABCDEF');

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
export function encodeStretch({ text, followsFilling, precedesFilling }: Stretch): Buffer {
  const bytes = Buffer.from(text);
  const lines = new Lines(bytes.length);
  const isBare = bytes.length === 0 && !precedesFilling;
  if (followsFilling && !isBare && !isLineEnd(bytes, 0)) lines.softBreak();
  for (let at = 0; at < bytes.length;) {
    if (isLineEnd(bytes, at)) {
      lines.end();
      at += 2;
      continue;
    }
    const length = characterLength(bytes, at);
    const isLiteral = length === 1 && isWrittenAsItIs(bytes, at);
    lines.makeRoom(isLiteral ? 1 : ESCAPED * length);
    if (isLiteral && !(lines.column === 0 && isTouchyFirst(bytes, at))) lines.literal(bytes[at] ?? 0);
    else for (let next = at; next < at + length; next += 1) lines.escape(bytes[next] ?? 0);
    at += length;
  }
  if (precedesFilling && lines.column > 0) lines.softBreak();
  return lines.written();
}

/** Characters of an escaped octet. */
const ESCAPED = 3;

/** Lines as they are written; a line is never longer than {@link COLUMNS} and the `=` of its soft break. */
class Lines {
  column = 0;
  readonly #out: Buffer;
  #length = 0;

  /** All octets escaped, and a soft break after every 60 columns, are more than can be. */
  constructor(octets: number) {
    this.#out = Buffer.allocUnsafe(ESCAPED * octets + Math.ceil((ESCAPED * octets) / 60) * SOFT_BREAK.length + 8);
  }

  makeRoom(columns: number): void {
    if (this.column + columns > COLUMNS) this.softBreak();
  }

  literal(byte: number): void {
    this.#out[this.#length++] = byte;
    this.column += 1;
  }

  escape(byte: number): void {
    this.#out[this.#length++] = EQUALS;
    this.#out[this.#length++] = HEX[byte >> 4] ?? 0;
    this.#out[this.#length++] = HEX[byte & 15] ?? 0;
    this.column += ESCAPED;
  }

  softBreak(): void {
    this.#out[this.#length++] = EQUALS;
    this.end();
  }

  end(): void {
    this.#out[this.#length++] = CR;
    this.#out[this.#length++] = LF;
    this.column = 0;
  }

  written(): Buffer {
    return Buffer.from(this.#out.subarray(0, this.#length));
  }
}

function isLineEnd(bytes: Buffer, at: number): boolean {
  return bytes[at] === CR && bytes[at + 1] === LF;
}

/** Octets of the character that begins here: a character is not split by a soft break, for readers that decode by line. */
function characterLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** White space at a line's end is dropped on the way (RFC 2045 §6.7 (3)). */
function isWrittenAsItIs(bytes: Buffer, at: number): boolean {
  const byte = bytes[at] ?? 0;
  if (byte === SPACE || byte === TAB) return at + 1 < bytes.length && !isLineEnd(bytes, at + 1);
  return byte > SPACE && byte < DELETE && byte !== EQUALS;
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
