/** A message as it goes over the wire after DATA, without the final dot. */
export interface WireMessage {
  /** Dots at the beginning of a line are doubled (RFC 5321 §4.5.2). Ends with a line end. */
  readonly pieces: readonly Buffer[];
  /** Of the message itself, before dots are doubled (RFC 1870 §6). */
  readonly bytes: number;
  readonly isAscii: boolean;
  /** Bytes outside ASCII stand in the headers too (RFC 6532). */
  readonly hasUtf8Headers: boolean;
}

const CR = 0x0d;
const LF = 0x0a;
const DOT = 0x2e;
const LINE_END = Buffer.from('\r\n');
const DOUBLED = Buffer.from('.');

/** A shorter piece is looked through faster than it is remembered. */
const WORTH_REMEMBERING = 512;

/** Pieces that were looked through and hold nothing remarkable. A variant's are shared by all its readers' messages. */
const plainPieces = new WeakSet<Buffer>();

interface Findings {
  loose: boolean;
  dots: boolean;
  ascii: boolean;
}

/**
 * Looks a message through before any of it leaves. A bare CR or LF never does: relays disagree about what it means, and
 * that is how one message is made to look like two (SMTP smuggling). Undefined where there is one.
 *
 * A large piece that is the same `Buffer` as in an earlier message costs nothing.
 */
export function wireMessage(message: Buffer | readonly Buffer[]): WireMessage | undefined {
  const given = Buffer.isBuffer(message) ? [message] : message;
  const found: Findings = { loose: false, dots: false, ascii: true };
  const pieces: Buffer[] = [];
  let bytes = 0;
  // A message begins as if a line had ended before it.
  let last: number = LF;
  for (const piece of given) {
    const [first] = piece;
    if (first === undefined) continue;
    if ((first === LF) !== (last === CR)) return undefined;
    if (first === DOT && last === LF) found.dots = true;
    lookThrough(piece, found);
    pieces.push(piece);
    bytes += piece.length;
    last = piece[piece.length - 1] ?? last;
  }
  if (found.loose || last === CR) return undefined;
  if (last !== LF || bytes === 0) {
    pieces.push(LINE_END);
    bytes += LINE_END.length;
  }
  return {
    pieces: found.dots ? dotStuffed(Buffer.concat(pieces)) : pieces,
    bytes,
    isAscii: found.ascii,
    hasUtf8Headers: !found.ascii && hasUtf8Headers(Buffer.concat(pieces)),
  };
}

/** Adds to the findings. What stands at either end of a piece is judged beside its neighbour, not here. */
function lookThrough(piece: Buffer, found: Findings): void {
  const isWorthIt = piece.length >= WORTH_REMEMBERING;
  if (isWorthIt && plainPieces.has(piece)) return;
  let isPlain = true;
  let before = piece[0] ?? 0;
  let all = before;
  for (let at = 1; at < piece.length; at += 1) {
    const byte = piece[at] ?? 0;
    all |= byte;
    if (byte <= DOT) {
      if ((byte === LF) !== (before === CR)) {
        found.loose = true;
        isPlain = false;
      }
      if (byte === DOT && before === LF) {
        found.dots = true;
        isPlain = false;
      }
    } else if (before === CR) {
      found.loose = true;
      isPlain = false;
    }
    before = byte;
  }
  if (all > 0x7f) {
    found.ascii = false;
    isPlain = false;
  }
  if (isPlain && isWorthIt) plainPieces.add(piece);
}

function dotStuffed(message: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  let from = 0;
  if (message[0] === DOT) pieces.push(DOUBLED);
  for (let at = message.indexOf('\n.'); at >= 0; at = message.indexOf('\n.', at + 1)) {
    pieces.push(message.subarray(from, at + 1), DOUBLED);
    from = at + 1;
  }
  pieces.push(message.subarray(from));
  return pieces;
}

function hasUtf8Headers(message: Buffer): boolean {
  const end = message.indexOf('\r\n\r\n');
  return message.subarray(0, end < 0 ? message.length : end).some((byte) => byte > 0x7f);
}
